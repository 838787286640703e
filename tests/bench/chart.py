"""The results as a picture, in tones that are read on a light page and on a dark one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from math import log10
from typing import Final

from results import Accuracy, Results

WIDTH: Final = 880
TOP, FOOT, ROW = 62, 36, 38
"""Above and below what is drawn, and what each method has of the height between."""

BARS, PER_PERCENT = 180, 1.4
"""Where bars begin, and pixels for a percent."""

LEFT, RIGHT, LABELS = 506, 690, 708
"""Where lines begin and end, and where their names stand."""

APART: Final = 15
"""Pixels between two names, one above the other."""

INK, OURS = "#7d8590", "#d9622b"
"""Text and the peers, and the engine: each has enough contrast to white and to GitHub's black."""

SHADES: Final = (1.0, 0.65, 0.4)
"""Of the bars for no typo, one and two."""

DECADES: Final = {0.1: "0.1 ms", 1.0: "1 ms", 10.0: "10 ms", 100.0: "100 ms", 1000.0: "1 s"}

Point = tuple[float, float]


def draw(results: Results) -> str:
    """Two panels: how many are right, and how long it takes."""
    methods = list(
        dict.fromkeys([*(each.method for each in results.accuracy), *(each.method for each in results.speed)])
    )
    bottom = TOP + ROW * len(methods)
    parts = [*_accuracy(results.accuracy), *_speed(results, methods, bottom)]
    size = f'width="{WIDTH}" height="{bottom + FOOT}" viewBox="0 0 {WIDTH} {bottom + FOOT}"'
    font = 'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif" font-size="12"'
    title = "<title>Accuracy on CLINC150, and time for a question as the table grows, beside other methods</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {font} fill="{INK}">'
    return "\n".join([head, title, *parts, "</svg>", ""])


def _accuracy(measured: Sequence[Accuracy]) -> Iterator[str]:
    yield _text(16, 22, "Right topic among 150 (CLINC150), percent", size=14, weight="bold")
    for at, (shade, name) in enumerate(zip(SHADES, ("no typo", "one typo", "two typos"), strict=True)):
        x = BARS + 84 * at
        yield f'<rect x="{x}" y="36" width="10" height="10" fill="{INK}" opacity="{shade}"/>'
        yield _text(x + 15, 45, name)
    for at, each in enumerate(measured):
        y, (colour, weight) = TOP + ROW * at, _look(each.method)
        yield _text(BARS - 8, y + 19, each.method, anchor="end", colour=colour, weight=weight)
        for bar, (share, shade) in enumerate(zip(each.scope, SHADES, strict=True)):
            width = share * PER_PERCENT
            yield (
                f'<rect x="{BARS}" y="{y + 2 + 9 * bar}" width="{width:.1f}" height="8" fill="{colour}"'
                f' opacity="{shade}"/>'
            )
        shares = " · ".join(f"{share:.1f}" for share in each.scope)
        yield _text(BARS + 8 + max(each.scope) * PER_PERCENT, y + 19, shares, colour=colour, weight=weight)


def _speed(results: Results, methods: Iterable[str], bottom: int) -> Iterator[str]:
    yield _text(LEFT - 44, 22, "Median time for a question, by phrasings held", size=14, weight="bold")
    times = {method: found for method in methods if (found := results.p50(method))}
    if not times:
        return
    plane = _Plane(times, bottom)
    yield from plane.grid()
    names = _spread({method: plane.end(found) for method, found in times.items()})
    for method, found in sorted(times.items(), key=lambda each: _look(each[0])[0] == OURS):
        colour, weight = _look(method)
        points = [plane.at(*each) for each in sorted(found.items())]
        yield _line(points, colour, 2.5 if colour == OURS else 1.5)
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in points)
        yield _line([points[-1], (LABELS - 4, names[method])], colour, 1, dash="1 3")
        yield _text(LABELS, names[method] + 4, method, colour=colour, weight=weight)


class _Plane:
    """Phrasings by milliseconds, both by their logarithm."""

    def __init__(self, times: Mapping[str, Mapping[int, float]], bottom: int) -> None:
        found = [each for one in times.values() for each in one.items()]
        self._sizes = sorted({size for size, _ in found})
        self._least, self._most = log10(self._sizes[0]), max(log10(self._sizes[-1]), log10(self._sizes[0]) + 1)
        self._fastest, self._slowest = log10(min(t for _, t in found)), max(2.0, *(log10(t) for _, t in found))
        self._bottom = bottom

    def at(self, size: int, time: float) -> Point:
        x = LEFT + (RIGHT - LEFT) * (log10(size) - self._least) / (self._most - self._least)
        high = (log10(time) - self._fastest) / (self._slowest - self._fastest)
        return x, self._bottom - 8 - high * (self._bottom - 8 - TOP)

    def end(self, times: Mapping[int, float]) -> float:
        """How high a line is at the right edge, or would be if it went on: so names cross no other line."""
        before, last = [self.at(*each) for each in [*sorted(times.items())[:1], *sorted(times.items())][-2:]]
        run = last[0] - before[0]
        return last[1] + (RIGHT - last[0]) * (last[1] - before[1]) / run if run else last[1]

    def grid(self) -> Iterator[str]:
        for time, name in DECADES.items():
            if self._fastest <= log10(time) <= self._slowest:
                _, y = self.at(self._sizes[0], time)
                yield _line([(LEFT, y), (RIGHT, y)], INK, 0.3)
                yield _text(LEFT - 8, y + 4, name, anchor="end", size=11)
        for size in self._sizes:
            x, _ = self.at(size, 1.0)
            yield _text(x, self._bottom + 16, _round(size), anchor="middle", size=11)


def _spread(wanted: Mapping[str, float]) -> dict[str, float]:
    """Heights as near as may be to those wanted, and far enough apart to be read."""
    placed = sorted(wanted.items(), key=lambda each: each[1])
    heights = [height for _, height in placed]
    for _ in range(200):  # each pass parts the closest by half of what they lack
        for at, (above, below) in enumerate(pairwise(heights)):
            lack = max(0.0, APART - (below - above)) / 2
            heights[at], heights[at + 1] = above - lack, below + lack
    return {name: height for (name, _), height in zip(placed, heights, strict=True)}


def _round(size: int) -> str:
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size // 1_000}k" if size >= 1_000 else str(size)


def _look(method: str) -> tuple[str, str]:
    return (OURS, "bold") if method == "giants" else (INK, "normal")


def _line(points: Iterable[Point], colour: str, width: float, *, dash: str = "none") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>'


def _text(  # noqa: PLR0913 - what a text may look like
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, size: int = 12, weight: str = "normal"
) -> str:
    look = f'text-anchor="{anchor}" fill="{colour}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(text)}</text>'
