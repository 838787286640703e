"""What owners may set by chat: each with what it is where nobody set it, and within which limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

LIMITS: Final = {"corrections": (0, 30), "questions": (1, 3650)}
"""Days. Older messages are hardly read again; a log of ten years is longer than its use."""

ON: Final = frozenset({"on", "yes", "true", "1", "开", "開", "是", "打开", "開啟", "开启"})
OFF: Final = frozenset({"off", "no", "false", "0", "关", "關", "否", "关闭", "關閉"})


@dataclass(frozen=True, slots=True)
class Settings:
    corrections: int = 7
    """Days for which answers are corrected after the fact: who asks on Monday may still quote it on Friday."""
    suggestions: bool = False
    """Whether anybody may suggest facts, to be decided on by curators."""
    questions: int = 365
    """Days that questions are kept: a year shows what is asked in each season."""

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} is from {least} to {most}")


NAMES: Final = tuple(field.name for field in fields(Settings))


def with_setting(settings: Settings, name: str, words: str) -> Settings:
    """The settings with that one as somebody typed it. Raises ValueError.

    >>> with_setting(Settings(), "corrections", "3").corrections
    3
    """
    typed = words.strip().casefold()
    match name:
        case "corrections":
            return replace(settings, corrections=int(typed))
        case "questions":
            return replace(settings, questions=int(typed))
        case "suggestions" if typed in ON | OFF:
            return replace(settings, suggestions=typed in ON)
        case _:
            raise ValueError(f"{name} cannot be {words}")


def settings_of(held: Mapping[str, str]) -> Settings:
    """Those that are held; one that no longer makes sense, or was spoilt by hand, is as where nobody set it.

    >>> settings_of({"corrections": "many", "questions": "30", "colour": "red"})
    Settings(corrections=7, suggestions=False, questions=30)
    """
    settings = Settings()
    for name, words in held.items():
        try:
            settings = with_setting(settings, name, words)
        except ValueError:
            continue
    return settings


def words_of(settings: Settings) -> dict[str, str]:
    """As they are held.

    >>> words_of(Settings())
    {'corrections': '7', 'suggestions': 'off', 'questions': '365'}
    """
    said = {True: "on", False: "off"}
    return {name: said[value] if isinstance(value, bool) else str(value) for name, value in asdict(settings).items()}
