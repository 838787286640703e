"""Telegram's HTML as the bot writes it: what a reader sees, how long that is, how it reads without tags."""

import re
from html import unescape
from typing import Final

LONGEST_MESSAGE: Final = 4096
"""UTF-16 units that Telegram shows in one message."""

_TIGHT: Final = 16
"""Units that are too few for two ends of a text."""

_LONG_WORD: Final = 16
"""Letters that are too many to be dropped for the sake of a whole word."""

_TAGS = re.compile(r"</?(?:b|i|code)>|<blockquote expandable>|</blockquote>|</a>|<a href=\"[^\"]*\">")
_LINKS = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def plain_of(html: str) -> str:
    """The text that a reader sees, links spelled out and source sentences between quotation marks.

    >>> plain_of('<b>over 5,000</b> firms, <a href="https://a.example/?b&amp;c">A &amp; B</a>')
    'over 5,000 firms, A & B (https://a.example/?b&c)'
    """
    text = _LINKS.sub(r"\2 (\1)", html)
    text = text.replace("<blockquote expandable>", "“").replace("</blockquote>", "”")
    return unescape(_TAGS.sub("", text))


def visible(html: str) -> int:
    """UTF-16 units that Telegram counts: the text alone, without tags and addresses."""
    return units(unescape(_TAGS.sub("", html)))


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def squeezed(text: str, room: int) -> str:
    """The text, its middle replaced by … where it has more than `room` units: titles differ at both their ends.

    >>> squeezed("Little giants' share of the profits of industrial SMEs above designated size", 60)
    "Little giants' share of the profits of … designated size"
    """
    if units(text) <= room or room < _TIGHT:
        return cut(text, room)
    last = _first_units(text[::-1], room // 3)
    last = _whole_words(last, text[::-1])[::-1]
    first = _whole_words(_first_units(text, room - units(last) - len(" … ")), text)
    return f"{first} … {last}"


def _first_units(text: str, room: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")


def _whole_words(head: str, text: str) -> str:
    """The beginning of the text without its last, broken word; Chinese has no gaps to break it at."""
    words, gap, broken = head.rpartition(" ")
    whole = text[len(head) :].startswith(" ") or not gap or len(broken) > _LONG_WORD
    return (head if whole else words).strip()


def cut(text: str, room: int) -> str:
    """The text, its end replaced by … where it has more than `room` UTF-16 units.

    >>> cut("a long sentence", 9)
    'a long s…'
    """
    if units(text) <= room:
        return text
    return _first_units(text, max(room - 1, 0)).rstrip() + "…"
