"""What a curator sends: a draft, what is wrong with it, and the fact it would become."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from knowledge.facts import (
    LONGEST_ID,
    UNSTATED,
    Fact,
    Figure,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Unstated,
    Wording,
)
from knowledge.figures import likeliest, read_figure, read_figures
from knowledge.periods import read_period

LONGEST_SENTENCE: Final = 1000
"""Characters. A source sentence longer than this would crowd the figure out of a message."""

LONGEST_PHRASING: Final = 200
"""Characters. Nobody asks a longer question, and a button could not show it."""

_LONGEST_FIELD: Final = 300
_TITLE_WORDS: Final = 8
"""Words of a sentence that stand in for a topic's title until a curator gives a better one."""

_FIELDS: Final = {
    "url": "source|url|link|来源|來源|出处|出處|链接|連結",
    "topic": "topic|主题|主題|话题|話題",
    "period": "period|date|时间|時間|期间|期間|时期|時期",
    "place": "place|where|地点|地點|地区|地區",
    "figure": "figure|value|数字|數字|数值|數值",
    "publisher": "publisher|发布者|發布者|发布方|發布方",
    "title": "title|headline|标题|標題",
    "published": "published|发布日期|發布日期|发布时间|發布時間",
    "ask": "ask|asks|question|phrasing|问法|問法|问题|問題",
    "sentence": "sentence|quote|原文|原句",
}
_FIELD: Final = re.compile(
    rf"\s*(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _FIELDS.items())})\s?[:：]\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"“”「」《》（），。；]+", re.IGNORECASE)
_CLOSERS: Final = ".,;:!?)]}'’"
"""Punctuation that ends the sentence around an address and not the address."""

_QUOTES: Final = '"“”「」『』'
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact as a curator wrote it down; what was not given is empty."""

    sentence: str = ""
    url: str = ""
    publisher: str = ""
    title: str = ""
    published: str = ""
    topic: str = ""
    period: str = ""
    place: str = ""
    figure: str = ""
    phrasings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a draft from becoming a fact, and what to do about it."""

    field: str
    text: str


def read_draft(text: str, quoted: str = "") -> Draft:
    """A sentence, an address and `name: value` lines in any order; `quoted` is the message it replies to."""
    fields: dict[str, str] = {}
    phrasings: list[str] = []
    prose: list[str] = []
    for line in text.splitlines():
        match = _FIELD.fullmatch(line)
        name = match.lastgroup_name if False else _field_of(match)
        if match is None:
            prose.append(line)
        elif name == "ask":
            phrasings += _asked(match["rest"])
        else:
            fields[name] = match["rest"].strip()
    return _with_prose(Draft(**fields, phrasings=tuple(dict.fromkeys(phrasings))), "\n".join(prose), quoted)
