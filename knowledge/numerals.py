"""Text to numbers: digits, English number words and Chinese numerals, as exact decimals."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

FLAGS: Final = re.ASCII | re.IGNORECASE
"""ASCII: a Chinese character ends a word, so "在2021年" holds the number 2021; and only 0-9 are digits."""

BLANK: Final = "\x00"
"""Stands where something was read, so that nothing else reads a part of it."""

_LARGEST: Final = Decimal(10) ** 18
"""Nothing that people count here is larger; a longer run of digits is an identifier."""

# fmt: off
_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NTH: Final = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LETTERS: Final = {"k": 10**3, "mln": 10**6, "mn": 10**6, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_HAN_DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}
_HAN_SCALES: Final = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
# fmt: on

_MYRIAD: Final = 10**4
"""From here on a Chinese magnitude multiplies all that stands before it."""

_WORDS: Final = {
    "a": 1,
    "an": 1,
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{word: number for number, word in enumerate(_NTH)},
}

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS: Final = str.maketrans("−‐‑‒\u00a0\u2009\u202f\u3000’‘“”", "----    ''\"\"")
_PLAIN: Final = _WIDE | _MARKS

_SCALE = "|".join(_SCALES)
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,24})(?:\.\d{1,24})?"
_ONE = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))})"
_HUNDREDS = rf"(?:(?:{_ONE}|an?) hundred(?:(?: and)? {_ONE})?|{_ONE}|an?(?= (?:{_SCALE})))"
_SPELLED = rf"\b{_HUNDREDS}(?:[- ](?:{_SCALE})\b(?:(?: and)? {_HUNDREDS})?){{0,4}}\b"
_HAN = "".join((*_HAN_DIGITS, *_HAN_SCALES))

_MAGNITUDE = r"(?:[百万萬亿億]|千(?![瓦克米赫伏卡帕焦升]))"
"""A kilowatt-hour is no thousand."""

HAN: Final = (
    rf"(?:(?!千[瓦克米赫伏卡帕焦升])[{_HAN}]){{1,16}}(?:[点點][{_HAN}]{{1,8}})?(?:[多余餘]?{_MAGNITUDE}{{1,3}})?"
)
"""A Chinese numeral, as `read_han` reads it."""

COUNT: Final = rf"(?:\d{{1,2}}|\b(?:{'|'.join(reversed(_ONES))}|an?)\b|[一二两兩三四五六七八九十]{{1,3}})"
"""A small whole number, as `read_count` reads it."""

ORDINAL: Final = rf"(?:\b\d{{1,2}}\s?(?:st|nd|rd|th)\b|\b(?:{'|'.join(_NTH)})\b)"

_NUMBER: Final = re.compile(
    rf"(?<![A-Za-z]-)(?<!\d[.,])\b(?P<mixed>(?:\d{{1,4}}|{_ONE}) and a (?:half|quarter)\b(?:[- ](?:{_SCALE})\b)?)"
    rf"|(?<![A-Za-z]-)\b(?P<pointed>{_ONE} point {_ONE}(?: {_ONE})*(?:[- ](?:{_SCALE})\b)?)"
    rf"|(?<![A-Za-z0-9_])(?<![A-Za-z]-)(?<!\d[.,])(?P<minus>(?<![^\s(:,，])-|\bminus\s)?(?P<digits>{_DIGITS})"
    rf"(?:(?P<han_scale>[多余餘]?{_MAGNITUDE}{{1,3}}(?:\d{{1,4}}[百千]?[万萬])?)"
    rf"|\s?-?(?P<scale>{_SCALE})\b|(?P<letter>{'|'.join(_LETTERS)})\b)?"
    rf"(?!\w|-(?!odd\b|plus\b|percent|per\b|yuan\b|fold\b)[A-Za-z])"
    rf"|(?P<half>\bhalf an? (?:{_SCALE})\b)"
    rf"|(?<![A-Za-z]-)(?P<words>{_SPELLED}(?!-[A-Za-z])|\b(?:{'|'.join(_ONES[2:11])})(?=-?fold\b))"
    rf"|(?<![第{_HAN}])(?P<han_minus>负|負)?(?P<han>{HAN})",
    FLAGS,
)


_NUMERALS: Final = re.compile(
    rf"[0-9{_HAN}半]|\b(?:{'|'.join((*_ONES, *_TENS, *_SCALES))}|hundred|half|third|quarter|fifth|eighth|tenth)",
    re.ASCII,
)


def may_count(text: str) -> bool:
    """Whether a narrowed text holds a digit or a number word at all; most questions do not."""
    return _NUMERALS.search(text.lower()) is not None


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. `scale` is the word it was counted in: 1000000 for "30 million"."""

    value: Decimal
    scale: int
    start: int
    end: int
    spelled: bool
    """In words or Chinese numerals: "three" of a sentence is seldom its figure."""


