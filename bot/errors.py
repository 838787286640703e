"""The one place where an error that nobody foresaw ends: in the log, and with a short word to the person."""

import logging
from typing import Final

from telegram import Update
from telegram.error import BadRequest, Conflict, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.locale import translator

_log = logging.getLogger(__name__)

APOLOGY: Final = "Sorry, something went wrong here. Please try again in a little while."


async def handle(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log it, without what the person wrote; apologise where that disturbs nobody else."""
    error = context.error
    match error:
        case Conflict():
            _log.warning("Another process asks Telegram for the same updates: stop one of the two.")
        case NetworkError() if not isinstance(error, BadRequest):  # which the library counts among them
            _log.warning("Telegram could not be reached: %s", error)
        case _:
            _log.error("Update %s failed.", _number(update), exc_info=error)
            if isinstance(update, Update) and not isinstance(error, TelegramError):
                await _apologise(update)


def _number(update: object) -> object:
    return update.update_id if isinstance(update, Update) else "(none)"


async def _apologise(update: Update) -> None:
    """In private only, and once: when this fails too, the log has it."""
    user = update.effective_user
    sorry = translator((user and user.language_code) or "")(APOLOGY)
    try:
        if update.callback_query:
            await update.callback_query.answer(sorry)
        elif update.message and update.message.chat.type == "private":
            await update.message.reply_text(sorry)
    except TelegramError as error:
        _log.warning("The apology could not be sent: %s", error)
