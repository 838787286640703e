"""Files to collections and back: JSONL for all of it, TOML for a lexicon.

A JSONL file has one object a line: a source, perhaps with its text; a topic with its phrasings and facts;
or a concept. Lines may stand in any order. Wordings stand by language, in the order in which languages come.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from knowledge.facts import (
    UNSTATED,
    Collection,
    Concept,
    Entry,
    Fact,
    Figure,
    Kind,
    Source,
    Wording,
)
from knowledge.fields import Faults, Fields, RowFault
from knowledge.jsonl import LONGEST_LINE, Jsonl, Quoting
from knowledge.store.protocol import StoreError

FAULTS_SHOWN: Final = 20
"""More would scroll the first ones away; a count tells of the rest."""

_HEADING = re.compile(r"\s*\[\s*concepts\s*\.\s*['\"]?(.+?)['\"]?\s*\]")
_TOML_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)$")


class ExchangeError(StoreError):
    """A file that cannot be taken in, with everything that is wrong with it."""

    def __init__(self, path: Path, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.sheet, fault.line)))
        more = len(self.faults) - FAULTS_SHOWN
        lines = [
            f"{path} cannot be taken in, so nothing of it was:",
            *(f"  {fault}" for fault in self.faults[:FAULTS_SHOWN]),
            *([f"  … and {more} more"] if more > 0 else []),
        ]
        super().__init__("\n".join(lines).encode("utf-8", "backslashreplace").decode())


def read_collection(path: Path) -> Collection:
    """What a file holds, if all of it is sound. Raises ExchangeError with every fault."""
    faults = Faults()
    try:
        collection = _read(path, faults)
    except (OSError, ValueError) as error:
        raise ExchangeError(path, [RowFault(0, "", f"cannot be opened ({error})")]) from error
    if faults.found:
        raise ExchangeError(path, faults.found)
    return collection


def _read(path: Path, faults: Faults) -> Collection:
    match path.suffix.lower():
        case ".jsonl":
            with _opened(path) as stream:
                return Jsonl(path.parent, faults).read(stream)
        case ".toml":
            with _opened(path) as stream:
                return Collection(concepts=tuple(_lexicon(stream, faults)))
        case _:
            faults.note("", "must be named .jsonl, for facts, or .toml, for a lexicon")
            return Collection()


def _opened(path: Path) -> BinaryIO:
    """Ordinary files only: a pipe would be waited on for ever."""
    if not path.is_file():
        raise FileNotFoundError("there is no such file")
    return path.open("rb")


def _lexicon(stream: BinaryIO, faults: Faults) -> Iterator[Concept]:
    """Tables `[concepts.name]` with lists of words by language, and perhaps a kind."""
    data = stream.read(LONGEST_LINE + 1)
    if len(data) > LONGEST_LINE:
        faults.note("", f"is larger than {LONGEST_LINE // 1024**2} MB")
        return
    text, lexicon = _toml(data, faults)
    if "concepts" not in lexicon:
        return
    concepts = Fields.of(lexicon, faults, "", ("concepts",)).child("concepts")
    lines = _headings(text)
    for name in concepts.data:
        faults.line = lines.get(name, 0)
        fields = concepts.child(name)
        words = Fields({key: value for key, value in fields.data.items() if key != "kind"}, faults, fields.at)
        yield Concept(name, words.all_wordings(), fields.choice("kind", Kind, Kind.WORD))


def _headings(text: str) -> dict[str, int]:
    """The line of each concept's table."""
    headings = ((number, _HEADING.match(line)) for number, line in enumerate(text.split("\n"), start=1))
    return {heading[1]: number for number, heading in headings if heading}


def _toml(data: bytes, faults: Faults) -> tuple[str, dict[str, object]]:
    try:
        text = data.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        faults.note("", "is not text in UTF-8")
    except RecursionError:
        faults.note("", "is nested too deeply")
    except ValueError as error:
        place = _TOML_LINE.search(str(error))
        faults.line = int(place[1]) if place else 0
        faults.note("", f"is not TOML: {_TOML_LINE.sub('', str(error))}")
    return "", {}


def write_collection(collection: Collection, stream: TextIO) -> None:
    """JSONL that reads back to the same collection: sources, concepts, then topics."""
    declared = {document.source for document in collection.documents}
    for document in collection.documents:
        _write(
            {"source": {**_source(document.source), **({"text": document.text} if document.text else {})}},
            stream,
        )
    for concept in collection.concepts:
        _write({"concept": concept.name, "kind": concept.kind, "words": _by_language(concept.words)}, stream)
    for entry in collection.entries:
        _write(_entry(entry, declared), stream)


def _write(row: dict[str, object], stream: TextIO) -> None:
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _source(source: Source) -> dict[str, object]:
    row: dict[str, object] = {"url": source.url, "publisher": source.publisher, "title": source.title}
    return {**row, "published": source.published.isoformat()} if source.published else row


def _entry(entry: Entry, declared: set[Source]) -> dict[str, object]:
    return {
        "topic": entry.topic.id,
        "title": {title.language: title.text for title in entry.topic.titles},
        "place": entry.topic.place,
        **({"family": entry.topic.family} if entry.topic.family else {}),
        "ask": _by_language(entry.phrasings),
        "facts": [_fact(fact, declared) for fact in entry.facts],
    }


def _fact(fact: Fact, declared: set[Source]) -> dict[str, object]:
    period = None
    if fact.period is not UNSTATED:
        start, end = fact.period.start.isoformat(), fact.period.end.isoformat()
        period = {"from": start, "to": end, "label": fact.period.label}
    return {
        "id": fact.id,
        **(_figure(fact.figure) if fact.figure else {}),
        "period": period,
        "sentence": fact.quote.text,
        "quote": Quoting.VERBATIM if fact.quote.verbatim else Quoting.SUMMARY,
        "source": fact.source.url if fact.source in declared else _source(fact.source),
        "provenance": {
            "proposed_by": fact.provenance.proposed_by,
            "accepted_by": fact.provenance.accepted_by,
            "at": fact.provenance.at.isoformat(),
        },
        **({"review": fact.review.isoformat()} if fact.review else {}),
        **({"retired": True} if fact.retired else {}),
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "figure": figure.printed,
        "value": str(figure.value),
        "high": None if figure.high is None else str(figure.high),
        "unit": figure.unit,
        "bound": figure.bound,
        "scale": figure.scale,
    }


def _by_language(wordings: tuple[Wording, ...]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for wording in wordings:
        texts.setdefault(wording.language, []).append(wording.text)
    return texts