def narrow(text: str) -> str:
    """The text with full-width characters and typographic marks as plain ones, each in its old place."""
    return text if text.isascii() else text.translate(_PLAIN)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with nothing readable in those places."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def read_numbers(text: str) -> Iterator[Number]:
    """Every number of a narrowed text, in order; no judgement yet on which of them is a figure."""
    for match in _NUMBER.finditer(text):
        value, scale = _worth(match)
        if abs(value) <= _LARGEST:
            spelled = match["digits"] is None and match["half"] is None
            yield Number(_tidy(value), scale, match.start(), match.end(), spelled)


def _tidy(value: Decimal) -> Decimal:
    """4240000, not 4240000.00: the zeros come from the scale, not from the source."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _worth(match: re.Match[str]) -> tuple[Decimal, int]:
    if match["han"]:
        value = read_han(match["han"])
        return (-value if match["han_minus"] else value), _han_scale(match["han"])
    if mixed := match["mixed"] or match["pointed"]:
        return _fraction(mixed.lower())
    if match["half"]:
        scale = _SCALES[match["half"].lower().split()[-1]]
        return Decimal(scale) / 2, scale
    if match["words"]:
        return _read_words(match["words"])
    scale = _SCALES.get((match["scale"] or "").lower(), 1) * _LETTERS.get((match["letter"] or "").lower(), 1)
    value = read_han(match["digits"].replace(",", "") + (match["han_scale"] or "")) * scale
    return (-value if match["minus"] else value), max(scale, _han_scale(match["han_scale"] or ""))


def _fraction(text: str) -> tuple[Decimal, int]:
    """Of "three and a half" or "nine point six", with or without a scale behind: the worth, and the scale."""
    number, _, last = text.rpartition(" ")
    scale = _SCALES.get(last, 1)
    number = number if last in _SCALES else text
    if " point " in number:
        whole, _, digits = number.partition(" point ")
        tail = "".join(str(_read_words(digit)[0]) for digit in digits.split())
        return (_read_words(whole)[0] + Decimal(f"0.{tail}")) * scale, scale
    whole, _, part = number.partition(" and a ")
    value = Decimal(whole) if whole.isdigit() else _read_words(whole)[0]
    return (value + (Decimal("0.5") if part == "half" else Decimal("0.25"))) * scale, scale


def _han_scale(text: str) -> int:
    """万 and 亿 are words to count in; 百 and 千 are part of the number."""
    scale = 1
    for han in reversed(text):
        if _HAN_SCALES.get(han, 0) < _MYRIAD:
            break
        scale *= _HAN_SCALES[han]
    return scale


def _read_words(text: str) -> tuple[Decimal, int]:
    total, part, scale = 0, 0, 1
    for word in re.split(r"[- ]", text.lower()):
        if word in _SCALES:
            scale = _SCALES[word]
            total, part = total + part * scale, 0
        elif word == "hundred":
            part *= 100
        else:
            part += _WORDS.get(word, 0)
    return Decimal(total + part), scale


def read_han(text: str) -> Decimal:
    """The worth of a Chinese numeral, digits allowed in it: 一万七千六百, 1亿2000万, 二〇二一, 三点五."""
    whole, _, decimals = text.replace("點", "点").partition("点")
    if decimals:
        points = "".join(str(_HAN_DIGITS[han]) for han in decimals if han in _HAN_DIGITS)
        tail = "".join(han for han in decimals if han not in _HAN_DIGITS)
        factor = read_han("1" + tail) if tail else Decimal(1)
        return Decimal(f"{_positional(whole) or _additive(whole)}.{points or 0}") * factor
    positional = _positional(whole)
    return positional if positional is not None else _additive(whole)


def _positional(text: str) -> Decimal | None:
    if text and all(han in _HAN_DIGITS for han in text):
        return Decimal("".join(str(_HAN_DIGITS[han]) for han in text))
    return None


def _additive(text: str) -> Decimal:
    total = section = Decimal(0)
    current: Decimal | None = None
    largest = 1
    for token in re.findall(r"\d+(?:\.\d+)?|.", text, re.ASCII):
        if token in _HAN_SCALES:
            magnitude = _HAN_SCALES[token]
            if magnitude < _MYRIAD:
                section += (Decimal(1) if current is None else current) * magnitude
            else:
                section += current or 0
                bare = not (total or section)
                total = (
                    (total + (1 if bare else section)) * magnitude
                    if magnitude > largest
                    else total + section * magnitude
                )
                largest, section = max(largest, magnitude), Decimal(0)
            current = None
        elif token in _HAN_DIGITS:
            current = Decimal(_HAN_DIGITS[token])
        elif token[0].isdigit():
            current = Decimal(token)
    return total + section + (current or 0)


def read_count(text: str) -> int | None:
    """A small whole number in digits, words ("a" is one) or Chinese numerals; ordinals too."""
    word = text.strip().lower()
    if re.fullmatch(r"\d{1,4}(?:st|nd|rd|th)?", word, re.ASCII):
        return int(word.rstrip("strndh"))
    if word and all(han in _HAN for han in word):
        return int(read_han(word))
    return _WORDS.get(word)
