"""An explanation is the answer's own steps, adds up, and gives no figure away."""

from datetime import date, timedelta

import pytest
from answers import AT
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reasons import plain_why
from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.explaining import Explanation, Ruling, Voice
from knowledge.judging import Leaning
from knowledge.questions import Asking, Found, Turn, remembered
from knowledge.store.protocol import Proposal

TODAY = date(2026, 11, 22)
QUESTIONS = (
    "How many little giants are there?",
    "how many litle giants in 2019",
    "share of profits in Germany",
    "how many hospitals are there",
    "is it true that there are 20,000?",
    "17,600, what is that?",
    "What share of revenue do they have, and what share of profits?",
    "how many do not spend on R&D",
    "percentage",
    "hello",
    "Сколько малых гигантов в Китае?",
    "???",
    "小巨人利润占比多少？",
    "2021年小巨人有多少家",
    "上海的小巨人研发投入",
)


def explained(almanac: Almanac, asked: str, before: Turn | None = None) -> Explanation:
    return almanac.explain(Asking(asked, TODAY, before))


def after(almanac: Almanac, asked: str) -> Turn | None:
    return remembered(almanac.ask(asked, today=TODAY), None)


def rulings(explanation: Explanation) -> list[tuple[Ruling, str]]:
    return [(veto.ruling, veto.detail) for veto in explanation.vetoes]


def whole(explanation: Explanation) -> list[Explanation]:
    return [explanation, *explanation.parts]


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("before", ["", "how many little giants in 2021?"])
def test_what_is_explained_is_the_answer(almanac: Almanac, asked: str, before: str) -> None:
    turn = after(almanac, before) if before else None
    assert explained(almanac, asked, turn).answer == almanac.ask(asked, today=TODAY, before=turn)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ("how", "many", "litle", "giants", "profit", "share", "of", "r&d", "2019", "利", "润", "占", "frobnitz")
        )
    ).map(" ".join)
)
def test_what_was_spoken_adds_up_to_the_score(almanac: Almanac, asked: str) -> None:
    for each in whole(explained(almanac, asked)):
        for weighed in each.topics:
            assert sum(spoken.weight for spoken in weighed.spoken) == pytest.approx(weighed.score, abs=1e-5)
            assert [abs(s.weight) for s in weighed.spoken] == sorted(
                (abs(s.weight) for s in weighed.spoken), reverse=True
            )


@pytest.mark.parametrize("asked", QUESTIONS)
def test_the_lead_is_the_distance_between_the_first_two(almanac: Almanac, asked: str) -> None:
    for each in whole(explained(almanac, asked)):
        best, second, *_ = [*(weighed.score for weighed in each.topics), 0.0, 0.0]
        assert each.lead == pytest.approx(best - second)
        assert not isinstance(each.answer, Found) or not each.topics or each.lead >= each.needed


def test_a_known_phrasing_is_told_apart_from_its_words(almanac: Almanac) -> None:
    best = explained(almanac, "profits?").topics[0], explained(almanac, "How many little giants are there?").topics[0]
    assert [any(spoken.voice is Voice.PHRASING for spoken in each.spoken) for each in best] == [False, True]


@pytest.mark.parametrize(
    ("asked", "ruled"),
    [
        ("how many little giants in 2019", (Ruling.PERIOD, "2019")),
        ("share of profits in Germany", (Ruling.PLACE, "Germany")),
        ("how many do not spend on R&D", (Ruling.NEGATION, "")),
        ("hello", (Ruling.OFF_TOPIC, "")),
        ("Сколько малых гигантов в Китае?", (Ruling.LANGUAGE, "")),
        ("is it true there are 20,000 little giants?", (Ruling.CLAIM, "left open")),
        ("how many people do they employ", (Ruling.NOT_HELD, "")),
    ],
)
def test_what_ruled_a_figure_out_is_named(almanac: Almanac, asked: str, ruled: tuple[Ruling, str]) -> None:
    assert ruled in rulings(explained(almanac, asked))


