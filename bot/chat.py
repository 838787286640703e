"""The conversation at the terminal: a prompt with history and line editing, or lines out of a pipe."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.asking import not_meant, pick_again
from bot.explaining import asks_why, nothing_asked
from bot.locale import ENGLISH
from bot.reasons import plain_why
from bot.render import NONE
from bot.session import Session, in_words
from bot.terminal import say, show
from knowledge.almanac import Almanac
from knowledge.questions import Answer, Reading, Several

_AROUND: Final = " \t.,!。，！#()（）"
"""What may stand around a number or a "none" that picks."""

_NONE_OF_THEM: Final = frozenset({"none", "none of these", "none of them", "neither", "no", "都不是", "都不对", "不是"})

WELCOME: Final = "Ask about China's little giants, in English or Chinese. /help says more, Ctrl-D leaves."

HELP: Final = """\
Type a question and press Enter: How many little giants are there?
After "did you mean", the number of a title picks it, and 0 none of them.
  /why      how the last answer came about; /why and a question, how that one's does
  /topics   everything the table knows about
  /help     this text
  /quit     leave (or Ctrl-D)"""


def converse(session: Session, lines: Iterable[str]) -> None:
    """Answer line by line until the lines end or somebody says /quit."""
    offered: Answer | None = None
    for line in map(str.strip, lines):
        match line.partition(" "):
            case ("", _, _):
                continue
            case ("/quit" | "/exit", _, _):
                return
            case ("/help" | "/start", _, _):
                say(HELP)
            case ("/topics", _, _):
                say("\n".join(_titles(session.almanac)))
            case ("/ask", _, question):
                offered = _reply(session, question, None)
            case ("/why", _, question):
                say(_why(session, question))
            case _ if asks_why(line) and (explanation := session.explain()):
                say(plain_why(explanation))
            case (word, _, _) if word.startswith("/"):
                say(f"There is no {word} here. /help shows what there is.")
            case _:
                offered = _reply(session, line, offered)


def _why(session: Session, question: str) -> str:
    explanation = session.explain(question.strip())
    return plain_why(explanation) if explanation else nothing_asked(ENGLISH)


def _titles(almanac: Almanac) -> list[str]:
    """Of the topics that have an answer."""
    return [topic.title() for topic in almanac.topics() if almanac.facts(topic.id)]


def _reply(session: Session, line: str, offered: Answer | None) -> Answer | None:
    """Say what there is to say; what is offered from now on."""
    if isinstance(offered, Several) and (picked := _picked(line)) is not None:
        return _pick(session, picked, offered)
    answer = session.ask(line)
    show(answer, in_words(answer))
    return answer


def _picked(line: str) -> int | None:
    """The number that a line picks out of "did you mean"; None where it is another question."""
    word = line.strip(_AROUND).casefold()
    if word in _NONE_OF_THEM:
        return NONE
    return int(word) if re.fullmatch(r"[0-9]{1,2}", word) else None


def _pick(session: Session, number: int, offered: Several) -> Answer | None:
    reading = offered.reading
    language = "zh" if reading.chinese else "en"
    if number == NONE:
        say(not_meant(language))
        return None
    if number > len(offered.choices):
        say(pick_again(len(offered.choices), language))
        return offered
    found = session.almanac.answered_by(offered.choices[number - 1])
    answer = replace(found, reading=Reading(reading.question, chinese=reading.chinese))
    show(answer, in_words(answer))
    return answer


def typed() -> Iterator[str]:
    """What a person types at a prompt, or what a pipe brings."""
    if not sys.stdin.isatty():
        yield from (line.decode(errors="replace") for line in sys.stdin.buffer)
        return
    say(WELCOME)
    prompt: PromptSession[str] = PromptSession(history=_history())
    while True:
        try:
            yield prompt.prompt("› ")
        except EOFError:
            return


def _history() -> History:
    """The lines of earlier conversations, for the person alone; without a place to keep them, of this one."""
    place = user_state_path("giants", appauthor=False) / "history"
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(place)
