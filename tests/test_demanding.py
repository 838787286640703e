"""/unanswered: a short list, and a curator's few presses about each of its groups."""

from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from answers import AT
from listening import OLGA, heard
from telegram_html import visible

from bot import demanding
from bot.buttons import AddFor, Belongs, Cancel, Decline, Demanded, Keep, Missing, Reclaim, Unanswered
from bot.demanding import ON_A_PAGE, unanswered
from bot.messages import Instead, Pressed, Reply
from knowledge.almanac import Almanac
from knowledge.demand import Demand
from knowledge.demand import Demanded as Group
from knowledge.judging import NOT_FOR_THE_TABLE
from knowledge.learned import Learned
from knowledge.store.protocol import Asked, StoreError

ZEBRAS = "How many zebra wranglers roam the ministry?"


def a_question(text: str = ZEBRAS, asker: int = 1, at: int = 0, **changes: str) -> Asked:
    line = {"text": text, "outcome": "unknown", "reason": "no-match", "topic": ""} | changes
    return Asked(
        line["text"], line["outcome"], line["reason"], (), line["topic"], asker, asker, AT + timedelta(days=at)
    )


def open_questions(almanac: Almanac, many: int) -> list[str]:
    """One for each of so many topics of which nothing is held."""
    entries = (entry for entry in almanac.export().entries if not entry.facts and not entry.topic.family)
    asked = (e.phrasings[0].text for e in entries if not e.topic.id.startswith(NOT_FOR_THE_TABLE))
    return list(islice(asked, many))


def press(almanac: Almanac, action: Demanded, language: str = "en") -> Reply | Instead:
    work = demanding.press(action, Pressed(action, AT, OLGA.id, OLGA.id, 5, language))
    return work.do(almanac)


def instead(outcome: Reply | Instead) -> Reply:
    assert isinstance(outcome, Instead)
    return outcome.reply


def listed(almanac: Almanac, language: str = "en") -> Reply:
    return unanswered(almanac, heard(sender=OLGA.id, language=language))


def line_of(reply: Reply, number: int = 0) -> int:
    action = reply.buttons[0][number].action
    assert isinstance(action, Missing)
    return action.line


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


@pytest.fixture
def zebra(curated: Almanac) -> int:
    """The line of a group that two people asked for."""
    curated.record([a_question(asker=1), a_question(asker=2, at=1)])
    return line_of(listed(curated))


def test_nothing_to_do_is_said(curated: Almanac) -> None:
    assert "Every question so far is answered" in listed(curated).html
    assert listed(curated).buttons == ()
    assert "都已有答案" in listed(curated, "zh").html


def test_a_page_has_few_groups_each_with_its_count_and_a_number_to_tap(curated: Almanac) -> None:
    texts = open_questions(curated, 2 * ON_A_PAGE + 1)
    curated.record([*(a_question(text, at=n) for n, text in enumerate(texts)), a_question(texts[3], 2, 1)])
    first = listed(curated)
    assert "page 1 of 3" in first.html
    assert f"1. 2 × “{texts[3]}”\n\n2. 1 × “{texts[-1]}”" in visible(first.html)
    assert len(visible(first.html)) < 800
    assert labels(first) == ["1", "2", "3", "4", "5", "▸"]
    second = instead(press(curated, Unanswered(1)))
    assert labels(second)[0] == "6"
    last = instead(press(curated, Unanswered(999)))
    assert "page 3 of 3" in last.html
    assert labels(last) == ["11", "◂"]


def test_a_group_opens_with_what_can_be_done(curated: Almanac, zebra: int) -> None:
    opened = instead(press(curated, Missing(zebra)))
    assert "Asked by: 2. Last asked on 2 March 2026." in opened.html
    actions = [button.action for row in opened.buttons for button in row]
    topics = [action.topic for action in actions if isinstance(action, Belongs)]
    assert topics
    assert all(curated.facts(topic) for topic in topics)
    assert actions[len(topics) :] == [AddFor(zebra), Decline(zebra), Unanswered(0)]
    assert all("属于" in label for label in labels(instead(press(curated, Missing(zebra), "zh")))[: len(topics)])


