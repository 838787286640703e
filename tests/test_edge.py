"""Which updates are meant for the bot, and which calls follow from what it says."""

from collections.abc import AsyncIterator

import pytest
from listening import ANNA, CHANNEL, GROUP, ME, OLGA, Listening, Table, listening
from telegram import Message
from telegram_html import units
from telegram_people import Chat, Json, Person, Speech, private_chat

from bot import menus
from bot.app import HEARD
from bot.diary import Diary
from bot.edge import Answered

FORUM = Chat(-100_3, "supergroup", "Forum", topics=frozenset({7}))
NAMED = f"@{ME.username}"
PARSE = "Bad Request: can't parse entities: Unsupported start tag"


@pytest.fixture
async def bot() -> AsyncIterator[Listening]:
    fed = listening()
    async with fed.app:
        yield fed


def part(value: object, *path: str | int) -> object:
    """What stands at that place of a call; None where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return value


def parts(value: object, *path: str | int) -> list[object]:
    found = part(value, *path)
    return found if isinstance(found, list) else []


def keys(call: Json) -> list[str]:
    rows = parts(call, "reply_markup", "inline_keyboard")
    return [str(part(key, "callback_data")) for row in rows for key in parts(row)]


# Who is spoken to


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("/ask count them", "count them"),
        (f"/ask{NAMED} count\nthem", "count\nthem"),
        (f"/ask{NAMED.upper()} count", "count"),
        (f"{NAMED} count them", "count them"),
        (f"{NAMED}!!! count them", "count them"),
        (f"({NAMED}) count them", "count them"),
        (f"大家别猜了，问{NAMED}吧：count 多少", "大家别猜了，问 吧：count 多少"),
        (f"🏭🏭 hey {NAMED} count them", "🏭🏭 hey   count them"),
        (f"𝕳𝖊𝖞 count them {NAMED}", "𝕳𝖊𝖞 count them"),
        (f"count {NAMED.upper()} them {NAMED}", "count   them"),
        (f"do tell, /ask{NAMED} count", "do tell,   count"),
    ],
)
async def test_in_a_group_it_answers_who_names_it(bot: Listening, text: str, question: str) -> None:
    asked = await bot.says(text, GROUP)
    assert bot.table.questions == [question]
    (call,) = bot.telegram.sent()
    assert part(call, "reply_parameters") == {
        "message_id": asked["message_id"],
        "allow_sending_without_reply": True,
    }


@pytest.mark.parametrize(
    "text",
    [
        "count them",
        "+1",
        "谁有那篇新闻的链接",
        f"{NAMED}fan are you in Hangzhou? count",
        "@ask_bot count them",
        "@xiaoming_88 count 你那边有数吗",
        f"https://medium.com/{NAMED}/count-them",
        "see https://news.example.com/giants?ask=count for later",
        "/ask/faq on the intranet has the count btw",
        f"/ask{NAMED}/faq count",
        "/ask@ask_bot count them",
        "/frobnicate count them",
        f"mail me at x{NAMED} about the count",
        "FW: count them. cc: count@corp.example",
        f"看https://a.example/问{NAMED}吧count",
        f"count，邮箱x{NAMED}吧",
        f"问{NAMED}fan吧count",
    ],
)
async def test_in_a_group_it_is_silent_to_the_rest(bot: Listening, text: str) -> None:
    await bot.says(text, GROUP)
    assert bot.telegram.calls == []
    assert bot.table.questions == []


async def test_a_name_without_a_username_is_a_name(bot: Listening) -> None:
    await bot.hears_speech(Speech(f"👋 {ME.name}: count", ANNA, GROUP, naming=(ME,)))
    other = Person(5, "Little")
    await bot.hears_speech(Speech("👋 Little: count", ANNA, GROUP, naming=(other,)))
    assert bot.table.questions == ["👋  : count"]


async def test_a_reply_to_the_bot_is_a_question_and_one_to_others_is_not(bot: Listening) -> None:
    own, others = Speech("…", ME, GROUP).as_json(50), Speech("…", OLGA, GROUP).as_json(51)
    await bot.hears_speech(Speech("count them", ANNA, GROUP, reply_to=own))
    await bot.hears_speech(Speech("count them too", ANNA, GROUP, reply_to=others))
    assert bot.table.questions == ["count them"]


async def test_ask_as_a_reply_asks_what_it_replies_to(bot: Listening) -> None:
    theirs = Speech("count them", OLGA, GROUP).as_json(50)
    await bot.hears_speech(Speech("/ask", ANNA, GROUP, reply_to=theirs))
    await bot.hears_speech(Speech(NAMED, ANNA, GROUP, reply_to=theirs))
    picked_out: Json = {"quote": {"text": "count", "position": 0, "is_manual": True}}
    await bot.hears_speech(Speech("/ask", ANNA, GROUP, theirs, extra=picked_out))
    assert bot.table.questions == ["count them", "count them", "count"]


async def test_a_command_under_the_bots_own_answer_does_not_ask_that_answer(bot: Listening) -> None:
    await bot.hears_speech(Speech("/ask", ANNA, GROUP, reply_to=Speech("more than 17,600", ME, GROUP).as_json(50)))
    assert bot.table.questions == [""]


async def test_in_a_forum_an_answer_stays_in_its_topic_and_the_topic_is_no_reply(bot: Listening) -> None:
    await bot.hears_speech(Speech("/ask count", ANNA, FORUM, topic=7))
    assert bot.telegram.sent()[0]["message_thread_id"] == 7
    assert bot.table.questions == ["count"]
    opened_by_me = Speech("", ME, FORUM).as_json(7) | {"forum_topic_created": {"name": "F", "icon_color": 7322096}}
    await bot.hears_speech(Speech("count them", ANNA, FORUM, topic=7, reply_to=opened_by_me))
    await bot.hears_speech(Speech("/ask", ANNA, FORUM, topic=7, reply_to=opened_by_me))
    assert bot.table.questions == ["count", ""]


async def test_a_thread_of_replies_outside_a_forum_is_no_topic(bot: Listening) -> None:
    await bot.hears_speech(Speech("/ask count", ANNA, GROUP, reply_to=Speech("hm", OLGA, GROUP).as_json(50)))
    assert "message_thread_id" not in bot.telegram.sent()[0]


@pytest.mark.parametrize(
    "speech",
    [
        Speech(f"{NAMED} count", ANNA, GROUP, forwarded=True),
        Speech("/ask count", ANNA, GROUP, forwarded=True),
        Speech(f"{NAMED} count", ANNA, GROUP, via=ME),
        Speech("count", ANNA, private_chat(ANNA), via=ME),
        Speech(f"{NAMED} count", Person(8, "Bot", "other_bot", is_bot=True), GROUP),
        Speech("/ask count", ANNA, GROUP, copied_from=CHANNEL),
    ],
    ids=[
        "forwarded",
        "a forwarded command",
        "its own card",
        "its own card in private",
        "another bot",
        "a copied post",
    ],
)
async def test_words_that_are_nobodys_own_are_left_alone(bot: Listening, speech: Speech) -> None:
    await bot.hears("message", speech.as_json(5))
    assert bot.telegram.calls == []


async def test_an_anonymous_admin_may_ask_and_has_no_name(bot: Listening) -> None:
    await bot.hears_speech(Speech("/ask count", ANNA, GROUP, anonymous=True))
    assert bot.table.recorded[0].asker == 0


async def test_a_channel_asks_by_command_alone(bot: Listening) -> None:
    await bot.hears("channel_post", Speech("/ask count", None, CHANNEL).as_json(5))
    await bot.hears("channel_post", Speech(f"{NAMED} count", None, CHANNEL).as_json(6))
    await bot.hears("channel_post", Speech("/start", None, CHANNEL).as_json(7))
    assert bot.table.questions == ["count"]


@pytest.mark.parametrize(
    "text",
    ["count", "", "/frobnicate", "/ask", f"/ask{NAMED} count", "/help", "/start x", "/topics", "/status"],
)
async def test_in_private_everything_is_answered(bot: Listening, text: str) -> None:
    await bot.says(text)
    (call,) = bot.telegram.sent()
    assert "reply_parameters" not in call


async def test_a_picture_is_answered_for_its_caption(bot: Listening) -> None:
    photo: Json = {
        "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}],
        "caption": "count",
    }
    message = Speech("", ANNA, private_chat(ANNA)).as_json(5) | photo
    del message["text"]
    await bot.hears("message", message)
    assert bot.table.questions == ["count"]


async def test_what_happens_in_a_chat_is_no_question(bot: Listening) -> None:
    message = Speech("", ANNA, private_chat(ANNA)).as_json(5) | {"pinned_message": Speech("x", ANNA, GROUP).as_json(4)}
    del message["text"]
    await bot.hears("message", message)
    assert bot.telegram.calls == []


# Twice, and again


async def test_the_same_message_is_answered_once(bot: Listening) -> None:
    asked = await bot.says("/ask count", GROUP)
    await bot.hears("message", asked)
    assert len(bot.telegram.sent()) == 1


async def test_an_edited_question_gets_its_answer_edited(bot: Listening) -> None:
    for chat in (private_chat(ANNA), GROUP):
        asked = await bot.says("/ask count", chat)
        answer = 900 + len(bot.telegram.calls)
        edited = Speech("/ask which", ANNA, chat).as_json(0) | {
            "message_id": asked["message_id"],
            "edit_date": 2,
        }
        await bot.hears("edited_message", edited)
        (call,) = bot.telegram.sent("editMessageText")
        assert (call["chat_id"], call["message_id"]) == (chat.id, answer)
        assert call["text"] == "Did you mean:"
        bot.telegram.calls.clear()


@pytest.mark.parametrize("text", ["count", "/ask count", "/start", "/frobnicate"])
async def test_the_edit_of_what_was_not_answered_is_left_alone(bot: Listening, text: str) -> None:
    await bot.hears("edited_message", Speech(text, ANNA, private_chat(ANNA)).as_json(5) | {"edit_date": 2})
    assert bot.telegram.calls == []


def test_only_so_many_answers_are_remembered() -> None:
    answered = Answered(Diary(Table()), room=2)
    messages = [Message.de_json(Speech("x", ANNA, GROUP).as_json(n), None) for n in (1, 2, 3)]
    for message in messages:
        answered.remember(message, 90 + message.message_id)
    assert [answered.answer_to(message) for message in messages] == [0, 92, 93]


# What Telegram refuses


async def test_html_that_telegram_cannot_read_is_sent_once_more_without_style(bot: Listening) -> None:
    bot.telegram.refuse(400, PARSE)
    await bot.says("which")
    first, second = bot.telegram.sent()
    assert first["parse_mode"] == "HTML"
    assert "parse_mode" not in second
    assert keys(second) == keys(first)
    bot.telegram.refuse(400, PARSE)
    bot.telegram.refuse(400, PARSE)
    await bot.says("count")
    assert "“According to" in str(bot.telegram.sent()[-1]["text"])
    assert len(bot.telegram.sent()) == 4


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: TOPIC_CLOSED"),
    ],
)
async def test_a_chat_that_is_closed_to_it_is_no_error(
    bot: Listening, caplog: pytest.LogCaptureFixture, status: int, why: str
) -> None:
    bot.telegram.refuse(status, why)
    await bot.says("/ask count", GROUP)
    assert len(bot.telegram.calls) == 1
    assert "Traceback" not in caplog.text


async def test_a_group_that_has_moved_is_answered_where_it_is(bot: Listening) -> None:
    bot.telegram.refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100_9)
    await bot.says("/ask count", GROUP)
    assert [call["chat_id"] for call in bot.telegram.sent()] == [GROUP.id, -100_9]


async def test_an_edit_that_changes_nothing_is_no_error(bot: Listening, caplog: pytest.LogCaptureFixture) -> None:
    asked = await bot.says("count")
    bot.telegram.refuse(400, "Bad Request: message is not modified")
    await bot.hears("edited_message", asked | {"edit_date": 2})
    assert caplog.text == ""


async def test_an_error_is_logged_and_in_private_apologised_for(
    bot: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    del bot.table.questions
    await bot.says("my secret count")
    await bot.says("/ask count", GROUP)
    assert [call["chat_id"] for call in bot.telegram.sent()] == [ANNA.id]
    assert str(bot.telegram.sent()[0]["text"]).startswith("Sorry")
    assert "Traceback" in caplog.text
    assert "my secret" not in caplog.text


async def test_a_table_that_cannot_be_written_stops_no_answer_and_is_written_later(
    bot: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    bot.table.full = True
    for _ in range(3):
        await bot.says("count them")
    assert len(bot.telegram.sent()) == 3
    assert [record.getMessage() for record in caplog.records] == [
        "Questions cannot be recorded for now: The disk is full: make room."
    ]
    bot.table.full = False
    await bot.says("/help")
    assert [kept.text for kept in bot.table.recorded] == ["count them"] * 3


async def test_a_question_whose_answer_could_not_be_sent_is_recorded(bot: Listening) -> None:
    bot.telegram.refuse(502, "Bad Gateway")
    await bot.says("count them")
    assert [kept.text for kept in bot.table.recorded] == ["count them"]


async def test_an_outage_is_one_line_of_the_log_and_no_apology(
    bot: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.refuse(502, "Bad Gateway")
    await bot.says("count")
    assert len(bot.telegram.calls) == 1
    assert [record.getMessage() for record in caplog.records] == ["Telegram could not be reached: Bad Gateway"]


async def test_previews_of_links_are_off_everywhere(bot: Listening) -> None:
    await bot.says("count")
    await bot.hears("inline_query", {"id": "q", "from": ANNA.as_json(), "query": "count", "offset": ""})
    assert part(bot.telegram.sent()[0], "link_preview_options") == {"is_disabled": True}
    content = part(bot.telegram.sent("answerInlineQuery")[0], "results", 0, "input_message_content")
    assert part(content, "link_preview_options") == {"is_disabled": True}


# Buttons


async def test_a_pick_is_acknowledged_and_takes_the_place_of_the_choices(bot: Listening) -> None:
    await bot.says("which")
    data, *_ = keys(bot.telegram.sent()[0])
    await bot.presses(data)
    assert [method for method, _ in bot.telegram.calls[1:]] == ["answerCallbackQuery", "editMessageText"]
    assert not any(key.startswith(("yes:", "none:")) for key in keys(bot.telegram.sent("editMessageText")[0]))


@pytest.mark.parametrize("data", ["", "keep:1", "choose:x", "yes:gone:0", "x" * 64, "研发"])
async def test_a_stale_or_forged_press_is_a_toast_and_nothing_else(bot: Listening, data: str) -> None:
    await bot.presses(data)
    ((method, call),) = bot.telegram.calls
    assert method == "answerCallbackQuery"
    assert 0 < units(str(call["text"])) <= 200


async def test_a_press_that_comes_too_late_to_be_acknowledged_still_counts(bot: Listening) -> None:
    bot.telegram.refuse(400, "Bad Request: query is too old and response timeout expired")
    await bot.presses("yes:count-2025:0")
    assert len(bot.telegram.sent("editMessageText")) == 1


async def test_a_press_on_a_message_that_telegram_forgot_is_a_toast(bot: Listening) -> None:
    press: Json = {"id": "p", "from": ANNA.as_json(), "chat_instance": "c", "data": "show:count-2025"}
    await bot.hears("callback_query", press)
    assert [method for method, _ in bot.telegram.calls] == ["answerCallbackQuery"]


# Inline, and as a guest


async def test_the_inline_list_has_facts_and_what_held_by_their_ids_and_is_soon_asked_for_again(bot: Listening) -> None:
    await bot.hears("inline_query", {"id": "q", "from": ANNA.as_json(), "query": "count", "offset": ""})
    (call,) = bot.telegram.sent("answerInlineQuery")
    cards = parts(call, "results")
    assert [part(card, "id") for card in cards] == ["count-2021:3", "count-2025:3", "profit-share:3"]
    (button,) = parts(parts(cards[0], "reply_markup", "inline_keyboard")[0])
    assert button == {"text": "Ask me more", "url": f"https://t.me/{ME.username}?start=little-giant-count"}
    assert (call["cache_time"], call["is_personal"]) == (10, True)
    assert "button" not in call


async def test_where_no_card_fits_a_button_leads_into_the_private_chat(bot: Listening) -> None:
    await bot.hears("inline_query", {"id": "q", "from": ANNA.as_json(), "query": "", "offset": ""})
    (call,) = bot.telegram.sent("answerInlineQuery")
    assert part(call, "button", "start_parameter") == "inline"


async def test_a_card_that_was_sent_is_recorded(bot: Listening) -> None:
    chosen: Json = {"result_id": "count-2025:2", "from": ANNA.as_json(), "query": "count"}
    await bot.hears("chosen_inline_result", chosen)
    assert [(kept.facts, kept.asker) for kept in bot.table.recorded] == [(("count-2025",), ANNA.id)]
    assert bot.table.shown == []
    await bot.hears("chosen_inline_result", chosen | {"inline_message_id": "AgAA"})
    await bot.hears("chosen_inline_result", chosen | {"inline_message_id": "AgAB", "result_id": "count-2025"})
    assert [(shown.facts, shown.inline, shown.mark, shown.chat) for shown in bot.table.shown] == [
        (("count-2025",), "AgAA", 2, 0)
    ]


async def test_it_is_kept_which_message_states_which_facts_in_which_language(bot: Listening) -> None:
    await bot.says("count")
    asked = await bot.says("/ask which", GROUP)
    await bot.presses("show:count-2021")
    stated = [(shown.chat, shown.message, shown.facts, shown.mark) for shown in bot.table.shown]
    assert stated == [
        (ANNA.id, 901, ("count-2025",), 3),
        (GROUP.id, 902, (), 3),
        (ANNA.id, 904, ("count-2021",), 3),
    ]
    assert [shown.asked for shown in bot.table.shown] == [1, asked["message_id"], 0]
    assert {shown.language for shown in bot.table.shown if shown.facts} == {"en"}


async def test_a_message_that_says_something_else_states_that(bot: Listening) -> None:
    asked = await bot.says("count")
    await bot.hears("edited_message", asked | {"text": "which", "edit_date": 2})
    await bot.presses("yes:count-2021:0")
    await bot.presses("none:0")
    first, edited, picked, none = bot.table.shown
    assert (first.message, edited.message) == (901, 901)
    assert (edited.facts, picked.facts, none.facts) == ((), ("count-2021",), ())
    assert (picked.message, none.message) == (77, 77)


async def test_what_a_guest_was_told_is_found_by_the_name_that_telegram_gives_it(bot: Listening) -> None:
    message = Speech(f"{NAMED} count", OLGA, GROUP).as_json(5) | {"guest_query_id": "g"}
    await bot.hears("guest_message", message)
    (shown,) = bot.table.shown
    assert (shown.chat, shown.message, shown.inline, shown.facts) == (GROUP.id, 0, "i", ("count-2025",))


async def test_what_could_not_be_sent_states_nothing(bot: Listening) -> None:
    bot.telegram.refuse(403, "Forbidden: bot was blocked by the user")
    await bot.says("count")
    assert bot.table.shown == []


async def test_a_guest_is_answered_once_without_buttons_and_by_no_other_handler(bot: Listening) -> None:
    for text in (f"🏭 {NAMED} which", "/ask which", f"/add {NAMED} which", "/start"):
        message = Speech(text, OLGA, GROUP).as_json(len(text)) | {"guest_query_id": "g"}
        await bot.hears("guest_message", message)
        ((method, call),) = bot.telegram.calls
        assert method == "answerGuestQuery"
        assert part(call, "result", "title")
        assert part(call, "result", "reply_markup") is None
        bot.telegram.calls.clear()
        await bot.hears("message", message)
        assert bot.telegram.calls == []
    assert bot.table.drafts == []
    assert bot.table.questions[0] == "🏭   which"


async def test_a_guest_reads_the_choices_in_the_text(bot: Listening) -> None:
    message = Speech(f"{NAMED} which", ANNA, GROUP).as_json(5) | {"guest_query_id": "g"}
    await bot.hears("guest_message", message)
    text = part(bot.telegram.calls[0][1], "result", "input_message_content", "message_text")
    assert str(text).splitlines()[1] == "• Number of little giant enterprises · 2021"


# Menus, and what is asked for


async def test_menus_are_set_by_kind_of_chat_and_language(bot: Listening) -> None:
    await menus.tell(bot.app, curators=frozenset({OLGA.id}))
    told = {
        (part(call, "scope", "type"), str(call.get("language_code", ""))): [
            part(command, "command") for command in parts(call, "commands")
        ]
        for call in bot.telegram.sent("setMyCommands")
    }
    kinds = ("all_private_chats", "all_group_chats", "chat")
    assert set(told) == {(kind, language) for kind in kinds for language in ("", "zh")}
    assert "add" in told["chat", ""]
    assert "add" not in told["all_private_chats", ""] + told["all_group_chats", ""]


async def test_a_curator_who_never_wrote_to_the_bot_is_no_reason_not_to_start(bot: Listening) -> None:
    for _ in range(6):
        bot.telegram.refuse(400, "Bad Request: chat not found")
    await menus.tell(bot.app, curators=frozenset({OLGA.id}))
    assert len(bot.telegram.calls) == 6


def test_the_words_in_a_menu_are_short_enough() -> None:
    for language in ("en", "zh"):
        told = menus.commands(menus.FOR_CURATORS, language)
        assert all(len(command.description) <= 256 for command in told)


def test_what_is_asked_for_is_what_is_listened_to() -> None:
    assert set(HEARD) == {
        "message",
        "edited_message",
        "channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "guest_message",
    }


async def test_the_api_is_where_the_settings_say() -> None:
    fed = listening()
    assert fed.app.bot.base_url.startswith("https://api.telegram.org/bot123456789:")
    assert fed.app.bot.base_file_url.startswith("https://api.telegram.org/file/bot123456789:")
