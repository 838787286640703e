"""What the bot logs, and that its token never stands in it."""

import logging
import re
import sys
from types import TracebackType
from typing import Final, TextIO

QUIET: Final = ("httpx", "httpcore")
"""At INFO these print each address they call, and the token is a part of it."""

_TOKEN_LIKE = re.compile(r"\b\d{6,}:[A-Za-z0-9_-]{30,}")
"""Anything of a token's shape: of another bot, or of this one before it was read."""

_REFUSED = "Invalid token. Aborting retry loop."


class Redacting(logging.Formatter):
    """Formats a record, tracebacks and all, and then takes the secrets out."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        return _TOKEN_LIKE.sub("<token>", text)


def set_up(*secrets: str, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Log to stderr. What nobody caught goes the same way, for Python itself would print the token in it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(*secrets))
    handler.addFilter(_is_news)
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught


def _is_news(record: logging.LogRecord) -> bool:
    """A refused token ends the process with a sentence of its own; its traceback says nothing more."""
    return _REFUSED not in str(record.msg)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("The bot has to stop.", exc_info=(kind, error, trace))
