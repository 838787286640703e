"""What curators change in the table besides adding to it, as rows or facts; nothing is written here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.curation import Draft, Problem, check, figure_of, published_of, wording
from knowledge.facts import UNSTATED, Fact, Kind, Period, Quote, Source, Topic, Unstated
from knowledge.history import Cells, RowChange
from knowledge.limits import LONGEST, says_nothing, visible
from knowledge.periods import read_period
from knowledge.slugs import slug
from knowledge.store.protocol import Store

NOTHING: Final = re.compile(
    r"none|no figure|not stated|unstated|unknown|-|–|—|无|無|沒有|没有|未注明|未註明|不详|不詳", re.IGNORECASE
)
"""What is written for a period that the source does not state, or a figure that a fact does not have."""


def edited(fact: Fact, given: Draft, store: Store, *, today: date) -> Fact | tuple[Problem, ...]:
    """The fact with what was given in place of what it had, or everything that is wrong with that."""
    unsaid = bool(NOTHING.fullmatch(given.figure))
    unstated = bool(NOTHING.fullmatch(given.period))
    sentence = visible(given.sentence).strip() or fact.quote.text
    draft = Draft(
        sentence=sentence,
        url=given.url or fact.source.url,
        publisher=given.publisher or fact.source.publisher,
        title=given.title or fact.source.title,
        published=given.published,
        topic=fact.topic.id,
        period="" if unstated else given.period,
        figure="" if unsaid else _figure_words(fact, given),
    )
    problems = (*check(draft, store.topics(), today=today), *_other_topic(given, store))
    if problems:
        return problems
    changed = replace(
        fact,
        topic=_topic(given, store) or fact.topic,
        figure=None if unsaid or (fact.figure is None and not given.figure) else figure_of(draft),
        period=UNSTATED if unstated else _period(fact, given, today),
        quote=Quote(sentence, verbatim=fact.quote.verbatim or sentence != fact.quote.text),
        source=_source(fact.source, draft, store, today),
    )
    if changed.figure and fact.figure and not given.figure and changed.figure.printed == fact.figure.printed:
        changed = replace(changed, figure=fact.figure)  # as it was curated, which reading it anew may not see
    return changed


def _figure_words(fact: Fact, given: Draft) -> str:
    """What it is pointed at by: its own words, as long as the sentence still has them."""
    if given.figure or fact.figure is None:
        return given.figure
    return fact.figure.printed if not given.sentence or fact.figure.printed in given.sentence else ""


def _period(fact: Fact, given: Draft, today: date) -> Period | Unstated:
    if given.period and (read := read_period(given.period, today=today)):
        return replace(read, label=given.period)
    return fact.period


def _source(held: Source, draft: Draft, store: Store, today: date) -> Source:
    known = store.source(draft.url) if draft.url != held.url else None
    day = published_of(draft, today) if draft.published else (known or held).published
    if known:
        return replace(known, published=day)
    return Source(draft.publisher, draft.title, draft.url, day)


def _topic(given: Draft, store: Store) -> Topic | None:
    return topic_named(given.topic, store.topics()) if given.topic else None


def _other_topic(given: Draft, store: Store) -> Iterator[Problem]:
    if given.topic and _topic(given, store) is None:
        yield Problem("topic", f"“{given.topic}” is no topic of the table: /topics lists them.")
    if given.place:
        yield Problem("place", "A place belongs to a topic: give the topic of that place, or add the fact anew.")


def topic_named(name: str, topics: Sequence[Topic]) -> Topic | None:
    """By its id, or by one of its titles."""
    wanted = name.strip().casefold()
    return next(
        (each for each in topics if wanted in {each.id, *(title.text.casefold() for title in each.titles)}), None
    )


def adding(phrasings: Sequence[str], topic: Topic, store: Store, *, by: int) -> tuple[RowChange, ...]:
    """Phrasings that a topic does not have yet."""
    held = store.held_rows("phrasing", topic=topic.root)
    known = {str(row["text"]).casefold() for row in held}
    fresh = {text.casefold(): text for text in phrasings if text.casefold() not in known}
    return tuple(
        RowChange(
            "phrasing",
            None,
            {
                "topic": topic.root,
                "language": wording(text).language,
                "text": text,
                "position": position,
                "proposed_by": by,
            },
        )
        for position, text in enumerate(fresh.values(), len(held))
    )


def dropping(phrasings: Sequence[str], topic: Topic, store: Store) -> tuple[RowChange, ...]:
    """Those of the phrasings that the topic has."""
    return tuple(RowChange("phrasing", row, None) for row in _among(phrasings, topic, store))


def moving(phrasings: Sequence[str], topic: Topic, into: Topic, store: Store) -> tuple[RowChange, ...]:
    """Phrasings of one topic to another; those that the other has are only taken from the first."""
    return tuple(_moved(_among(phrasings, topic, store), into.root, store))


def _among(phrasings: Sequence[str], topic: Topic, store: Store) -> tuple[Cells, ...]:
    wanted = {text.casefold() for text in phrasings}
    return tuple(r for r in store.held_rows("phrasing", topic=topic.root) if str(r["text"]).casefold() in wanted)


def _moved(rows: Sequence[Cells], into: str, store: Store) -> Iterator[RowChange]:
    held = store.held_rows("phrasing", topic=into)
    known = {(row["language"], row["text"]) for row in held}
    for position, row in enumerate(rows, len(held)):
        yield RowChange("phrasing", row, None)
        if (row["language"], row["text"]) not in known:
            told = {name: value for name, value in row.items() if name != "rowid"}
            yield RowChange("phrasing", None, {**told, "topic": into, "position": position})


def renaming(topic: Topic, title: str, store: Store) -> tuple[RowChange, ...]:
    """The title in the language that it is written in."""
    language = wording(title).language
    held = {row["language"]: row for row in store.held_rows("title", topic=topic.id)}
    before = held.get(language)
    return (RowChange("title", before, {**(before or {}), "topic": topic.id, "language": language, "text": title}),)


def merging(topic: Topic, into: Topic, store: Store) -> tuple[RowChange, ...]:
    """All that one topic has to another, and the first one is gone; its title becomes a phrasing."""
    facts = (RowChange("fact", row, {**row, "topic": into.id}) for row in store.held_rows("fact", topic=topic.id))
    titles = store.held_rows("title", topic=topic.id)
    asked = tuple(_moved(store.held_rows("phrasing", topic=topic.id), into.root, store))
    (own,) = store.held_rows("topic", id=topic.id)
    gone = (*(RowChange("title", row, None) for row in titles), RowChange("topic", own, None))
    return (*facts, *asked, *gone)


def joining(words: Sequence[str], store: Store) -> tuple[RowChange, ...] | Problem:
    """Words that mean the same from now on: added to the concept that has one of them, or to a new one."""
    found = {str(row["concept"]) for word in words for row in store.held_rows("concept_word", text=word)}
    if len(found) > 1:
        first, second, *_ = sorted(found)
        return Problem("synonym", f"These words stand for two things already, “{first}” and “{second}”: leave one out.")
    name = found.pop() if found else slug(words[0])
    held = store.held_rows("concept_word", concept=name)
    if not found and not held and not store.held_rows("concept", name=name):
        rows = [RowChange("concept", None, {"name": name, "kind": Kind.WORD.value})]
    else:
        rows = []
    known = {str(row["text"]).casefold() for row in held}
    rows += [
        RowChange("concept_word", None, {"concept": name, "language": wording(word).language, "text": word})
        for word in dict.fromkeys(words)
        if word.casefold() not in known
    ]
    return tuple(rows)


def parting(words: Sequence[str], store: Store) -> tuple[RowChange, ...]:
    """Words that stand for nothing but themselves from now on."""
    return tuple(RowChange("concept_word", row, None) for w in words for row in store.held_rows("concept_word", text=w))


def wrong_texts(texts: Sequence[str], *, what: str) -> Iterator[Problem]:
    """What keeps texts from being phrasings, words or titles; `what` names their longest length."""
    for text in texts:
        if says_nothing(text):
            yield Problem(what, f"“{text}” has no words in it.")
        elif len(text) > LONGEST[what]:
            yield Problem(what, f"“{text[:40]}…” is longer than {LONGEST[what]} characters: shorten it.")
