"""How an answer reads once its facts have changed: what holds, what it said before, and nothing that is withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from answers import AT, COUNT_2021, COUNT_2025, PROFITS, SOURCE, a_figure
from hypothesis import given
from hypothesis import strategies as st
from listening import Table
from telegram_html import visible

from bot.corrections import correct, differs
from bot.markup import LONGEST_MESSAGE, units
from knowledge.facts import Fact, Provenance, Quote, Wording
from knowledge.questions import Answer, Found, Scored
from knowledge.shown import Outdated, Revision, Shown

TODAY = date(2026, 11, 22)
NOW = replace(COUNT_2025, figure=a_figure("more than 17,700", 17700))
GONE = replace(COUNT_2025, retired=True)


def outdated(*revisions: Revision, language: str = "en", question: str = "") -> Outdated:
    facts = tuple((each.was or each.now or COUNT_2025).id for each in revisions)
    return Outdated(Shown(facts, question, language, 1, AT, chat=5, message=7), revisions, 9)


def read(message: Outdated, table: Table | None = None) -> str:
    return visible(correct(table or Table(), message, TODAY).html)


def test_a_corrected_figure_stands_below_what_the_message_said() -> None:
    message = outdated(Revision(COUNT_2025, NOW, date(2026, 11, 20)))
    assert differs(message)
    text = read(message)
    first, _, rest = text.partition("\n\n")
    assert first.startswith("Corrected on 20 November 2026. It said: more than 17,600 enterprises (")
    assert rest.startswith("more than 17,700 enterprises")
    assert "17,600 enterprises" not in rest


def test_another_program_gives_no_day_so_it_is_the_day_on_which_it_was_noticed() -> None:
    assert read(outdated(Revision(COUNT_2025, NOW))).startswith("Corrected on 22 November 2026.")


def test_in_chinese_it_is_said_in_chinese() -> None:
    text = read(outdated(Revision(COUNT_2025, NOW, TODAY), language="zh"))
    assert text.startswith("2026年11月22日更正。原先写的是：超过 17,600 家")


@pytest.mark.parametrize("now", [GONE, None])
def test_a_withdrawn_figure_is_nowhere_in_the_message(now: Fact | None) -> None:
    text = read(outdated(Revision(COUNT_2025, now, TODAY)))
    assert text.startswith("Withdrawn on 22 November 2026: this figure is no longer held: “Number of little giant")
    assert "17,600" not in text


def test_the_facts_that_still_hold_stay_and_one_withdrawn_before_stays_withdrawn() -> None:
    before = replace(PROFITS, retired=True, provenance=Provenance(0, 0, datetime(2026, 11, 3, tzinfo=UTC)))
    message = outdated(Revision(COUNT_2021, COUNT_2021), Revision(before, before), Revision(COUNT_2025, GONE, TODAY))
    text = read(message)
    assert "over 5,000" in text
    assert "13.7" not in text
    assert "Withdrawn on 3 November 2026" in text
    assert "Withdrawn on 22 November 2026" in text
    stated = correct(Table(), message, TODAY).stated
    assert stated
    assert stated.facts == message.shown.facts


def test_what_was_withdrawn_and_is_held_again_is_shown_again() -> None:
    message = outdated(Revision(GONE, COUNT_2025, TODAY))
    assert differs(message)
    text = read(message)
    assert text.startswith("Held again since 22 November 2026")
    assert "more than 17,600" in text


@pytest.mark.parametrize(
    ("was", "said"),
    [
        (replace(COUNT_2025, topic=replace(COUNT_2025.topic, titles=(Wording("Giants", "en"),))), "It said: Giants."),
        (replace(COUNT_2025, source=replace(SOURCE, publisher="Another")), "The figure stays."),
        (replace(COUNT_2025, quote=Quote("It rose to more than 17,600.", verbatim=True)), "The figure stays."),
        (replace(COUNT_2025, figure=None), "It said: According to the Ministry"),
    ],
)
def test_it_says_what_it_is_that_was_corrected(was: Fact, said: str) -> None:
    assert said in read(outdated(Revision(was, COUNT_2025, TODAY)))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (COUNT_2025, COUNT_2025),
        (COUNT_2025, replace(COUNT_2025, provenance=Provenance(7, 7, AT), review=None)),
        (GONE, replace(GONE, figure=a_figure("more than 17,700", 17700))),
        (GONE, None),
        (None, None),
    ],
)
def test_what_reads_as_before_needs_no_correction(was: Fact | None, now: Fact | None) -> None:
    assert not differs(outdated(Revision(was, now)))


class Answering(Table):
    def __init__(self, facts: Sequence[Fact], found: Found) -> None:
        super().__init__()
        self.answer = replace(found, facts=tuple(Scored(fact, 1.0) for fact in facts))

    def ask(self, text: str, *, today: date, before: object = None) -> Answer:
        return self.answer


def test_what_is_said_around_the_facts_stays_as_long_as_the_question_finds_just_them() -> None:
    found = Table().ask("count", today=TODAY)
    assert isinstance(found, Found)
    carried = replace(found, reading=replace(found.reading, carried="the number of giants"))
    message = outdated(Revision(COUNT_2025, NOW, TODAY), question="and in 2025?")
    assert "the number of giants" in read(message, Answering([NOW], carried))
    other = read(message, Answering([PROFITS], carried))
    assert "the number of giants" not in other
    assert "13.7" not in other
    assert "17,700" in other


@pytest.mark.parametrize("facts", [[NOW], [PROFITS]], ids=["found again", "found no longer"])
def test_what_a_question_was_taken_to_be_about_stays_said(facts: list[Fact]) -> None:
    found = Table().ask("count", today=TODAY)
    assert isinstance(found, Found)
    message = outdated(Revision(COUNT_2025, NOW, TODAY), question="and in 2025?")
    message = replace(message, shown=replace(message.shown, carried="the number of giants"))
    text = read(message, Answering(facts, found))
    assert "17,700" in text
    assert "Taken to be about: the number of giants." in text


@given(st.integers(1, 8), st.integers(1, 3000), st.booleans())
def test_however_much_has_changed_it_fits_into_a_message(
    facts: int,
    length: int,
    gone: bool,  # noqa: FBT001 - drawn
) -> None:
    was = replace(COUNT_2025, quote=Quote("w" * length, verbatim=False), figure=a_figure("1" * length, 1))
    now = replace(was, topic=replace(was.topic, titles=(Wording("t" * length, "en"),)), retired=gone)
    revisions = [Revision(replace(was, id=f"f{n}"), replace(now, id=f"f{n}"), TODAY) for n in range(facts)]
    assert 0 < units(read(outdated(*revisions))) <= LONGEST_MESSAGE
