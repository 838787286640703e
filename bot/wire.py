"""Numbers and ids as buttons carry them."""

from typing import Final

from knowledge.facts import LONGEST_ID

LARGEST: Final = 2**53
"""Telegram's ids stay below this; eleven characters in base 36, so that a fact and its asker fit together."""

NUMBER: Final = r"[0-9a-z]{1,11}"
ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def fits(name: str, *numbers: int) -> bool:
    """Whether they are an id and numbers that we could have sent."""
    return len(name) <= LONGEST_ID and all(number < LARGEST for number in numbers)


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
