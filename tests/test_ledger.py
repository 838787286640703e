"""Every change of the table is seen before it lands, is written down, and can be taken back."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import drawn
import orchard
import pytest
from hypothesis import given as drawing
from hypothesis import settings
from orchard import (
    AT,
    OLGA,
    PAUL,
    SHEEP,
    TODAY,
    added,
    answered,
    answers,
    given,
    kept,
    last,
    said,
    said_anew,
    the_fact,
    the_topic,
    undone,
)

from knowledge import amending
from knowledge.almanac import DATA, SHIPPED, Almanac
from knowledge.curation import Draft, Problem
from knowledge.exchange import read_collection, write_collection
from knowledge.facts import UNSTATED, Collection, Fact, Wording
from knowledge.history import Change, Deed, Stale
from knowledge.ledger import Proposed
from knowledge.store.protocol import Amendment, Proposal, Spoke, StoreError, Verdict
from knowledge.store.sqlite import SqliteStore


@pytest.fixture
def almanac(path: Path) -> Iterator[Almanac]:
    with orchard.opened(path) as opened:
        yield opened


def edited(almanac: Almanac, name: str, draft: Draft, *, by: int = OLGA) -> Proposed:
    return almanac.ledger.edit(the_fact(almanac, name), draft, by=by, at=AT)


def problems(proposed: Proposed) -> list[str]:
    assert not isinstance(proposed, Amendment), proposed
    return [problem.field for problem in proposed]


NOTHING_CHANGES = (Problem("change", "That is how it is already: nothing would change."),)

RETOLD = "In 2024, a welder's hourly wage rose to about 33 yuan."
LONGER = "In 2024, the hourly wage of a welder was 131.5 yuan."
"""The old figure is a part of its own."""


# Editing.


@pytest.mark.parametrize(
    ("draft", "seen"),
    [
        (given(sentence=RETOLD), ("about 33 yuan", "2024", RETOLD)),
        (given(sentence=LONGER), ("131.5 yuan", "2024", LONGER)),
        (given(figure="30 yuan"), ("30 yuan", "2024", None)),
        (given(figure="none"), (None, "2024", None)),
        (given(figure="無"), (None, "2024", None)),
        (given(period="2022"), ("31.5 yuan", "2022", None)),
        (given(period="not stated"), ("31.5 yuan", None, None)),
        (given(period="未注明"), ("31.5 yuan", None, None)),
        (given(sentence=RETOLD, figure="33", period="H1 2024"), ("about 33 yuan", "H1 2024", RETOLD)),
    ],
)
def test_what_is_given_takes_the_place_of_what_the_fact_had(
    almanac: Almanac, draft: Draft, seen: tuple[str | None, str | None, str | None]
) -> None:
    before = the_fact(almanac, "wage-2024")
    kept(almanac, edited(almanac, "wage-2024", draft))
    fact = the_fact(almanac, "wage-2024")
    printed = fact.figure.printed if fact.figure else None
    label = None if fact.period is UNSTATED else fact.period.label
    assert (printed, label, fact.quote.text) == (*seen[:2], seen[2] or before.quote.text)
    assert (fact.topic, fact.source) == (before.topic, before.source)
    assert (fact.provenance.proposed_by, fact.provenance.accepted_by) == (0, OLGA)


@pytest.mark.parametrize(
    ("draft", "changes"),
    [
        (given(publisher="Bureau"), {"publisher": "Bureau"}),
        (given(title="Almanac"), {"title": "Almanac"}),
        (given(published="2025-04-05"), {"published": date(2025, 4, 5)}),
        (given(published="not stated"), {"published": None}),
        (given(url="https://bureau.example/2"), {"url": "https://bureau.example/2"}),
    ],
)
def test_each_part_of_the_source_can_be_mended_and_the_rest_stays(
    almanac: Almanac, draft: Draft, changes: dict[str, Any]
) -> None:
    before = the_fact(almanac, "wage-2024")
    kept(almanac, edited(almanac, "wage-2024", draft))
    fact = the_fact(almanac, "wage-2024")
    assert fact.source == replace(before.source, **changes)
    assert replace(fact, source=before.source, provenance=before.provenance) == before


def test_an_address_that_is_known_brings_its_own_publisher(almanac: Almanac) -> None:
    fact = added(almanac)
    kept(almanac, edited(almanac, "wage-2024", given(url=SHEEP.url)))
    assert the_fact(almanac, "wage-2024").source == fact.source


def test_a_figure_that_is_not_edited_stays_as_it_was_curated(almanac: Almanac) -> None:
    odd = replace(the_fact(almanac, "rent-2024"), id="rent-odd")
    assert odd.figure
    odd = replace(odd, figure=replace(odd.figure, printed="9,800"), period=orchard.a_year(2020))
    almanac.load(Collection(entries=(replace(orchard.EVERYTHING.entries[1], facts=(odd,)),)))
    kept(almanac, edited(almanac, "rent-odd", given(period="2021")))
    kept(almanac, edited(almanac, "rent-odd", given(publisher="Bureau")))
    assert the_fact(almanac, "rent-odd").figure == odd.figure


def test_of_every_fact_that_ships_the_title_of_its_page_can_be_mended_and_nothing_else_changes(path: Path) -> None:
    with closing(SqliteStore(path.with_suffix(".shipped"))) as store:
        store.put(*(read_collection(DATA / name) for name in SHIPPED))
        for entry in store.entries():
            for fact in entry.facts:
                mended = replace(fact, source=replace(fact.source, title="Another"))
                assert amending.edited(fact, given(title="Another"), store, today=TODAY) == mended


def test_a_fact_moves_to_another_topic_by_its_title(almanac: Almanac) -> None:
    kept(almanac, edited(almanac, "rent-2024", given(topic="yaks held by herders")))
    assert the_fact(almanac, "rent-2024").topic.id == "yaks"
    assert answered(almanac, "How many yaks are there?") == ["rent-2024"]
    assert answered(almanac, "how dear is a workshop") == []


def test_the_topic_that_a_fact_left_no_longer_says_its_figure(almanac: Almanac, path: Path) -> None:
    assert "9,800 yuan" in said(path)["rent"]
    kept(almanac, edited(almanac, "rent-2024", given(topic="yaks")))
    assert "9,800 yuan" not in said(path)["rent"]
    assert said(path) == said_anew(path)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (given(topic="No such thing"), "topic"),
        (given(place="Hunan"), "place"),
        (given(figure="77 yuan"), "figure"),
        (given(figure="plenty"), "figure"),
        (given(period="someday"), "period"),
        (given(url="nowhere"), "source"),
        (given(published="someday"), "published"),
        (given(published="2031-01-01"), "published"),
        (given(sentence="x" * 1001), "sentence"),
        (given(sentence="…!"), "sentence"),
        (given(publisher="x" * 201), "publisher"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(almanac: Almanac, draft: Draft, field: str) -> None:
    assert problems(edited(almanac, "wage-2024", draft)) == [field]
    assert len(almanac.ledger.history()) == 1


def test_an_edit_that_changes_nothing_says_so(almanac: Almanac) -> None:
    assert edited(almanac, "wage-2024", given()) == NOTHING_CHANGES
    assert edited(almanac, "wage-2024", given(period="2024", figure="31.5 yuan", topic="wage")) == NOTHING_CHANGES
    assert edited(almanac, "wage-2024", given(publisher=orchard.SOURCE.publisher)) == NOTHING_CHANGES


def test_nothing_lands_before_it_is_kept(almanac: Almanac) -> None:
    before = almanac.export()
    edited(almanac, "wage-2024", given(figure="30 yuan"))
    almanac.ledger.retire(the_fact(almanac, "rent-2024"), by=OLGA, at=AT)
    assert almanac.export() == before
    assert len(almanac.ledger.history()) == 1


# Retiring, restoring, reviewing.


def test_a_retired_fact_is_held_and_answers_no_more_until_it_is_restored(almanac: Almanac) -> None:
    kept(almanac, almanac.ledger.retire(the_fact(almanac, "rent-2024"), why="withdrawn", by=OLGA, at=AT))
    assert the_fact(almanac, "rent-2024").retired
    assert answered(almanac, "how dear is a workshop") == []
    assert almanac.facts("rent") == ()
    kept(almanac, almanac.ledger.restore(the_fact(almanac, "rent-2024"), by=OLGA, at=AT))
    assert answered(almanac, "how dear is a workshop") == ["rent-2024"]
    again = almanac.ledger.restore(the_fact(almanac, "rent-2024"), by=OLGA, at=AT)
    assert again == NOTHING_CHANGES


def test_of_two_periods_the_one_that_is_left_answers(almanac: Almanac) -> None:
    assert answered(almanac, "how much does a welder earn") == ["wage-2024"]
    kept(almanac, almanac.ledger.retire(the_fact(almanac, "wage-2024"), by=OLGA, at=AT))
    assert answered(almanac, "how much does a welder earn") == ["wage-2023"]
    assert answered(almanac, "how much did a welder earn in 2024") != ["wage-2024"]


def test_a_fact_is_due_from_its_day_on(almanac: Almanac) -> None:
    day = date(2027, 1, 1)
    kept(almanac, almanac.ledger.review(the_fact(almanac, "rent-2024"), day, by=OLGA, at=AT))
    assert the_fact(almanac, "rent-2024").review == day
    assert (almanac.ledger.due(TODAY), [fact.id for fact in almanac.ledger.due(day)]) == ((), ["rent-2024"])
    kept(almanac, almanac.ledger.review(the_fact(almanac, "rent-2024"), None, by=OLGA, at=AT))
    assert almanac.ledger.due(day) == ()


# Phrasings and titles.


def test_a_phrasing_is_added_once_and_taken_away(almanac: Almanac) -> None:
    wage = the_topic(almanac, "wage")
    asked = "what do fusers take home"
    kept(almanac, almanac.ledger.phrase(wage, [asked, asked.upper()], by=OLGA, at=AT))
    assert answered(almanac, asked) == ["wage-2024"]
    assert almanac.ledger.phrasings(wage).count(asked) == 1
    assert almanac.ledger.phrase(wage, [asked], by=OLGA, at=AT) == NOTHING_CHANGES
    kept(almanac, almanac.ledger.unphrase(wage, [asked.upper()], by=OLGA, at=AT))
    assert almanac.ledger.phrasings(wage) == orchard.ASKED["wage"]
    assert almanac.ledger.unphrase(wage, [asked], by=OLGA, at=AT) == NOTHING_CHANGES


def test_a_phrasing_that_another_topic_answers_or_that_says_nothing_is_refused(almanac: Almanac) -> None:
    wage = the_topic(almanac, "wage")
    wrong = ["How dear is a workshop?", "?!", "x" * 251]
    assert problems(almanac.ledger.phrase(wage, wrong, by=OLGA, at=AT)) == ["ask", "ask", "ask"]


def test_phrasings_of_a_familys_member_are_the_familys(almanac: Almanac) -> None:
    kept(almanac, almanac.ledger.phrase(the_topic(almanac, "pears-hunan"), ["pear crop"], by=OLGA, at=AT))
    assert "pear crop" in almanac.ledger.phrasings(the_topic(almanac, "pears"))
    assert answered(almanac, "pear crop") == ["pears-2024"]
    assert answered(almanac, "pear crop in Hunan") == ["pears-hunan-2024"]


def test_phrasings_that_came_with_a_fact_of_another_place_are_the_familys_too(almanac: Almanac) -> None:
    sentence = "In 2023, Hunan picked 41 tonnes of pears."
    draft = replace(SHEEP, sentence=sentence, topic="pears", place="Hunan", phrasings=("pear crop",))
    assert added(almanac, draft).topic.id == "pears-hunan"
    pears = the_topic(almanac, "pears")
    assert "pear crop" in almanac.ledger.phrasings(pears)
    assert almanac.ledger.phrase(pears, ["Pear crop"], by=OLGA, at=AT) == NOTHING_CHANGES
    kept(almanac, almanac.ledger.unphrase(pears, ["pear crop"], by=OLGA, at=AT))
    assert "pear crop" not in almanac.ledger.phrasings(pears)


def test_phrasings_stand_in_the_order_in_which_they_came(almanac: Almanac) -> None:
    wage = the_topic(almanac, "wage")
    for text in ("zinc welders", "yonder welders", "apt welders"):
        kept(almanac, almanac.ledger.phrase(wage, [text], by=OLGA, at=AT))
        kept(almanac, almanac.ledger.unphrase(wage, [almanac.ledger.phrasings(wage)[0]], by=OLGA, at=AT))
    kept(almanac, almanac.ledger.move(["how dear is a workshop"], the_topic(almanac, "rent"), wage, by=OLGA, at=AT))
    kept(almanac, almanac.ledger.phrase(wage, ["able welders"], by=OLGA, at=AT))
    expected = ("zinc welders", "yonder welders", "apt welders", "how dear is a workshop", "able welders")
    assert almanac.ledger.phrasings(wage) == expected


def test_a_title_is_renamed_in_the_language_it_is_written_in(almanac: Almanac) -> None:
    wage = the_topic(almanac, "wage")
    kept(almanac, almanac.ledger.rename(wage, "Pay of welders", by=OLGA, at=AT))
    kept(almanac, almanac.ledger.rename(wage, "焊工工资", by=OLGA, at=AT))
    kept(almanac, almanac.ledger.rename(the_topic(almanac, "rent"), "车间租金", by=OLGA, at=AT))
    assert the_topic(almanac, "wage").titles == (Wording("Pay of welders", "en"), Wording("焊工工资", "zh"))
    assert [title.language for title in the_topic(almanac, "rent").titles] == ["en", "zh"]
    assert almanac.ledger.rename(wage, "Pay of welders", by=OLGA, at=AT) == NOTHING_CHANGES
    assert problems(almanac.ledger.rename(wage, "—", by=OLGA, at=AT)) == ["topic"]


def test_an_edit_leaves_a_title_that_was_renamed_meanwhile(almanac: Almanac) -> None:
    seen = the_fact(almanac, "wage-2024")
    kept(almanac, almanac.ledger.rename(seen.topic, "Pay of welders", by=OLGA, at=AT))
    kept(almanac, almanac.ledger.retire(seen, by=PAUL, at=AT))
    assert the_topic(almanac, "wage").title() == "Pay of welders"


# Topics.


def test_a_topic_merged_into_another_leaves_it_all_it_had(almanac: Almanac) -> None:
    yaks, rent = the_topic(almanac, "yaks"), the_topic(almanac, "rent")
    kept(almanac, almanac.ledger.merge(yaks, rent, by=OLGA, at=AT))
    assert "yaks" not in {topic.id for topic in almanac.topics()}
    assert answered(almanac, "How many yaks are there?") == ["rent-2024"]
    assert answered(almanac, "Yaks held by herders") == ["rent-2024"]
    assert almanac.ledger.phrasings(rent)[-2:] == ("How many yaks are there?", "Yaks held by herders")
    kept(almanac, almanac.ledger.merge(rent, the_topic(almanac, "wage"), by=OLGA, at=AT))
    assert [fact.id for fact in almanac.facts("wage")] == ["wage-2023", "wage-2024", "rent-2024"]


@pytest.mark.parametrize(("one", "other"), [("wage", "wage"), ("pears", "pears-hunan"), ("pears", "rent")])
def test_topics_that_cannot_be_one_are_not_merged(almanac: Almanac, one: str, other: str) -> None:
    assert problems(almanac.ledger.merge(the_topic(almanac, one), the_topic(almanac, other), by=OLGA, at=AT)) == [
        "topic"
    ]


def test_what_nobody_can_see_is_no_part_of_a_title_a_phrasing_or_a_word(almanac: Almanac) -> None:
    rent = the_topic(almanac, "rent")
    kept(almanac, almanac.ledger.rename(rent, "Work\u202eshop\u200b rent", by=OLGA, at=AT))
    kept(almanac, almanac.ledger.phrase(rent, ["what does\u202e a workshop\u200b cost"], by=OLGA, at=AT))
    kept(almanac, almanac.ledger.join(["pe\u200bars", "app\u202eles"], by=OLGA, at=AT))
    assert the_topic(almanac, "rent").title() == "Workshop rent"
    assert almanac.ledger.phrasings(rent)[-1] == "what does a workshop cost"
    assert {"pears", "apples"} in [{word.text for word in each.words} for each in almanac.export().concepts]
    assert problems(almanac.ledger.rename(rent, "\u200b", by=OLGA, at=AT)) == ["topic"]


def test_a_title_that_means_another_topic_already_is_refused(almanac: Almanac) -> None:
    rent = the_topic(almanac, "rent")
    assert problems(almanac.ledger.rename(rent, "Hourly wage of a WELDER", by=OLGA, at=AT)) == ["topic"]
    kept(almanac, almanac.ledger.rename(rent, "monthly rent of a workshop", by=OLGA, at=AT))


def test_what_was_drafted_for_a_topic_waits_until_the_topic_is_back(almanac: Almanac) -> None:
    rent, ledger = the_topic(almanac, "rent"), almanac.ledger
    draft = ledger.propose(replace(SHEEP, topic="rent", phrasings=()), by=OLGA, at=AT)
    asked = ledger.phrase(rent, ["what does a workshop cost"], by=OLGA, at=AT)
    assert isinstance(draft, Proposal)
    assert isinstance(asked, Amendment)
    merged = kept(almanac, ledger.merge(rent, the_topic(almanac, "wage"), by=PAUL, at=AT))
    before = almanac.export()
    for waiting in (draft, asked):
        with pytest.raises(Stale):
            ledger.keep(waiting.id, by=OLGA, at=AT)
    assert almanac.export() == before
    undone(almanac, merged, by=PAUL)
    assert isinstance(ledger.keep(draft.id, by=OLGA, at=AT), Fact)
    assert isinstance(ledger.keep(asked.id, by=OLGA, at=AT), Change)


def test_what_another_curator_has_done_already_is_not_done_again(almanac: Almanac) -> None:
    fact = the_fact(almanac, "wage-2024")
    first, second = (almanac.ledger.retire(fact, by=by, at=AT) for by in (OLGA, PAUL))
    kept(almanac, first)
    assert isinstance(second, Amendment)
    with pytest.raises(Stale):
        almanac.ledger.keep(second.id, by=PAUL, at=AT)
    assert almanac.ledger.rebase(second.id, by=PAUL, at=AT) == NOTHING_CHANGES


def test_phrasings_move_to_another_topic(almanac: Almanac) -> None:
    rent, yaks = the_topic(almanac, "rent"), the_topic(almanac, "yaks")
    kept(almanac, almanac.ledger.move(["HOW DEAR IS A WORKSHOP"], rent, yaks, by=OLGA, at=AT))
    assert almanac.ledger.phrasings(yaks) == ("How many yaks are there?", "how dear is a workshop")
    assert answered(almanac, "how dear is a workshop") == []
    assert almanac.ledger.move(["never said"], rent, yaks, by=OLGA, at=AT) == NOTHING_CHANGES
    assert almanac.ledger.move(["how many yaks are there?"], yaks, yaks, by=OLGA, at=AT) == NOTHING_CHANGES


def test_a_topic_or_a_fact_that_is_gone_is_a_problem_and_no_error(almanac: Almanac) -> None:
    fact = added(almanac)
    yaks, rent = the_topic(almanac, "yaks"), the_topic(almanac, "rent")
    undone(almanac, last(almanac))
    kept(almanac, almanac.ledger.merge(yaks, rent, by=OLGA, at=AT))
    ledger = almanac.ledger
    before = almanac.export()
    for proposed in (
        ledger.edit(fact, given(period="2023"), by=PAUL, at=AT),
        ledger.retire(fact, by=PAUL, at=AT),
        ledger.review(fact, TODAY, by=PAUL, at=AT),
    ):
        assert problems(proposed) == ["fact"]
    for proposed in (
        ledger.phrase(yaks, ["any yaks"], by=PAUL, at=AT),
        ledger.unphrase(yaks, ["How many yaks are there?"], by=PAUL, at=AT),
        ledger.rename(yaks, "Yaks", by=PAUL, at=AT),
        ledger.merge(yaks, rent, by=PAUL, at=AT),
        ledger.merge(rent, yaks, by=PAUL, at=AT),
        ledger.move(["how dear is a workshop"], rent, yaks, by=PAUL, at=AT),
    ):
        assert problems(proposed) == ["topic"]
    assert almanac.export() == before


# The lexicon.


def test_words_are_joined_and_parted(almanac: Almanac) -> None:
    assert answered(almanac, "is it expensive") == []
    kept(almanac, almanac.ledger.join(["dear", "expensive"], by=OLGA, at=AT))
    assert answered(almanac, "is it expensive") == ["rent-2024"]
    assert almanac.ledger.join(["costly", "expensive"], by=OLGA, at=AT) == NOTHING_CHANGES
    kept(almanac, almanac.ledger.part(["expensive"], by=OLGA, at=AT))
    assert "expensive" not in {word.text for concept in almanac.export().concepts for word in concept.words}
    assert almanac.ledger.part(["expensive"], by=OLGA, at=AT) == NOTHING_CHANGES


def test_words_of_two_meanings_and_words_alone_are_not_joined(almanac: Almanac) -> None:
    assert problems(almanac.ledger.join(["dear", "Hunan"], by=OLGA, at=AT)) == ["synonym"]
    assert problems(almanac.ledger.join(["welder"], by=OLGA, at=AT)) == ["synonym"]
    assert problems(almanac.ledger.join([], by=OLGA, at=AT)) == ["synonym"]
    assert problems(almanac.ledger.join(["welder", "?"], by=OLGA, at=AT)) == ["ask"]


def test_new_words_never_join_a_concept_that_only_bears_their_name(almanac: Almanac) -> None:
    kept(almanac, almanac.ledger.part(["dear", "costly"], by=OLGA, at=AT))
    kept(almanac, almanac.ledger.join(["costly", "pricey"], by=OLGA, at=AT))
    kept(almanac, almanac.ledger.join(["dear", "beloved"], by=OLGA, at=AT))
    words = [{word.text for word in concept.words} for concept in almanac.export().concepts]
    assert {"costly", "pricey"} in words
    assert {"dear", "beloved"} in words


def test_case_makes_no_other_word(almanac: Almanac) -> None:
    kept(almanac, almanac.ledger.join(["DEAR", "expensive"], by=OLGA, at=AT))
    assert answered(almanac, "is it expensive") == ["rent-2024"]
    kept(almanac, almanac.ledger.part(["Expensive"], by=OLGA, at=AT))
    assert answered(almanac, "is it expensive") == []


# Files.


def test_a_file_is_one_change(almanac: Almanac) -> None:
    before = almanac.export()
    more = Collection(entries=(replace(orchard.EVERYTHING.entries[0], facts=(a_wage(2021), a_wage(2022))),))
    change = kept(almanac, almanac.ledger.take_in(more, "wages.csv", by=OLGA, at=AT))
    assert (change.patch.kind, change.patch.what) == (Deed.IMPORT, "wages.csv")
    assert change.patch.ids("fact") == ("wage-2021", "wage-2022")
    assert answered(almanac, "hourly wage of a welder in 2021") == ["wage-2021"]
    assert almanac.ledger.take_in(more, "wages.csv", by=OLGA, at=AT) == NOTHING_CHANGES
    undone(almanac, change)
    assert almanac.export() == before


def a_wage(year: int) -> Fact:
    return orchard.a_fact(orchard.WAGE, year, str(year - 2000), "yuan")


def test_a_file_of_a_family_that_is_nowhere_is_refused_and_nothing_is_proposed(almanac: Almanac) -> None:
    lost = replace(orchard.EVERYTHING.entries[0], topic=replace(orchard.WAGE, id="lost", family="nowhere"), facts=())
    with pytest.raises(StoreError, match="Nothing was taken in"):
        almanac.ledger.take_in(Collection(entries=(lost,)), "lost.csv", by=OLGA, at=AT)
    assert almanac.ledger.proposal(1) is None


@settings(deadline=None, max_examples=12)
@drawing(drawn.collections())
def test_any_file_can_be_taken_in_and_taken_back(
    tmp_path_factory: pytest.TempPathFactory, made: Path, collection: Collection
) -> None:
    directory = tmp_path_factory.mktemp("taken")
    with orchard.opened(Path(shutil.copy(made, directory / "orchard.db"))) as almanac:
        before = almanac.export()
        proposed = almanac.ledger.take_in(collection, "drawn", by=OLGA, at=AT)
        if isinstance(proposed, Amendment):
            change = kept(almanac, proposed)
            after = almanac.export()
            undone(almanac, change)
            assert almanac.export() == before
            undone(almanac, last(almanac))
            assert almanac.export() == after
        else:
            assert proposed == NOTHING_CHANGES
    shutil.rmtree(directory)


def test_what_is_retired_or_due_is_exported_and_taken_in_the_same(almanac: Almanac, tmp_path: Path) -> None:
    kept(almanac, almanac.ledger.retire(the_fact(almanac, "rent-2024"), by=OLGA, at=AT))
    kept(almanac, almanac.ledger.review(the_fact(almanac, "wage-2024"), date(2027, 1, 1), by=OLGA, at=AT))
    exported = almanac.export()
    file = tmp_path / "out.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        write_collection(exported, stream)
    assert read_collection(file) == exported
    assert almanac.ledger.take_in(read_collection(file), "out.jsonl", by=OLGA, at=AT) == NOTHING_CHANGES


# Taking back.


def with_one_more(almanac: Almanac) -> Proposed:
    entry = replace(orchard.EVERYTHING.entries[0], facts=(a_wage(2020),))
    return almanac.ledger.take_in(Collection(entries=(entry,)), "more.csv", by=OLGA, at=AT)


DEEDS: dict[str, Callable[[Almanac], Proposed]] = {
    "edit": lambda a: edited(a, "wage-2024", given(figure="30 yuan", publisher="Bureau")),
    "move a fact": lambda a: edited(a, "rent-2024", given(topic="yaks")),
    "retire": lambda a: a.ledger.retire(the_fact(a, "wage-2024"), by=OLGA, at=AT),
    "review": lambda a: a.ledger.review(the_fact(a, "wage-2024"), TODAY, by=OLGA, at=AT),
    "phrase": lambda a: a.ledger.phrase(the_topic(a, "rent"), ["cost of workshops"], by=OLGA, at=AT),
    "unphrase": lambda a: a.ledger.unphrase(the_topic(a, "rent"), ["how dear is a workshop"], by=OLGA, at=AT),
    "rename": lambda a: a.ledger.rename(the_topic(a, "rent"), "Price of a workshop", by=OLGA, at=AT),
    "merge": lambda a: a.ledger.merge(the_topic(a, "yaks"), the_topic(a, "wage"), by=OLGA, at=AT),
    "merge a root": lambda a: a.ledger.merge(the_topic(a, "rent"), the_topic(a, "pears"), by=OLGA, at=AT),
    "move": lambda a: a.ledger.move(
        ["how many pears were picked"], the_topic(a, "pears"), the_topic(a, "rent"), by=OLGA, at=AT
    ),
    "join": lambda a: a.ledger.join(["dear", "expensive"], by=OLGA, at=AT),
    "part": lambda a: a.ledger.part(["dear"], by=OLGA, at=AT),
    "import": with_one_more,
}


@pytest.mark.parametrize("name", DEEDS)
def test_every_change_can_be_taken_back_and_that_too(almanac: Almanac, name: str) -> None:
    first = almanac.export(), answers(almanac)
    change = kept(almanac, DEEDS[name](almanac))
    second = almanac.export(), answers(almanac)
    assert second != first
    undo = undone(almanac, change, by=PAUL)
    assert (almanac.export(), answers(almanac)) == first
    assert (undo.patch.kind, undo.patch.undoes, undo.by) == (Deed.UNDO, change.id, PAUL)
    redo = undone(almanac, undo)
    assert (almanac.export(), answers(almanac)) == second
    undone(almanac, redo)
    assert (almanac.export(), answers(almanac)) == first
    assert almanac.ledger.change(change.id) == replace(change, undone=undo.id)


def test_an_add_can_be_taken_back_and_that_too(almanac: Almanac) -> None:
    first = almanac.export(), answers(almanac)
    fact = added(almanac)
    assert answered(almanac, SHEEP.phrasings[0]) == [fact.id]
    undo = undone(almanac, last(almanac))
    assert (almanac.export(), answers(almanac)) == first
    assert answered(almanac, SHEEP.phrasings[0]) == []
    undone(almanac, undo)
    assert answered(almanac, SHEEP.phrasings[0]) == [fact.id]


@pytest.mark.parametrize("asked", ["how tall is the tower", "cost of workshops", "salary of the director", "塔有多高"])
def test_a_phrasing_that_was_taken_back_is_answered_no_more(almanac: Almanac, asked: str) -> None:
    wage = the_topic(almanac, "wage")
    before = answered(almanac, asked)
    change = kept(almanac, almanac.ledger.phrase(wage, [asked], by=OLGA, at=AT))
    assert (before, answered(almanac, asked)) == ([], ["wage-2024"])
    undo = undone(almanac, change)
    assert answered(almanac, asked) == []
    undone(almanac, undo)
    assert answered(almanac, asked) == ["wage-2024"]
    kept(almanac, almanac.ledger.unphrase(wage, [asked], by=OLGA, at=AT))
    assert answered(almanac, asked) == []


def test_a_change_is_taken_back_once(almanac: Almanac) -> None:
    change = kept(almanac, DEEDS["retire"](almanac))
    early = almanac.ledger.undo(change, by=PAUL, at=AT)
    undo = undone(almanac, change)
    assert problems(almanac.ledger.undo(change, by=PAUL, at=AT)) == ["undo"]
    held = almanac.ledger.change(change.id)
    assert held
    assert held.undone == undo.id
    assert isinstance(early, Amendment)
    with pytest.raises(Stale):
        almanac.ledger.keep(early.id, by=PAUL, at=AT)


def test_what_was_changed_since_stands_in_the_way_of_an_undo(almanac: Almanac) -> None:
    change = kept(almanac, DEEDS["edit"](almanac))
    kept(almanac, DEEDS["retire"](almanac))
    proposed = almanac.ledger.undo(change, by=OLGA, at=AT)
    before = almanac.export(), almanac.ledger.history()
    with pytest.raises(Stale) as stale:
        kept(almanac, proposed)
    assert stale.value.now
    assert stale.value.now["retired"] == 1
    assert (almanac.export(), almanac.ledger.history()) == before


def test_what_others_lean_on_is_not_taken_back(almanac: Almanac) -> None:
    fact = added(almanac)
    change = last(almanac)
    kept(almanac, almanac.ledger.phrase(fact.topic, ["any rams"], by=PAUL, at=AT))
    before = almanac.export()
    with pytest.raises(StoreError, match="undo what came later first"):
        undone(almanac, change)
    assert almanac.export() == before
    undone(almanac, last(almanac))
    undone(almanac, change)
    assert almanac.fact(fact.id) is None


def test_a_family_is_not_left_without_its_root(almanac: Almanac) -> None:
    root = added(almanac)
    change = last(almanac)
    sentence = "In 2024, the herders of Hunan held 41 sheep."
    member = added(almanac, replace(SHEEP, sentence=sentence, topic=root.topic.id, place="Hunan", phrasings=()))
    assert member.topic.family == root.topic.id
    with pytest.raises(StoreError, match="undo what came later first"):
        undone(almanac, change)
    assert answered(almanac, "how many sheep are there in Hunan") == [member.id]


# Who decides.


def test_of_two_curators_who_edit_one_fact_the_second_is_told_and_nothing_of_it_lands(almanac: Almanac) -> None:
    one = edited(almanac, "wage-2024", given(period="2022"), by=OLGA)
    other = edited(almanac, "wage-2024", given(publisher="Bureau", figure="30 yuan"), by=PAUL)
    kept(almanac, one)
    before = almanac.export(), almanac.ledger.history(), answers(almanac)
    assert isinstance(other, Amendment)
    with pytest.raises(Stale) as stale:
        almanac.ledger.keep(other.id, by=PAUL, at=AT)
    assert (stale.value.row.table, stale.value.row.cells["id"]) == ("fact", "wage-2024")
    assert stale.value.now
    assert stale.value.now["period_label"] == "2022"
    assert (almanac.export(), almanac.ledger.history(), answers(almanac)) == before
    held = almanac.ledger.proposal(other.id)
    assert held
    assert held.verdict is Verdict.OPEN


def test_who_edits_an_older_sight_of_a_fact_changes_only_what_they_give(almanac: Almanac) -> None:
    seen = the_fact(almanac, "wage-2024")
    kept(almanac, edited(almanac, "wage-2024", given(period="2022", publisher="Bureau")))
    kept(almanac, almanac.ledger.edit(seen, given(figure="30 yuan"), by=PAUL, at=AT))
    fact = the_fact(almanac, "wage-2024")
    assert fact.period is not UNSTATED
    assert fact.figure
    assert (fact.period.label, fact.source.publisher, fact.figure.printed) == ("2022", "Bureau", "30 yuan")


def test_a_press_that_arrives_twice_keeps_once(almanac: Almanac) -> None:
    proposed = DEEDS["edit"](almanac)
    assert isinstance(proposed, Amendment)
    first = almanac.ledger.keep(proposed.id, by=OLGA, at=AT)
    assert isinstance(first, Change)
    assert almanac.ledger.keep(proposed.id, by=OLGA, at=AT) == first
    assert [change.id for change in almanac.ledger.history(limit=2)] == [first.id, 1]
    assert not almanac.ledger.cancel(proposed.id, by=OLGA)


def test_what_was_cancelled_is_not_kept(almanac: Almanac) -> None:
    proposed = DEEDS["edit"](almanac)
    assert isinstance(proposed, Amendment)
    assert almanac.ledger.cancel(proposed.id, by=OLGA)
    assert not almanac.ledger.cancel(proposed.id, by=OLGA)
    assert almanac.ledger.keep(proposed.id, by=OLGA, at=AT) is None
    assert almanac.ledger.collisions(proposed.id, at=AT) == ()


def test_somebody_elses_is_decided_by_others_once_they_are_asked_to(almanac: Almanac) -> None:
    proposed = edited(almanac, "wage-2024", given(period="2022"), by=PAUL)
    sheep = almanac.ledger.propose(SHEEP, by=PAUL, at=AT)
    assert isinstance(proposed, Amendment)
    assert isinstance(sheep, Proposal)
    for number in (proposed.id, sheep.id):
        assert almanac.ledger.keep(number, by=OLGA, at=AT) is None
        assert not almanac.ledger.cancel(number, by=OLGA)
        assert not almanac.ledger.suggest(number, by=OLGA)
        assert almanac.ledger.suggest(number, by=PAUL)
    change = almanac.ledger.keep(proposed.id, by=OLGA, at=AT)
    assert isinstance(change, Change)
    assert change.by == OLGA
    fact = almanac.ledger.keep(sheep.id, by=OLGA, at=AT)
    assert isinstance(fact, Fact)
    assert (fact.provenance.proposed_by, fact.provenance.accepted_by) == (PAUL, OLGA)
    assert almanac.ledger.keep(sheep.id, by=OLGA, at=AT) == fact


def test_what_was_left_to_the_curators_waits_until_it_is_decided_on(almanac: Almanac) -> None:
    first, second, third = (almanac.ledger.propose(orchard.SHEEP, by=PAUL, at=AT) for _ in range(3))
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    assert isinstance(third, Proposal)
    assert almanac.ledger.suggestions() == ()
    for each in (first, second):
        assert almanac.ledger.suggest(each.id, by=PAUL)
    assert [each.id for each in almanac.ledger.suggestions()] == [first.id, second.id]
    assert almanac.ledger.keep(second.id, by=OLGA, at=AT)
    assert [each.id for each in almanac.ledger.suggestions()] == [first.id]
    assert almanac.ledger.cancel(first.id, by=OLGA)
    assert almanac.ledger.suggestions() == ()


def test_people_are_written_to_in_the_language_that_they_spoke_last(almanac: Almanac, tmp_path: Path) -> None:
    almanac.record([Spoke(OLGA, "zh-hans"), Spoke(PAUL, "zh"), Spoke(PAUL, "en-GB")])
    assert [almanac.language(person) for person in (OLGA, PAUL, 99)] == ["zh-hans", "en-GB", "en"]
    almanac.copy(tmp_path / "copy.db")
    with orchard.opened(tmp_path / "copy.db") as copy:
        assert copy.language(OLGA) == "en"  # nobody else's business


def test_the_second_of_two_curators_may_go_on_from_what_the_first_made_of_it(almanac: Almanac) -> None:
    one = edited(almanac, "wage-2024", given(period="2022"))
    other = edited(almanac, "wage-2024", given(figure="30 yuan"), by=PAUL)
    kept(almanac, one)
    assert isinstance(other, Amendment)
    again = almanac.ledger.rebase(other.id, by=PAUL, at=AT)
    kept(almanac, again)
    fact = the_fact(almanac, "wage-2024")
    assert fact.period is not UNSTATED
    assert fact.figure
    assert (fact.period.label, fact.figure.printed) == ("2022", "30 yuan")
    assert almanac.ledger.keep(other.id, by=PAUL, at=AT) is None
    assert almanac.ledger.rebase(other.id, by=OLGA, at=AT) == NOTHING_CHANGES


def test_a_change_of_a_fact_that_was_taken_back_does_not_bring_it_back(almanac: Almanac) -> None:
    fact = added(almanac)
    change = last(almanac)
    proposed = almanac.ledger.edit(fact, given(period="2023"), by=PAUL, at=AT)
    undone(almanac, change)
    assert isinstance(proposed, Amendment)
    assert almanac.ledger.rebase(proposed.id, by=PAUL, at=AT) == NOTHING_CHANGES


def test_what_is_unknown_is_nothing(almanac: Almanac) -> None:
    assert almanac.ledger.keep(99, by=OLGA, at=AT) is None
    assert not almanac.ledger.cancel(99, by=OLGA)
    assert almanac.ledger.change(99) is None
    assert almanac.ledger.proposal(99) is None
    assert almanac.ledger.history("nothing") == ()


# The history.


def test_the_history_tells_who_when_what_and_why(almanac: Almanac) -> None:
    fact = the_fact(almanac, "wage-2024")
    kept(almanac, almanac.ledger.retire(fact, why="it was withdrawn", by=PAUL, at=AT))
    change = last(almanac)
    assert (change.by, change.at, change.patch.why) == (PAUL, AT, "it was withdrawn")
    assert (change.patch.kind, change.patch.what, change.undone) == (Deed.RETIRE, "wage-2024", 0)
    (row,) = change.patch.rows
    assert row.before
    assert row.after
    assert {name for name in row.after if row.before[name] != row.after[name]} == {"retired", "accepted_by", "at"}


def test_the_history_of_a_fact_and_of_a_topic_has_all_that_touched_them(almanac: Almanac) -> None:
    edit = kept(almanac, DEEDS["edit"](almanac))
    kept(almanac, DEEDS["review"](almanac))
    alias = kept(almanac, DEEDS["phrase"](almanac))
    merge = kept(almanac, DEEDS["merge a root"](almanac))
    undo = undone(almanac, merge)

    def of(what: str) -> list[int]:
        return [change.id for change in almanac.ledger.history(what)]

    assert of("wage-2024") == [edit.id + 1, edit.id, 1]
    assert of("rent-2024") == [undo.id, merge.id, edit.id, 1]  # it comes from the same page, which was edited
    assert of("rent") == [undo.id, merge.id, alias.id, 1]
    assert of("pears") == [undo.id, merge.id, 1]
    assert of("yaks") == [1]


def test_the_history_is_read_page_by_page(almanac: Almanac) -> None:
    changes = [kept(almanac, DEEDS[name](almanac)).id for name in ("edit", "phrase", "rename", "join")]
    newest = almanac.ledger.history(limit=2)
    assert [change.id for change in newest] == changes[:1:-1]
    older = almanac.ledger.history(before=newest[-1].first, limit=2)
    assert [change.id for change in older] == changes[1::-1]


def test_an_edit_of_an_edit_undone_twice_is_told_as_it_stands(almanac: Almanac) -> None:
    change = kept(almanac, DEEDS["edit"](almanac))
    undo = undone(almanac, change)
    redo = undone(almanac, undo)

    def stands() -> list[int]:
        return [held.undone for each in (change, undo, redo) if (held := almanac.ledger.change(each.id))]

    assert stands() == [0, redo.id, 0]
    again = undone(almanac, redo)
    assert stands() == [undo.id, 0, again.id]
    assert problems(almanac.ledger.undo(change, by=OLGA, at=AT)) == ["undo"]


def outside(path: Path, sql: str) -> None:
    """As another program would: with nothing of ours loaded."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def test_what_another_program_changes_is_written_down_and_answered_with(almanac: Almanac, path: Path) -> None:
    outside(path, "update fact set printed = '32 yuan', value = '32' where id = 'wage-2024'")
    outside(path, "delete from phrasing where text = 'how dear is a workshop'")
    outside(path, "insert into phrasing (topic, language, text, position) values ('yaks', 'en', 'any yaks', 9)")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            """select id, "table", before ->> '$.printed', after ->> '$.printed', before is null, after is null
            from changes where id is null"""
        ).fetchall()
    assert rows == [
        (None, "phrasing", None, None, 1, 0),
        (None, "phrasing", None, None, 0, 1),
        (None, "fact", "31.5 yuan", "32 yuan", 0, 0),
    ]
    fact = the_fact(almanac, "wage-2024")
    assert fact.figure
    assert fact.figure.printed == "32 yuan"
    assert "any yaks" in almanac.ledger.phrasings(the_topic(almanac, "yaks"))
    assert almanac.ledger.phrasings(the_topic(almanac, "rent")) == orchard.ASKED["rent"][:1]


