"""A figure that a question puts forward, held against the one that the source prints."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from knowledge.facts import Bound, Figure

ABOUT: Final = Decimal("0.1")
"""How far, as a share of it, "about" and "nearly" reach from a number."""

_INFINITE: Final = Decimal("Infinity")


class Verdict(StrEnum):
    """What a source makes of a claim."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    LEFT_OPEN = "left open"
    """The source may or may not mean that: over 17,600 may be 20,000."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as the question gives it, and what the source makes of it."""

    said: Figure
    verdict: Verdict


def judge(said: tuple[Figure, ...], printed: Figure) -> Claim | None:
    """The one figure of a question in the unit of a printed one; None where there is none, or several."""
    fitting = [figure for figure in said if figure.unit in {"", printed.unit}]
    if len(fitting) != 1:
        return None
    return Claim(fitting[0], _verdict(fitting[0], printed))


def _verdict(said: Figure, printed: Figure) -> Verdict:
    if said.value == printed.value and said.bound in {Bound.EXACTLY, Bound.ABOUT, printed.bound}:
        return Verdict.AGREES
    low, high = _reach(said)
    least, most = _reach(printed)
    if low <= least and most <= high:
        return Verdict.AGREES
    return Verdict.CONTRADICTS if high < least or most < low or _touch(said, printed) else Verdict.LEFT_OPEN


def _reach(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and the most that it can mean."""
    value = figure.value
    match figure.bound:
        case Bound.OVER | Bound.AT_LEAST:
            return value, _INFINITE
        case Bound.UNDER | Bound.AT_MOST:
            return -_INFINITE, value
        case Bound.NEARLY:
            return value - abs(value) * ABOUT, value
        case Bound.ABOUT:
            return value - abs(value) * ABOUT, value + abs(value) * ABOUT
        case Bound.BETWEEN:
            return value, figure.high if figure.high is not None else value
        case Bound.EXACTLY:
            return value, value


def _touch(said: Figure, printed: Figure) -> bool:
    """Whether they only meet at an end that one of them leaves out: under 60 and over 60."""
    low, high = _reach(said)
    least, most = _reach(printed)
    open_ended = {Bound.OVER, Bound.UNDER, Bound.NEARLY}
    return (high == least or most == low) and bool(open_ended & {said.bound, printed.bound})
