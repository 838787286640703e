"""Telegram's HTML as the bot writes it: what a reader sees, how long that is, how it reads without tags."""

import re
from html import unescape
from typing import Final

LONGEST_MESSAGE: Final = 4096
"""UTF-16 units that Telegram shows in one message."""

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


def cut(text: str, room: int) -> str:
    """The text, its end replaced by … where it has more than `room` UTF-16 units.

    >>> cut("a long sentence", 9)
    'a long s…'
    """
    if units(text) <= room:
        return text
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * max(room - 1, 0)].decode("utf-16-le", "ignore")
    return head.rstrip() + "…"
