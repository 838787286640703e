"""Everything the bot listens to, and the process around it."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, assert_never

from httpx import Response
from telegram import Bot, LinkPreviewOptions, Message, Update
from telegram.error import InvalidToken
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    JobQueue,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot import (
    asking,
    counted,
    curating,
    demanding,
    drafting,
    errors,
    exchanging,
    explaining,
    logs,
    menus,
    naming,
    opinions,
    records,
    suggestions,
)
from bot.buttons import (
    AddFor,
    AddThis,
    AskTopic,
    Belongs,
    Browse,
    Cancel,
    Choose,
    Correct,
    Curating,
    Decline,
    Earlier,
    EarlierOf,
    Edit,
    Example,
    Fill,
    Keep,
    Missing,
    NoneOfThese,
    Past,
    Reclaim,
    Restore,
    Retire,
    Show,
    Suggest,
    Suggested,
    Unanswered,
    Undo,
    Use,
    Vote,
    Wish,
)
from bot.config import Config
from bot.correcting import Correcting
from bot.diary import Diary
from bot.edge import (
    Answered,
    Choosing,
    Context,
    Guesting,
    Hearing,
    Pressing,
    Receiving,
    Recording,
    Rehearing,
    Suggesting,
)
from bot.hearing import hear_command
from bot.locale import translator
from bot.messages import Heard, Instead, Me, Place, Pressed, Reply, Toast, Work
from bot.opinions import Note
from bot.pacing import Pacing
from bot.prompts import prompted
from bot.render import said
from bot.roles import Roles, greeted
from bot.roles import curators as role_list
from bot.settings import settings
from bot.telling import Telling
from bot.terminal import complain
from bot.traffic import ABREAST, InTurn, Limits
from bot.workshop import Workshop
from knowledge.almanac import Almanac
from knowledge.store.protocol import Spoke

App = Application[ExtBot[int], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[Context]]
"""The library's six type parameters, said once; its three dictionaries stay empty."""

Handler = BaseHandler[Update, Context, None]

REFUSED: Final = 78
"""EX_CONFIG: starting again will not help, so a service manager should not try."""

HEARD: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    "guest_message",
)
"""The kinds of update that Telegram is asked for. It remembers the list, so each start says it in full."""

NEW = filters.UpdateType.MESSAGE
EDITED = filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
COMMAND = ~filters.Regex(r"^/\w+(@\w+)?[/<>]")
"""The start of a path, such as /ask/faq, is none."""
ADDRESS = filters.Regex(r"^\s*https?://\S+\s*$")


OWN: Final = NEW & PRIVATE & ~filters.FORWARDED & ~filters.VIA_BOT & ~filters.SenderChat.ALL
"""Somebody's own new message, in private, typed by hand: nothing else changes anything."""


