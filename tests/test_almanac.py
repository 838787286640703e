from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from answers import AT

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import Fact
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
    proposal = almanac.propose(draft, by=CURATOR, at=AT)
    assert isinstance(proposal, Proposal)
    return proposal


def kept(almanac: Almanac, draft: Draft = DRAFT) -> Fact:
    fact = almanac.keep(proposed(almanac, draft).id, by=CURATOR, at=AT)
    assert fact is not None
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


def test_two_presses_keep_one_fact(curated: Almanac) -> None:
    proposal = proposed(curated)
    assert curated.keep(proposal.id, by=CURATOR, at=AT)
    assert curated.keep(proposal.id, by=CURATOR, at=AT) is None


def test_nobody_keeps_or_cancels_what_another_proposed(curated: Almanac) -> None:
    proposal = proposed(curated)
    assert curated.keep(proposal.id, by=OTHER, at=AT) is None
    assert not curated.cancel(proposal.id, by=OTHER)
    assert curated.cancel(proposal.id, by=CURATOR)
    assert curated.keep(proposal.id, by=CURATOR, at=AT) is None


def test_everything_wrong_with_a_draft_is_told_at_once(curated: Almanac) -> None:
    problems = curated.propose(Draft(), by=CURATOR, at=AT)
    assert not isinstance(problems, Proposal)
    assert {"sentence", "source"} <= {problem.field for problem in problems} | {"source"}
    assert len(problems) > 1


ZHEJIANG = Draft(
    sentence="Zhejiang had 1,987 little giants as of end-June 2024, the provincial office said.",
    url="https://news.example/zhejiang",
)


def test_a_sentence_about_a_province_is_kept_for_that_place_and_offered_there(curated: Almanac) -> None:
    before = facts(curated, "How many little giants are there?")
    fact = kept(curated, ZHEJIANG)
    assert fact.topic.place == "Zhejiang"
    assert facts(curated, "How many little giants are there?") == before
    assert facts(curated, "How many little giants are there in Zhejiang?") == []
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
