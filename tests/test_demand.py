"""What people asked and got nothing for: grouped, counted, and gone once it is answered or declined."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from answers import AT

from bot.asking import asked
from bot.messages import Heard, Place
from knowledge.almanac import Almanac
from knowledge.demand import Demanded
from knowledge.facts import Topic
from knowledge.history import Change
from knowledge.questions import Several
from knowledge.stamps import fact_stamp, question_stamp
from knowledge.store.log import MOST_WISHES
from knowledge.store.protocol import Amendment, Asked, Picked, Voted, Wished

ANNA, BOB, CLEO, OLGA = 1001, 1002, 1003, 4242
CHANNEL = -100_5
EXPORTS = "What is the total export value of little giants?"
AMBIGUOUS = "little giants percentage"
STRANGE = "How many zebra inspectors roam the ministry?"


def ask(almanac: Almanac, text: str, person: int = ANNA, chat: int = 0, day: int = 0) -> Asked:
    """The question, answered and written down as the bot does it."""
    heard = Heard(text, AT + timedelta(days=day), Place.PRIVATE, chat=chat or person, sender=person)
    line = asked(almanac.ask(text, today=heard.at.date()), heard, text)
    almanac.record([line])
    return line


def unmet(almanac: Almanac) -> list[tuple[str, int]]:
    return [(group.questions[0], group.askers) for group in almanac.demand.groups()]


def only(almanac: Almanac) -> Demanded:
    (group,) = almanac.demand.groups()
    return group


def phrase(almanac: Almanac, topic: Topic, text: str) -> None:
    amendment = almanac.ledger.phrase(topic, [text], by=OLGA, at=AT)
    assert isinstance(amendment, Amendment)
    assert isinstance(almanac.ledger.keep(amendment.id, by=OLGA, at=AT), Change)


def topic(almanac: Almanac, name: str) -> Topic:
    return next(topic for topic in almanac.topics() if topic.id == name)


def test_nothing_asked_is_nothing_demanded(curated: Almanac) -> None:
    assert curated.demand.groups() == ()


def test_what_is_answered_and_small_talk_are_no_demand(curated: Almanac) -> None:
    for text in ("How many little giants were there at the end of 2025?", "hello", "Спасибо большое, где вы?"):
        ask(curated, text)
    assert unmet(curated) == []


def test_questions_that_ask_the_same_count_once_for_each_person(curated: Almanac) -> None:
    for person in (ANNA, ANNA, BOB):
        ask(curated, "How many little giants were there in 2019?", person)
    ask(curated, "in 2018, how many little giants were there", CLEO)
    ask(curated, EXPORTS)
    assert [askers for _, askers in unmet(curated)] == [3, 1]
    first, _ = curated.demand.groups()
    assert first.questions[0] == "in 2018, how many little giants were there"


def test_chinese_and_english_questions_on_one_open_topic_are_one_demand(curated: Almanac) -> None:
    ask(curated, EXPORTS)
    ask(curated, "小巨人企业的出口额是多少？", BOB)
    group = only(curated)
    assert (group.askers, group.topic and group.topic.id) == (2, "exports")
    assert group.questions == ("小巨人企业的出口额是多少？", EXPORTS)


def test_where_nobody_is_named_a_chat_counts_once(curated: Almanac) -> None:
    for chat in (CHANNEL, CHANNEL, CHANNEL - 1):
        ask(curated, EXPORTS, 0, chat)
    assert unmet(curated) == [(EXPORTS, 2)]


def test_the_most_asked_come_first_and_the_newest_among_equals(curated: Almanac) -> None:
    robots = "How many robots did little giants buy?"
    ask(curated, EXPORTS, day=0)
    ask(curated, STRANGE, day=1)
    ask(curated, robots, day=2)
    ask(curated, EXPORTS, BOB, day=0)
    assert [text for text, _ in unmet(curated)] == [EXPORTS, robots, STRANGE]


def test_a_question_that_leant_on_another_is_read_as_it_was_then(curated: Almanac) -> None:
    conversation = f"{ANNA}"
    heard = Heard("and in 2019?", AT, Place.PRIVATE, chat=ANNA, sender=ANNA)
    curated.converse("How many little giants were there at the end of 2025?", conversation=conversation, at=AT)
    line = asked(curated.converse(heard.text, conversation=conversation, at=AT), heard, heard.text)
    curated.record([line])
    assert (line.reason, line.topic) == ("period", "little-giant-count")
    assert unmet(curated) == [("and in 2019?", 1)]
    curated.demand.decline(only(curated), by=OLGA, at=AT)
    assert unmet(curated) == []


def test_what_a_curator_adds_as_a_phrasing_is_demanded_no_longer(curated: Almanac) -> None:
    ask(curated, STRANGE)
    ask(curated, STRANGE.upper(), BOB)
    phrase(curated, topic(curated, "little-giant-count"), only(curated).questions[0])
    assert unmet(curated) == []


def test_what_is_declined_is_gone_in_other_words_too_and_comes_back(curated: Almanac) -> None:
    ask(curated, STRANGE)
    group = only(curated)
    curated.demand.decline(group, by=OLGA, at=AT)
    ask(curated, "in 2024 how many zebra inspectors roam the ministry", BOB)
    assert unmet(curated) == []
    assert curated.demand.group(group.line) is None
    assert curated.demand.reclaim(group.line)
    assert not curated.demand.reclaim(group.line)
    assert len(unmet(curated)) == 1


def test_an_open_topic_that_is_declined_is_gone_with_all_its_questions(curated: Almanac) -> None:
    ask(curated, EXPORTS)
    curated.demand.decline(only(curated), by=OLGA, at=AT)
    ask(curated, "小巨人企业的出口额是多少？", BOB)
    assert unmet(curated) == []


def test_every_line_of_a_group_leads_to_it(curated: Almanac) -> None:
    ask(curated, EXPORTS)
    earlier = only(curated)
    ask(curated, "小巨人企业的出口额是多少？", BOB)
    assert curated.demand.group(earlier.line) == only(curated)
    for line in (0, 99, 2**60):
        assert curated.demand.group(line) is None
        assert curated.demand.question(line) == ""


def test_the_nearest_topics_have_facts(curated: Almanac) -> None:
    nearest = curated.demand.nearest("export share of R&D money", today=AT.date())
    assert 0 < len(nearest) <= 3
    assert all(curated.facts(topic.id) for topic in nearest)
    assert curated.demand.nearest("", today=AT.date()) == ()


# Did you mean


def test_none_of_these_counts_as_unanswered_for_the_question_that_it_was_offered_for(curated: Almanac) -> None:
    for text in (AMBIGUOUS, f"{AMBIGUOUS}?"):
        assert ask(curated, text).outcome == "choose"
    assert unmet(curated) == []
    curated.record([Picked("", question_stamp(AMBIGUOUS), ANNA, ANNA, AT)])
    assert unmet(curated) == [(AMBIGUOUS, 1)]


@pytest.mark.parametrize(
    "picked",
    [
        Picked("", question_stamp("another question"), ANNA, ANNA, AT),
        Picked("", 0, BOB, ANNA, AT),
        Picked("", 0, ANNA, BOB, AT),
        Picked("no-such-fact", 0, ANNA, ANNA, AT),
    ],
)
def test_a_press_that_belongs_to_no_question_counts_nothing(curated: Almanac, picked: Picked) -> None:
    ask(curated, AMBIGUOUS)
    curated.record([picked])
    assert unmet(curated) == []


def test_a_pick_is_a_phrasing_that_curators_may_take_up(curated: Almanac) -> None:
    offered = curated.ask(AMBIGUOUS, today=AT.date())
    assert isinstance(offered, Several)
    fact = offered.choices[0]
    for person in (ANNA, BOB):
        line = ask(curated, AMBIGUOUS, person)
        assert fact.id in line.facts
        curated.record([Picked(fact.id, 0, person, person, AT)])
    group = only(curated)
    assert (group.picked, group.topic, group.askers) == (True, fact.topic, 2)
    curated.demand.decline(group, by=OLGA, at=AT)
    assert unmet(curated) == []
    assert curated.demand.reclaim(group.line)
    phrase(curated, fact.topic, group.questions[0])
    assert unmet(curated) == []


# Wishes


def test_a_wish_comes_true_once_the_question_has_an_answer(curated: Almanac) -> None:
    wish = Wished(ANNA, STRANGE, "en", AT)
    ask(curated, STRANGE)
    curated.record([wish, wish])
    (kept,) = curated.demand.wishes()
    assert replace(kept, topic="") == wish
    assert curated.demand.answer(wish) is None
    before = curated.demand.mark()
    phrase(curated, topic(curated, "little-giant-count"), STRANGE)
    assert curated.demand.mark() > before
    found = curated.demand.answer(wish)
    assert found
    assert {scored.fact.topic.id for scored in found.facts} == {"little-giant-count"}
    curated.demand.told(wish)
    assert curated.demand.wishes() == ()


def test_who_asked_again_and_was_answered_is_not_told_once_more(curated: Almanac) -> None:
    curated.record([Wished(ANNA, STRANGE, "en", AT), Wished(BOB, STRANGE, "en", AT)])
    phrase(curated, topic(curated, "little-giant-count"), STRANGE)
    ask(curated, STRANGE)
    assert [wish.person for wish in curated.demand.wishes()] == [BOB]


def test_a_wish_remembers_what_its_question_leant_on(curated: Almanac) -> None:
    ask(curated, "and in 2019?")
    leaning = Asked("and in 2019?", "unknown", "period", (), "little-giant-count", ANNA, ANNA, AT)
    curated.record([leaning, Wished(ANNA, leaning.text, "en", AT)])
    (wish,) = curated.demand.wishes()
    assert wish.topic == "little-giant-count"


def test_only_so_many_wishes_of_one_person_are_kept_and_the_oldest_give_way(curated: Almanac) -> None:
    curated.record([Wished(BOB, "q", "en", AT)])
    curated.record(Wished(ANNA, f"q{n}", "en", AT) for n in range(MOST_WISHES + 2))
    kept = [wish.question for wish in curated.demand.wishes() if wish.person == ANNA]
    assert kept == [f"q{n}" for n in range(2, MOST_WISHES + 2)]
    assert len(curated.demand.wishes()) == MOST_WISHES + 1


def test_a_question_is_found_again_by_its_stamp_in_its_own_chat_alone(curated: Almanac) -> None:
    ask(curated, EXPORTS)
    ask(curated, "exports \ud83d of little giants")
    assert curated.demand.asked_in(ANNA, question_stamp(EXPORTS)) == EXPORTS
    assert (
        curated.demand.asked_in(ANNA, question_stamp("exports \ud83d of little giants"))
        == "exports \\ud83d of little giants"
    )
    assert curated.demand.asked_in(BOB, question_stamp(EXPORTS)) == ""
    assert curated.demand.asked_in(ANNA, 7) == ""


# Thumbs


def test_a_person_has_one_thumb_for_a_fact_as_it_stands(curated: Almanac) -> None:
    (fact, *_) = curated.facts("rd-spend")
    version = fact_stamp(fact)
    curated.record([Voted(ANNA, fact.id, version, up, AT) for up in (True, True, False)])
    curated.record([Voted(BOB, fact.id, version, up=True, at=AT), Voted(BOB, fact.id, 7, up=True, at=AT)])
    assert curated.demand.votes(fact.id) == (1, 1)
    assert curated.demand.votes("no-such-fact") == (0, 0)


def test_an_outside_edit_moves_the_mark_and_makes_the_fact_another_version(curated: Almanac, tmp_path: Path) -> None:
    (fact, *_) = curated.facts("rd-spend")
    curated.record([Voted(ANNA, fact.id, fact_stamp(fact), up=False, at=AT)])
    before = curated.demand.mark()
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other, other:
        other.execute("update fact set sentence = sentence || ' (corrected)' where id = ?", (fact.id,))
    assert curated.demand.mark() > before
    assert curated.demand.votes(fact.id) == (0, 0)
