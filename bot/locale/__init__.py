"""The bot's own words in the reader's language; each message asks for its own, the process has none."""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

Say = Callable[[str], str]
"""Turns the bot's English words into the reader's."""

ENGLISH: Final = "en"
CHINESE: Final = "zh"

_HERE: Final = Path(__file__).parent


def spoken(language: str) -> str:
    """The language of ours for a tag from outside: what we do not speak is English.

    >>> spoken("zh-hans"), spoken("ZH"), spoken("de"), spoken("")
    ('zh', 'zh', 'en', 'en')
    """
    return CHINESE if language.casefold().replace("_", "-").split("-")[0] == CHINESE else ENGLISH


def translator(language: str) -> Say:
    return _catalogue(CHINESE).gettext if spoken(language) == CHINESE else str


@cache
def _catalogue(language: str) -> GNUTranslations:
    """The catalogue as committed, read once. Babel takes a while to load, and English has no need of it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - see above
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with (_HERE / language / "LC_MESSAGES" / "giants.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