class ByCurator(filters.MessageFilter):
    """The one gate of everything that writes: numeric ids, looked up each time."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self._roles = roles

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and self._roles.is_curator(message.from_user.id)


class Prompted(filters.MessageFilter):
    """A reply to what the bot asked for."""

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        return bool(asked and asked.from_user and asked.from_user.is_bot and prompted(asked.text or ""))


class Welcome(filters.MessageFilter):
    """Where owners allow that anybody suggests facts."""

    def __init__(self, almanac: Almanac) -> None:
        super().__init__()
        self._almanac = almanac

    def filter(self, _: Message) -> bool:
        return self._almanac.settings.suggestions


def handlers(  # noqa: PLR0913, PLR0917 - all that they lean on
    almanac: Almanac, diary: Diary, pacing: Pacing, roles: Roles, bot: Bot, workshop: Workshop
) -> Sequence[Handler]:
    """What the bot listens to. The first that fits takes the update, so the order is part of the meaning."""
    answered = Answered(diary)
    ask = partial(_ask, almanac, diary.note, roles)
    hearing = partial(Hearing, answered=answered, pacing=pacing)
    commanded = partial(hearing, listen=hear_command)
    gate = OWN & ByCurator(roles)
    refused = commanded(lambda heard: curating.refuse(heard, curator=roles.is_curator(heard.sender)))
    keeping: dict[str, Callable[[Almanac, Heard], Reply]] = {
        "add": drafting.add,
        "edit": curating.edit,
        "retire": curating.retire,
        "restore": curating.restore,
        "review": curating.review,
        "alias": naming.alias,
        "synonym": naming.synonym,
        "topic": naming.topic,
        "history": records.history,
        "undo": records.undo,
        "curators": partial(role_list, roles),
        "unanswered": demanding.unanswered,
        "stats": counted.stats,
        "import": exchanging.take_in,
        "export": exchanging.export,
        "template": lambda _, heard: exchanging.template(heard),
        "settings": partial(settings, roles),
    }

    receiving = Receiving(
        workshop.hearing(exchanging.take_in), answered, pacing, exchanging.LARGEST, exchanging.too_large
    )

    return (
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guesting(ask, answered, pacing)),  # first: others match it too
        *(CommandHandler(n, commanded(workshop.hearing(work)), gate & COMMAND) for n, work in keeping.items()),
        CommandHandler([*keeping], refused, (NEW | EDITED & PRIVATE) & COMMAND),
        MessageHandler(Prompted() & gate & WORDS, hearing(workshop.hearing(answered_prompt))),
        MessageHandler(ADDRESS & gate, hearing(workshop.hearing(drafting.addressed))),
        MessageHandler(filters.Document.ALL & gate, receiving),
        CommandHandler("suggest", commanded(workshop.hearing(partial(suggest, roles))), OWN & COMMAND),
        MessageHandler(OWN & Prompted() & Welcome(almanac) & WORDS, hearing(workshop.hearing(suggested_prompt))),
        CommandHandler(
            "start", commanded(lambda heard: greeted(roles, asking.start(almanac, heard), heard)), NEW & COMMAND
        ),
        CommandHandler("help", commanded(partial(asking.help_, partial(about, bot), roles.is_curator)), NEW & COMMAND),
        CommandHandler("topics", commanded(partial(asking.topics, almanac)), NEW & COMMAND),
        CommandHandler("status", commanded(partial(asking.status, almanac, partial(about, bot))), NEW & COMMAND),
        CommandHandler("why", commanded(partial(explaining.why, almanac)), NEW & COMMAND),
        CommandHandler("ask", commanded(ask), (NEW | filters.UpdateType.CHANNEL_POST) & COMMAND),
        CommandHandler("ask", Rehearing(ask, answered, pacing, hear_command), EDITED & COMMAND),
        MessageHandler(NEW & PRIVATE & filters.COMMAND, commanded(asking.unknown_command)),
        MessageHandler(NEW & PRIVATE & filters.CaptionRegex(r"^/\w"), commanded(curating.below_a_picture)),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, hearing(ask)),
        MessageHandler(NEW & GROUPS & WORDS, hearing(ask)),
        MessageHandler(EDITED & WORDS, Rehearing(ask, answered, pacing)),
        CallbackQueryHandler(Pressing(partial(press, almanac, diary.note, roles), pacing, workshop, answered)),
        InlineQueryHandler(Suggesting(partial(asking.suggest, almanac), diary.mark)),
        ChosenInlineResultHandler(Choosing(partial(asking.chosen, almanac, diary.note), answered)),
    )


def _ask(almanac: Almanac, note: Note, roles: Roles, heard: Heard) -> Reply:
    """The answer; to a curator who states what the table does not hold also a way to add it."""
    reply = explaining.ask(almanac, note, heard)
    own = heard.place is Place.PRIVATE and roles.is_curator(heard.sender)
    return demanding.offering(reply, heard) if own else reply


def answered_prompt(almanac: Almanac, heard: Heard) -> Reply | None:
    """What a curator replied to a question of the bot, for a draft or for a fact."""
    return drafting.fill(almanac, heard) or curating.correct(almanac, heard)


def suggest(roles: Roles, almanac: Almanac, heard: Heard) -> Reply:
    """Anybody's /add, where owners allow it: curators decide, and have the list of what waits for them."""
    if heard.sender in roles.owners | almanac.curators():
        alone = not (heard.text.strip() or heard.quoted.strip())
        return suggestions.listed(almanac, heard.language) if alone else drafting.add(almanac, heard)
    if not almanac.settings.suggestions:
        return said(
            translator(heard.language)("Suggestions are not taken here. But do ask me anything: /help shows how.")
        )
    return drafting.add(almanac, heard, curator=False)


def suggested_prompt(almanac: Almanac, heard: Heard) -> Reply | None:
    """What somebody who suggests a fact replied to a question of the bot."""
    return drafting.fill(almanac, heard, curator=False) or drafting.closed(heard)


def press(almanac: Almanac, note: Note, roles: Roles, pressed: Pressed) -> Reply | Instead | Toast | Work:
    """What each button does."""
    match pressed.action:
        case Choose() | Show() | NoneOfThese() as action:
            return asking.choose(almanac, note, action, pressed)
        case AskTopic() | Browse() | Example() as action:
            return asking.explore(almanac, note, action, pressed)
        case Wish() | Vote() as action:
            return opinions.press(almanac, note, action, pressed)
        case Keep() | Cancel() | Suggest() as action:
            curator = roles.is_curator(pressed.sender)
            if isinstance(action, Suggest):
                note(Spoke(pressed.sender, pressed.language))  # they are told the outcome
            return curating.decide(action, pressed, curator=curator, curators=roles.curators)
        case action:
            return _curate(almanac, roles, action, pressed)


