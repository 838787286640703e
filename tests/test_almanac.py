from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from answers import AT

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import Collection, Document, Entry, Fact, Wording
from knowledge.questions import Found, Reason, Several, Unknown
from knowledge.store.protocol import Proposal

TODAY = date(2026, 11, 22)
CURATOR, OTHER = 7, 8
DRAFT = Draft(
    sentence="By the end of 2024, a little giant held 31.5 invention patents on average, the office said.",
    url="https://news.example/patents",
    phrasings=("How many patents does a little giant hold on average?",),
)


def proposed(almanac: Almanac, draft: Draft = DRAFT) -> Proposal:
    proposal = almanac.ledger.propose(draft, by=CURATOR, at=AT)
    assert isinstance(proposal, Proposal)
    return proposal


def kept(almanac: Almanac, draft: Draft = DRAFT) -> Fact:
    return accepted(almanac, proposed(almanac, draft))


def accepted(almanac: Almanac, proposal: Proposal) -> Fact:
    fact = almanac.ledger.keep(proposal.id, by=CURATOR, at=AT)
    assert isinstance(fact, Fact)
    return fact


def facts(almanac: Almanac, asked: str) -> list[str]:
    answer = almanac.ask(asked, today=TODAY)
    return [scored.fact.id for scored in answer.facts] if isinstance(answer, Found) else []


def offered(almanac: Almanac, asked: str) -> tuple[Fact, ...]:
    answer = almanac.ask(asked, today=TODAY)
    return answer.choices if isinstance(answer, Several) else ()


def test_a_proposal_is_not_found_before_it_is_kept(curated: Almanac) -> None:
    proposed(curated)
    assert facts(curated, "How many patents does a little giant hold on average?") == []


def test_a_kept_fact_is_found_with_its_period_and_who_kept_it(curated: Almanac) -> None:
    fact = kept(curated)
    assert facts(curated, "average number of patents per little giant") == [fact.id]
    assert facts(curated, "patents per little giant in 2019") == []
    assert (fact.provenance.proposed_by, fact.provenance.accepted_by, fact.provenance.at) == (
        CURATOR,
        CURATOR,
        AT,
    )


def test_a_kept_fact_is_still_there_after_a_restart(curated: Almanac, tmp_path: Path) -> None:
    fact = kept(curated)
    with Almanac.open(tmp_path / "giants.db") as again:
        assert facts(again, "How many patents does a little giant hold on average?") == [fact.id]
        assert again.fact(fact.id) == fact


def test_a_press_that_arrives_twice_keeps_one_fact_and_gets_it_again(curated: Almanac) -> None:
    proposal = proposed(curated)
    fact = accepted(curated, proposal)
    assert curated.ledger.keep(proposal.id, by=CURATOR, at=AT + timedelta(minutes=1)) == fact
    assert curated.ledger.keep(proposal.id, by=OTHER, at=AT) is None
    assert not curated.ledger.cancel(proposal.id, by=CURATOR)
    assert curated.facts(fact.topic.id) == (fact,)


def test_a_fact_of_a_held_source_leaves_the_source_as_it_is(curated: Almanac) -> None:
    (count, *_) = curated.facts("little-giant-count")
    draft = replace(DRAFT, url=count.source.url, publisher="The Onion", title="No", published="1999-01-01")
    proposal = proposed(curated, draft)
    assert proposal.fact.source == count.source
    fact = accepted(curated, proposal)
    assert fact.source == count.source
    assert curated.facts("little-giant-count")[0] == count


def test_of_two_proposals_on_one_new_source_the_first_names_it(curated: Almanac) -> None:
    first = proposed(curated, replace(DRAFT, publisher="Office"))
    second = proposed(
        curated, replace(DRAFT, publisher="Rumour", sentence="In 2023 each held 22 patents.", phrasings=())
    )
    for proposal in (first, second):
        fact = accepted(curated, proposal)
        assert fact.source.publisher == "Office"


def test_an_import_may_still_mend_a_source(curated: Almanac) -> None:
    (fact, *_) = curated.facts("little-giant-count")
    mended = replace(fact.source, title="Another headline")
    curated.load(Collection((Document(mended),)))
    assert curated.facts("little-giant-count")[0].source == mended


def a_draft(sentence: str, topic: str, place: str = "", figure: str = "", url: str = DRAFT.url) -> Draft:
    return Draft(sentence=sentence, url=url, topic=topic, place=place, figure=figure)


BOTH = "In 2024, zebra makers earned 9.6 percent of the revenue and 13.7 percent of the profits."
LONG = "Zebra makers of China and their share of industrial"


@pytest.mark.parametrize(
    ("topic", "other"), [("Zebra shares", "Zebra shares"), (f"{LONG} revenue", f"{LONG} profits")], ids=["one", "long"]
)
def test_a_second_fact_of_one_sentence_does_not_replace_the_first(curated: Almanac, topic: str, other: str) -> None:
    proposals = [proposed(curated, a_draft(BOTH, t, figure=f"{f} percent")) for t, f in ((topic, 9.6), (other, 13.7))]
    facts_ = [accepted(curated, proposal) for proposal in proposals]
    assert [fact.figure.printed for fact in facts_ if fact.figure] == ["9.6 percent", "13.7 percent"]
    assert [curated.fact(fact.id) for fact in facts_] == facts_
    assert [fact.topic.title() for fact in facts_] == [topic, other]


def test_the_same_fact_proposed_twice_is_kept_once(curated: Almanac) -> None:
    first, second = proposed(curated), proposed(curated)
    fact = accepted(curated, first)
    assert curated.ledger.keep(second.id, by=CURATOR, at=AT) == fact
    assert curated.facts(fact.topic.id) == (fact,)


