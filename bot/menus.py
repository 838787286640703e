"""The lists of commands that Telegram shows: by kind of chat, and by language."""

import logging
from collections.abc import Awaitable
from typing import Any, Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import Application

from bot.locale import CHINESE, ENGLISH, translator
from bot.messages import Menu

_log = logging.getLogger(__name__)

EVERYWHERE: Final = ("ask", "why", "topics", "help", "status")
IN_PRIVATE: Final = ("start", *EVERYWHERE)
FOR_CURATORS: Final = (
    *("add", "unanswered", "edit", "undo", "history", "review", "suggest", "retire", "restore"),
    *("alias", "topic", "synonym", "stats", "import", "export", "template", "curators", "settings"),
    *IN_PRIVATE,
)
"""What is wanted most often comes first: Telegram shows some seven at once."""

TAGS: Final = {ENGLISH: None, CHINESE: CHINESE}
"""English has no tag: that list is also for those whose language we do not speak."""


async def tell(app: Application[Any, Any, Any, Any, Any, Any], *, curators: frozenset[int]) -> None:
    """Set every menu. A scope decides what is shown, never who may: each command checks that itself."""
    menus: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeAllPrivateChats(), IN_PRIVATE),
        (BotCommandScopeAllGroupChats(), EVERYWHERE),
        *((BotCommandScopeChat(curator), FOR_CURATORS) for curator in sorted(curators)),
    ]
    for scope, names in menus:
        await _set(app.bot, scope, names)


async def show(bot: Bot, menu: Menu) -> None:
    """Give a chat the curators' menu, or take it away, so that the one of all private chats is seen again."""
    scope = BotCommandScopeChat(menu.chat)
    if menu.curator:
        await _set(bot, scope, FOR_CURATORS)
        return
    for tag in TAGS.values():
        await _tried(bot.delete_my_commands(scope, tag))


async def _set(bot: Bot, scope: BotCommandScope, names: tuple[str, ...]) -> None:
    for language, tag in TAGS.items():
        await _tried(bot.set_my_commands(commands(names, language), scope, tag))


async def _tried(call: Awaitable[bool]) -> None:
    """No menu is no reason not to answer; a curator may never have written to the bot."""
    try:
        await call
    except TelegramError as error:
        _log.warning("A list of commands was not set: %s", error)


def commands(names: tuple[str, ...], language: str) -> list[BotCommand]:
    say = translator(language)
    told = {
        "start": say("What I am"),
        "ask": say("Ask a question"),
        "why": say("How I came to my last answer"),
        "topics": say("What I know about"),
        "help": say("How to ask, and where"),
        "status": say("How I am set up"),
        "add": say("Add a fact"),
        "edit": say("Change a fact"),
        "retire": say("Take a fact out of the answers"),
        "restore": say("Bring a fact back"),
        "review": say("Facts to look at again"),
        "alias": say("More ways to ask"),
        "synonym": say("Words that mean the same"),
        "topic": say("Rename, merge, split topics"),
        "history": say("What was changed"),
        "undo": say("Take a change back"),
        "curators": say("Who keeps the table"),
        "import": say("Bring facts in from a file"),
        "export": say("The whole table as a file"),
        "template": say("An empty sheet to fill in"),
        "unanswered": say("Questions without an answer"),
        "suggest": say("Facts that others suggest"),
        "stats": say("How the bot is used"),
        "settings": say("What owners may set"),
    }
    return [BotCommand(name, told[name]) for name in names]
