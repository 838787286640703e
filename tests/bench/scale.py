"""How time, memory and answers change as the table grows: made-up facts, a place by an indicator, three ways each."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from clinc import mistyped
from methods import METHODS, Labelled
from results import Speed

INDICATORS: Final = [
    f"{what} {of}"
    for what in ("average", "total", "median", "annual", "registered")
    for of in ("rent", "unemployment", "rainfall", "patent filings", "port traffic", "household income")
]
ASKED: Final = ("What is the {0} in {1}?", "{1} {0}", "how high was the {0} of {1}")
UNSEEN: Final = (
    "hi, could you tell me {1}'s {0} please", "need the {0} figure for {1} asap", "any idea about {0} over in {1}?"
)  # fmt: skip
_STARTS: Final = (
    "Bal", "Cor", "Dun", "Fen", "Gar", "Hol", "Kel", "Mar", "Nor", "Pel", "Ros", "Sal", "Tor", "Ven", "Wil",
)  # fmt: skip
_MIDDLES: Final = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "an", "el", "in", "or", "un", "ar", "en")
_ENDS: Final = (
    "bury", "castle", "dale", "field", "gate", "ham", "land", "mouth", "port", "stead", "ton", "ville", "wick",
)  # fmt: skip
_LAST: Final = (
    "", "by", "don", "fort", "grad", "holm", "ley", "more", "nes", "ra", "sk", "thorpe", "vik", "worth", "zen", "s",
)  # fmt: skip

FEWEST: Final = 5
"""Questions that even the slowest method gets."""

PATIENCE: Final = 20.0
"""Seconds of questions for each method, size and kind; a slow one gets fewer of them."""

TIMEOUT: Final = 300.0
"""Seconds after which building, or asking, is given up."""

QUICK: Final = 10_000
"""Phrasings, at most, of a quick run."""

HUGE: Final = 100_000
"""Phrasings above which methods that keep a matrix of letters are left out."""


def places() -> Iterator[str]:
    """Names in an order that does not bring all alike together."""
    names = ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS, _LAST)]
    random.Random(3).shuffle(names)
    yield from names


def facts(phrasings: int) -> Iterator[tuple[str, str]]:
    count = phrasings // len(ASKED)
    for place in places():
        for indicator in INDICATORS:
            if count <= 0:
                return
            count -= 1
            yield indicator, place


def table(phrasings: int) -> Labelled:
    return [(way.format(*fact), number) for number, fact in enumerate(facts(phrasings)) for way in ASKED]


def questions(phrasings: int, errors: int) -> Iterator[tuple[str, int]]:
    """Only the facts asked about are held: what the others take is no method's memory."""
    dice = random.Random(errors)
    numbers = dice.choices(range(phrasings // len(ASKED)), k=300)
    wanted = set(numbers)
    held = {number: fact for number, fact in enumerate(facts(phrasings)) if number in wanted}
    for number in numbers:
        yield mistyped(dice.choice(UNSEEN).format(*held[number]), dice, errors), number


def resident() -> float:
    """Megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def child(name: str, size: int, directory: Path, step: str) -> None:
    """One step in a process of its own, so that its memory is its own."""
    method = METHODS[name]()
    if step == "build":
        phrasings = table(size)
        start = time.perf_counter()
        method.build(phrasings, directory)
        click.echo(json.dumps({"build": time.perf_counter() - start}))
        return
    kept = table(size) if name not in {"giants", "SQLite FTS5 BM25", "tantivy, fuzzy"} else ()
    asked = [list(questions(size, errors)) for errors in (0, 1, 2)]
    start = time.perf_counter()
    method.open(kept, directory)
    method.ask("hello there")
    opened = time.perf_counter() - start
    times: list[float] = []
    right: list[float] = []
    for some in asked:
        done = [_timed(method.ask, text, number, times) for text, number in _patiently(some)]
        right.append(100 * sum(done) / len(done))
    times.sort()
    found = Speed(
        phrasings=size,
        method=name,
        p50=1e3 * times[len(times) // 2],
        p99=1e3 * times[int(len(times) * 0.99)],
        right=tuple(right),
        memory=resident(),
        open=opened,
        asked=len(times),
    )
    click.echo(json.dumps(asdict(found)))


def _patiently(asked: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    start = time.perf_counter()
    for at, each in enumerate(asked):
        if at >= FEWEST and time.perf_counter() - start > PATIENCE:
            return
        yield each


def _timed(ask: object, text: str, number: int, times: list[float]) -> bool:
    assert callable(ask)
    start = time.perf_counter()
    guess = ask(text)
    times.append(time.perf_counter() - start)
    return bool(guess.label == number)


def measured(name: str, size: int, until: float) -> Speed:
    """Given up when a step takes too long, or the whole run has."""
    with TemporaryDirectory() as directory:
        try:
            built = _step(name, size, directory, "build", until)
            found = _step(name, size, directory, "ask", until)
        except subprocess.TimeoutExpired:
            return Speed(size, name)
    return Speed(**{**found, **built, "right": tuple(found["right"])})


def _step(name: str, size: int, directory: str, step: str, until: float) -> dict[str, Any]:
    program = str(Path(__file__).with_name("matching.py"))
    command = [sys.executable, program, "--child", name, str(size), directory, step]
    timeout = max(0.0, min(TIMEOUT, until - time.monotonic()))
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=timeout, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run(sizes: Sequence[int], names: Sequence[str], until: float) -> Iterator[Speed]:
    for size in sizes:
        for name in names:
            if not (name.startswith("TF-IDF") and size > HUGE):
                yield measured(name, size, until)
