"""What a run found: kept as JSON lines, told as Markdown."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

PAPER: Final = {
    "SVM": (88.2, 18.0),
    "FastText": (88.6, 28.3),
    "DialogFlow": (90.8, 26.7),
    "Rasa": (90.9, 31.2),
    "CNN": (90.9, 30.9),
    "MLP on USE": (93.4, 49.1),
    "BERT": (96.2, 52.3),
}
"""Table 2 of Larson et al. 2019, oos-threshold, full data: in scope / out-of-scope recall."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A method on CLINC150, in percent; `scope` has the questions with no typo, one and two."""

    method: str
    sampled: bool
    scope: tuple[float, ...]
    areas: tuple[float, ...]
    kept: float
    refused: float
    by: str
    build: float

    @property
    def name(self) -> str:
        return f"{self.method} *" if self.sampled else self.method

    def row(self) -> str:
        scope, one, two = self.scope
        areas = " / ".join(f"{area:.3f}" for area in self.areas)
        rule = f"{self.kept:.1f} / {self.refused:.1f} ({self.by})"
        return f"| {self.name} | {scope:.1f} | {one:.1f} | {two:.1f} | {rule} | {areas} | {self.build:.0f} |"


@dataclass(frozen=True, slots=True)
class Speed:
    """A method at a size: milliseconds a question, megabytes, seconds; nothing asked where it was given up."""

    phrasings: int
    method: str
    p50: float = 0.0
    p99: float = 0.0
    right: tuple[float, ...] = ()
    memory: float = 0.0
    build: float = 0.0
    open: float = 0.0
    asked: int = 0

    def row(self, base: float) -> str:
        """Beside how long the engine takes at this size."""
        start = f"| {self.phrasings:,} | {self.method} |"
        if not self.asked:
            return f"{start} given up | | | | | | | |"
        right = " / ".join(f"{share:.0f}" for share in self.right)
        ratio = f"{self.p50 / base:.1f}" if base else ""
        return (
            f"{start} {self.p50:.2f} | {self.p99:.2f} | {ratio} | {right}"
            f" | {self.memory:.0f} | {self.build:.1f} | {self.open:.2f} | {self.asked} |"
        )


@dataclass(frozen=True, slots=True)
class Results:
    machine: str
    accuracy: tuple[Accuracy, ...]
    speed: tuple[Speed, ...]

    def save(self, path: Path) -> None:
        rows = ({"machine": self.machine}, *map(asdict, self.accuracy), *map(asdict, self.speed))
        path.write_text("".join(f"{json.dumps(_rounded(row))}\n" for row in rows), encoding="utf-8")

    def p50(self, method: str) -> dict[int, float]:
        """By the number of phrasings."""
        return {each.phrasings: each.p50 for each in self.speed if each.method == method and each.asked}


def load(path: Path) -> Results:
    first, *rows = [json.loads(line, object_hook=_frozen) for line in path.read_text(encoding="utf-8").splitlines()]
    accuracy = tuple(Accuracy(**row) for row in rows if "scope" in row)
    return Results(first["machine"], accuracy, tuple(Speed(**row) for row in rows if "phrasings" in row))


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    rounded: dict[str, Any] = json.loads(json.dumps(row), parse_float=lambda number: round(float(number), 6))
    return rounded


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


ACCURACY: Final = """
CLINC150, percent; the paper's rule is in scope / recall out of scope; * one question in ten

| method | in scope | 1 typo | 2 typos | paper's rule | AUROC score / lead | build s |
| --- | --- | --- | --- | --- | --- | --- |"""

SPEED: Final = """
Scale: milliseconds a question, megabytes; right = clean / 1 typo / 2 typos, percent

| phrasings | method | p50 | p99 | x giants | right | memory | build s | open s | asked |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def paper() -> Iterator[str]:
    yield from ("", "| the paper's own | paper's rule |", "| --- | --- |")
    yield from (f"| {name} | {scope} / {recall} |" for name, (scope, recall) in PAPER.items())


def bases(speed: Sequence[Speed]) -> dict[int, float]:
    """What the engine takes at each size."""
    return {each.phrasings: each.p50 for each in speed if each.method == "giants" and each.asked}


def summary(results: Results) -> Iterator[str]:
    """Both tables in one, by method."""
    sizes = sorted({each.phrasings for each in results.speed})
    yield from ("", "In short: percent right in scope, the paper's rule, and the median milliseconds a question", "")
    heads = ["method", "in scope", "1 typo", "2 typos", "paper's rule", *(f"ms at {size:,}" for size in sizes)]
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(['---', *['--:'] * (len(heads) - 1)])} |"
    for each in results.accuracy:
        shares = [f"{share:.1f}" for share in each.scope]
        rule = f"{each.kept:.1f} / {each.refused:.1f}"
        times = results.p50(each.method)
        cells = [each.name, *shares, rule, *(_short(times[size]) if size in times else "" for size in sizes)]
        yield f"| {' | '.join(cells)} |"


def told(results: Results) -> Iterator[str]:
    """All the tables."""
    yield results.machine
    yield ACCURACY
    yield from (each.row() for each in results.accuracy)
    yield from paper()
    yield SPEED
    base = bases(results.speed)
    yield from (each.row(base.get(each.phrasings, 0.0)) for each in results.speed)
    yield from summary(results)


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:,.0f}"
