"""Numbers, ids and names of fields as buttons carry them."""

import re
from collections.abc import Callable
from typing import Final

from knowledge.facts import LONGEST_ID

Part = Callable[[str], str | int | None]
"""Reads one part of a button; None for what we could not have sent."""

LARGEST: Final = 2**53
"""Telegram's ids stay below this; eleven characters in base 36, so that a fact and its asker fit together."""

_NUMBER: Final = re.compile(r"[0-9a-z]{1,11}")
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD: Final = re.compile(r"[a-z]{1,9}")


def read_id(text: str) -> str | None:
    return text if len(text) <= LONGEST_ID and _ID.fullmatch(text) else None


def read_field(text: str) -> str | None:
    return text if _FIELD.fullmatch(text) else None


def read_number(text: str) -> int | None:
    number = int(text, 36) if _NUMBER.fullmatch(text) else LARGEST
    return number if number < LARGEST else None


def base36(number: int) -> str:
    """Short, and the same alphabet that ids have.

    >>> base36(0), base36(35), base36(36)
    ('0', 'z', '10')
    """
    if not 0 <= number < LARGEST:
        raise ValueError(f"{number} is no id")
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