def test_markup_in_a_question_is_words(curated: Almanac) -> None:
    curated.record([a_question("What is the <b>export</b> value & {total} %s of little giants?")])
    reply = listed(curated)
    assert "&lt;b&gt;export&lt;/b&gt; value &amp; {total} %s" in reply.html
    assert "&lt;b&gt;export" in instead(press(curated, Missing(line_of(reply)))).html


def test_a_question_as_long_as_telegram_lets_it_be_fits(curated: Almanac) -> None:
    curated.record([a_question(f"{text} {text * 60}") for text in open_questions(curated, 3)])
    reply = listed(curated)
    assert len(visible(reply.html)) < 800
    assert len(visible(instead(press(curated, Missing(line_of(reply)))).html)) < 1200


def test_belongs_to_shows_what_would_change_and_can_be_kept(curated: Almanac, zebra: int) -> None:
    shown = press(curated, Belongs("little-giant-count", zebra))
    assert isinstance(shown, Reply)
    assert "zebra wranglers" in shown.html
    ((keep, cancel),) = shown.buttons
    assert isinstance(keep.action, Keep)
    assert isinstance(cancel.action, Cancel)
    assert curated.ledger.keep(keep.action.proposal, by=OLGA.id, at=AT)
    assert "Every question so far is answered" in listed(curated).html
    assert "answered by now" in press_html(curated, Missing(zebra))


def press_html(almanac: Almanac, action: Demanded) -> str:
    outcome = press(almanac, action)
    return (outcome.reply if isinstance(outcome, Instead) else outcome).html


def test_set_aside_and_taken_back(curated: Almanac, zebra: int) -> None:
    aside = instead(press(curated, Decline(zebra)))
    assert [button.action for button in aside.buttons[0]] == [Reclaim(zebra), Unanswered(0)]
    assert listed(curated).buttons == ()
    assert "answered by now" in press_html(curated, Decline(zebra))
    assert "Asked by: 2" in instead(press(curated, Reclaim(zebra))).html
    assert "answered by now" in press_html(curated, Reclaim(zebra))


def test_adding_a_fact_begins_a_draft_that_has_the_question(curated: Almanac, zebra: int) -> None:
    asked = press(curated, AddFor(zebra))
    assert isinstance(asked, Reply)
    assert asked.prompt.startswith("Reply with")
    note = curated.notebook.read(1, by=OLGA.id, at=AT)
    assert note
    assert note.draft.phrasings == (ZEBRAS,)


@pytest.mark.parametrize(
    "action",
    [Missing(0), Missing(2**52), Belongs("little-giant-count", 99), AddFor(99), Decline(99), Reclaim(99)],
)
def test_what_is_no_line_of_the_log_is_told_and_changes_nothing(curated: Almanac, action: Demanded) -> None:
    assert "answered by now" in press_html(curated, action)
    assert curated.demand.groups() == ()


def test_a_topic_that_is_gone_is_told(curated: Almanac, zebra: int) -> None:
    assert "answered by now" in press_html(curated, Belongs("no-such-topic", zebra))


def test_answered_questions_cannot_be_reached_by_their_line(curated: Almanac) -> None:
    curated.record([a_question(outcome="answer", reason="")])
    assert "answered by now" in press_html(curated, Belongs("little-giant-count", 1))
    assert "answered by now" in press_html(curated, AddFor(1))


class Busy(Demand):
    """Another process writes whenever something is set aside."""

    def decline(self, group: Group, *, by: int, at: datetime) -> None:
        raise StoreError("It is being written by another process.")


def test_a_table_that_is_busy_keeps_the_buttons(curated: Almanac, zebra: int, tmp_path: Path) -> None:
    learned = Learned(tmp_path / "giants.db", ())
    with Almanac(learned) as busy:
        busy.demand = Busy(learned)
        with pytest.raises(StoreError, match="another process"):  # which the workshop tells
            press(busy, Decline(zebra))
