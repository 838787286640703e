"""Typed buttons, and their at most 64 bytes on the wire."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.facts import LONGEST_ID
