"""What a text says, word by word and in any words: the units in which a question is held against an added fact.

Words that mean the same there stand in a file of their own; the lexicon, by which all other questions are read, is
not touched by it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
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

_LONE: Final = 0.5
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
    parts: frozenset[str] = frozenset()
    """What its words say one by one: a tax refund has to do with taxes."""
    light: bool = False
    """Whether people leave it out: the platforms of "industrial internet platforms"."""
    halves: tuple[frozenset[str], ...] = ()
    """What it says in two, where both are known: to be big on the world market is to be so on the market, worldwide."""


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
    return tuple(stem(word.text) for word in words(normalise(wording)))


@lru_cache(maxsize=READ)
def gist(text: str, lexicon: Lexicon) -> tuple[Unit, ...]:
    """The units of a text in order; dates and places are no part of it, numbers are."""
    normal = normalise(text)
    dates = read_periods(normal, today=_ANY_DAY)
    spoken = [word for word in words(normal) if not any(d.start < word.end and word.start < d.end for d in dates)]
    return tuple(_units(tuple(spoken), lexicon))


def _units(spoken: tuple[Word, ...], lexicon: Lexicon) -> Iterator[Unit]:
    kin, stems, at = _kin(), [stem(word.text) for word in spoken], 0
    named = {each.start: each for each in lexicon.read(spoken) if each.concept.kind not in _ASKING}
    while at < len(spoken):
        here = named.get(at)
        key = next((key for key in _keys(stems, at, kin.longest) if key in kin.groups or key in kin.idle), ())
        if here and len(key) < here.end - at and here.concept.name not in kin.broad:
            key = tuple(stems[at : here.end])
        key = key or (stems[at],)
        concept = here.concept if here and here.end - at <= len(key) else None
        if unit := _unit(key, concept, spoken[at].script, kin):
            yield unit
        at += len(key)


def _keys(stems: list[str], at: int, longest: int) -> Iterator[Key]:
    return (tuple(stems[at:end]) for end in range(min(len(stems), at + longest), at, -1))


def _unit(key: Key, concept: Concept | None, script: Script, kin: _Kin) -> Unit | None:
    groups = kin.groups.get(key, frozenset())
    if script is Script.NUMBER:
        return Unit(groups | {f"#{key[0]}"}, 1, idle=False)
    if concept and concept.kind is Kind.PLACE and not groups:
        return None
    name = concept.name if concept and concept.name not in kin.broad else ""
    keys = groups | {" ".join(key)} | ({f"={name}"} if name else frozenset())
    idle = key in kin.idle or name in _GENERIC or all((word,) in kin.idle for word in key)
    lone = len(key) == 1 and script is Script.HAN and not groups
    halves = _halves(key, kin)
    parts = frozenset().union(*({word} | kin.groups.get((word,), frozenset()) for word in key), *halves)
    weight = _LONE if lone else max(1, len(halves))
    return Unit(keys, weight, idle, parts, key in kin.light, halves)


def _halves(key: Key, kin: _Kin) -> tuple[frozenset[str], ...]:
    for at in range(1, len(key)):
        first, second = kin.groups.get(key[:at]), kin.groups.get(key[at:])
        if first and second and first.isdisjoint(second):
            return first, second
    return ()


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


def met(unit: Unit, others: frozenset[str]) -> bool:
    """Whether it is said there, as one or in two."""
    halves = bool(unit.halves) and not any(half.isdisjoint(others) for half in unit.halves)
    return halves or not unit.keys.isdisjoint(others)


def keys_of(units: Iterable[Unit]) -> frozenset[str]:
    return frozenset().union(*(unit.keys for unit in units))


def all_of(units: Iterable[Unit]) -> frozenset[str]:
    """The same with all that their words say one by one."""
    return frozenset().union(*(unit.keys | unit.parts for unit in units))
