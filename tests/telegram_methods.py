"""What a bot may ask of Telegram, method by method, and what Telegram remembers of it."""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from telegram_people import Chat, Json, Person
from telegram_rules import (
    Card,
    Fields,
    Key,
    RefusedError,
    check_commands,
    check_inline_button,
    read_card,
    read_cards,
    read_keys,
    read_photo,
    read_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HARMLESS: Final = frozenset(
    {
        "deletewebhook",
        "setmyname",
        "setmydescription",
        "setmyshortdescription",
        "setchatmenubutton",
        "sendchataction",
    }
)
"""Methods that need no rule here: true is the answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot as it stands in a chat; `text` is what a reader sees of `html`."""

    chat: int
    number: int
    html: str
    text: str
    keys: tuple[Key, ...]
    reply_to: int = 0
    topic: int = 0
    inline: str = ""
    file: bytes = b""
    forced: bool = False
    """Whether it opens the keyboard for a reply."""

    def key(self, label: str) -> Key:
        """The one button whose label has these words in it."""
        (found,) = [key for key in self.keys if label.casefold() in key.label.casefold()]
        return found


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that the bot asked of Telegram; `refusal` is empty where it was granted."""

    method: str
    fields: Fields
    refusal: str = ""
    said: Said | None = None
    cards: tuple[Card, ...] = ()


Granted = tuple[object, Call]
"""What Telegram returns, and what the test is told."""


class Office:
    """Telegram's memory of chats, messages and open queries, and the methods that work on it."""

    def __init__(self, bot: Person) -> None:
        self.bot = bot
        self.reads_all = False
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.said: dict[tuple[int, int] | str, Said] = {}
        self.queries: set[str] = set()
        self.commands: dict[tuple[str, str], tuple[str, ...]] = {}
        self.files: dict[str, bytes] = {}
        self._last_number = 100
        self._last_query = 9_000_000_000
        self._methods: Mapping[str, Callable[[Fields], Granted]] = {
            "getme": self._get_me,
            "getwebhookinfo": self._get_webhook_info,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "senddocument": self._send_document,
            "getfile": self._get_file,
            "editmessagetext": self._edit_text,
            "editmessagereplymarkup": self._edit_keys,
            "answercallbackquery": self._answer_press,
            "answerinlinequery": self._answer_inline,
            "answerguestquery": self._answer_guest,
            "setmycommands": self._set_commands,
            "deletemycommands": self._delete_commands,
        }

    def number(self) -> int:
        self._last_number += 1
        return self._last_number

    def query(self) -> str:
        """A new query's id; it may be answered once."""
        self._last_query += 1
        self.queries.add(str(self._last_query))
        return str(self._last_query)

    def call(self, name: str, fields: Fields) -> Granted:
        if name in HARMLESS:
            return True, Call(name, fields)
        if name not in self._methods:
            raise RefusedError("Not Found", 404)
        return self._methods[name](fields)

    def _get_me(self, fields: Fields) -> Granted:
        me = self.bot.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        return me, Call("getme", fields)

    def _get_webhook_info(self, fields: Fields) -> Granted:
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return info, Call("getwebhookinfo", fields)

    def _send_message(self, fields: Fields) -> Granted:
        chat = self._chat(fields)
        text = read_text(fields)
        keys = read_keys(fields.part("reply_markup"))
        replied = self._replied(chat, fields.part("reply_parameters"))
        topic = self._topic(chat, fields, replied)
        said = Said(chat.id, self.number(), fields.text("text"), text, keys, _number(replied, "message_id"), topic)
        said = replace(said, forced=fields.part("reply_markup").flag("force_reply"))
        message = self._message(chat, said, fields)
        if replied:
            message["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
        self._keep(said, message)
        return message, Call("sendmessage", fields, said=said)

    def _send_photo(self, fields: Fields) -> Granted:
        """Without words below it: nothing here sends any."""
        chat, image = self._chat(fields), read_photo(fields)
        said = Said(chat.id, self.number(), "", "", (), topic=self._topic(chat, fields, {}))
        size: Json = {"file_id": "f", "file_unique_id": "u", "file_size": len(image), "width": 1, "height": 1}
        message = self._message(chat, said, fields) | {"photo": [size]}
        del message["text"]
        self._keep(said, message)
        return message, Call("sendphoto", fields, said=said)

    def _send_document(self, fields: Fields) -> Granted:
        """Without words below it: nothing here sends any."""
        chat, data = self._chat(fields), fields.values.get("document")
        if not isinstance(data, bytes) or not data:
            raise RefusedError("file must be non-empty")
        said = Said(chat.id, self.number(), "", "", (), file=data)
        told: Json = {"file_id": "f", "file_unique_id": "u", "file_size": len(data)}
        message = self._message(chat, said, fields) | {"document": told}
        del message["text"]
        self._keep(said, message)
        return message, Call("senddocument", fields, said=said)

    def _get_file(self, fields: Fields) -> Granted:
        name = fields.text("file_id")
        if name not in self.files:
            raise RefusedError("invalid file_id")
        told: Json = {"file_id": name, "file_unique_id": name, "file_path": f"documents/{name}"}
        return told, Call("getfile", fields)

    def _chat(self, fields: Fields) -> Chat:
        if not fields.text("chat_id"):
            raise RefusedError("chat_id is empty")
        chat = self.chats.get(fields.number("chat_id"))
        if chat is None or not chat.joined:
            raise RefusedError("chat not found")
        return chat

    def _replied(self, chat: Chat, reply: Fields) -> Json:
        if not reply.values:
            return {}
        if found := self.messages.get((reply.number("chat_id") or chat.id, reply.number("message_id"))):
            if reply.text("quote") not in str(found.get("text", "")):
                raise RefusedError("QUOTE_TEXT_INVALID")
            return found
        if reply.flag("allow_sending_without_reply"):
            return {}
        raise RefusedError("message to be replied not found")

    def _topic(self, chat: Chat, fields: Fields, replied: Json) -> int:
        """The forum topic it lands in; an answer goes where the question stands."""
        if not fields.has("message_thread_id"):
            return _number(replied, "message_thread_id") if chat.topics else 0
        if (topic := fields.number("message_thread_id")) not in chat.topics:
            raise RefusedError("message thread not found")
        return topic

    def _message(self, chat: Chat, said: Said, fields: Fields) -> Json:
        message: Json = {"message_id": said.number, "date": int(time.time()), "chat": chat.as_json()}
        message |= {"from": self.bot.as_json()} if chat.type != "channel" else {"sender_chat": chat.as_json()}
        message["text"] = said.text
        if said.topic:
            message |= {"message_thread_id": said.topic, "is_topic_message": True}
        if said.keys:
            message["reply_markup"] = {"inline_keyboard": fields.part("reply_markup").items("inline_keyboard")}
        return message

    def _keep(self, said: Said, message: Json) -> None:
        self.messages[said.chat, said.number] = message
        self.said[said.chat, said.number] = said

    def _edit_text(self, fields: Fields) -> Granted:
        old = self._editable(fields)
        html, text, keys = fields.text("text"), read_text(fields), read_keys(fields.part("reply_markup"))
        return self._edit("editmessagetext", old, replace(old, html=html, text=text, keys=keys), fields)

    def _edit_keys(self, fields: Fields) -> Granted:
        old = self._editable(fields)
        new = replace(old, keys=read_keys(fields.part("reply_markup")))
        return self._edit("editmessagereplymarkup", old, new, fields)

    def _editable(self, fields: Fields) -> Said:
        if inline := fields.text("inline_message_id"):
            if inline not in self.said:
                raise RefusedError("MESSAGE_ID_INVALID")
            return self.said[inline]
        where = (self._chat(fields).id, fields.number("message_id"))
        if where not in self.messages:
            raise RefusedError("message to edit not found")
        if where not in self.said:
            raise RefusedError("message can't be edited")
        return self.said[where]

    def _edit(self, name: str, old: Said, new: Said, fields: Fields) -> Granted:
        if old == new:
            raise RefusedError(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        call = Call(name, fields, said=new)
        if new.inline:
            self.said[new.inline] = new
            return True, call
        message = self._message(self.chats[new.chat], new, fields) | {"edit_date": int(time.time())}
        self._keep(new, message)
        return message, call

    def _close(self, query: str) -> None:
        if query not in self.queries:
            raise RefusedError("query is too old and response timeout expired or query ID is invalid")
        self.queries.discard(query)

    def _answer_press(self, fields: Fields) -> Granted:
        if len(fields.text("text")) > 200:
            raise RefusedError("MESSAGE_TOO_LONG")
        self._close(fields.text("callback_query_id"))
        return True, Call("answercallbackquery", fields)

    def _answer_inline(self, fields: Fields) -> Granted:
        cards = read_cards(fields.items("results"))
        check_inline_button(fields.part("button"))
        if fields.number("cache_time") < 0 or len(fields.text("next_offset").encode()) > 64:
            raise RefusedError("INLINE_ANSWER_INVALID")
        self._close(fields.text("inline_query_id"))
        return True, Call("answerinlinequery", fields, cards=cards)

    def _answer_guest(self, fields: Fields) -> Granted:
        card = read_card(fields.part("result"))
        self._close(fields.text("guest_query_id"))
        inline = f"guest-{self.number()}"
        self.said[inline] = Said(0, 0, card.html, card.text, card.keys, inline=inline)
        said = self.said[inline]
        return {"inline_message_id": inline}, Call("answerguestquery", fields, said=said, cards=(card,))

    def _set_commands(self, fields: Fields) -> Granted:
        names = check_commands(fields)
        self.commands[self._scope(fields), fields.text("language_code")] = names
        return True, Call("setmycommands", fields)

    def _delete_commands(self, fields: Fields) -> Granted:
        self.commands.pop((self._scope(fields), fields.text("language_code")), None)
        return True, Call("deletemycommands", fields)

    def _scope(self, fields: Fields) -> str:
        """Who sees them: a kind of chat, or "chat 7"."""
        scope = fields.part("scope").text("type") or "default"
        if not scope.startswith("chat"):
            return scope
        self._chat(fields.part("scope"))
        return f"{scope} {fields.part('scope').number('chat_id')}"


def _number(message: Json, name: str) -> int:
    return int(str(message.get(name, 0)))
