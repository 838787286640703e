"""Between Telegram and the bot's own messages: updates come in, calls go out. The only clock."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, assert_never

from telegram import (
    Bot,
    Document,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    ReplyParameters,
    SentGuestMessage,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot import menus
from bot.asking import enough, more, stale
from bot.buttons import pack, unpack
from bot.diary import Diary, shown
from bot.hearing import hear, hear_command, hear_guest
from bot.locale import translator
from bot.markup import LONGEST_MESSAGE, cut, plain_of
from bot.messages import (
    Attachment,
    Cards,
    Heard,
    Instead,
    Letter,
    Place,
    Pressed,
    Reply,
    Spot,
    Stated,
    Toast,
    Work,
)
from bot.pacing import Admission, Pacing
from bot.render import said, spelled_out
from bot.workshop import Workshop
from knowledge.facts import Fact
from knowledge.store.protocol import Spoke

Context = ContextTypes.DEFAULT_TYPE
Hear = Callable[[Heard], Reply | Awaitable[Reply | None] | None]
Press = Callable[[Pressed], Reply | Instead | Toast | Work]
Listen = Callable[[Message, Bot, datetime], Heard | None]
Send = Callable[[int, str, ParseMode | None], Awaitable[Message | bool | object]]

REMEMBERED: Final = 1000
"""Questions whose answers can still be edited when the question is."""

FRESH: Final = 10
"""Seconds that Telegram may show the same cards again; after that a corrected figure is seen."""

AGAIN: Final = 5.0
"""Seconds until what could not be written is tried once more; each update tries too."""

MOMENT: Final = 1.0
"""Seconds after which somebody who waits is shown that the bot is at it."""

INVITED: Final = "inline"
"""What /start gets from somebody who comes out of the inline list; no topic has this id."""

_log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC).astimezone()


@dataclass(slots=True)
class Answered:
    """Which message of the bot answers which question, and what it states. After a restart the table knows."""

    diary: Diary
    room: int = REMEMBERED
    _answers: OrderedDict[tuple[int, int], int] = field(default_factory=OrderedDict)

    def remember(self, question: Message, answer: int) -> None:
        self._answers[(question.chat.id, question.message_id)] = answer
        while len(self._answers) > self.room:
            self._answers.popitem(last=False)

    def knows(self, question: Message) -> bool:
        return (question.chat.id, question.message_id) in self._answers

    def answer_to(self, question: Message) -> int:
        """That message's id; 0 where there is none that could be edited."""
        asked = question.chat.id, question.message_id
        return self._answers[asked] if asked in self._answers else self.diary.answer_to(*asked)

    def show(self, reply: Reply, spot: Spot, mark: int) -> None:
        """The message there, if there is one, states what this reply states, and is corrected when that changes."""
        if spot.message or spot.inline:
            self.diary.show(shown(reply, spot, mark, now()))


