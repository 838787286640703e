"""A JSON or TOML object read field by field: what is wrong is noted, and the reading goes on."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar

from knowledge.facts import Wording
from knowledge.limits import LONGEST, says_nothing, visible

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,200}(\.[0-9]{1,200})?([eE][+-]?[0-9]{1,3})?")
_HALF = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

WIDEST: Final = 40
"""Places before or after the decimal point. Nobody counts so far, and 1e999999999 would fill the memory."""

LONGEST_SHOWN: Final = 60
"""Characters of a wrong value that a message repeats."""

_Choice = TypeVar("_Choice", bound=StrEnum)
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a file; `line` 0 stands for the whole of it."""

    line: int
    field: str
    what: str
    sheet: str = ""
    """Which one of a workbook it stands in."""

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "the file"
        place = f"sheet {self.sheet}, {place}" if self.sheet and self.line else place
        text = f"{place}, {self.field}: {self.what}" if self.field else f"{place}: {self.what}"
        return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


@dataclass(slots=True)
class Faults:
    """The faults of a file, and the line that is being read."""

    line: int = 0
    found: list[RowFault] = field(default_factory=list)
    sheet: str = ""

    def note(self, where: str, what: str) -> None:
        self.found.append(RowFault(self.line, where, what, self.sheet))


@dataclass(frozen=True, slots=True)
class Fields:
    """One object.

    A field that is wrong is noted and reads as a stand-in, so that the next one is looked at too; what is
    made of a file with faults is never used.
    """

    data: Mapping[str, object]
    faults: Faults
    at: str = ""

    @classmethod
    def of(cls, value: object, faults: Faults, at: str, known: tuple[str, ...] = ()) -> "Fields":
        """The object there. A key that is not `known` is a fault: a misspelt one would be lost in silence."""
        if not isinstance(value, Mapping):
            faults.note(at, "must be an object with " + (", ".join(known) if known else "names and values"))
            return cls({}, Faults(), at)  # what is missing in it goes without saying
        fields = cls({str(key): held for key, held in value.items() if held is not None}, faults, at)
        for key in value if known else ():
            if key not in known:
                near = get_close_matches(key, known, 1, 0.5)
                fields.note(key, f"is not known: write {near[0]}" if near else f"is not known, but {', '.join(known)}")
        return fields

    def note(self, name: str, what: str) -> None:
        self.faults.note(f"{self.at}.{name}".strip("."), what)

    def child(self, name: str, known: tuple[str, ...] = ()) -> "Fields":
        return Fields.of(self.data.get(name), self.faults, f"{self.at}.{name}".strip("."), known)

    def children(self, name: str, known: tuple[str, ...]) -> Iterator["Fields"]:
        for number, value in enumerate(self._list(name)):
            yield Fields.of(value, self.faults, f"{self.at}.{name}[{number}]".strip("."), known)

    def _list(self, name: str) -> list[object]:
        value = self.data.get(name, [])
        if isinstance(value, list):
            return value
        self.note(name, "must be a list [ … ]")
        return []

    def text(self, name: str, default: str | None = None, *, instead: str = "?", limit: str = "") -> str:
        """`default` is for a field left out, and may be blank; `instead` is for one that is wrong."""
        value = self.data.get(name, default)
        if value is None:
            self.note(name, "is missing")
            return instead
        return value if value == default and isinstance(value, str) else self._text(name, value, instead, limit)

    def _text(self, name: str, value: object, instead: str = "?", limit: str = "") -> str:
        """What can be seen of it; `limit` names how long it may be, and that it has to say something."""
        seen = visible(value) if isinstance(value, str) else ""
        if not isinstance(value, str):
            self.note(name, f"must be text, not {_shown(value)}")
        elif not value.strip():
            self.note(name, "is empty")
        elif _HALF.search(value):
            self.note(name, "holds half a character: write it anew")
        elif limit and says_nothing(seen):
            self.note(name, "has neither a letter nor a digit in it: write what can be read")
        elif limit and len(seen) > LONGEST[limit]:
            self.note(name, f"has {len(seen)} characters, and {LONGEST[limit]} fit: shorten it")
        else:
            return seen
        return instead

    def prose(self, name: str) -> str:
        """Any text, a blank one too; empty where it is left out."""
        value = self.data.get(name, "")
        return value if isinstance(value, str) and not value.strip() else self._text(name, value, "")

    def titles(self, name: str) -> tuple[Wording, ...]:
        """One text for each language."""
        by_language = self.child(name)
        if not isinstance(self.data.get(name), Mapping):
            return (Wording("?", "en"),)
        return tuple(
            Wording(by_language.text(code, limit="topic"), by_language.language(code)) for code in by_language.data
        )

    def wordings(self, name: str, *, limit: str = "") -> tuple[Wording, ...]:
        """Lists of texts, language by language; none where the field is left out."""
        return self.child(name).all_wordings(limit=limit) if name in self.data else ()

    def all_wordings(self, *, limit: str = "") -> tuple[Wording, ...]:
        return tuple(
            Wording(self._text(f"{code}[{number}]", text, limit=limit), language)
            for code, language in ((code, self.language(code)) for code in self.data)
            for number, text in enumerate(self._list(code))
        )

    def language(self, code: str) -> str:
        if not _LANGUAGE.fullmatch(code):
            self.note(code, "is no language: write en, zh, or another such code")
        return code

    def day(self, name: str, instead: date) -> date:
        text = self.text(name, instead=instead.isoformat())
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        self.note(name, f"must be a day like 2025-12-31, not {_shown(text)}")
        return instead

    def moment(self, name: str, default: datetime) -> datetime:
        text = self.text(name, default.isoformat())
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            self.note(name, f"must be a moment like 2025-12-31T10:00:00+00:00, not {_shown(text)}")
            return default

    def number(self, name: str) -> Decimal:
        value = self.data.get(name)
        if (isinstance(value, (int, Decimal)) and not isinstance(value, bool)) or (
            isinstance(value, str) and _NUMBER.fullmatch(value)
        ):
            number = Decimal(value)
        elif value is None:
            self.note(name, "is missing")
            return Decimal(0)
        else:
            self.note(name, f"must be a number like 17600 or 3.5, not {_shown(value)}")
            return Decimal(0)
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and abs(exponent) <= WIDEST and number.adjusted() <= WIDEST:
            return number
        self.note(name, f"has more than {WIDEST} places")
        return Decimal(0)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.data.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.note(name, f"must be a whole number from {least} to {most}, not {_shown(value)}")
        return default

    def flag(self, name: str) -> bool:
        """False where it is left out."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.note(name, f"must be true or false, not {_shown(value)}")
        return value is True

    def choice(self, name: str, kinds: type[_Choice], default: _Choice | None = None) -> _Choice:
        value = self.data.get(name, default)
        for kind in kinds:
            if kind == value:
                return kind
        said = "is missing: it" if value is None else f"is {_shown(value)}, but"
        self.note(name, f"{said} must be one of {', '.join(kinds)}")
        return next(iter(kinds))

    def made(self, name: str, make: Callable[[], _Made], instead: _Made) -> _Made:
        """What `make` makes; its objection is a fault of the named field."""
        try:
            return make()
        except ValueError as objection:
            self.note(name, str(objection))
            return instead


def _shown(value: object) -> str:
    """At most a few words of a value, for a message."""
    match value:
        case str():
            text = repr(value[: LONGEST_SHOWN + 1])
        case int() | float() | Decimal():
            text = str(value)
        case list():
            return "a list"
        case _:
            return "an object" if isinstance(value, Mapping) else type(value).__name__
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
