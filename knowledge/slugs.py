"""A title to an id: small letters, digits and hyphens."""

import re
import unicodedata
from hashlib import sha256
from typing import Final

from knowledge.facts import LONGEST_ID

_DIGEST: Final = 8
"""Hexadecimal digits; enough to keep apart the titles of one table."""


def slug(title: str) -> str:
    """The id of a title; one with letters that no id can hold ends in a digest. "" without letters.

    >>> slug("Patents held, on average")
    'patents-held-on-average'
    """
    letters = unicodedata.normalize("NFKD", title).lower()
    lost = any(letter.isalnum() and not letter.isascii() for letter in letters)
    words = re.findall(
        r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter))
    )
    if not lost:
        return "-".join(words)[:LONGEST_ID].rstrip("-")
    digest = sha256(title.strip().encode(errors="replace")).hexdigest()[:_DIGEST]
    return f"{'-'.join(words or ['topic'])[: LONGEST_ID - _DIGEST - 1].rstrip('-')}-{digest}"