@dataclass(frozen=True, slots=True)
class Hearing:
    """Lets a handler answer new messages: every one that `listen` finds meant for the bot, and each once."""

    handler: Hear
    answered: Answered
    pacing: Pacing
    listen: Listen = hear

    async def __call__(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or (update.edited_message is None and self.answered.knows(message)):
            return
        heard = self.listen(message, context.bot, now())
        mark = self.answered.diary.mark()
        if heard and (reply := await _paced(self.handler, self.pacing, heard, context.bot)):
            sent = await _send(context.bot, message, reply, aside=heard.place is not Place.PRIVATE)
            spot = Spot(sent.chat.id, sent.message_id, asked=message.message_id) if sent else Spot()
            self.answered.remember(message, spot.message)
            self.answered.show(reply, spot, mark)


@dataclass(frozen=True, slots=True)
class Receiving:
    """Lets a handler read a document, which is fetched first if it is not too large."""

    handler: Hear
    answered: Answered
    pacing: Pacing
    largest: int
    too_large: Callable[[str], Reply]

    async def __call__(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None or message.document is None or self.answered.knows(message):
            return
        document, heard = message.document, hear_command(message, context.bot, now())
        if heard is None:
            return
        if (document.file_size or 0) > self.largest:
            reply: Reply | None = self.too_large(heard.language)
        else:
            data = await _fetched(document)
            heard = replace(heard, file=Attachment(document.file_name or "", data or b""))
            lost = translator(heard.language)("The file could not be fetched from Telegram. Please send it again.")
            reply = said(lost) if data is None else await _paced(self.handler, self.pacing, heard, context.bot)
        if reply:
            sent = await _send(context.bot, message, reply, aside=False)
            self.answered.remember(message, sent.message_id if sent else 0)


@dataclass(frozen=True, slots=True)
class Rehearing:
    """Lets a handler answer an edited question again, in the message that answered it."""

    handler: Hear
    answered: Answered
    pacing: Pacing
    listen: Listen = hear

    async def __call__(self, update: Update, context: Context) -> None:
        question = update.edited_message
        if question is None or not (answer := self.answered.answer_to(question)):
            return
        heard, mark = self.listen(question, context.bot, now()), self.answered.diary.mark()
        if heard and (reply := await _paced(self.handler, self.pacing, heard, context.bot)):
            await _edit(context.bot, question.chat.id, answer, reply)
            self.answered.show(reply, Spot(question.chat.id, answer, asked=question.message_id), mark)


@dataclass(frozen=True, slots=True)
class Guesting:
    """Answers a mention in a chat that the bot has not joined: one message, without buttons."""

    handler: Hear
    answered: Answered
    pacing: Pacing

    async def __call__(self, update: Update, context: Context) -> None:
        message = update.guest_message
        if message is None or message.guest_query_id is None or self.answered.knows(message):
            return
        self.answered.remember(message, 0)
        query, bot, mark = message.guest_query_id, context.bot, self.answered.diary.mark()
        reply = await _paced(self.handler, self.pacing, hear_guest(message, bot, now()), bot)

        async def send(_chat: int, text: str, mode: ParseMode | None) -> object:
            content = InputTextMessageContent(text, parse_mode=mode)
            article = InlineQueryResultArticle("answer", bot.first_name or "giants", content)
            return await bot.answer_guest_query(query, article)

        if reply:
            sent = await _deliver(send, message.chat.id, spelled_out(reply).html)
            if isinstance(sent, SentGuestMessage):
                self.answered.show(reply, Spot(message.chat.id, inline=sent.inline_message_id), mark)


@dataclass(frozen=True, slots=True)
class Pressing:
    """Lets a handler answer buttons. Bytes that are no button of ours get a polite toast."""

    handler: Press
    pacing: Pacing
    workshop: Workshop
    answered: Answered

    async def __call__(self, update: Update, context: Context) -> None:
        query, mark = update.callback_query, self.answered.diary.mark()
        if query is None:
            return
        language = query.from_user.language_code or "en"
        action, message = unpack(query.data or ""), query.message
        outcome: Reply | Instead | Toast | Work = stale(language)
        if action and message:
            outcome = self._pressed(
                Pressed(action, now(), query.from_user.id, message.chat.id, message.message_id, language)
            )
        try:
            await query.answer(outcome.text if isinstance(outcome, Toast) else None)
        except (BadRequest, RetryAfter) as late:
            _log.info("A press could not be acknowledged: %s", late)
        if isinstance(outcome, Work):
            outcome = await self.workshop.told(outcome.do, language)
        if message and isinstance(outcome, Instead):
            await _edit(context.bot, message.chat.id, message.message_id, outcome.reply)
            self.answered.show(outcome.reply, Spot(message.chat.id, message.message_id), mark)
            await _post(context.bot, outcome.reply)
        elif isinstance(message, Message) and isinstance(outcome, Reply):
            sent = await _send(context.bot, message, outcome, aside=False)
            self.answered.show(outcome, Spot(sent.chat.id, sent.message_id) if sent else Spot(), mark)

    def _pressed(self, pressed: Pressed) -> Reply | Instead | Toast | Work:
        admission = self.pacing.admit(pressed.chat, pressed.sender, time.monotonic())
        return self.handler(pressed) if admission is Admission.ANSWER else Toast(enough(pressed.language))


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Fills the inline list."""

    handler: Callable[[Heard], Cards]
    mark: Callable[[], int]

    async def __call__(self, update: Update, context: Context) -> None:
        query, mark = update.inline_query, self.mark()
        if query is None:
            return
        person = query.from_user
        language = person.language_code or "en"
        offered = self.handler(Heard(query.query, now(), Place.INLINE, sender=person.id, language=language))
        articles = [
            InlineQueryResultArticle(
                f"{card.fact.id}:{mark}",
                card.title,
                InputTextMessageContent(card.html, parse_mode=ParseMode.HTML),
                description=card.description,
                reply_markup=asking_more(context.bot, card.fact, language),
            )
            for card in offered.cards
        ]
        button = InlineQueryResultsButton(offered.invitation, start_parameter=INVITED) if offered.invitation else None
        try:
            await query.answer(articles, cache_time=FRESH, is_personal=True, button=button)
        except (BadRequest, RetryAfter) as late:
            _log.info("An inline query could not be answered: %s", late)


@dataclass(frozen=True, slots=True)
class Choosing:
    """Learns which card of the inline list somebody sent, and what held when the list was shown."""

    handler: Callable[[Heard, str], None]
    answered: Answered

    async def __call__(self, update: Update, _: Context) -> None:
        if chosen := update.chosen_inline_result:
            heard = Heard(chosen.query, now(), Place.INLINE, sender=chosen.from_user.id)
            fact, _colon, mark = chosen.result_id.partition(":")
            self.handler(heard, fact)
            if chosen.inline_message_id and mark.isdecimal():
                reply = Reply("", stated=Stated((fact,), chosen.from_user.language_code or "en"))
                self.answered.show(reply, Spot(inline=chosen.inline_message_id), int(mark))


@dataclass(slots=True)
class Recording:
    """Writes down what was asked, after it was answered; and again later what could not be written.

    Of those who are `told` of what others do it keeps the language, too: they are written to unasked.
    """

    diary: Diary
    told: Callable[[int], bool]
    _languages: dict[int, str] = field(default_factory=dict)
    _later: asyncio.TimerHandle | None = None

    async def __call__(self, update: Update, _context: Context) -> None:
        if person := update.effective_user:
            self._note(person.id, person.language_code or "en")
        self._write()

    def _note(self, person: int, language: str) -> None:
        if self._languages.get(person) != language and self.told(person):
            self._languages[person] = language
            self.diary.note(Spoke(person, language))

    def _write(self) -> None:
        if self._later:
            self._later.cancel()
        written = self.diary.write()
        self._later = None if written else asyncio.get_running_loop().call_later(AGAIN, self._write)


async def _fetched(document: Document) -> bytes | None:
    """None where Telegram does not hand it over."""
    try:
        return bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError as error:
        _log.warning("A file could not be fetched: %s", error)
        return None


async def _paced(handler: Hear, pacing: Pacing, heard: Heard, bot: Bot) -> Reply | None:
    """The handler's reply; for who asks too much at once that word, and then none."""
    match pacing.admit(heard.chat, heard.sender, time.monotonic()):
        case Admission.ANSWER:
            reply = handler(heard)
            return await _patiently(reply, bot, heard.chat) if isinstance(reply, Awaitable) else reply
        case Admission.NOTICE:
            return said(enough(heard.language))
        case Admission.SILENCE:
            return None
        case admission:
            assert_never(admission)


async def _patiently(reply: Awaitable[Reply | None], bot: Bot, chat: int) -> Reply | None:
    """What takes longer than a moment is seen to be under way."""
    making = asyncio.ensure_future(reply)
    done, _ = await asyncio.wait({making}, timeout=MOMENT)
    if not done:
        with suppress(TelegramError):
            await bot.send_chat_action(chat, ChatAction.TYPING)
    return await making


async def _send(bot: Bot, near: Message, reply: Reply, *, aside: bool) -> Message | None:
    """The new message: sent to the chat and topic of `near`, `aside` as a reply to it; None if refused."""
    to = ReplyParameters(near.message_id, allow_sending_without_reply=True) if aside else None
    thread = near.message_thread_id if near.is_topic_message else None

    async def send(chat: int, text: str, mode: ParseMode | None) -> Message:
        return await bot.send_message(
            chat,
            text,
            parse_mode=mode,
            reply_parameters=to,
            message_thread_id=thread,
            reply_markup=_asking(reply) or keyboard_of(reply),
        )

    sent = await _deliver(send, near.chat.id, reply.html)
    if sent and reply.picture:
        await _show(bot, near.chat.id, thread, reply.picture)
    if sent and reply.file:
        await _hand_over(bot, near.chat.id, reply.file)
    await _post(bot, reply)
    if reply.menu:
        await menus.show(bot, reply.menu)
    return sent if isinstance(sent, Message) else None


async def _show(bot: Bot, chat: int, thread: int | None, picture: Callable[[], bytes]) -> None:
    image = await asyncio.to_thread(picture)

    async def send(chat: int, _text: str, _mode: ParseMode | None) -> Message:
        return await bot.send_photo(chat, image, message_thread_id=thread)

    await _deliver(send, chat, "")


async def _hand_over(bot: Bot, chat: int, file: Attachment) -> None:
    async def send(chat: int, _text: str, _mode: ParseMode | None) -> Message:
        return await bot.send_document(chat, file.data, filename=file.name)

    await _deliver(send, chat, "")


async def _post(bot: Bot, reply: Reply) -> None:
    """What others are told; one who has closed the chat to the bot is told nothing."""
    for letter in reply.letters:

        async def send(chat: int, text: str, mode: ParseMode | None, letter: Letter = letter) -> Message:
            return await bot.send_message(chat, text, parse_mode=mode, reply_markup=keyboard_of(letter.reply))

        await _deliver(send, letter.chat, letter.reply.html)


async def _edit(bot: Bot, chat: int, message: int, reply: Reply) -> None:
    async def send(chat: int, text: str, mode: ParseMode | None) -> object:
        keyboard = keyboard_of(reply)
        return await bot.edit_message_text(text, chat, message, parse_mode=mode, reply_markup=keyboard)

    await _deliver(send, chat, reply.html)


def _asking(reply: Reply) -> ForceReply | None:
    """Opens the keyboard for the answer to a question of the bot."""
    return ForceReply(selective=True, input_field_placeholder=reply.prompt) if reply.prompt else None


def asking_more(bot: Bot, fact: Fact, language: str) -> InlineKeyboardMarkup:
    """Under a card that is sent from the inline list. Only a card with a button can be corrected later."""
    link = create_deep_linked_url(bot.username, fact.topic.id)
    return InlineKeyboardMarkup([[InlineKeyboardButton(more(language), url=link)]])


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(button.label, callback_data=pack(button.action)) for button in row]
        for row in reply.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


async def _deliver(send: Send, chat: int, html: str) -> object:
    """Send; None where Telegram will not have it: a chat that is gone or closed to us is no error of ours."""
    try:
        return await styled(send, chat, html)
    except ChatMigrated as moved:
        return await styled(send, moved.new_chat_id, html)
    except Forbidden as shut:
        _log.info("A chat is closed to the bot: %s", shut)
    except RetryAfter as full:
        _log.info("A chat has had too many messages, so an answer was dropped: %s", full)
    except BadRequest as refused:
        if "not modified" not in str(refused).lower():
            _log.warning("Telegram refused a message: %s", refused)
    return None


async def styled(send: Send, chat: int, html: str) -> object:
    """As HTML; without any style where Telegram cannot read it as such."""
    try:
        return await send(chat, html, ParseMode.HTML)
    except BadRequest as refused:
        if "can't parse entities" not in str(refused).lower():
            raise
        _log.error("Telegram could not parse our HTML, so it goes as plain text: %s", refused)
        return await send(chat, cut(plain_of(html), LONGEST_MESSAGE), None)
