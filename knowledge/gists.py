"""What a text says, word by word and in any words: the units in which a question is held against an added fact.

Words that mean the same there stand in a file of their own; the lexicon, by which all other questions are read, is
not touched by it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from knowledge.facts import Concept, Kind
from knowledge.periods import read_periods
from knowledge.statements import measures_of
from knowledge.words import Lexicon, Script, Word, normalise, stem, words

READ: Final = 20_000
"""Texts that are kept as they were read: titles and sentences of what was added, and the last questions."""

_ANY_DAY: Final = date(2026, 1, 1)
"""What "last year" is makes no difference to the words around it."""

KIN: Final = Path(__file__).parent / "data" / "kin.toml"

_LATIN: Final = re.compile(r"[a-z]+(?: [a-z]+)*")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
"""Most of the file's wordings, which are normal as they stand: reading them as text takes ten times as long."""

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
"""Also where it stands before a unit: "export value 2024 yuan"."""

_GENERIC: Final = frozenset([
    "little-giant", "enterprise", "designation", "specialised-sophisticated", "key-little-giant", "number", "total",
    "share", "how-many", "average", "per-firm", "current", "latest", "so-far", "what-is", "roughly", "nearly",
    "more-than", "less-than", "at-least", "annual", "half", "certify", "roster", "hello", "thanks", "statistics",
    "exact", "whole", "period", "contribute", "majority", "minority", "truth-check", "amount", "merely",
    "how-much-money", "example", "verify", "explain", "stand-for", "past", "start", "end", "superlative", "which-year",
])  # fmt: skip
"""Concepts that say what the table is about, or how it is asked."""

_LIGHT: Final = 0.5
"""What a word of a title weighs that people leave out."""

_LONE: Final = 0.6
"""What a Chinese character weighs that is no word by itself."""

_ASKING: Final = frozenset({Kind.SUBJECT, Kind.NOT, Kind.NAMES, Kind.REASON})
"""Kinds of concepts that gather whole askings ("how many schools"), of which the words are read one by one."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or several that are one; two that share a key say the same. An idle one says next to nothing."""

    keys: frozenset[str]
    weight: float
    idle: bool
    pieces: tuple[frozenset[str], ...] = ()
    """What its words say one by one: "offices abroad" is said where offices are and something abroad is."""
    light: bool = False
    """Whether people leave it out: the platforms of "industrial internet platforms"."""
    known: bool = True
    """Whether it is a word of the lexicon, or of those that mean the same."""


@dataclass(frozen=True, slots=True)
class _Kin:
    groups: dict[Key, frozenset[str]]
    idle: frozenset[Key]
    light: frozenset[Key]
    broad: frozenset[str]
    longest: int


@cache
def _kin() -> _Kin:
    data = tomllib.loads(KIN.read_text(encoding="utf-8"))
    groups: dict[Key, frozenset[str]] = {}
    for number, wordings in enumerate(data["kin"]):
        for wording in wordings:
            key = _key(wording)
            groups[key] = groups.get(key, frozenset()) | {f"~{number}"}
    single = {_key(word) for line in (*data["idle"], *data["idle_zh"]) for word in line.split()}
    idle = frozenset(single | {_key(phrase) for phrase in data["idle_phrases"]})
    longest = max(map(len, (*groups, *idle)))
    light = frozenset(_key(word) for word in data["light"])
    return _Kin(groups, idle, light, frozenset(data["broad"]), longest)


def _key(wording: str) -> Key:
    if _LATIN.fullmatch(wording):
        return tuple(map(stem, wording.split(" ")))
    if _HAN.fullmatch(wording):
        return tuple(wording)
    return tuple(stem(word.text) for word in words(normalise(wording)))


@lru_cache(maxsize=READ)
def gist(text: str, lexicon: Lexicon) -> tuple[Unit, ...]:
    """The units of a text in order; dates and places are no part of it, numbers are."""
    normal = normalise(text)
    dates = read_periods(normal, today=_ANY_DAY)
    spoken = [word for word in words(normal) if not any(d.start < word.end and word.start < d.end for d in dates)]
    return tuple(_units(tuple(spoken), lexicon))


