"""What people see in a terminal: answers in colour, errors in one line, a bar where they have to wait."""

import io
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from knowledge.questions import Answer, Found

_LINK: Final = r"https?://[^\s<>\"()]+"


def speak_utf8() -> None:
    """JSON is UTF-8 wherever it runs, and half a character from the caller's shell is no reason to stop.

    The escape that Python writes for such a half is the one that JSON has for it.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def show(answer: Answer, text: str) -> None:
    """The answer for a person: on a terminal with its figures in bold, in a pipe as it is."""
    shown = Text(harmless(text))
    if isinstance(answer, Found):
        printed = [scored.fact.figure.printed for scored in answer.facts if scored.fact.figure]
        shown.highlight_words(printed, "bold green")
    shown.highlight_regex(_LINK, "cyan")
    _console(sys.stdout).print(shown, soft_wrap=True)


def say(text: str) -> None:
    """Anything else a person should read."""
    _console(sys.stdout).print(Text(harmless(text)), soft_wrap=True)


def show_table(table: Table) -> None:
    _console(sys.stdout).print(table)


def complain(message: str, *details: str) -> None:
    """One line on stderr, whatever the message holds; only a list of faults has a line for each."""
    lines = [" ".join(harmless(line).split()) for line in (message, *details)]
    with suppress(OSError):  # where nobody reads stderr there is nobody left to tell
        shown = Text.assemble(("giants: ", "bold red"), "\n  ".join(lines))
        _console(sys.stderr).print(shown, soft_wrap=True)


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """A moving bar on stderr while something takes seconds, if a person is looking."""
    console = _console(sys.stderr)
    columns = (TextColumn(harmless(doing), markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task("", total=None)
        yield


@contextmanager
def measured(doing: str) -> Iterator[Callable[[float], None]]:
    """The same for what knows how far it is: it is told the share that is done."""
    console = _console(sys.stderr)
    columns = (TextColumn(harmless(doing), markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def harmless(text: str) -> str:
    """The text without what a terminal would obey: a fact or a question may hold escape sequences."""
    return "".join(character if _printable(character) else "\N{REPLACEMENT CHARACTER}" for character in text)


def abandon_stdout() -> None:
    """Spare the reader what Python says when, as it exits, it fails once more to write what is left."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _printable(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}


def _console(file: TextIO) -> Console:
    return Console(file=file, highlight=False, markup=False, emoji=False)
