"""Titles to ids: small letters, digits and hyphens, short enough for a button."""

import re
import unicodedata
from collections.abc import Container
from hashlib import sha256
from typing import Final

from knowledge.facts import LONGEST_ID, Period, Topic, Unstated

_DIGEST: Final = 8
"""Hexadecimal digits; enough to keep apart the titles of one table."""

_FACT_DIGEST: Final = 6
"""Enough to keep apart the facts of one topic and period."""


def slug(title: str) -> str:
    """The id of a title; one with letters that no id can hold ends in a digest. "" without letters.

    >>> slug("Patents held, on average")
    'patents-held-on-average'
    """
    letters = unicodedata.normalize("NFKD", title).lower()
    lost = any(letter.isalnum() and not letter.isascii() for letter in letters)
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    if not lost:
        return _cut("-".join(words), LONGEST_ID)
    return _with_tail("-".join(words or ["topic"]), _digest(title.strip(), _DIGEST))


def new_id(title: str, taken: Container[str]) -> str:
    """An id for a topic of that title which no other topic has."""
    plain = slug(title) or "topic"
    return _with_tail(plain, _digest(title, _DIGEST)) if plain in taken else plain


def fact_id(topic: Topic, period: Period | Unstated, content: str) -> str:
    """An id that tells topic and period to a reader, and the content by a digest."""
    when = period.end.isoformat() if isinstance(period, Period) else "undated"
    return _with_tail(topic.id, f"{when}-{_digest(content, _FACT_DIGEST)}")


def _with_tail(start: str, tail: str) -> str:
    return f"{_cut(start, LONGEST_ID - len(tail) - 1)}-{tail}"


def _cut(text: str, longest: int) -> str:
    return text[:longest].rstrip("-")


def _digest(text: str, length: int) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()[:length]
