"""A text to what is asked in it: courtesies apart, one part for each thing asked at once."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.periods import Mention
from knowledge.words import LONGEST

MOST: Final = 8
"""Parts of one message that are read. More are a pasted text, and no list of questions."""

_SENTENCES = re.compile(r"(?<=[.!?,;:。！？，；：\n])(?!(?<=[0-9][.,:])[0-9])\s*(?=\S)")
_PARTS = re.compile(
    r"(?:[;、。?？!！;，；+\n]|,(?!(?<=[0-9],)[0-9]))+|\s&\s"
    r"|\band\b(?! (?:sophisticated|medium|development)\b)"
    r"|\b(?:plus|as well as|vs|versus|n|but|compared? (?:with|to))\b|\([a-z0-9]\)"
    r"|\bor\b(?= (?:the|their|its) (?:share|number|part|portion|slice))"
    r"|\bthan\b(?!\s*(?:\d|an?|half|one|two|three|five|ten|in|on|before|at|ever)\b)"
    r"|以及|还有|另外|跟(?![^,，。?？]*(?:有关|关系|相关))|和|及|与|(?<![占佔])比(?![例重率较\d]|[前上去同往]一?年|同期)",
    re.IGNORECASE,
)
_COMMAS: Final = frozenset({",", "，"})

_NOT_THIS = re.compile(
    r"\s*(?:(?:and |but )?not (?!(?:even|only|just|yet|to|in|at|all|every|many|one)\b)"
    r"|not (?:at|by) the (?:start|beginning|end|close)\b|rather than |instead of |never mind |forget )"
    r"|\s*i (?:do not|don't|dont) (?:want|mean|need|ask)|\s*(?:而?不是|不要|不问|别扯|别提|先不说|不管)",
    re.IGNORECASE,
)

_ASIDE = re.compile(
    r"(?:^|[,，])\s*(?:(?:and |but )?(?:"
    r"(?:in|as an?|by) (?:percent(?:age)?(?: terms)?|share|proportion|total|all)"
    r"|percentage(?:[ -]wise)?(?: please)?|(?:in )?percent(?: please)?|percentually|please|pls"
    r"|on average|roughly(?: speaking)?|approximately|about|exactly|if any|if at all|all told|altogether|in total|say"
    r"|nearly|give or take|more or less|at least|at most|in the end|overall|per firm|each|by now|so far|you know"
    r"|at home and abroad|(?:domestic|chinese) (?:or|and|as well as) (?:foreign|international)|to be (?:precise|exact)"
    r"|out of (?:them |these )?all[^,，?]{0,40}|(?:i mean|i\.e\.|that is|meaning)(?: (?!how|what)[^,，?]{1,30})?"
    r"|(?:in terms of|when it comes to|as regards|regarding|concerning|with regards? to|measured by|going by)"
    r" [^,，?]{1,40}"
    r"|[从就按以论][^,，?？]{1,12}(?:来看|上看|看|而言|来说|来讲|来算|计算?)"
    r"|按比例(?:算|来说)?|平均下来|大概|大约|总共|一共|到目前为止|目前|不论国内国外|无论国内国外|准确地?说|具体"
    r"))\s*(?=[,，?？]|$)",
    re.IGNORECASE,
)
"""Between commas what belongs to the question around it, and asks nothing by itself: ", as a percentage, "."""

_AFTERTHOUGHT = re.compile(
    r"\s*(?:according to|as per|based on|please|pls|thanks?|thx|remind|tell|give|just|roughly|exactly)"
    r"|\s*(?:in (?:percent|total)|on average)"
    r"|\s*(?:据|按|根据|请|给我|麻烦|谢|帮)",
    re.IGNORECASE,
)

Cut = tuple[int, int]
"""From where to where nothing belongs to any part."""

_ASKS = re.compile(
    r"\b(?:how|what|wat|which|who|whose|why|when|is|are|do|does|share|part|slice|portion|proportion|percent|percentage|number|count|total|average)\b|%"
    r"|[几多]|(?:[家户]数|数[量目]|总[量数])\s*$|了没|什么|啥|咋|哪|谁|吗|呢|有没有|是不是|是否|比例|占比|比重|怎",
    re.IGNORECASE,
)


_EXPLAINING = re.compile(r"\s*(?:i mean\b|i\.e\.|in other words|我(?:的意思)?是[说指]|我指|也就是)", re.IGNORECASE)

_OF_THEM = re.compile(r"\bof (?:them|those|these|which)\b|其中|里面有", re.IGNORECASE)

_QUESTIONS = re.compile(
    r"\b(?:how|what|wat|which|who|whose|why|when|where|whether|many|true|right|correct|really|share|number)\b|\?"
    r"|^\W*(?:(?:so|and|but|ok|well|hey|hi) )?(?:is|are|was|were|do|does|did|has|have|can|could|will|would"
    r"|tell|give|check|verify|confirm)\b"
    r"|[几吗呢谁啥哪]|多少|什么|是不是|是否|对不对|有没有|真的|怎|核实|占比|比例|比重|核对|确认",
    re.IGNORECASE,
)
"""Words one of which is in nearly all that asks; what only tells has none."""

_WHAT = re.compile(r"\b(?:how|what|wat|which|who|whose|why|when|where)\b|[几谁啥哪]|多少|什么|怎|呢", re.IGNORECASE)

_HOW_MANY = re.compile(r"\bhow many\b|[多几][少]?[家个]", re.IGNORECASE)


def sentences(text: str) -> tuple[str, ...]:
    """Every stretch between punctuation, the marks kept with what they close."""
    return tuple(sentence for sentence in _SENTENCES.split(text[:LONGEST]) if sentence.strip())


def parts(normal: str, periods: Sequence[Mention]) -> tuple[str, ...]:
    """What may be a question of its own; nothing for a text of one part, or of too many.

    `normal` is normalised, and "between 2021 and 2025" in it is one thing.
    """
    within = [*((period.start + 1, period.end) for period in periods), *_asides(normal)]
    cuts = [cut.span() for cut in _PARTS.finditer(normal) if not any(a <= cut.start() < b for a, b in within)]
    cuts = [cut for cut in cuts if not _leads_on(normal, cut, cuts, periods)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(normal)]
    found = tuple(part for start, end in zip(starts, ends, strict=True) if (part := normal[start:end]).strip())
    return found if 1 < len(found) <= MOST else ()


def _asides(normal: str) -> Iterator[Cut]:
    """With the commas on both sides of each."""
    return ((aside.start(), aside.end() + 1) for aside in _ASIDE.finditer(normal))


def _leads_on(normal: str, cut: Cut, cuts: Sequence[Cut], periods: Sequence[Mention]) -> bool:
    """Whether a comma parts nothing: "sales-wise, how big are they", "number of firms, end of 2024"."""
    if normal[slice(*cut)].strip() not in _COMMAS:
        return False
    start = max((end for _, end in cuts if end <= cut[0]), default=0)
    end = min((start for start, _ in cuts if start >= cut[1]), default=len(normal))
    before, after = (start, cut[0]), (cut[1], end)
    stop = min((a for a, b in cuts if a >= cut[1] and normal[a:b].strip() not in _COMMAS), default=len(normal))
    if _dated(after, periods) and not _is_when(before, normal, periods):
        return _is_when(after, normal, periods) and not _dated(before, periods)
    listed = any(asks(normal[:start]) for start, _ in cuts if start < cut[0])  # "how many, the mean outlay, the share"
    asked = asks(normal[cut[1] : stop]) or normal[stop : stop + 1] in {"?", "？"}
    leads = asked and not asks(normal[slice(*before)])
    if stop == end == len(normal) and _AFTERTHOUGHT.match(normal, cut[1]) and asks(normal[slice(*before)]):
        return True
    return leads and not listed and not _is_when(before, normal, periods)


def _dated(where: Cut, periods: Sequence[Mention]) -> int:
    """Characters of dates there."""
    return sum(period.end - period.start for period in periods if where[0] <= period.start < where[1])


def _is_when(where: Cut, normal: str, periods: Sequence[Mention]) -> bool:
    """Whether there is little but a date: "during the 14th plan"."""
    dated = _dated(where, periods)
    return bool(dated) and len(normal[slice(*where)].strip()) - dated <= len("during the")


def explains(part: str) -> bool:
    """Whether it only says again what was meant: "I mean …"."""
    return _EXPLAINING.match(part) is not None


def of_them(part: str) -> bool:
    """Whether it asks about some of those that were asked about before: "… and how many of them are in Shanghai"."""
    return _OF_THEM.search(part) is not None


def tells(part: str) -> bool:
    """Whether it asks nothing: "they take 13.7 percent of the profits"."""
    return _QUESTIONS.search(part) is None


def asks_what(part: str) -> bool:
    """Whether it asks for more than yes or no."""
    return _WHAT.search(part) is not None


def counts_what(part: str) -> bool:
    """Whether it asks how many there are of them."""
    return _HOW_MANY.search(part) is not None


def ruled_out(part: str) -> bool:
    """Whether it says what is not asked about: "sales, not profit"."""
    return _NOT_THIS.match(part) is not None


def asks(part: str) -> bool:
    """Whether it has a word that asks; the rest of a chatty message has none."""
    return _ASKS.search(part) is not None
