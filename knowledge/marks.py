"""What an answer is worth, where the right one is known."""

from enum import StrEnum


class Mark(StrEnum):
    RIGHT = "right"
    """Exactly the facts asked for; or none, where none answers."""
    WRONG = "wrong"
    """A fact that was not asked for is stated as an answer."""
    PART = "part"
    """Some of the facts asked for, and no other."""
    ASKED = "asked back"
    WITHHELD = "withheld"
