"""What Telegram refuses, in Telegram's words: texts, keyboards, inline results and command lists."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from telegram_html import MarkupError, units, valid_address, visible

LONGEST_TEXT: Final = 4096
MOST_RESULTS: Final = 50
MOST_BUTTONS: Final = 100
MOST_COMMANDS: Final = 100
SCOPES: Final = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
ACTIONS: Final = frozenset(
    {
        "callback_data",
        "url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "login_url",
        "web_app",
    }
)
"""What an inline button can do; each does exactly one of them."""


class RefusedError(Exception):
    """An answer other than "ok": its HTTP status, its sentence, and when to come back."""

    def __init__(self, description: str, status: int = 400, retry_after: int = 0) -> None:
        super().__init__(description)
        self.description = description if status != 400 else f"Bad Request: {description}"
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Key:
    """An inline button as a person sees it, and what it does: `data` to the bot, or an address."""

    label: str
    data: str = ""
    url: str = ""
    inline_query: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One inline result: what the list shows, and the message it becomes."""

    id: str
    title: str
    description: str
    html: str
    text: str
    keys: tuple[Key, ...]


class Fields:
    """The parameters of one call. A form sends structures as JSON in text, a JSON body as they are."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def number(self, name: str) -> int:
        """That number, or 0 where it is not given."""
        if not re.fullmatch(r"-?\d+", given := self.text(name) or "0"):
            raise RefusedError(f"{name} must be a number")
        return int(given)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1"}

    def items(self, name: str) -> list[object]:
        value = self._structure(name)
        return value if isinstance(value, list) else []

    def part(self, name: str) -> "Fields":
        """A structure inside; empty where it is not given."""
        return as_fields(self._structure(name))

    def has(self, name: str) -> bool:
        return name in self.values

    def _structure(self, name: str) -> object:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            read: object = json.loads(value)
        except ValueError:
            raise RefusedError(f"can't parse {name} JSON object") from None
        return read


def as_fields(value: object) -> Fields:
    return Fields({str(name): item for name, item in value.items()} if isinstance(value, dict) else {})


def read_text(fields: Fields, name: str = "text") -> str:
    """The text as a reader will see it."""
    written = fields.text(name)
    match fields.text("parse_mode"):
        case "":
            text = written
        case "HTML":
            try:
                text = visible(written)
            except MarkupError as fault:
                raise RefusedError(f"can't parse entities: {fault}") from fault
        case other:
            raise RefusedError(f"unsupported parse_mode {other}")
    if not text.strip():
        raise RefusedError("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise RefusedError("message is too long")
    return text


def read_photo(fields: Fields) -> bytes:
    """An image that was sent along: of at most 10 MB, and of at most 10,000 pixels in both directions together."""
    image = fields.values.get("photo")
    if not isinstance(image, bytes) or not image.startswith(b"\x89PNG\r\n\x1a\n"):
        raise RefusedError("IMAGE_PROCESS_FAILED")
    width, height = (int.from_bytes(image[at : at + 4]) for at in (16, 20))
    if width + height > 10_000:
        raise RefusedError("PHOTO_INVALID_DIMENSIONS")
    if len(image) > 10 * 2**20:
        raise RefusedError("file is too big")
    return image


def read_keys(markup: Fields) -> tuple[Key, ...]:
    """The inline buttons under a message, row after row."""
    rows = [row if isinstance(row, list) else [] for row in markup.items("inline_keyboard")]
    keys = tuple(_read_key(as_fields(button)) for row in rows for button in row)
    if len(keys) > MOST_BUTTONS:
        raise RefusedError("reply markup is too long")
    return keys


def _read_key(button: Fields) -> Key:
    key = Key(
        button.text("text"),
        button.text("callback_data"),
        button.text("url"),
        _first(button, "switch_inline_query", "switch_inline_query_current_chat"),
    )
    if not key.label.strip():
        raise RefusedError("Inline keyboard button text must be non-empty")
    actions = ACTIONS & button.values.keys()
    if len(actions) != 1:
        raise RefusedError("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(key.data.encode()) <= 64:
        raise RefusedError("BUTTON_DATA_INVALID")
    if "url" in actions and not valid_address(key.url):
        raise RefusedError(f"inline keyboard button URL '{key.url}' is invalid: Wrong HTTP URL")
    if "copy_text" in actions and not 1 <= units(button.part("copy_text").text("text")) <= 256:
        raise RefusedError("BUTTON_COPY_TEXT_INVALID")
    return key


def _first(button: Fields, *names: str) -> str | None:
    return next((button.text(name) for name in names if button.has(name)), None)


def read_cards(results: list[object]) -> tuple[Card, ...]:
    """Inline results, each proved, no two with one id."""
    if len(results) > MOST_RESULTS:
        raise RefusedError("RESULTS_TOO_MUCH")
    cards = tuple(read_card(as_fields(result)) for result in results)
    if len({card.id for card in cards}) < len(cards):
        raise RefusedError("RESULT_ID_DUPLICATE")
    return cards


def read_card(result: Fields) -> Card:
    if (kind := result.text("type")) != "article":
        raise RefusedError(f"inline result of type {kind!r} is not known here")
    if not 1 <= len(result.text("id").encode()) <= 64:
        raise RefusedError("RESULT_ID_INVALID")
    if not result.text("title").strip():
        raise RefusedError("ARTICLE_TITLE_EMPTY")
    content = result.part("input_message_content")
    return Card(
        result.text("id"),
        result.text("title"),
        result.text("description"),
        content.text("message_text"),
        read_text(content, "message_text"),
        read_keys(result.part("reply_markup")),
    )


def check_inline_button(button: Fields) -> None:
    if not button.values:
        return
    if not button.text("text").strip():
        raise RefusedError("SWITCH_PM_TEXT_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.text("start_parameter")):
        raise RefusedError("START_PARAM_INVALID")


def check_commands(fields: Fields) -> tuple[str, ...]:
    """The names of the commands, proved together with everything else about the list."""
    commands = [as_fields(command) for command in fields.items("commands")]
    if len(commands) > MOST_COMMANDS:
        raise RefusedError("BOT_COMMANDS_TOO_MUCH")
    for fault in _command_faults(commands):
        raise RefusedError(fault)
    if (scope := fields.part("scope").text("type") or "default") not in SCOPES:
        raise RefusedError(f"can't parse BotCommandScope: unsupported type {scope!r} specified")
    if not re.fullmatch(r"([a-z]{2})?", fields.text("language_code")):
        raise RefusedError("invalid language code specified")
    return tuple(command.text("command") for command in commands)


def _command_faults(commands: list[Fields]) -> Iterator[str]:
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.text("command")):
            yield "BOT_COMMAND_INVALID"
        if not 1 <= units(command.text("description").strip()) <= 256:
            yield "BOT_COMMAND_DESCRIPTION_INVALID"
