"""What owners may set by chat, and how it is said."""

from typing import Final

from bot.locale import Say, translator
from bot.messages import Heard, Reply
from bot.render import said
from bot.roles import Roles
from knowledge.almanac import Almanac
from knowledge.settings import LIMITS, NAMES, Settings, with_setting, words_of

_NAMED: Final = {
    "更正": "corrections",
    "建议": "suggestions",
    "建議": "suggestions",
    "问题": "questions",
    "問題": "questions",
}
"""The settings by their Chinese names."""


def settings(roles: Roles, almanac: Almanac, heard: Heard) -> Reply:
    """All settings with what they mean; with a name and a value, that one is set."""
    say = translator(heard.language)
    if not roles.is_owner(heard.sender):
        return said(say("Only owners can see and change the settings. The setting GIANTS_OWNERS names them."))
    name, _, words = " ".join(heard.text.split()).partition(" ")
    if not name:
        return said(_listed(almanac.settings, say))
    name = _NAMED.get(name, name.casefold())
    if name not in NAMES:
        return said("\n\n".join([say("There is no setting of that name."), _listed(almanac.settings, say)]))
    try:
        changed = with_setting(almanac.settings, name, words)
    except ValueError:
        return said(_allowed(name, say))
    almanac.keep_settings(changed)
    return said(say("Set: {setting}").format(setting=_line(name, changed, say)))


def _listed(held: Settings, say: Say) -> str:
    lines = "\n\n".join(_line(name, held, say) for name in NAMES)
    return f"{lines}\n\n" + say("To change one, send its name and a value, for example: /settings corrections 3")


def _line(name: str, held: Settings, say: Say) -> str:
    return f"{name} {words_of(held)[name]}\n{_meaning(name, say)}"


def _meaning(name: str, say: Say) -> str:
    match name:
        case "corrections":
            return say("Days for which answers that were sent are corrected when a fact changes; 0: never.")
        case "suggestions":
            return say("Whether anybody may suggest facts, on or off; curators decide on them.")
        case "questions":
            return say("Days that questions are kept.")
        case _:
            raise AssertionError(name)


def _allowed(name: str, say: Say) -> str:
    if name not in LIMITS:
        return say("This is on or off: /settings {name} on").format(name=name)
    least, most = LIMITS[name]
    example = say("This is a number of days from {least} to {most}: /settings {name} {example}")
    return example.format(least=least, most=most, name=name, example=words_of(Settings())[name])
