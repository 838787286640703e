"""Which messages are meant for the bot, and what they say without its name."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from telegram import Bot, Message, MessageEntity, MessageOriginUser
from telegram.constants import ChatType

from bot.markup import units
from bot.messages import Heard, Place

PLACES: Final = {
    ChatType.PRIVATE: Place.PRIVATE,
    ChatType.GROUP: Place.GROUP,
    ChatType.SUPERGROUP: Place.GROUP,
    ChatType.CHANNEL: Place.CHANNEL,
}

Span = tuple[int, int]
"""Where in a text: offset and length, in UTF-16 units."""

_NAMING: Final[list[str | None]] = [
    MessageEntity.MENTION,
    MessageEntity.TEXT_MENTION,
    MessageEntity.BOT_COMMAND,
]
_OPAQUE: Final[list[str | None]] = [
    MessageEntity.URL,
    MessageEntity.EMAIL,
    MessageEntity.CODE,
    MessageEntity.PRE,
    MessageEntity.MENTION,
]
"""What a name inside of it is a part of, and no name."""

_BEFORE: Final = r"(?<![A-Za-z0-9_@/.-])"
_AFTER: Final = r"(?![A-Za-z0-9_])"
_HAN = re.compile(r"[\u3400-\u9fff]")
_EMPTY_BRACKETS = re.compile(r"[(（\[【]\s*[)）\]】]")
_LEFT_OVER: Final = " \t,.:;!?，。：；！？、-–—"
"""What stood between the bot's name and the question."""


def hear(message: Message, me: Bot, at: datetime) -> Heard | None:
    """A message without a command: in private always meant for the bot, elsewhere where it is addressed."""
    private = message.chat.type == ChatType.PRIVATE
    names = _names(message, me)
    if not (private or names or _answers(message, me)) or not _in_own_words(message, me):
        return None
    return _heard(message, me, at, _tidy(_without(message, names)))


def hear_command(message: Message, me: Bot, at: datetime) -> Heard | None:
    """A command of ours, and what follows it, line by line as it was typed."""
    if not _in_own_words(message, me):
        return None
    command = [(0, entity.length) for entity in _parsed(message, _NAMING) if entity.offset == 0]
    return _heard(message, me, at, _without(message, command[:1]).strip())


def hear_guest(message: Message, me: Bot, at: datetime) -> Heard:
    """A mention where the bot is no member; Telegram sends nothing else from there."""
    return _heard(message, me, at, _tidy(_without(message, _names(message, me))), Place.GUEST)


def _heard(message: Message, me: Bot, at: datetime, text: str, place: Place | None = None) -> Heard:
    person = message.from_user if message.sender_chat is None else None
    return Heard(
        text,
        at,
        place or PLACES.get(ChatType(message.chat.type), Place.GROUP),
        chat=message.chat.id,
        message=message.message_id,
        sender=person.id if person else 0,
        quoted=_quoted(message, me),
        language=(person and person.language_code) or "en",
        answers=_own_words(message, me),
        named=_named(message),
    )


def _own_words(message: Message, me: Bot) -> str:
    """The text of the bot's message that it replies to."""
    return _text(replied) if (replied := message.reply_to_message) and _answers(message, me) else ""


def _named(message: Message) -> int:
    """Who wrote what it replies to, or what was forwarded there if its writer lets that be seen."""
    replied = message.reply_to_message
    origin = replied and replied.forward_origin
    if isinstance(origin, MessageOriginUser):
        return 0 if origin.sender_user.is_bot else origin.sender_user.id
    author = replied.from_user if replied and not origin and replied.sender_chat is None else None
    return author.id if author and not author.is_bot else 0


def _in_own_words(message: Message, me: Bot) -> bool:
    """Not from another bot, nor a copy of a channel's post, nor what the bot itself wrote for an inline card.

    In private even forwarded words are a question; where others read along they are somebody else's.
    """
    author = message.from_user
    if message.is_automatic_forward or (message.via_bot and message.via_bot.id == me.id):
        return False
    if author and author.is_bot and message.sender_chat is None:
        return False
    borrowed = message.forward_origin or message.via_bot
    return message.chat.type == ChatType.PRIVATE or not borrowed


def _answers(message: Message, me: Bot) -> bool:
    """Whether it replies to the bot. In a forum everything "replies" to the message that opened the topic."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or replied.from_user is None:
        return False
    return replied.from_user.id == me.id


def _quoted(message: Message, me: Bot) -> str:
    """The words it replies to: the part that was picked out, else the whole; never the bot's own."""
    replied = message.reply_to_message
    if replied and (replied.forum_topic_created or (replied.from_user and replied.from_user.id == me.id)):
        return ""
    if message.quote and message.quote.is_manual:
        return message.quote.text
    return _text(replied) if replied else ""


def _names(message: Message, me: Bot) -> list[Span]:
    """The places that name the bot, as Telegram marks them: not those in links and longer names."""
    name = f"@{me.username}".casefold()
    marked = [
        (entity.offset, entity.length)
        for entity, text in _parsed(message, _NAMING).items()
        if _is_name(entity, text.casefold(), name, me)
    ]
    return marked or list(_names_among_han(message, name))


def _is_name(entity: MessageEntity, text: str, name: str, me: Bot) -> bool:
    match entity.type:
        case MessageEntity.MENTION:
            return text == name
        case MessageEntity.TEXT_MENTION:
            return entity.user is not None and entity.user.id == me.id
        case _:
            return text.endswith(name)


def _names_among_han(message: Message, name: str) -> Iterator[Span]:
    """Chinese is written without spaces, and Telegram marks no name that touches a Chinese character."""
    text = _text(message)
    others = [(e.offset, e.offset + e.length) for e in _parsed(message, _OPAQUE)]
    for match in re.finditer(rf"{_BEFORE}{re.escape(name)}{_AFTER}", text, re.IGNORECASE):
        before, after = text[: match.start()], text[match.end() :]
        start = units(before)
        touches = _HAN.match(before[-1:]) or _HAN.match(after[:1])
        if touches and not any(first <= start < last for first, last in others):
            yield start, units(match[0])


def _parsed(message: Message, kinds: list[str | None]) -> dict[MessageEntity, str]:
    if message.text:
        return message.parse_entities(kinds)
    return message.parse_caption_entities(kinds) if message.caption else {}


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _without(message: Message, spans: list[Span]) -> str:
    """The text with those spans cut out; offsets count UTF-16 units, two bytes each."""
    encoded = _text(message).encode("utf-16-le", "surrogatepass")
    for start, length in sorted(spans, reverse=True):
        encoded = encoded[: 2 * start] + " ".encode("utf-16-le") + encoded[2 * (start + length) :]
    return encoded.decode("utf-16-le", "replace")


def _tidy(text: str) -> str:
    return _EMPTY_BRACKETS.sub(" ", text).strip().lstrip(_LEFT_OVER).rstrip()
