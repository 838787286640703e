"""Text to shares of a whole, in percent: "one in five", "two thirds", half, 九成, 三分之一, 百分之六十."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from knowledge.numerals import COUNT, FLAGS, HAN, Number, blanked, read_count, read_han

SHARE_UNIT: Final = "percent"

_WHOLE: Final = Decimal(100)
_CENT: Final = Decimal("0.01")
_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_WHOLES: Final = {"100": 100, "hundred": 100, "1,000": 1000, "thousand": 1000}
_NTH: Final = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_HAN_NUMBER = rf"(?:(?<![\d.])\d{{1,9}}(?:\.\d{{1,9}})?|{HAN})"

Read = Callable[[re.Match[str]], Decimal | None]


def _of(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """To two decimals, as a third of something has no end; None where that is no share."""
    if not 0 < part < whole:
        return None
    share = _WHOLE * part / whole
    return share if share == share.to_integral_value() else share.quantize(_CENT).normalize()


def _one_in(match: re.Match[str]) -> Decimal | None:
    whole = match["d"].lower()
    return _of(read_count(match["n"]) or 0, _WHOLES.get(whole.split()[-1]) or read_count(whole) or 0)


def _every_nth(match: re.Match[str]) -> Decimal | None:
    return _of(1, _NTH[match["d"].lower()])


def _parts(match: re.Match[str]) -> Decimal | None:
    return _of(read_count(match["n"]) or 0, _PARTS[match["d"].lower()])


def _half(_: re.Match[str]) -> Decimal | None:
    return Decimal(50)


def _han_percent(match: re.Match[str]) -> Decimal | None:
    return read_han(match["n"]) / (1 if match["d"] == "百" else 10)


def _han_parts(match: re.Match[str]) -> Decimal | None:
    return _of(read_han(match["n"]), read_han(match["d"]))


def _tenths(match: re.Match[str]) -> Decimal | None:
    rest = match["rest"] or ""
    if match["n"] == "半":
        return None if rest else Decimal(5)
    return 10 * read_han(match["n"]) + (5 if rest == "半" else read_han(rest) if rest else 0)


_NO_NOUN = r"(?!-?\s?(?:batch|party|time|list|round|phase|group|plan|(?:an?\s)?(?:thousand|million|billion)))"

_NO_TENTH = "(?![为為员員立功果本绩績品型熟])"
_EACH = r"[家户戶个個台臺件辆輛名人款项項种種]"
_NO_SPAN = r"(?![\w.,]|\s(?:years?|months?|batch))"
_WHOLE_OF = rf"(?:100|1,000|(?:(?:a|one)\s)?(?:hundred|thousand)|{COUNT})"
_ONE_IN = rf"(?<![\w.,-])(?P<n>{COUNT})\s(?:in|out of)(?:\severy)?\s(?P<d>{_WHOLE_OF}){_NO_SPAN}"
_OF_EVERY = rf"\bof (?:every|each) (?P<d>{_WHOLE_OF})\s[a-z][a-z' -]{{2,40}},\s(?P<n>{COUNT})\b(?!\s?(?:percent|%))"
_ONE_FIRM_IN = (
    rf"\b(?P<n>one) (?:little giant|firm|enterprise|company|founder|worker|employee|manager)"
    rf" (?:in|out of)(?: every)? (?P<d>{_WHOLE_OF}){_NO_SPAN}"
)
_EVERY_NTH = (
    rf"\bevery (?P<d>{'|'.join(_NTH)})(?=\s(?:[a-z-]+\s){{0,3}}?(?:little giant|firm|enterprise|compan(?:y|ies))\b)"
)
_HALF = (
    r"(?<!first )(?<!second )(?<!latter )(?<!last )(?<!other )(?<!next )(?<!top )(?<!and a )"
    rf"\bhalf\b{_NO_NOUN}(?!-?\s?year)"
)

_SHARES: Final[tuple[tuple[re.Pattern[str], Read], ...]] = tuple(
    (re.compile(pattern, FLAGS), read)
    for pattern, read in (
        (_ONE_IN, _one_in),
        (_OF_EVERY, _one_in),
        (_ONE_FIRM_IN, _one_in),
        (_EVERY_NTH, _every_nth),
        (rf"(?<! and )\b(?P<n>{COUNT})[- ](?P<d>{'|'.join(_PARTS)})s?\b{_NO_NOUN}", _parts),  # "three and a half"
        (_HALF, _half),
        (
            rf"(?P<d>{_HAN_NUMBER}){_EACH}[^，。；,;]{{0,12}}?[里裡中][就便]?约?有(?P<n>{_HAN_NUMBER}){_EACH}",
            _han_parts,
        ),
        (rf"每(?P<d>{_HAN_NUMBER}){_EACH}[^，。；,;]{{0,12}}?就?有(?P<n>{_HAN_NUMBER}){_EACH}", _han_parts),
        (rf"(?P<d>[百千])分之(?P<n>{_HAN_NUMBER})", _han_percent),
        (rf"(?P<d>{_HAN_NUMBER})分之(?P<n>{_HAN_NUMBER})", _han_parts),
        (rf"(?P<n>[一二两兩三四五六七八])(?P<rest>)(?=[至到~-][二两兩三四五六七八九]成{_NO_TENTH})", _tenths),
        (
            rf"(?P<n>\d(?:\.\d)?|[一二两兩三四五六七八九十半])成{_NO_TENTH}(?P<rest>半|[一二三四五六七八九])?",
            _tenths,
        ),
        (r"一半|半[数數]|(?<=[过過超逾])半(?![年导導天个個])", _half),
    )
)


def read_shares(text: str) -> Iterator[Number]:
    """Every share of a narrowed text that is not printed as a percentage, kind by kind."""
    for pattern, read in _SHARES:
        found = [
            Number(value, 1, match.start(), match.end(), spelled=True)
            for match in pattern.finditer(text)
            if (value := read(match)) is not None
        ]
        text = blanked(text, ((each.start, each.end) for each in found))
        yield from found
