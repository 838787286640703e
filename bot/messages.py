"""What the bot hears and says, in its own words; Telegram's types stop at the edge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.buttons import Action
from knowledge.almanac import Almanac
from knowledge.facts import Fact


class Place(StrEnum):
    """Where something was said; decides how freely the bot speaks."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"
    GUEST = "guest"
    """A mention in a chat the bot has not joined: one reply, and no other call, is possible."""
    INLINE = "inline"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file under the name that its sender gave it, which is no path."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """A message meant for the bot. `text` has neither the command nor the bot's name in it any more.

    `sender` is Telegram's numeric user id, 0 where there is none (channels, anonymous admins, the terminal).
    `quoted` is the text of the message it replies to. `language` is the person's, as Telegram gives it.
    """

    text: str
    at: datetime
    place: Place
    chat: int = 0
    message: int = 0
    sender: int = 0
    quoted: str = ""
    language: str = "en"
    answers: str = ""
    """The text of the bot's own message that it replies to."""
    file: Attachment | None = None
    named: int = 0
    """The person whose message it replies to; 0 where it replies to none, or to a bot's."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press. `chat` and `message` are the message the button hangs on."""

    action: Action
    at: datetime
    sender: int
    chat: int
    message: int
    language: str = "en"

    @property
    def place(self) -> Place:
        """Telegram gives persons positive ids, and everything that many share negative ones."""
        return Place.PRIVATE if self.chat > 0 else Place.GROUP


@dataclass(frozen=True, slots=True)
class Button:
    """`title` is the label at full length, for a text without buttons; empty where nothing was cut."""

    label: str
    action: Action
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """The facts that a reply states as an answer, by their ids; they are corrected in it when they change."""

    facts: tuple[str, ...]
    language: str
    question: str = ""
    carried: str = ""
    """What the question was taken to be about, which it did not say itself."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Telegram HTML of at most 4096 visible characters, and the buttons under it, row by row."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    prompt: str = ""
    """What the person is to reply with, in a few words; it opens the keyboard, and takes the place of buttons."""
    letters: tuple["Letter", ...] = ()
    """What others are told in their own chats."""
    picture: Callable[[], bytes] | None = None
    """Draws a PNG that follows the words. It takes a while, and runs beside everything else."""
    file: Attachment | None = None
    """Follows the words as a document."""
    stated: Stated | None = None
    menu: "Menu | None" = None
    """Whose list of commands becomes another one by this."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The list of commands that somebody's private chat shows from now on: the curators', or everybody's."""

    chat: int
    curator: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A message into another private chat than the one that is spoken in."""

    chat: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message of the bot stands; `asked` is the message that it answers.

    One that was sent from the inline list, or to a guest, has only the name that Telegram gave it.
    """

    chat: int = 0
    message: int = 0
    asked: int = 0
    inline: str = ""


@dataclass(frozen=True, slots=True)
class Instead:
    """A reply that takes the place of the message whose button was pressed."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Toast:
    """A short notice over the chat; the message with the button stays as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """What takes a while or writes: the press is answered first, since Telegram soon calls it too old.

    It is done beside everything else, by the curators' own connection to the table.
    """

    do: Callable[[Almanac], Reply | Instead]


@dataclass(frozen=True, slots=True)
class Card:
    """A fact that somebody may send from the inline list."""

    fact: Fact
    title: str
    description: str
    html: str


@dataclass(frozen=True, slots=True)
class Cards:
    """What the inline list shows; `invitation` is the button into the private chat where no card fits."""

    cards: tuple[Card, ...]
    invitation: str = ""


@dataclass(frozen=True, slots=True)
class Me:
    """What Telegram knows of the bot itself, and which version of it runs.

    `hears_all` says that group privacy mode is off, so that mentions reach the bot in every group.
    """

    username: str
    hears_all: bool
    version: str
