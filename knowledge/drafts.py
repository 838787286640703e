"""The text after /add to a draft: a sentence, an address, lines such as `topic: exports` or `主题：出口`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


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


_FIELDS: Final = {
    "url": "source|url|link|(?:数据|資料|资料)?(?:来源|來源)|出处|出處|链接|連結",
    "publisher": "publisher|发布者|發布者|发布方|發布方",
    "title": "title|headline|标题|標題",
    "published": "published|发布日期|發布日期|发布时间|發布時間",
    "topic": "topic|主题|主題|话题|話題",
    "period": "period|时间|時間|期间|期間|时期|時期",
    "place": "place|地点|地點|地区|地區",
    "figure": "figure|数字|數字|数值|數值",
    "ask": "ask|问法|問法",
}
"""The names a line may begin with, in any case."""

_LINE: Final = re.compile(
    r"[ \t]{0,8}(?:[-•*][ \t]?)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
    + r")[ \t]?[:：](?P<rest>.*)",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(rf"(?<=[\s。；，;,.])(?=(?:{'|'.join(_FIELDS.values())})[ \t]?[:：])", re.IGNORECASE)
"""Where a name stands in the middle of a line; a line begins there too."""

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"“”「」《》（），。；、]+", re.IGNORECASE)
_CLOSERS: Final = ".,;:!?)]}'’"
"""Punctuation that ends the words around an address, and not the address."""

_MARKS: Final = " \t<>()[]（）|,，;；-–—"
"""What people put between a publisher and an address."""

_QUOTES: Final = ('""', "“”", "「」", "『』")
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def read_draft(text: str, quoted: str = "") -> Draft:
    """What a curator typed after /add; `quoted`, the message replied to, gives what the text leaves out."""
    given: dict[str, str] = {}
    phrasings: list[str] = []
    prose: list[str] = []
    for line in _INLINE.sub("\n", text).splitlines():
        if (match := _LINE.fullmatch(line)) is None:
            prose.append(line)
        elif match["ask"]:
            phrasings.extend(_asked(match["rest"]))
        else:
            given.setdefault(next(name for name in _FIELDS if match[name]), match["rest"].strip())
    sentence = _sentence("\n".join(prose)) or _sentence(quoted)
    url, publisher = _source(given.get("url", ""))
    return Draft(
        sentence=sentence,
        url=url or next(_addresses("\n".join(prose)), "") or next(_addresses(quoted), ""),
        publisher=given.get("publisher", "") or publisher,
        title=given.get("title", ""),
        published=given.get("published", ""),
        topic=given.get("topic", ""),
        period=given.get("period", ""),
        place=given.get("place", ""),
        figure=given.get("figure", ""),
        phrasings=tuple(dict.fromkeys(phrasings)),
    )


def _asked(line: str) -> Iterator[str]:
    return (question for part in re.split(r"[;；]", line) if (question := part.strip()))


def _addresses(text: str) -> Iterator[str]:
    return (match[0].rstrip(_CLOSERS) for match in _ADDRESS.finditer(text))


def _source(line: str) -> tuple[str, str]:
    """`source: Xinhua, https://…` names the publisher too. A line without an address is kept as it is."""
    url = next(_addresses(line), "")
    return (url, line.replace(url, "").strip(_MARKS)) if url else (line, "")


def _sentence(text: str) -> str:
    """The words without addresses, line breaks, and the quotation marks that enclose all of them."""
    words = " ".join(_ADDRESS.sub(" ", text).split())
    for opening, closing in _QUOTES:
        inner = words[1:-1]
        if words.startswith(opening) and words.endswith(closing) and opening not in inner and closing not in inner:
            return inner.strip()
    return words