def test_two_proposals_for_one_new_title_in_two_places_keep_their_places(curated: Almanac) -> None:
    drafts = [
        a_draft("In 2024, there were 500 zebra parks.", "zebra parks", "Shenzhen"),
        a_draft("In 2024, there were 900 zebra parks.", "Zebra Parks", "Beijing"),
        a_draft("In 2023, there were 850 zebra parks.", "zebra parks", "Beijing"),
    ]
    kept_ = [accepted(curated, proposal) for proposal in [proposed(curated, d) for d in drafts]]
    shenzhen, beijing, earlier = [fact.topic for fact in kept_]
    assert (shenzhen.place, beijing.place, beijing.root) == ("Shenzhen", "Beijing", shenzhen.id)
    assert earlier == beijing
    assert facts(curated, "how many zebra parks are there in Beijing") == [kept_[1].id]
    assert facts(curated, "zebra parks in Shenzhen") == [kept_[0].id]
    assert curated.check() == ()


def test_a_proposal_for_a_held_topic_leaves_its_newer_title_and_place(curated: Almanac) -> None:
    fact = kept(curated, a_draft("In 2024, there were 500 zebra parks.", "zebra parks"))
    late = proposed(curated, a_draft("In 2023, there were 400 zebra parks.", "zebra parks"))
    mended = replace(fact.topic, titles=(Wording("Parks with zebras", "en"),), place="Asia")
    curated.load(Collection(entries=(Entry(mended, ()),)))
    again = accepted(curated, late)
    assert again.topic == mended
    assert mended in curated.topics()


def test_nobody_keeps_or_cancels_what_another_proposed(curated: Almanac) -> None:
    proposal = proposed(curated)
    assert curated.ledger.keep(proposal.id, by=OTHER, at=AT) is None
    assert not curated.ledger.cancel(proposal.id, by=OTHER)
    assert curated.ledger.cancel(proposal.id, by=CURATOR)
    assert curated.ledger.keep(proposal.id, by=CURATOR, at=AT) is None


def test_everything_wrong_with_a_draft_is_told_at_once(curated: Almanac) -> None:
    problems = curated.ledger.propose(Draft(), by=CURATOR, at=AT)
    assert not isinstance(problems, Proposal)
    assert {"sentence", "source"} <= {problem.field for problem in problems} | {"source"}
    assert len(problems) > 1


ZHEJIANG = Draft(
    sentence="Zhejiang had 1,987 little giants as of end-June 2024, the provincial office said.",
    url="https://news.example/zhejiang",
)


def test_a_sentence_about_a_province_is_kept_for_that_place_and_found_there(curated: Almanac) -> None:
    before = facts(curated, "How many little giants are there?")
    fact = kept(curated, ZHEJIANG)
    assert fact.topic.place == "Zhejiang"
    assert facts(curated, "How many little giants are there?") == before
    assert facts(curated, "How many little giants are there in Zhejiang?") == [fact.id]
    assert offered(curated, "How many little giants are there in Hunan?") == ()


def test_a_topic_of_the_table_in_another_place_is_found_by_the_same_questions(curated: Almanac) -> None:
    fact = kept(curated, replace(ZHEJIANG, topic="little-giant-count"))
    assert fact.topic.root == "little-giant-count"
    assert facts(curated, "How many little giants are there in Zhejiang?") == [fact.id]
    assert facts(curated, "浙江有多少家小巨人") == [fact.id]
    assert facts(curated, "How many little giants are there in Zhejiang in 2019?") == []
    assert facts(curated, "How many little giants are there in Hunan?") == []


def test_a_conversation_leans_on_its_last_turn_for_a_while_and_on_nobody_else_s(curated: Almanac) -> None:
    def turn(text: str, conversation: str, minutes: int) -> list[str]:
        answer = curated.converse(text, conversation=conversation, at=AT + timedelta(minutes=minutes))
        return [scored.fact.id for scored in answer.facts] if isinstance(answer, Found) else []

    assert turn("how many little giants are there", "one", 0) == ["count-2025"]
    assert turn("and in 2021?", "other", 1) == []
    assert turn("and in 2021?", "one", 2) == ["count-2021"]
    assert turn("thanks", "one", 3) == []
    assert turn("source?", "one", 4) == ["count-2021"]
    assert turn("and in 2025?", "one", 90) == []


def test_what_is_carried_over_is_said(curated: Almanac) -> None:
    first = curated.converse("average R&D investment", conversation="c", at=AT)
    second = curated.converse("and in 2023?", conversation="c", at=AT)
    assert first.reading.carried is None
    assert isinstance(second, Unknown)
    assert second.reason is Reason.PERIOD
    assert second.reading.carried


def test_an_export_taken_in_anew_answers_the_same(almanac: Almanac, tmp_path: Path) -> None:
    with Almanac.open_empty(tmp_path / "copy.db") as copy:
        assert copy.topics() == ()
        copy.load(almanac.export())
        assert copy.export() == almanac.export()
        assert facts(copy, "how many little giants in 2021") == ["count-2021"]


def test_a_table_without_facts_says_that_it_knows_nothing(tmp_path: Path) -> None:
    with Almanac.open_empty(tmp_path / "empty.db") as empty:
        answer = empty.ask("How many little giants are there?", today=TODAY)
        assert isinstance(answer, Unknown)
        assert answer.reason in {Reason.NO_MATCH, Reason.OTHER_LANGUAGE}


def test_the_shipped_table_has_no_fault(almanac: Almanac) -> None:
    assert almanac.check() == ()


@pytest.mark.parametrize("day", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2098, 12, 31, tzinfo=UTC)])
def test_any_day_can_be_today(almanac: Almanac, day: datetime) -> None:
    assert almanac.ask("how many little giants last year", today=day.date()).reading.period is not None
