"""`giants run` as a real process against the Telegram of the tests."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Final, Self

from botapi import TOKEN, Deed, Telegram
from telegram_methods import Call, Said
from telegram_people import Person

ROOT: Final = Path(__file__).resolve().parent.parent
OWNER: Final = Person(4242, "Olga", "olga")
STARTED_WITHIN: Final = 60.0
"""Seconds. A first start on a slow machine makes the table; nothing waits this long otherwise."""


class Giants:
    """The bot, while the block lasts. What it prints is kept in a file, for that is part of the proof."""

    def __init__(
        self,
        telegram: Telegram,
        home: Path,
        table: Path | None = None,
        *,
        within: Sequence[str] = (),
        **settings: str,
    ) -> None:
        """It keeps its table in `home`: a copy of `table`, else what is there, else one that it makes.

        `within` is a command that becomes the bot, whose own command follows it.
        """
        self.telegram = telegram
        self.database = Path(settings.get("GIANTS_DATABASE", home / "giants.db"))
        self._within = within
        if table:
            shutil.copy(table, self.database)
        self._home = home
        self._log = home / f"output-{time.monotonic_ns()}.txt"
        self._settings = {
            "GIANTS_TOKEN": TOKEN,
            "GIANTS_API_URL": telegram.url,
            "GIANTS_DATABASE": str(self.database),
            "GIANTS_OWNERS": str(OWNER.id),
            **settings,
        }

    def __enter__(self) -> Self:
        """Start it, and wait until it listens."""
        polls = self.telegram.polls
        self.start()
        deadline = time.monotonic() + STARTED_WITHIN
        while not self.telegram.wait_for_poll(polls, 0.1):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise AssertionError(f"the bot does not listen:\n{self.output}")
        return self

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIANTS_")}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._within, sys.executable, "-m", "bot", "run"],
                env=kept | {"PYTHONPATH": str(ROOT)} | self._settings,
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(15)

    def stop(self) -> int:
        """End it as a service manager would; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self.ended()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> int:
        """The exit status of a process that ends by itself."""
        return self._process.wait(30)

    @property
    def output(self) -> str:
        """Everything that it printed, on either stream."""
        return self._log.read_text(errors="replace")


def spoken(call: Call) -> Said:
    """The message that a granted call put into a chat."""
    assert not call.refusal, call.refusal
    assert call.said is not None
    return call.said


def answer(telegram: Telegram, deed: Deed, chat: int) -> Said:
    """The bot's next message in that chat."""
    return spoken(telegram.wait_for("sendMessage", after=deed, where=lambda call: _chat(call) == chat))


def toast(telegram: Telegram, press: Deed) -> str:
    """What a press is answered with; empty where nothing is shown."""
    call = telegram.wait_for(
        "answerCallbackQuery", after=press, where=lambda c: c.fields.text("callback_query_id") == press.query
    )
    assert not call.refusal, call.refusal
    return call.fields.text("text")


def consequences(telegram: Telegram, deed: Deed, prober: Person) -> list[str]:
    """The methods of all that the bot did about it: it works in turn, so a later answer ends the wait."""
    answer(telegram, telegram.says(prober, "/help"), prober.id)
    telegram.settle(quiet=0.1)
    return [call.method for call in telegram.since(deed) if _chat(call) != prober.id]


def _chat(call: Call) -> int:
    return call.said.chat if call.said else call.fields.number("chat_id")


def bold(said: Said) -> str:
    """What is stated as the answer: the figures stand in bold."""
    return unescape(" ".join(re.findall(r"<b>(.*?)</b>", said.html, re.DOTALL)))


def quoted(said: Said) -> str:
    """The source sentence under it."""
    return unescape(" ".join(re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", said.html, re.DOTALL)))


def says(telegram: Telegram, person: Person, text: str, to: Said | None = None) -> Said:
    return answer(telegram, telegram.says(person, text, to=to), person.id)


def presses(telegram: Telegram, person: Person, said: Said, label: str) -> Said:
    """What the message becomes, or the one that follows it."""
    return pressed(telegram, person, said, said.key(label).data)


def pressed(telegram: Telegram, person: Person, said: Said, data: str) -> Said:
    return spoken(telegram.comes_of(telegram.presses(person, said, data), said))


def kept(telegram: Telegram, person: Person, text: str, to: Said | None = None) -> Said:
    return presses(telegram, person, says(telegram, person, text, to), "Keep")
