"""Who speaks in Telegram, where, and what their words look like to a bot."""

import re
import time
from dataclasses import dataclass, field
from typing import Final

from telegram_html import units

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    username: str = ""
    language: str = "en"
    is_bot: bool = False

    def as_json(self) -> Json:
        known: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            known["username"] = self.username
        if self.language and not self.is_bot:
            known["language_code"] = self.language
        return known


ANONYMOUS_ADMIN: Final = Person(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
"""Whom Telegram names as the sender when an administrator hides behind the group."""

TELEGRAM_ITSELF: Final = Person(777000, "Telegram")
"""Whom it names for the copy of a channel post in the linked group."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where people talk. `topics` are a forum's threads; `admin` lets the bot hear everything in a group."""

    id: int
    type: str
    title: str = ""
    topics: frozenset[int] = frozenset()
    joined: bool = True
    admin: bool = False

    def as_json(self) -> Json:
        shown: Json = {"id": self.id, "type": self.type}
        shown["first_name" if self.type == "private" else "title"] = self.title
        if self.topics:
            shown["is_forum"] = True
        return shown


def private_chat(person: Person) -> Chat:
    return Chat(person.id, "private", person.name)


@dataclass(frozen=True, slots=True)
class Speech:
    """A message before Telegram numbers it; every flag is a way in which it is not simply somebody's words.

    `naming` are people without a username, named in the text by their first names. `topic` is a forum thread.
    """

    text: str
    sender: Person | None
    chat: Chat
    reply_to: Json | None = None
    topic: int = 0
    naming: tuple[Person, ...] = ()
    forwarded: bool = False
    anonymous: bool = False
    via: Person | None = None
    copied_from: Chat | None = None
    extra: Json = field(default_factory=dict)

    def as_json(self, number: int) -> Json:
        message: Json = {
            "message_id": number,
            "date": int(time.time()),
            "chat": self.chat.as_json(),
            "text": self.text,
        }
        if entities := entities_of(self.text, self.naming):
            message["entities"] = entities
        if "document" in self.extra:
            del message["text"]  # a document has a caption, if any
        return message | self._sender() | self._thread() | self._origin() | self.extra

    def _sender(self) -> Json:
        if self.sender is None:
            return {"sender_chat": self.chat.as_json()}
        if self.copied_from is not None:
            copied = {"sender_chat": self.copied_from.as_json(), "is_automatic_forward": True}
            return {"from": TELEGRAM_ITSELF.as_json()} | copied
        if self.anonymous:
            return {"from": ANONYMOUS_ADMIN.as_json(), "sender_chat": self.chat.as_json()}
        return {"from": self.sender.as_json()}

    def _thread(self) -> Json:
        """Replies carry a thread id in any supergroup; only in a forum can one speak into it."""
        if self.topic:
            topic = {"message_thread_id": self.topic, "is_topic_message": True}
            return topic | {"reply_to_message": self.reply_to or self._topic_root()}
        if self.reply_to is None:
            return {}
        replied: Json = {"reply_to_message": {k: v for k, v in self.reply_to.items() if k != "reply_to_message"}}
        if self.chat.type == "supergroup":
            replied["message_thread_id"] = self.reply_to.get("message_thread_id", self.reply_to["message_id"])
        return replied

    def _topic_root(self) -> Json:
        """In a forum topic every message "replies" to the service message that opened the topic."""
        root: Json = {
            "message_id": self.topic,
            "date": 1,
            "chat": self.chat.as_json(),
            "is_topic_message": True,
        }
        opened = {"forum_topic_created": {"name": "Figures", "icon_color": 7322096}}
        return root | opened | {"message_thread_id": self.topic, "from": ANONYMOUS_ADMIN.as_json()}

    def _origin(self) -> Json:
        known: Json = {"via_bot": self.via.as_json()} if self.via else {}
        if self.forwarded:
            author = Person(99, "Somebody Else").as_json()
            known["forward_origin"] = {"type": "user", "date": int(time.time()) - 60, "sender_user": author}
        return known


_URL = re.compile(r"https?://\S+")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?!\w)")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")


def entities_of(text: str, naming: tuple[Person, ...] = ()) -> list[Json]:
    """What Telegram marks in a text of its own accord."""
    found = [(match.span(), "url") for match in _URL.finditer(text)]
    links = tuple(span for span, _ in found)
    for pattern, kind in ((_COMMAND, "bot_command"), (_MENTION, "mention")):
        spans = (match.span() for match in pattern.finditer(text))
        found += [(s, kind) for s in spans if not any(a <= s[0] < b for a, b in links)]
    marks: list[Json] = [_mark(text, span, kind) for span, kind in sorted(found)]
    for person in naming:
        start = text.index(person.name)
        marks.append(_mark(text, (start, start + len(person.name)), "text_mention") | {"user": person.as_json()})
    return marks


def _mark(text: str, span: tuple[int, int], kind: str) -> Json:
    start, end = span
    return {"type": kind, "offset": units(text[:start]), "length": units(text[start:end])}