def timeline(almanac: Almanac, what: str = "") -> list[tuple[Deed, str, int]]:
    """Kind, what it is about and how many rows, of all pages."""
    found, before = [], 0
    while page := almanac.ledger.timeline(what, before=before, limit=2):
        found += [(each.patch.kind, each.patch.what, len(each.patch.rows)) for each in page]
        before = page[-1].first
    return found[:-1]  # how the table was made


def test_what_another_program_changes_stands_in_the_history_where_it_belongs(almanac: Almanac, path: Path) -> None:
    outside(path, "update fact set printed = '32 yuan', value = '32' where id = 'wage-2024'")
    outside(path, "update fact set printed = '33 yuan', value = '33' where id = 'wage-2024'")
    kept(almanac, almanac.ledger.retire(the_fact(almanac, "wage-2024"), by=OLGA, at=AT))
    outside(path, "update fact set retired = 0 where id = 'wage-2024'; update fact set review = '2027-01-01'")
    outside(path, "update source set publisher = 'Bureau'")
    outside(path, "insert into phrasing (topic, language, text, position) values ('yaks', 'en', 'any yaks', 9)")
    outside(path, "insert into phrasing (topic, language, text, position) values ('yaks', 'en', 'no yaks', 10)")
    of_wage = [(Deed.OUTSIDE, "wage-2024", 1)] * 2
    source, switched = (Deed.OUTSIDE, orchard.SOURCE.url, 1), (Deed.RETIRE, "wage-2024", 1)
    assert timeline(almanac, "wage-2024") == [source, *of_wage, switched, *of_wage]
    assert timeline(almanac, "yaks") == [(Deed.OUTSIDE, "yaks", 2)]
    reviewed = [(Deed.OUTSIDE, fact.id, 1) for fact in reversed(orchard.FACTS) if fact.id != "wage-2024"]
    assert timeline(almanac)[:2] == [(Deed.OUTSIDE, "yaks", 2), source]
    assert sorted(timeline(almanac)[2:-3]) == sorted([*reviewed, *of_wage])
    assert timeline(almanac)[-3:] == [switched, *of_wage]