def _curate(almanac: Almanac, roles: Roles, action: Curating, pressed: Pressed) -> Reply | Instead | Toast | Work:
    curator = roles.is_curator(pressed.sender)
    drafting_too = isinstance(action, Use | Fill) and almanac.settings.suggestions  # each draft is its owner's alone
    if not (curator or drafting_too):
        return Toast(translator(pressed.language)("Only curators can decide on this."))
    match action:
        case Suggested():
            return suggestions.press(action, pressed)
        case Use() | Fill():
            return drafting.press(action, pressed, curator=curator)
        case Edit() | Correct() | Retire() | Restore():
            return curating.press(action, pressed)
        case Past() | Earlier() | EarlierOf() | Undo():
            return records.press(action, pressed)
        case Unanswered() | Missing() | Belongs() | AddFor() | AddThis() | Decline() | Reclaim():
            return demanding.press(action, pressed)
        case _:
            assert_never(action)


def about(bot: Bot) -> Me:
    try:
        running = version("giants")
    except PackageNotFoundError:
        running = "(not installed)"
    return Me(bot.username, bool(bot.bot.can_read_all_group_messages), running)


def build(
    config: Config,
    almanac: Almanac,
    request: BaseRequest | None = None,
    workshop: Workshop | None = None,
) -> App:
    """The application, ready to run. A test may give it a request of its own."""
    diary, pacing, roles = Diary(almanac), Pacing(), Roles(config.owners, almanac.curators)
    correcting = Correcting(almanac, diary, pacing)
    workshop = workshop or Workshop(lambda: Almanac.open(almanac.database))
    telling = Telling(almanac, workshop, diary)
    app = (
        ApplicationBuilder()
        .token(config.token.get_secret_value() if config.token else "")
        .base_url(f"{config.api_url}/bot")
        .base_file_url(f"{config.api_url}/file/bot")
        .rate_limiter(Limits())
        .concurrent_updates(InTurn())
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .request(request or HTTPXRequest(connection_pool_size=ABREAST))
        .get_updates_request(_polling(lambda: app.stop_running()))  # noqa: PLW0108 - it is not built yet
        .post_init(partial(_open, roles, telling, correcting))
        .post_stop(partial(_close, diary, workshop, telling, correcting))
        .post_shutdown(partial(_end, telling, correcting))
        .build()
    )
    app.add_handlers(list(handlers(almanac, diary, pacing, roles, app.bot, workshop)))
    recording = Recording(diary, told=roles.is_curator)
    app.add_handler(TypeHandler(Update, recording), group=1)  # after the others, and so after the answer
    app.add_error_handler(errors.handle)
    return app


async def _open(roles: Roles, telling: Telling, correcting: Correcting, app: App) -> None:
    await menus.tell(app, curators=roles.curators)
    await telling.start(app)
    correcting.start(app.bot)


async def _close(diary: Diary, workshop: Workshop, telling: Telling, correcting: Correcting, _: App) -> None:
    await correcting.stop()
    await telling.stop()
    workshop.close()
    diary.write(patiently=True)


async def _end(telling: Telling, correcting: Correcting, _: App) -> None:
    """Where a start is broken off, nothing was there to be stopped but this."""
    await correcting.stop()
    await telling.stop()


def run(config: Config, almanac: Almanac) -> int:
    """Poll until a signal ends it; the exit status."""
    logs.set_up(config.token.get_secret_value() if config.token else "")
    app, loop = build(config, almanac), asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        app.run_polling(allowed_updates=HEARD, bootstrap_retries=-1, drop_pending_updates=False, close_loop=False)
    except InvalidToken:
        loop.run_until_complete(_wind_down(app))
        complain("Telegram does not accept the token: copy it again from @BotFather into GIANTS_TOKEN.")
        return REFUSED
    finally:
        loop.close()
    return 0


async def _wind_down(app: App) -> None:
    """What the library leaves undone when the end of polling is itself an error."""
    if app.running:
        await app.stop()
        if app.post_stop:
            await app.post_stop(app)
    await app.shutdown()
    if app.post_shutdown:
        await app.post_shutdown(app)


def _polling(refused: Callable[[], None]) -> BaseRequest:
    """The connections that wait for updates: a few of their own, so that one that hangs stops nothing.

    Where Telegram refuses the token in the middle of a run, the library's polling ends and nothing else does:
    the bot would look alive and be deaf. So `refused` is called, once a start that is under way has ended.
    """

    async def look(response: Response) -> None:
        if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            asyncio.get_running_loop().call_later(1, refused)

    return HTTPXRequest(connection_pool_size=4, httpx_kwargs={"event_hooks": {"response": [look]}})
