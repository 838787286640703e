"""CLINC150 (Larson et al. 2019): choosing among 150 intents, and knowing when it is none of them."""

import json
import random
import string
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from methods import METHODS, SLOW, Guess, Labelled, Method
from results import Accuracy

EVERY: Final = 10
"""Of the questions, slow methods get one in so many, the same of every intent: sampling error about 1.3 points."""

KINDS: Final = ("score", "lead")
"""What tells questions in scope from others: the best score, or its lead over the next topic."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's guess beside what it should be; -1 is out of scope."""

    gold: int
    guess: Guess

    @property
    def right(self) -> bool:
        return self.guess.label == self.gold


def mistyped(text: str, dice: random.Random, errors: int) -> str:
    """So many letters lost, added, replaced or swapped with the next, anywhere in the text."""
    for _ in range(errors):
        letters = [at for at, sign in enumerate(text) if sign.isalpha()]
        if not letters:
            return text
        at, kind, new = dice.choice(letters), dice.randrange(4), dice.choice(string.ascii_lowercase)
        head, letter, tail = text[:at], text[at], text[at + 1 :]
        if kind == 0 and len(letters) > 1:
            text = head + tail
        elif kind == 1:
            text = head + new + letter + tail
        elif kind == 2 and tail[:1].isalpha():
            text = head + tail[0] + letter + tail[1:]
        else:
            text = head + new + tail
    return text


def area(inside: Sequence[float], outside: Sequence[float]) -> float:
    """AUROC: how often a question in scope scores higher than one out of scope; ties count half."""
    ordered = sorted([(score, True) for score in inside] + [(score, False) for score in outside])
    ranks: dict[float, list[int]] = {}
    for at, (score, _) in enumerate(ordered, 1):
        ranks.setdefault(score, []).append(at)
    total = sum(sum(ranks[score]) / len(ranks[score]) for score in inside)
    return (total - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside))


def threshold(answered: Sequence[tuple[float, bool, bool]]) -> tuple[float, float]:
    """The paper's rule, on validation data: of (confidence, in scope, right), the most that are right, and from where.

    A question at or above it is answered; below it, it is taken to be out of scope.
    """
    correct = best = sum(right for _, _, right in answered)
    found = float("-inf")
    ordered = sorted(answered)
    for (confidence, inside, right), after in zip(ordered, [*ordered[1:], (float("inf"), True, True)], strict=True):
        correct += (not inside) - (inside and right)
        if correct > best and after[0] > confidence:
            best, found = correct, after[0]
    return best / len(answered), found


def confidences(answered: Iterable[Answered], kind: str) -> list[tuple[float, bool, bool]]:
    return [(getattr(each.guess, kind), each.gold >= 0, each.gold >= 0 and each.right) for each in answered]


def percent(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return 100 * sum(counted) / max(1, len(counted))


class Data:
    def __init__(self, path: Path, every: int) -> None:
        held = json.loads(path.read_text())
        self._numbers = {intent: at for at, intent in enumerate(sorted({intent for _, intent in held["train"]}))}
        self._held, self._every = held, every
        self.train: Labelled = [(text, self._numbers[intent]) for text, intent in held["train"]]

    def questions(self, *names: str, every: int, errors: int = 0) -> Iterator[tuple[str, int]]:
        """The same questions and errors for every method that gets one in `every`."""
        for name in names:
            dice = random.Random(f"{name} {errors}")
            for at, (text, intent) in enumerate(self._held[name]):
                typed = mistyped(text, dice, errors)
                if at % max(every, self._every) == 0:
                    yield typed, self._numbers.get(intent, -1)


def measure(name: str, method: Method, data: Data) -> Accuracy:
    every = EVERY if name.startswith(SLOW) else 1
    start = time.perf_counter()
    with TemporaryDirectory() as directory:
        method.build(data.train, Path(directory))
        method.open(data.train, Path(directory))
        built = time.perf_counter() - start

        def ask(*names: str, errors: int = 0) -> list[Answered]:
            asked = data.questions(*names, every=every, errors=errors)
            return [Answered(gold, method.ask(text)) for text, gold in asked]

        val, test = ask("val", "oos_val"), ask("test", "oos_test")
        typed = [percent(each.right for each in ask("test", errors=errors)) for errors in (1, 2)]
    inside, outside = _parted(test)
    (_, least), by = max((threshold(confidences(val, kind)), kind) for kind in KINDS)
    return Accuracy(
        method=name,
        sampled=every > 1,
        scope=(percent(each.right for each in inside), *typed),
        areas=tuple(area([getattr(e.guess, k) for e in inside], [getattr(e.guess, k) for e in outside]) for k in KINDS),
        kept=percent(each.right and getattr(each.guess, by) >= least for each in inside),
        refused=percent(getattr(each.guess, by) < least for each in outside),
        by=by,
        build=built,
    )


def _parted(answered: Sequence[Answered]) -> tuple[list[Answered], list[Answered]]:
    """Those in scope, and those out of it."""
    return [each for each in answered if each.gold >= 0], [each for each in answered if each.gold < 0]


def run(path: Path, names: Sequence[str], until: float, *, quick: bool) -> Iterator[Accuracy]:
    data = Data(path, EVERY if quick else 1)
    for name in names:
        if time.monotonic() < until:
            yield measure(name, METHODS[name](), data)
