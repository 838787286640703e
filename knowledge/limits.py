"""What a text may be like to be taken in, from a chat or from a file: short enough, and with something to see."""

import unicodedata
from typing import Final

LONGEST: Final = {
    "sentence": 1000,
    "ask": 250,
    "topic": 120,
    "place": 80,
    "publisher": 200,
    "title": 300,
    "period": 120,
    "figure": 200,
    "url": 2000,
}
"""Characters; what a reader takes in at a glance. A longer sentence would crowd the figure out of a message, nobody
asks a longer question, and browsers take no longer address. `topic` is the title of a topic, `title` that of a page."""


def visible(text: str) -> str:
    """Without format characters: nobody sees them, and they can turn what is seen around."""
    if text.isascii():
        return text
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def says_nothing(text: str) -> bool:
    """Whether there is neither a letter nor a digit in it, in any script."""
    return not any(character.isalnum() for character in text)
