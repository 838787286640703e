"""What curators change in the table besides adding to it, as rows or facts; nothing is written here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count
from typing import Final

from knowledge.curation import Draft, Problem, check, figure_of, known, published_of, wording
from knowledge.facts import UNSTATED, Fact, Figure, Kind, Period, Quote, Source, Topic, Unstated
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
    unstated = bool(NOTHING.fullmatch(given.period))
    sentence = _seen(given.sentence) or fact.quote.text
    draft = Draft(
        sentence=sentence,
        url=given.url or fact.source.url,
        publisher=_seen(given.publisher) or fact.source.publisher,
        title=_seen(given.title) or fact.source.title,
        published="" if NOTHING.fullmatch(given.published) else given.published,
        topic=fact.topic.id,
        period="" if unstated else given.period,
        figure=_figure_words(fact, given),
    )
    problems = (
        *check(draft, store.topics(), today=today),
        *wrong_texts([given.sentence] if given.sentence else [], what="sentence"),
        *_other_topic(given, store),
    )
    if problems:
        return tuple({problem.field: problem for problem in reversed(problems)}.values())
    return replace(
        fact,
        topic=_topic(given, store) or fact.topic,
        figure=_figure(fact, given, draft),
        period=UNSTATED if unstated else _period(fact, given, today),
        quote=Quote(sentence, verbatim=fact.quote.verbatim or sentence != fact.quote.text),
        source=_source(fact.source, given, draft, store, today),
    )


def _seen(text: str) -> str:
    return visible(text).strip()


def _figure_words(fact: Fact, given: Draft) -> str:
    """What it is pointed at by: its own words, as long as a new sentence still has them."""
    if given.figure or fact.figure is None:
        return "" if NOTHING.fullmatch(given.figure) else given.figure
    pointed = Draft(sentence=given.sentence, figure=fact.figure.printed)  # "3 yuan" is no figure of "33 yuan"
    return pointed.figure if figure_of(pointed) else ""


def _figure(fact: Fact, given: Draft, draft: Draft) -> Figure | None:
    """As it was curated, unless it or its sentence is another: reading it anew may not see all that was seen."""
    if NOTHING.fullmatch(given.figure):
        return None
    if not given.figure and (fact.figure is None or draft.sentence == fact.quote.text):
        return fact.figure
    read = figure_of(draft)
    same = read and fact.figure and not given.figure and read.printed == fact.figure.printed
    return fact.figure if same else read


def _period(fact: Fact, given: Draft, today: date) -> Period | Unstated:
    if given.period and (read := read_period(given.period, today=today)):
        return replace(read, label=given.period)
    return fact.period


def _source(held: Source, given: Draft, draft: Draft, store: Store, today: date) -> Source:
    known = store.source(draft.url) if draft.url != held.url else None
    day = published_of(draft, today) if given.published else (known or held).published
    if known:
        return replace(known, published=day)
    return Source(draft.publisher, draft.title, draft.url, day)


def _topic(given: Draft, store: Store) -> Topic | None:
    return known(given.topic, store.topics()) if given.topic else None


def _other_topic(given: Draft, store: Store) -> Iterator[Problem]:
    if given.topic and _topic(given, store) is None:
        yield Problem("topic", "“{topic}” is no topic of the table: /topics lists them.", {"topic": given.topic})
    if given.place:
        yield Problem("place", "A place belongs to a topic: give the topic of that place, or add the fact anew.")


def adding(phrasings: Sequence[str], topic: Topic, store: Store, *, by: int) -> tuple[RowChange, ...]:
    """Phrasings that a topic does not have yet."""
    held = store.held_rows("phrasing", topic=topic.root)
    known = {str(row["text"]).casefold() for row in _asked(topic, store)}
    fresh = {text.casefold(): text for text in reversed(phrasings) if text.casefold() not in known}
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
        for position, text in enumerate(reversed(fresh.values()), _after(held))
    )


def _after(held: Sequence[Cells]) -> int:
    """The place behind all phrasings of a topic; those in between may have gone."""
    return max((int(row["position"] or 0) for row in held), default=-1) + 1


def dropping(phrasings: Sequence[str], topic: Topic, store: Store) -> tuple[RowChange, ...]:
    """Those of the phrasings that the topic has."""
    return tuple(RowChange("phrasing", row, None) for row in _among(phrasings, topic, store))


def moving(phrasings: Sequence[str], topic: Topic, into: Topic, store: Store) -> tuple[RowChange, ...]:
    """Phrasings of one topic to another; those that the other has are only taken from the first."""
    return () if topic.root == into.root else tuple(_moved(_among(phrasings, topic, store), into.root, store))


def _asked(topic: Topic, store: Store) -> tuple[Cells, ...]:
    """All phrasings that it is found by: those of its whole family."""
    family = (entry.topic.id for entry in store.family(topic.root))
    return tuple(row for each in family for row in store.held_rows("phrasing", topic=each))


def _among(phrasings: Sequence[str], topic: Topic, store: Store) -> tuple[Cells, ...]:
    wanted = {text.casefold() for text in phrasings}
    return tuple(row for row in _asked(topic, store) if str(row["text"]).casefold() in wanted)


def _moved(rows: Sequence[Cells], into: str, store: Store) -> Iterator[RowChange]:
    held = store.held_rows("phrasing", topic=into)
    known = {(row["language"], row["text"]) for row in held}
    for position, row in enumerate(rows, _after(held)):
        yield RowChange("phrasing", row, None)
        if (row["language"], row["text"]) not in known:
            known.add((row["language"], row["text"]))
            told = {name: value for name, value in row.items() if name != "rowid"}
            yield RowChange("phrasing", None, {**told, "topic": into, "position": position})


def renaming(topic: Topic, title: str, store: Store) -> tuple[RowChange, ...]:
    """The title in the language that it is written in."""
    language = wording(title).language
    held = {row["language"]: row for row in store.held_rows("title", topic=topic.id)}
    before = held.get(language)
    return (RowChange("title", before, {**(before or {}), "topic": topic.id, "language": language, "text": title}),)


def merging(topic: Topic, into: Topic, store: Store, *, by: int) -> tuple[RowChange, ...]:
    """All that one topic has to another, and the first one is gone; its titles become phrasings."""
    facts = (RowChange("fact", row, {**row, "topic": into.id}) for row in store.held_rows("fact", topic=topic.id))
    asked = tuple(_moved(store.held_rows("phrasing", topic=topic.id), into.root, store))
    titles = store.held_rows("title", topic=topic.id)
    gone = [RowChange("title", row, None) for row in titles]
    gone += [RowChange("topic", row, None) for row in store.held_rows("topic", id=topic.id)]
    return (*facts, *asked, *_titles_asked(titles, into, asked, store, by=by), *gone)


def _titles_asked(
    titles: Sequence[Cells], into: Topic, moved: Sequence[RowChange], store: Store, *, by: int
) -> Iterator[RowChange]:
    """Titles as phrasings, behind those that the topic has and is given."""
    held = (*store.held_rows("phrasing", topic=into.root), *(row.after for row in moved if row.after))
    known = {str(row["text"]).casefold() for row in held}
    fresh = [row for row in titles if str(row["text"]).casefold() not in known]
    for position, row in enumerate(fresh, _after(held)):
        told = {"topic": into.root, "language": row["language"], "text": row["text"]}
        yield RowChange("phrasing", None, {**told, "position": position, "proposed_by": by})


def joining(words: Sequence[str], store: Store) -> tuple[RowChange, ...] | Problem:
    """Words that mean the same from now on: added to the concept that has one of them, or to a new one."""
    fresh = {word.casefold(): word for word in reversed(words)}
    if len(fresh) < 2:  # noqa: PLR2004 - one word means what it means
        return Problem("synonym", "Give two words or more that mean the same.")
    found = _concepts_of(words, store)
    if len(found) > 1:
        first, second, *_ = sorted(found)
        return Problem(
            "synonym",
            "These words stand for two things already, “{first}” and “{second}”: leave one out.",
            {"first": first, "second": second},
        )
    for name in found:
        known = {str(row["text"]).casefold() for row in store.held_rows("concept_word", concept=name)}
        return tuple(_word(name, word) for word in reversed(fresh.values()) if word.casefold() not in known)
    name = _free_name(words[0], store)
    own = RowChange("concept", None, {"name": name, "kind": Kind.WORD.value})
    return (own, *(_word(name, word) for word in reversed(fresh.values())))


def _concepts_of(words: Iterable[str], store: Store) -> set[str]:
    wanted = {word.casefold() for word in words}
    return {each.name for each in store.concepts() if wanted & {word.text.casefold() for word in each.words}}


def _free_name(word: str, store: Store) -> str:
    """A concept that only bears the word's name may mean something else."""
    taken = {concept.name for concept in store.concepts()}
    names = chain([slug(word)], (f"{slug(word)}-{again}" for again in count(2)))
    return next(name for name in names if name and name not in taken)


def _word(concept: str, word: str) -> RowChange:
    return RowChange("concept_word", None, {"concept": concept, "language": wording(word).language, "text": word})


def parting(words: Sequence[str], store: Store) -> tuple[RowChange, ...]:
    """Words that stand for nothing but themselves from now on."""
    wanted = {word.casefold() for word in words}
    names = sorted(_concepts_of(words, store))
    held = (row for name in names for row in store.held_rows("concept_word", concept=name))
    return tuple(RowChange("concept_word", row, None) for row in held if str(row["text"]).casefold() in wanted)


def seen(texts: Iterable[str]) -> list[str]:
    """Texts without what nobody can see."""
    return [*map(_seen, texts)]


def wrong_texts(texts: Sequence[str], *, what: str) -> Iterator[Problem]:
    """What keeps texts from being phrasings, words or titles; `what` names their longest length."""
    for text in texts:
        if says_nothing(text):
            yield Problem(what, "“{text}” has no words in it.", {"text": text})
        elif len(text) > LONGEST[what]:
            yield Problem(
                what,
                "“{words}…” is longer than {what} characters: shorten it.",
                {"words": text[:40], "what": LONGEST[what]},
            )