def test_somebody_else_is_named_as_a_stranger(almanac: Almanac) -> None:
    assert (Ruling.STRANGER, "Frobnitz") in rulings(explained(almanac, "What share of profits does Frobnitz make?"))


def test_concepts_periods_places_and_words_left_over_are_told(almanac: Almanac) -> None:
    told = explained(almanac, "profit share of frobnitz in Shanghai, 2021")
    assert ("profit", "profit") in [(typed, concept.name) for typed, concept in told.concepts]
    assert [period.label for period in told.periods] == ["2021"]
    assert [place.name for place in told.places] == ["shanghai"]
    assert "frobnitz" in told.left_over


def test_each_part_of_a_question_has_its_own_steps(almanac: Almanac) -> None:
    told = explained(almanac, "What share of revenue do they have, and what share of profits?")
    assert [part.topics[0].topic.id for part in told.parts] == ["revenue-share", "profit-share"]
    assert all(part.lead >= part.needed for part in told.parts)


@pytest.mark.parametrize(
    ("asked", "leaning"),
    [("and in 2025?", Leaning.TOPIC), ("source?", Leaning.FACTS), ("What share of profits do they make?", None)],
)
def test_what_was_carried_over_is_told(almanac: Almanac, asked: str, leaning: Leaning | None) -> None:
    told = explained(almanac, asked, after(almanac, "how many little giants in 2021?"))
    assert told.leaning is leaning
    assert bool(told.answer.reading.carried) is bool(leaning)


@pytest.mark.parametrize("asked", [q for q in QUESTIONS if "17,600" not in q and "20,000" not in q])
def test_an_explanation_gives_no_figure_away(almanac: Almanac, asked: str) -> None:
    told = plain_why(explained(almanac, asked))
    for topic in almanac.topics():
        for fact in almanac.facts(topic.id):
            assert fact.figure is None or fact.figure.printed not in told


def test_a_figure_that_was_put_forward_and_not_answered_is_not_repeated(almanac: Almanac) -> None:
    assert "17,600" in plain_why(explained(almanac, "17,600, what is that?"))
    assert "17,600" not in plain_why(explained(almanac, "were there 17,600 little giants in 2019?"))


def test_the_last_question_of_a_conversation_is_kept_over_a_restart_for_a_day(curated: Almanac) -> None:
    curated.converse("how many in 2021?", conversation="c", at=AT)
    curated.converse("and in 2025?", conversation="c", at=AT)
    curated.converse("  ", conversation="c", at=AT)
    waiting = curated.last_asked("c", at=AT)
    curated.record([])
    kept = curated.last_asked("c", at=AT + timedelta(hours=23))
    assert waiting == kept
    assert kept is not None
    assert (kept.question, kept.before and kept.before.question) == ("and in 2025?", "how many in 2021?")
    assert curated.last_asked("c", at=AT + timedelta(hours=25)) is None
    assert curated.last_asked("d", at=AT) is None


def test_half_a_character_in_a_question_can_be_kept(curated: Almanac) -> None:
    curated.converse("profits \ud83c", conversation="c", at=AT)
    curated.record([])
    assert curated.last_asked("c", at=AT) is not None


def test_what_a_place_adds_to_a_topic_is_told_apart_from_its_words(curated: Almanac) -> None:
    sentence = "Zhejiang had 2,141 little giants at the end of June 2024."
    draft = Draft(sentence, "https://news.example/zhejiang", topic="little-giant-count", place="Zhejiang")
    proposal = curated.ledger.propose(draft, by=7, at=AT)
    assert isinstance(proposal, Proposal)
    curated.ledger.keep(proposal.id, by=7, at=AT)
    best = explained(curated, "How many little giants are there in Zhejiang?").topics[0]
    assert {Voice.PLACE, Voice.PHRASING, Voice.WORDS} <= {spoken.voice for spoken in best.spoken}
    assert sum(spoken.weight for spoken in best.spoken) == pytest.approx(best.score, abs=1e-5)
