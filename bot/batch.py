"""Questions as JSON lines: one object in, one object out, in order."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from bot.contract import Json, dumps


class LineError(Exception):
    """A line that holds no question. The message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line asks: a single question, or the turns of a conversation. `id` is the caller's own."""

    id: Json
    questions: tuple[str, ...]
    conversation: bool = False

    def answered(self, objects: list[dict[str, Json]]) -> str:
        """The line that goes back, given one object for each question. Raises LineError."""
        turns: list[Json] = [*objects]
        try:
            return dumps({"id": self.id, "turns": turns} if self.conversation else {"id": self.id, **objects[0]})
        except RecursionError:
            raise LineError("nested too deeply") from None


def read_line(raw: bytes) -> Line | None:
    """The line's question or questions; None for a blank line. Raises LineError."""
    if not raw.strip():
        return None
    held = _parsed(raw)
    if not isinstance(held, dict):
        raise LineError('not an object such as {"id": 1, "q": "…"}')
    if ("q" in held) is ("turns" in held):
        raise LineError('needs either "q" or "turns"')
    if "q" in held:
        return Line(held.get("id"), (_question(held),))
    turns = held["turns"]
    if not isinstance(turns, list):
        raise LineError('"turns" must be a list of objects such as {"q": "…"}')
    return Line(held.get("id"), tuple(map(_question, turns)), conversation=True)


def _question(turn: Json) -> str:
    question = turn.get("q") if isinstance(turn, dict) else None
    if not isinstance(question, str):
        raise LineError('"q" must be a string')
    return question


def _parsed(raw: bytes) -> Json:
    try:
        held: Json = json.loads(raw.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise LineError("not UTF-8") from None
    except RecursionError:
        raise LineError("nested too deeply") from None
    except ValueError as error:
        raise LineError(f"not JSON: {error}") from None
    return held


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