def test_of_a_whole_table_that_another_program_changed_every_row_is_told(almanac: Almanac, path: Path) -> None:
    years = range(2100, 2405)
    outside(path, "".join(f"update fact set review = '{year}-01-01' where id = 'wage-2024';" for year in years))
    assert len(timeline(almanac)) == len(timeline(almanac, "wage-2024")) == len(years)


def test_a_change_that_another_program_overtook_is_stale(almanac: Almanac, path: Path) -> None:
    proposed = edited(almanac, "wage-2024", given(period="2022"))
    outside(path, "update fact set sentence = 'Other words.' where id = 'wage-2024'")
    with pytest.raises(Stale):
        kept(almanac, proposed)
    assert the_fact(almanac, "wage-2024").quote.text == "Other words."


def test_what_another_program_changed_is_in_the_answers_also_after_a_keep_that_failed(
    almanac: Almanac, path: Path
) -> None:
    proposed = edited(almanac, "wage-2024", given(period="2022"))
    outside(
        path,
        """update fact set sentence = 'Other words.' where id = 'wage-2024';
        update phrasing set topic = 'yaks' where text = 'how dear is a workshop';""",
    )
    with pytest.raises(Stale):
        kept(almanac, proposed)
    assert answered(almanac, "how dear is a workshop") == []
    assert "index" not in {fault.where for fault in almanac.check()}


