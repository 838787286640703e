"""The words that tie a number down, before and after it: "more than", "nearly", 超过, "-odd", 左右."""

import re
from typing import Final

from knowledge.facts import Bound
from knowledge.numerals import FLAGS

# fmt: off
_BEFORE: Final = {
    Bound.EXACTLY: ("add up to", "adds up to", "added up to"),
    Bound.AT_MOST: (
        "at most", "at the most", "up to", "no more than", "not more than", "no higher than", "not exceeding",
        "as many as", "as much as", "capped at", "a maximum of",
        "最多", "最高", "至多", "不超过", "不超過", "不多于", "不高于",
    ),
    Bound.AT_LEAST: (
        "at least", "no fewer than", "not fewer than", "no less than", "not less than", "a minimum of",
        "至少", "最少", "不少于", "不少於", "不低于", "不低於", "不下",
    ),
    Bound.NEARLY: (
        "nearly", "almost", "close to", "approaching", "just under", "just below", "just shy of", "not quite",
        "将近", "將近", "接近", "逼近", "近",
    ),
    Bound.OVER: (
        "over", "more than", "just over", "above", "exceed", "exceeds", "exceeded", "exceeding", "upwards of",
        "upward of", "past", "passed", "greater than", "higher than", "surpass", "surpasses", "surpassed",
        "surpassing", "topped", "topping",
        "超过", "超過", "超", "已超", "突破", "逾", "上", "高于", "高於", "多于", "大于",
    ),
    Bound.UNDER: (
        "under", "less than", "fewer than", "below", "lower than", "short of",
        "不到", "不足", "不及", "低于", "低於", "少于", "少於", "小于", "未满", "未滿",
    ),
    Bound.ABOUT: (
        "about", "around", "roughly", "some", "approximately", "approx", "approx.", "circa", "an estimated",
        "~", "≈", "大约", "大約", "大概", "大致", "约", "約", "差不多",
    ),
}
_AFTER: Final = {
    Bound.OVER: ("多", "余", "餘", "-plus", " plus", "+"),
    Bound.AT_LEAST: (" or more", " or above", "以上", "及以上", "或以上"),
    Bound.AT_MOST: (" or less", " or fewer", " or below", "以内", "以內"),
    Bound.UNDER: ("以下",),
    Bound.ABOUT: ("-odd", " odd", " or so", "左右", "上下", "前后", "前後"),
}
# fmt: on

_DEGREE = r"(?:(?:a little|slightly|somewhat|well|only)\s)?"

_OF_WHAT = r"(?:[占佔][^，。；,;]{0,12}的|[有为為达達占佔共合计計了]{1,2})?"
"""Chinese puts a verb between the bound and the number, and names the whole there: 约有, 约占全国总数的一成半."""


def _groups(table: dict[Bound, tuple[str, ...]]) -> str:
    return "|".join(
        f"(?P<{bound.name}>{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
        for bound, words in table.items()
    )


_PASSED: Final = r"(?:^|(?<=[^\u3400-\u9fff])|(?<=[已均都将將就早总總量数數值率额額入比利润潤模重度业業司家]))[过過]"
"""After a verb the same character says that something was done before: 更换过1.4次."""

_ENDING: Final = re.compile(rf"(?<![A-Za-z]){_DEGREE}(?:{_groups(_BEFORE)}|(?P<PASSED>{_PASSED})){_OF_WHAT}\s?$", FLAGS)
_BEGINNING: Final = re.compile(rf"(?:{_groups(_AFTER)})(?![A-Za-z])", FLAGS)


def bound_before(text: str) -> tuple[Bound, int] | None:
    """What the end of a text says of the number that follows, and where those words begin.

    Of words that end in the same place the longest count: "no more than" is not "more than".
    """
    match = _ENDING.search(text)
    if match is None or match.lastgroup is None:
        return None
    return Bound.OVER if match.lastgroup == "PASSED" else Bound[match.lastgroup], match.start()


def bound_after(text: str, position: int) -> tuple[Bound | None, int]:
    """What the text from there on says of the number before it, and where those words end."""
    match = _BEGINNING.match(text, position)
    return (Bound[match.lastgroup], match.end()) if match and match.lastgroup else (None, position)
