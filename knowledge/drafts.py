"""The text after /add to a draft: a sentence, an address, lines such as `topic: exports` or `主题：出口`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.figures import read_figures
from knowledge.periods import period_spans


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
_TITLE_WORDS: Final = 10
_TITLE_HAN: Final = 24
"""Words, or Chinese characters, of a sentence that stand in for a title until a curator gives a better one."""

_PERIOD: Final = "\ue000"
_FIGURE: Final = "\ue001"
"""Private characters, which no text uses: where a sentence names a period and where it prints a figure."""

_SMALL = (
    "a|an|the|of|in|on|at|by|to|from|for|during|as|since|until|over|with|than|and|or|but|up|down|about|only|just|is|are"
    "|was|were|be|been|has|have|had|that|which|while|there|it|its|they|their|these|those|this|we|he|she|respectively"
)
_WEIGHED = r"(?:a total of|exactly|an average of|an additional|another|altogether|only|just|some)"
_LEFT_OUT: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"^according to [^,]{1,80},\s", ""),
        (rf"^{_FIGURE}\sof\s", ""),
        (rf"(?:[达達]到?|[为為]|[增升降]?至|[约約共])?{_FIGURE}(?=[，。；,;、（(]|$)", ""),
        (rf"\b{_WEIGHED}\s(?={_FIGURE})", ""),
        (rf"(?:\b(?:in|by|at|on|as of|during|since|until|for|from|to)\s)?{_PERIOD}", _PERIOD),
        (
            rf"(?:\b(?:{_SMALL})\s)*[{_PERIOD}{_FIGURE}](?=\s?(?:$|[^\w\s]|(?:{_SMALL})\b|[{_PERIOD}{_FIGURE}]))",
            "",
        ),
        (rf"(?:截至|截止|[在到于至自从從])?{_PERIOD}年?", ""),
        (rf"[{_PERIOD}{_FIGURE}]", ""),
        (r"[(（]\s*[)）]", ""),
        (r"\s+", " "),
        (r"\s(?=[,;.])", ""),
        (r"^[\s,，.。;；:：、-]+", ""),
        (r"^of\s(?:the\s)?", ""),
        (r"^there\s(?:are|were|is|was|have been|had been)\s", ""),
    )
)
"""What goes with a period or a figure that is taken out of a sentence, in this order."""

_DANGLING: Final = re.compile(
    rf"(?:(?:^|\s)(?:{_SMALL})|[\s,，.。;；:：、!?！？-]|[的有为為达達到至])+$", re.IGNORECASE
)
_CLAUSE: Final = re.compile(r"[,;，；。]")
_NAMELESS: Final = re.compile(r"(?:it|they|he|she|we)\b|[它他她其此]", re.IGNORECASE)
"""At the beginning of what names no subject of its own."""

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


def title_of(draft: Draft) -> str:
    """What its topic is called where nobody said it: the first question, else the sentence; "" where neither tells.

    Titles stand on buttons, where no figure may; nor a period, as a topic has facts of several.
    """
    for question in draft.phrasings:
        if not read_figures(question) and not period_spans(question):
            return question
    return next((title for text in (*draft.phrasings, draft.sentence) if (title := _subject(text))), "")


def _subject(text: str) -> str:
    """A text without its figures and periods, as long as a title; "" where too little of it is left."""
    marked = text
    spans = sorted(
        [*((*span, _PERIOD) for span in period_spans(text)), *((*span, _FIGURE) for span in _figure_spans(text))]
    )
    for start, end, mark in reversed(spans):
        marked = marked[:start] + mark + marked[end:]
    for pattern, instead in _LEFT_OUT:
        marked = pattern.sub(instead, marked)
    clause = _CLAUSE.split(marked, maxsplit=1)[0]
    short = clause if _weight(clause) > 1 else marked
    cut = short[:_TITLE_HAN] if has_han(short) else " ".join(short.split()[:_TITLE_WORDS])
    title = _DANGLING.sub("", cut)
    if not _weight(title) or _NAMELESS.match(title) or read_figures(title):
        return ""
    return title[0].upper() + title[1:]


def _figure_spans(text: str) -> Iterator[tuple[int, int]]:
    return ((spotted.start, spotted.end) for spotted in read_figures(text))


def _weight(text: str) -> int:
    """How many of its words say something; two Chinese characters count as a word."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not re.fullmatch(_SMALL, word, re.IGNORECASE)]
    return sum(len(word) // 2 if has_han(word) else 1 for word in words)


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
