"""Numbers as a picture: questions day by day. Its words are English, since no font for Chinese may be there."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final

from knowledge.counting import Day, Stats

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_WIDTH, _HEIGHT = 1000, 600
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 975, 110, 540
"""The frame of the bars; around it stand the words."""

_INK, _LINES, _PAPER = "#222222", "#dddddd", "#ffffff"

_COLOURS: Final = {"answered": "#0072b2", "asked back": "#e69f00", "unanswered": "#999999"}
"""Told apart by everybody, whatever colours they see, and by lightness when printed."""

_TICKS: Final = 5
"""Lines across; more are hard to read on a phone."""

_MOST_DATES: Final = 8
"""Dates below the bars that do not touch each other."""


def drawn(stats: Stats) -> bytes:
    """A PNG. The library is loaded here, since few ever look at a picture."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    _head(draw, stats)
    most = max(day.questions for day in stats.days)
    step = _step(most)
    ticks = max(1, -(-most // step))
    _grid(draw, step, ticks)
    _bars(draw, stats.days, step * ticks)
    _dates(draw, stats.days)
    png = BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()


def _head(draw: "ImageDraw", stats: Stats) -> None:
    """What is shown, and what each colour stands for, with its number."""
    first, last = stats.days[0].day, stats.days[-1].day
    year = f" {first.year}" if first.year != last.year else ""
    when = "" if first == last else f"{_said(first)}{year} to "
    english = stats.questions - stats.chinese
    draw.text((_LEFT, 16), f"{stats.questions:,} questions, {when}{_said(last)} {last.year}", _INK, font_size=30)
    draw.text((_RIGHT, 22), f"{english:,} English, {stats.chinese:,} Chinese", _INK, anchor="ra", font_size=22)
    at = float(_LEFT)
    numbers = (stats.answered, stats.asked_back, stats.unanswered)
    for (name, colour), number in zip(_COLOURS.items(), numbers, strict=True):
        draw.rectangle((at, 68, at + 20, 88), fill=colour)
        told = f"{number:,} {name}"
        draw.text((at + 28, 64), told, _INK, font_size=22)
        at += 28 + draw.textlength(told, font_size=22) + 36


def _step(most: int) -> int:
    """The smallest round number that reaches the highest bar in so many steps.

    >>> _step(0), _step(5), _step(7), _step(26), _step(3000)
    (1, 1, 2, 10, 1000)
    """
    size = 1
    while True:
        for each in (1, 2, 5):
            if each * size * _TICKS >= most:
                return each * size
        size *= 10


def _grid(draw: "ImageDraw", step: int, ticks: int) -> None:
    for tick in range(ticks + 1):
        y = _BOTTOM - (_BOTTOM - _TOP) * tick / ticks
        draw.line((_LEFT, y, _RIGHT, y), _INK if tick == 0 else _LINES, 1)
        draw.text((_LEFT - 10, y), f"{tick * step:,}", _INK, anchor="rm", font_size=20)


def _bars(draw: "ImageDraw", days: Sequence[Day], top: int) -> None:
    width = (_RIGHT - _LEFT) / len(days)
    gap = width * 0.15 if width > len(_COLOURS) else 0.0
    for number, day in enumerate(days):
        left, foot = _LEFT + number * width, float(_BOTTOM)
        for count, colour in zip((day.answered, day.asked_back, day.unanswered), _COLOURS.values(), strict=True):
            head = foot - (_BOTTOM - _TOP) * count / top
            if count:
                draw.rectangle((left + gap, head, left + width - gap, foot), fill=colour)
            foot = head


def _dates(draw: "ImageDraw", days: Sequence[Day]) -> None:
    """Below the middle of their bars, the last one no further right than the frame."""
    width = (_RIGHT - _LEFT) / len(days)
    for number in _spread(len(days)):
        said = _said(days[number].day)
        at = min(_LEFT + (number + 0.5) * width, _RIGHT - draw.textlength(said, font_size=20) / 2)
        draw.text((at, _BOTTOM + 12), said, _INK, anchor="ma", font_size=20)


def _spread(count: int) -> Iterator[int]:
    """The days that are named: the last one, and others at even distances before it.

    >>> list(_spread(3)), list(_spread(30))
    ([2, 1, 0], [29, 25, 21, 17, 13, 9, 5, 1])
    """
    yield from range(count - 1, -1, -1 - (count - 1) // _MOST_DATES)


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