def _units(spoken: tuple[Word, ...], lexicon: Lexicon) -> Iterator[Unit]:
    kin, stems, at = _kin(), tuple(stem(word.text) for word in spoken), 0
    named = {each.start: each for each in lexicon.read(spoken) if each.concept.kind not in _ASKING}
    while at < len(spoken):
        here = named.get(at)
        key = next((key for key in _keys(stems[at : at + kin.longest]) if key in kin.groups or key in kin.idle), ())
        if here and len(key) < here.end - at:
            key = stems[at : here.end]
        key = key or (stems[at],)
        concepts = {
            (n.start - at, n.end - at): n.concept for n in named.values() if at <= n.start <= n.end <= at + len(key)
        }
        if unit := _unit(key, concepts, spoken[at].script, kin):
            yield unit
        at += len(key)


def _keys(stems: Key) -> Iterator[Key]:
    """All that begins where it begins, the longest first."""
    return (stems[:end] for end in range(len(stems), 0, -1))


def _unit(key: Key, concepts: Mapping[tuple[int, int], Concept], script: Script, kin: _Kin) -> Unit | None:
    groups = kin.groups.get(key, frozenset())
    if script is Script.NUMBER:
        if _YEAR.fullmatch(key[0]):
            return None
        return Unit(groups | {f"#{key[0]}"}, 1, idle=False)
    concept = concepts.get((0, len(key)))
    if concept and concept.kind is Kind.PLACE and not groups:
        return None
    names = {span: concept.name for span, concept in concepts.items() if concept.name not in kin.broad}
    name = names.get((0, len(key)), "")
    keys = groups | {" ".join(key)} | ({f"={name}"} if name else frozenset())
    by_word = script is Script.LATIN or not groups
    generic = name in _GENERIC and not (groups and len(key) > 1)  # who is "kicked off" a list does not begin
    idle = key in kin.idle or generic or (by_word and all((word,) in kin.idle for word in key))
    lone = len(key) == 1 and script is Script.HAN and not groups
    pieces = tuple(_pieces(key, names, kin))
    weight = _LONE if lone else max(1, len(pieces))
    return Unit(keys, weight, idle, pieces, key in kin.light, known=bool(groups or name or concept))


def _pieces(key: Key, names: Mapping[tuple[int, int], str], kin: _Kin) -> Iterator[frozenset[str]]:
    """What the words of several say one by one, without idle ones."""
    at = 0
    while at < len(key) > 1:
        rest = key[at:] if at else key[:-1]
        piece = next((each for each in _keys(rest) if each in kin.groups or each in kin.idle), rest[:1])
        name = names.get((at, at + len(piece)), "")
        empty = piece in kin.idle and (len(piece) > 1 or piece[0].isascii())
        if not empty and name not in _GENERIC:
            yield kin.groups.get(piece, frozenset()) | {" ".join(piece)} | ({f"={name}"} if name else frozenset())
        at += len(piece)


def telling(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Those that say something, each once."""
    return tuple(dict.fromkeys(unit for unit in units if not unit.idle))


def naming(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units of a title that name its matter: neither its measure nor words such as "sector", if it has others."""
    some = telling(units) or tuple(unit for unit in units if any(key[0] == "~" for key in unit.keys))
    named = tuple(unit for unit in some if not any(measures_of(key.replace(" ", "")) for key in unit.keys))
    return weighed(named or some)


def weighed(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Those that say something, its measure too; such as people leave out count for less."""
    return tuple(replace(unit, weight=_LIGHT) if unit.light else unit for unit in telling(units) or units)


def met(unit: Unit, others: frozenset[str]) -> float:
    """How much of it is said there: all, as one, or some of its words."""
    if not unit.keys.isdisjoint(others):
        return 1.0
    return sum(not piece.isdisjoint(others) for piece in unit.pieces) / (len(unit.pieces) or 1)


def keys_of(units: Iterable[Unit]) -> frozenset[str]:
    return frozenset().union(*(unit.keys for unit in units))


def all_of(units: Iterable[Unit]) -> frozenset[str]:
    """The same with all that their words say one by one."""
    return frozenset().union(*(unit.keys.union(*unit.pieces) for unit in units))
