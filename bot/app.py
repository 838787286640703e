"""Everything the bot listens to, and the process around it."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, assert_never

from httpx import Response
from telegram import Bot, LinkPreviewOptions, Update
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

from bot import asking, curating, errors, explaining, logs, menus
from bot.asking import Note
from bot.buttons import AskTopic, Browse, Cancel, Choose, Example, Keep, NoneOfThese, Show
from bot.config import Config
from bot.diary import Diary
from bot.edge import Answered, Choosing, Context, Guesting, Hearing, Pressing, Recording, Rehearing, Suggesting
from bot.hearing import hear_command
from bot.messages import Instead, Me, Pressed, Reply, Toast, Work
from bot.pacing import Pacing
from bot.terminal import complain
from bot.traffic import ABREAST, InTurn, Limits
from knowledge.almanac import Almanac

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


def curators(owners: frozenset[int]) -> filters.BaseFilter:
    """The one gate of everything that writes: a curator's own new message, in private, typed by hand."""
    return (
        NEW & PRIVATE & filters.User(owners) & ~filters.FORWARDED & ~filters.VIA_BOT & ~filters.SenderChat.ALL & COMMAND
    )


def handlers(almanac: Almanac, diary: Diary, owners: frozenset[int], bot: Bot) -> Sequence[Handler]:
    """What the bot listens to. The first that fits takes the update, so the order is part of the meaning."""
    answered, pacing = Answered(), Pacing()
    ask = partial(explaining.ask, almanac, diary.note)
    hearing = partial(Hearing, answered=answered, pacing=pacing)
    commanded = partial(hearing, listen=hear_command)
    gate = curators(owners)

    return (
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guesting(ask, answered, pacing)),  # first: others match it too
        CommandHandler("add", commanded(partial(curating.propose, almanac)), gate),
        CommandHandler("add", commanded(partial(curating.refuse, owners)), (NEW | EDITED & PRIVATE) & COMMAND),
        CommandHandler("start", commanded(partial(asking.start, almanac)), NEW & COMMAND),
        CommandHandler("help", commanded(partial(asking.help_, partial(about, bot))), NEW & COMMAND),
        CommandHandler("topics", commanded(partial(asking.topics, almanac)), NEW & COMMAND),
        CommandHandler("status", commanded(partial(asking.status, almanac, partial(about, bot))), NEW & COMMAND),
        CommandHandler("why", commanded(partial(explaining.why, almanac)), NEW & COMMAND),
        CommandHandler("ask", commanded(ask), (NEW | filters.UpdateType.CHANNEL_POST) & COMMAND),
        CommandHandler("ask", Rehearing(ask, answered, pacing, hear_command), EDITED & COMMAND),
        MessageHandler(NEW & PRIVATE & filters.COMMAND, commanded(asking.unknown_command)),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, hearing(ask)),
        MessageHandler(NEW & GROUPS & WORDS, hearing(ask)),
        MessageHandler(EDITED & WORDS, Rehearing(ask, answered, pacing)),
        CallbackQueryHandler(Pressing(partial(press, almanac, diary.note, owners), pacing)),
        InlineQueryHandler(Suggesting(partial(asking.suggest, almanac))),
        ChosenInlineResultHandler(Choosing(partial(asking.chosen, almanac, diary.note))),
    )


def press(almanac: Almanac, note: Note, owners: frozenset[int], pressed: Pressed) -> Reply | Instead | Toast | Work:
    """What each button does."""
    match pressed.action:
        case Choose() | Show() as action:
            return asking.choose(almanac, action, pressed)
        case NoneOfThese() as action:
            return asking.none_of_these(action, pressed)
        case AskTopic() | Browse() | Example() as action:
            return asking.explore(almanac, note, action, pressed)
        case Keep() | Cancel() as action:
            return curating.decide(almanac, owners, action, pressed)
        case _:
            assert_never(pressed.action)


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
) -> App:
    """The application, ready to run. A test may give it a request of its own."""
    diary = Diary(almanac)
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
        .post_init(partial(menus.tell, owners=config.owners))
        .post_stop(partial(_close, diary))
        .build()
    )
    app.add_handlers(list(handlers(almanac, diary, config.owners, app.bot)))
    app.add_handler(TypeHandler(Update, Recording(diary)), group=1)  # after the others, and so after the answer
    app.add_error_handler(errors.handle)
    return app


async def _close(diary: Diary, _: App) -> None:
    diary.write(patiently=True)


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
    await app.shutdown()


def _polling(refused: Callable[[], None]) -> BaseRequest:
    """The connections that wait for updates: a few of their own, so that one that hangs stops nothing.

    Where Telegram refuses the token in the middle of a run, the library's polling ends and nothing else does:
    the bot would look alive and be deaf. So `refused` is called, once a start that is under way has ended.
    """

    async def look(response: Response) -> None:
        if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            asyncio.get_running_loop().call_later(1, refused)

    return HTTPXRequest(connection_pool_size=4, httpx_kwargs={"event_hooks": {"response": [look]}})
