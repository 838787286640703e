"""Telegram's HTML: the few tags it knows, and what a reader sees of a message written in them.

Stricter than Telegram where Telegram is silently lenient and a reader would suffer for it: a bare `&` or `>`
(shown as typed), an attribute or an address it does not know (dropped), a blockquote inside a blockquote and
marks inside code (flattened), more than 100 marks (the rest lost). A bot that escapes never meets this.
"""

import re
from html import unescape
from typing import Final
from urllib.parse import urlsplit

PLAIN: Final = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre"})
ATTRIBUTES: Final = {
    "a": re.compile(r' href="[^"<>]+"'),
    "span": re.compile(r' class="tg-spoiler"'),
    "tg-emoji": re.compile(r' emoji-id="\d+"'),
    "code": re.compile(r'( class="language-[^"<>\s]+")?'),
    "blockquote": re.compile(r"( expandable)?"),
}
"""Tags that may or must carry something, and what."""

MOST_MARKS: Final = 100
"""Telegram keeps no more entities than this in one message."""

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>[^<>]*)>"
    r"|(?P<entity>&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);)"
    r"|(?P<text>[^<>&]+)"
    r"|(?P<stray>.)",
    re.DOTALL,
)


class MarkupError(ValueError):
    """Why Telegram cannot read a message, in Telegram's manner of saying it."""


def units(text: str) -> int:
    """How long a text is to Telegram: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def visible(html: str) -> str:
    """What a reader sees: the text without its tags, entities read."""
    shown: list[str] = []
    nested: list[str] = []
    marks = 0
    for token in _TOKEN.finditer(html):
        at = len(html[: token.start()].encode())
        if token["tag"] is None:
            shown.append(_read_text(token, at))
        elif token["end"]:
            _close(token["tag"].lower(), nested, at)
        else:
            _check_start(token["tag"].lower(), token["attributes"].rstrip(), nested, at)
            nested.append(token["tag"].lower())
            marks += 1
    if nested:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{nested[-1]}"')
    if marks > MOST_MARKS:
        raise MarkupError(f"more than {MOST_MARKS} entities: Telegram would drop the rest")
    return "".join(shown)


def addresses(html: str) -> tuple[str, ...]:
    """Where the links of a message lead, in order."""
    return tuple(unescape(address) for address in re.findall(r'<a href="([^"]*)">', html))


def _read_text(token: re.Match[str], at: int) -> str:
    if token["stray"] is not None:
        raise MarkupError(f'Unescaped "{token["stray"]}" at byte offset {at}')
    return unescape(token[0]) if token["entity"] else token[0]


def _close(tag: str, nested: list[str], at: int) -> None:
    if not nested:
        raise MarkupError(f"Unexpected end tag at byte offset {at}")
    if nested[-1] != tag:
        raise MarkupError(f'Unmatched end tag at byte offset {at}, expected "</{nested[-1]}>", found "</{tag}>"')
    nested.pop()


def _check_start(tag: str, attributes: str, nested: list[str], at: int) -> None:
    if tag not in PLAIN and tag not in ATTRIBUTES:
        raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {at}')
    allowed = ATTRIBUTES.get(tag)
    if not (allowed.fullmatch(attributes) if allowed else not attributes):
        raise MarkupError(f'Tag "{tag}" at byte offset {at} may not carry "{attributes.strip()}"')
    if tag == "a" and not valid_address(unescape(attributes.strip().removeprefix("href=").strip('"'))):
        raise MarkupError(f'Tag "a" at byte offset {at} has an address that Telegram does not follow')
    if tag == "blockquote" and "blockquote" in nested:
        raise MarkupError(f"Nested blockquote at byte offset {at}")
    if "code" in nested or ("pre" in nested and (tag != "code" or nested[-1] != "pre")):
        raise MarkupError(f'Tag "{tag}" at byte offset {at} stands inside code')


def valid_address(address: str) -> bool:
    """Whether Telegram makes a link or a button of it."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https", "tg"} and bool(parts.netloc) and not re.search(r"\s", address)