def test_what_another_program_changed_is_in_the_answers_also_after_a_rehearsal(almanac: Almanac, path: Path) -> None:
    proposed = edited(almanac, "wage-2024", given(period="2022"))
    assert isinstance(proposed, Amendment)
    outside(path, "update phrasing set topic = 'yaks' where text = 'how dear is a workshop'")
    almanac.ledger.collisions(proposed.id, at=AT)
    assert answered(almanac, "how dear is a workshop") == []


def test_a_fault_that_was_there_before_stands_in_nobodys_way(almanac: Almanac, path: Path) -> None:
    outside(path, "delete from topic where id = 'yaks'")
    kept(almanac, DEEDS["retire"](almanac))
    assert answered(almanac, "how much does a welder earn") == ["wage-2023"]


# Collisions.


def test_a_question_that_would_be_answered_otherwise_is_told_before(almanac: Almanac) -> None:
    proposed = almanac.ledger.move(
        ["how dear is a workshop"], the_topic(almanac, "rent"), the_topic(almanac, "wage"), by=OLGA, at=AT
    )
    assert isinstance(proposed, Amendment)
    before = almanac.export(), answers(almanac)
    shifts = almanac.ledger.collisions(proposed.id, at=AT)
    assert "how dear is a workshop" in {shift.question for shift in shifts}
    assert (almanac.export(), answers(almanac)) == before
    retire = DEEDS["retire"](almanac)
    assert isinstance(retire, Amendment)
    shifts = almanac.ledger.collisions(retire.id, at=AT)
    assert {shift.question for shift in shifts} == set(orchard.ASKED["wage"])
    assert all(shift.within for shift in shifts)
