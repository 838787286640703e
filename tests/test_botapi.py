"""The Telegram double bites: it refuses what Telegram refuses, and sends what people do as it does."""

import asyncio
import json
import urllib.error
import urllib.request
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from botapi import BOT, TOKEN, Deed, Fault, Telegram
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.error import BadRequest, InvalidToken, RetryAfter
from telegram_html import MarkupError, addresses, visible
from telegram_methods import Said
from telegram_people import Chat, Person, Speech, entities_of, private_chat
from telegram_rules import as_fields

ANNA = Person(1001, "Anna", "anna")
GROUP = Chat(-100200, "supergroup", "Small firms")
FORUM = Chat(-100300, "supergroup", "Forum", topics=frozenset({7}))
CHANNEL = Chat(-100400, "channel", "News")


def call(telegram: Telegram, method: str, **fields: object) -> dict[str, object]:
    return call_as(TOKEN, telegram, method, fields)


def call_as(token: str, telegram: Telegram, method: str, fields: dict[str, object]) -> dict[str, object]:
    """One call with a JSON body, without any library between; the answer also when it is a refusal."""
    request = urllib.request.Request(
        f"{telegram.url}/bot{token}/{method}",
        json.dumps(fields).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            body = response.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            body = refusal.read()
    answer: dict[str, object] = json.loads(body)
    return answer


def refusal(telegram: Telegram, method: str, **fields: object) -> str:
    answer = call(telegram, method, **fields)
    assert answer["ok"] is False
    return f"{answer['error_code']} {answer['description']}"


def updates(telegram: Telegram, **fields: object) -> list[dict[str, object]]:
    answer = call(telegram, "getUpdates", **fields)
    assert answer["ok"] is True
    result = answer["result"]
    assert isinstance(result, list)
    return result


def say(telegram: Telegram, text: str, **more: object) -> Said:
    """The bot says something to Anna in private, and is not refused."""
    telegram.says(ANNA, "hello")
    mark = len(telegram.calls)
    assert call(telegram, "sendMessage", chat_id=ANNA.id, text=text, **more)["ok"] is True
    said = telegram.calls[mark].said
    assert said is not None
    return said


def button(**what: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "Show", **what}]]}


def article(**what: object) -> dict[str, object]:
    content = {"message_text": "<b>17,600</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "count", "title": "Count", "input_message_content": content} | what


# The token and the methods


def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(telegram: Telegram) -> None:
    assert call_as("123:not-the-token", telegram, "getMe", {})["error_code"] == 401
    assert call_as("nonsense", telegram, "getMe", {})["error_code"] == 404


def test_a_method_that_telegram_does_not_know_is_not_found(telegram: Telegram) -> None:
    assert refusal(telegram, "sendSmoke") == "404 Not Found"


@pytest.mark.parametrize("privacy", [True, False])
def test_the_bot_learns_whether_it_reads_all_group_messages(*, privacy: bool) -> None:
    with Telegram(privacy=privacy) as telegram:
        me = as_fields(call(telegram, "getMe")["result"])
    assert me.flag("can_read_all_group_messages") is not privacy
    assert me.text("username") == BOT.username


# Updates


def test_an_update_comes_again_until_a_higher_offset_confirms_it(telegram: Telegram) -> None:
    first, second = telegram.says(ANNA, "one").update, telegram.says(ANNA, "two").update
    assert [u["update_id"] for u in updates(telegram)] == [first, second]
    assert [u["update_id"] for u in updates(telegram)] == [first, second]
    assert [u["update_id"] for u in updates(telegram, offset=second)] == [second]
    assert updates(telegram, offset=second + 1) == []


def test_a_negative_offset_keeps_only_the_last(telegram: Telegram) -> None:
    telegram.says(ANNA, "one")
    last = telegram.says(ANNA, "two").update
    assert [u["update_id"] for u in updates(telegram, offset=-1)] == [last]
    assert [u["update_id"] for u in updates(telegram)] == [last]


def test_a_long_poll_ends_as_soon_as_somebody_speaks(telegram: Telegram) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(updates, telegram, timeout=60)
        deed = telegram.says(ANNA, "hello")
        assert [u["update_id"] for u in waiting.result(timeout=10)] == [deed.update]


def test_of_two_polls_at_once_the_first_is_ended_with_a_conflict(telegram: Telegram) -> None:
    with ThreadPoolExecutor() as pool:
        polls = [pool.submit(call, telegram, "getUpdates", timeout=60) for _ in range(2)]
        wait(polls, timeout=10, return_when=FIRST_COMPLETED)
        telegram.says(ANNA, "hello")
        answers = [poll.result(timeout=10) for poll in polls]
    assert sorted(bool(answer["ok"]) for answer in answers) == [False, True]
    assert {answer.get("error_code") for answer in answers} == {409, None}


def test_allowed_updates_are_remembered_by_the_server(telegram: Telegram) -> None:
    updates(telegram, allowed_updates=["inline_query"])
    telegram.says(ANNA, "hello")
    asked = telegram.asks_inline(ANNA, "how many")
    assert [u["update_id"] for u in updates(telegram)] == [asked.update]
    updates(telegram, allowed_updates=[], offset=asked.update + 1)
    assert [u["update_id"] for u in updates(telegram)] == [] != [telegram.says(ANNA, "hello").update]


def test_settling_notices_an_update_that_nobody_took(telegram: Telegram) -> None:
    telegram.says(ANNA, "hello")
    with pytest.raises(AssertionError, match="1 updates not taken"):
        telegram.settle(quiet=0, timeout=0.1)
    updates(telegram, offset=telegram.says(ANNA, "again").update + 1)
    telegram.settle(quiet=0)


# Texts


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>bold", "Can't find end tag"),
        ("bold</b>", "Unexpected end tag"),
        ("<b><i>both</b></i>", "Unmatched end tag"),
        ("<h1>big</h1>", "Unsupported start tag"),
        ("<br>", "Unsupported start tag"),
        ("<script>x</script>", "Unsupported start tag"),
        ("R & D", "Unescaped"),
        ("R &nbsp; D", "Unescaped"),
        ("1 < 2", "Unescaped"),
        ("2 > 1", "Unescaped"),
        ('<a href="javascript:alert(1)">x</a>', "address"),
        ('<a href="file:///etc/passwd">x</a>', "address"),
        ('<a href="https://">x</a>', "address"),
        ("<a>x</a>", "may not carry"),
        ('<b class="x">x</b>', "may not carry"),
        ("<span>x</span>", "may not carry"),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "Nested blockquote"),
        ("<code><b>x</b></code>", "inside code"),
        ("<b>x</b>" * 101, "more than 100"),
    ],
)
def test_html_that_telegram_does_not_know_is_refused(telegram: Telegram, html: str, why: str) -> None:
    telegram.says(ANNA, "hello")
    refused = refusal(telegram, "sendMessage", chat_id=ANNA.id, text=html, parse_mode="HTML")
    assert refused.startswith("400 Bad Request: can't parse entities: ")
    assert why in refused


def test_html_that_telegram_knows_is_seen_without_its_tags() -> None:
    html = (
        '<b>1 &lt; <i>2</i></b> <u>u</u> <span class="tg-spoiler">s</span> '
        '<pre><code class="language-sql">q</code></pre><blockquote expandable>R&amp;D</blockquote>'
        '<a href="https://x.cn/?a=1&amp;b=2">&quot;&#31185;&quot;</a>'
    )
    assert visible(html) == '1 < 2 u s qR&D"科"'
    assert addresses(html) == ("https://x.cn/?a=1&b=2",)
    with pytest.raises(MarkupError, match="byte offset 3"):
        visible("科&")


def test_a_text_is_measured_in_utf16_units_after_its_entities_are_read(telegram: Telegram) -> None:
    assert say(telegram, "<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML").text == "&" * 4096
    too_long = "🏭" * 2049
    assert refusal(telegram, "sendMessage", chat_id=ANNA.id, text=too_long) == "400 Bad Request: message is too long"
    assert say(telegram, "🏭" * 2048).text == "🏭" * 2048


@pytest.mark.parametrize("text", ["", "  \n", "<b> </b>"])
def test_an_empty_text_is_refused(telegram: Telegram, text: str) -> None:
    telegram.says(ANNA, "hello")
    refused = refusal(telegram, "sendMessage", chat_id=ANNA.id, text=text, parse_mode="HTML")
    assert refused == "400 Bad Request: message text is empty"


def test_a_chat_that_never_spoke_or_was_not_joined_is_not_found(telegram: Telegram) -> None:
    assert refusal(telegram, "sendMessage", chat_id=5, text="x") == "400 Bad Request: chat not found"
    telegram.calls_guest(ANNA, "@little_giants_bot how many", Chat(-9, "group", "Elsewhere", joined=False))
    assert refusal(telegram, "sendMessage", chat_id=-9, text="x") == "400 Bad Request: chat not found"
    assert refusal(telegram, "sendMessage", text="x") == "400 Bad Request: chat_id is empty"


def test_a_reply_to_a_missing_message_is_refused_unless_it_may_go_without(telegram: Telegram) -> None:
    telegram.says(ANNA, "hello")
    missing = {"message_id": 999_999}
    refused = refusal(telegram, "sendMessage", chat_id=ANNA.id, text="x", reply_parameters=missing)
    assert refused == "400 Bad Request: message to be replied not found"
    assert say(telegram, "x", reply_parameters=missing | {"allow_sending_without_reply": True}).reply_to == 0


def test_a_quote_must_stand_in_the_message_it_answers(telegram: Telegram) -> None:
    quoting = {"message_id": telegram.says(ANNA, "how many?").number, "quote": "how few"}
    refused = refusal(telegram, "sendMessage", chat_id=ANNA.id, text="x", reply_parameters=quoting)
    assert refused == "400 Bad Request: QUOTE_TEXT_INVALID"


def test_only_a_forum_has_threads_to_speak_into(telegram: Telegram) -> None:
    telegram.says(ANNA, "hello", FORUM, topic=7)
    asked = telegram.says(ANNA, "hello", GROUP)
    thread = telegram.says(ANNA, "and?", GROUP, to=asked).message["message_thread_id"]
    for chat, topic in ((FORUM, 8), (GROUP, thread), (FORUM, 1)):
        refused = refusal(telegram, "sendMessage", chat_id=chat.id, text="x", message_thread_id=topic)
        assert refused == "400 Bad Request: message thread not found"
    assert call(telegram, "sendMessage", chat_id=FORUM.id, text="x", message_thread_id=7)["ok"] is True


# Buttons and edits


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "研" * 22}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "x", "text": " "}, "must be non-empty"),
        ({"url": "javascript:x"}, "Wrong HTTP URL"),
        ({}, "Text buttons are unallowed"),
        ({"url": "https://x.cn", "callback_data": "x"}, "Text buttons are unallowed"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
def test_a_button_that_telegram_cannot_carry_is_refused(telegram: Telegram, what: dict[str, object], why: str) -> None:
    telegram.says(ANNA, "hello")
    assert why in refusal(telegram, "sendMessage", chat_id=ANNA.id, text="x", reply_markup=button(**what))


def test_a_button_may_carry_64_bytes_and_more_than_a_hundred_are_too_many(telegram: Telegram) -> None:
    assert say(telegram, "x", reply_markup=button(callback_data="研" * 21)).key("show").data == "研" * 21
    many = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}
    refused = refusal(telegram, "sendMessage", chat_id=ANNA.id, text="x", reply_markup=many)
    assert refused == "400 Bad Request: reply markup is too long"


def test_an_edit_must_change_something_of_the_bots_own(telegram: Telegram) -> None:
    said = say(telegram, "one", reply_markup=button(callback_data="x"))
    where = {"chat_id": ANNA.id, "message_id": said.number}
    same = refusal(telegram, "editMessageText", **where, text="one", reply_markup=button(callback_data="x"))
    assert "message is not modified" in same
    assert call(telegram, "editMessageText", **where, text="one")["ok"] is True
    assert telegram.stands(said).keys == ()
    assert "message is not modified" in refusal(telegram, "editMessageReplyMarkup", **where)
    theirs = {"chat_id": ANNA.id, "message_id": telegram.says(ANNA, "mine").number}
    assert "message can't be edited" in refusal(telegram, "editMessageText", **theirs, text="two")
    gone = {"chat_id": ANNA.id, "message_id": 1}
    assert "message to edit not found" in refusal(telegram, "editMessageText", **gone, text="two")


def test_a_press_is_answered_once_shortly_and_only_if_it_happened(telegram: Telegram) -> None:
    query = telegram.presses(ANNA, say(telegram, "x", reply_markup=button(callback_data="x")), "x").query
    long = refusal(telegram, "answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    assert call(telegram, "answerCallbackQuery", callback_query_id=query, text="x" * 200)["ok"] is True
    assert "query is too old" in refusal(telegram, "answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in refusal(telegram, "answerCallbackQuery", callback_query_id="1")


# Inline, guests, commands


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(id=str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article(id="研" * 22)], "RESULT_ID_INVALID"),
        ([article(id="")], "RESULT_ID_INVALID"),
        ([article(title="")], "ARTICLE_TITLE_EMPTY"),
        ([article(input_message_content={"message_text": ""})], "message text is empty"),
        (
            [article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"})],
            "can't parse entities",
        ),
        ([article(reply_markup=button(callback_data="x" * 65))], "BUTTON_DATA_INVALID"),
        ([article(type="photo")], "not known here"),
    ],
)
def test_inline_results_that_telegram_cannot_show_are_refused(
    telegram: Telegram, results: list[dict[str, object]], why: str
) -> None:
    query = telegram.asks_inline(ANNA, "how many").query
    assert why in refusal(telegram, "answerInlineQuery", inline_query_id=query, results=results)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"button": {"text": "Ask", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Ask", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "", "start_parameter": "ask"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"cache_time": -1}, "INLINE_ANSWER_INVALID"),
        ({"next_offset": "x" * 65}, "INLINE_ANSWER_INVALID"),
        ({"inline_query_id": "1"}, "query is too old"),
    ],
)
def test_an_inline_answer_keeps_its_own_rules_and_is_given_once(
    telegram: Telegram, wrong: dict[str, object], why: str
) -> None:
    right: dict[str, object] = {
        "inline_query_id": telegram.asks_inline(ANNA, "x").query,
        "results": [article()],
    }
    assert why in refusal(telegram, "answerInlineQuery", **right | wrong)
    assert call(telegram, "answerInlineQuery", **right)["ok"] is True
    assert "query is too old" in refusal(telegram, "answerInlineQuery", **right)


def test_a_guest_is_answered_once_and_the_answer_can_be_edited(telegram: Telegram) -> None:
    deed = telegram.calls_guest(ANNA, "@little_giants_bot how many", Chat(-9, "group", "Elsewhere", joined=False))
    answer = {"guest_query_id": deed.query, "result": article()}
    assert "ARTICLE_TITLE_EMPTY" in refusal(telegram, "answerGuestQuery", **answer | {"result": article(title="")})
    result = call(telegram, "answerGuestQuery", **answer)["result"]
    assert "query is too old" in refusal(telegram, "answerGuestQuery", **answer)
    inline = as_fields(result).text("inline_message_id")
    assert call(telegram, "editMessageText", inline_message_id=inline, text="18,000")["result"] is True
    assert "MESSAGE_ID_INVALID" in refusal(telegram, "editMessageText", inline_message_id="no", text="18,000")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "ask", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "ask", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "ask", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "everybody"}}, "unsupported type"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": [], "language_code": "english"}, "invalid language code"),
    ],
)
def test_a_command_menu_that_telegram_does_not_take_is_refused(
    telegram: Telegram, fields: dict[str, object], why: str
) -> None:
    assert why in refusal(telegram, "setMyCommands", **fields)


# What people do


def test_entities_are_counted_in_utf16_units() -> None:
    assert entities_of("🏭🏭 @little_giants_bot how many") == [{"type": "mention", "offset": 5, "length": 18}]
    assert entities_of("/ask@little_giants_bot see https://x.cn/ask/add") == [
        {"type": "bot_command", "offset": 0, "length": 22},
        {"type": "url", "offset": 27, "length": 20},
    ]
    (named,) = entities_of("👋 Anna, how many?", naming=(ANNA,))
    assert (named["type"], named["offset"], named["length"]) == ("text_mention", 3, 4)
    assert entities_of("mail@example.com a/b") == []


def heard(telegram: Telegram, deed: Deed) -> bool:
    return any(update["update_id"] == deed.update for update in updates(telegram))


def test_privacy_lets_through_commands_replies_and_what_came_by_the_bot(telegram: Telegram) -> None:
    telegram.says(ANNA, "hello", GROUP)
    mark = len(telegram.calls)
    call(telegram, "sendMessage", chat_id=GROUP.id, text="x")
    own = telegram.calls[mark].said
    assert heard(telegram, telegram.says(ANNA, "/ask how many", GROUP))
    assert heard(telegram, telegram.says(ANNA, f"/ask@{BOT.username} how many", GROUP))
    assert heard(telegram, telegram.says(ANNA, "and in 2021?", GROUP, to=own))
    assert heard(telegram, telegram.speak(Speech("17,600", ANNA, GROUP, via=BOT)))
    assert not heard(telegram, telegram.says(ANNA, "how many little giants are there?", GROUP))
    assert not heard(telegram, telegram.says(ANNA, f"@{BOT.username} how many", GROUP))
    assert not heard(telegram, telegram.says(ANNA, "/ask@some_other_bot how many", GROUP))
    telegram.mentions = True
    assert heard(telegram, telegram.says(ANNA, f"@{BOT.username} how many", GROUP))


def test_an_administrator_bot_and_one_without_privacy_hear_everything(telegram: Telegram) -> None:
    assert heard(telegram, telegram.says(ANNA, "good morning", Chat(-5, "group", "Ours", admin=True)))
    telegram.privacy = False
    assert heard(telegram, telegram.says(ANNA, "good morning", GROUP))


async def test_what_people_do_is_what_python_telegram_bot_reads(telegram: Telegram) -> None:
    question = telegram.says(ANNA, "how many?", GROUP)
    telegram.privacy = False
    telegram.says(ANNA, "/ask", GROUP, to=question)
    telegram.says(ANNA, "how many?", FORUM, topic=7)
    telegram.edits(telegram.says(ANNA, "how many"), "how much")
    telegram.posts("/ask how many", CHANNEL)
    telegram.speak(Speech("17,600", ANNA, private_chat(ANNA), forwarded=True))
    telegram.speak(Speech("/add x", ANNA, GROUP, anonymous=True))
    telegram.speak(Speech("/ask how many", ANNA, GROUP, copied_from=CHANNEL))
    telegram.asks_inline(ANNA, "how many")
    telegram.calls_guest(ANNA, "@little_giants_bot how many", Chat(-9, "group", "Elsewhere", joined=False))
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as bot:
        got = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    reply, topic, _, edit, post, forward, anonymous, copy, inline, guest = got
    assert reply.message is not None
    assert topic.message is not None
    assert edit.edited_message is not None
    assert post.channel_post is not None
    assert forward.message is not None
    assert anonymous.message is not None
    assert copy.message is not None
    assert inline.inline_query is not None
    assert guest.guest_message is not None
    assert reply.message.reply_to_message is not None
    assert (reply.message.reply_to_message.text, reply.message.is_topic_message) == ("how many?", None)
    assert (topic.message.message_thread_id, topic.message.is_topic_message) == (7, True)
    assert topic.message.reply_to_message is not None
    assert topic.message.reply_to_message.forum_topic_created is not None
    assert (edit.edited_message.text, post.channel_post.from_user) == ("how much", None)
    assert forward.message.forward_origin is not None
    assert anonymous.message.from_user is not None
    assert (anonymous.message.from_user.id, anonymous.message.sender_chat is not None) == (1087968824, True)
    assert copy.message.is_automatic_forward is True
    assert (inline.inline_query.query, guest.guest_message.guest_query_id is not None) == ("how many", True)


async def test_python_telegram_bot_can_talk_to_it(telegram: Telegram) -> None:
    asked = telegram.says(ANNA, "how many?", FORUM, topic=7)
    guest = telegram.calls_guest(ANNA, "@little_giants_bot", Chat(-9, "group", "Elsewhere", joined=False))
    content = InputTextMessageContent("<b>17,600</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("count-2025", "Count", content)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as bot:
        assert bot.username == BOT.username
        assert bot.bot.supports_guest_queries is True
        said = await bot.send_message(
            FORUM.id,
            "<b>17,600</b> &amp; more",
            parse_mode="HTML",
            message_thread_id=7,
            reply_to_message_id=asked.number,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        assert (said.text, said.message_thread_id) == ("17,600 & more", 7)
        assert said.reply_to_message is not None
        edited = await bot.edit_message_text("<i>18,000</i>", FORUM.id, said.message_id, parse_mode="HTML")
        assert isinstance(edited, Message)
        assert edited.text == "18,000"
        assert (await bot.answer_guest_query(guest.query, result)).inline_message_id
        with pytest.raises(BadRequest, match="an't parse entities"):
            await bot.send_message(FORUM.id, "<b>", parse_mode="HTML")
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{telegram.url}/bot"):
            pass
    assert telegram.wait_for("answerGuestQuery").cards[0].id == "count-2025"


# Faults to order


async def test_a_test_can_order_a_fault_for_the_next_call_of_a_method(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.says(ANNA, "hello")
    telegram.fails("sendMessage", Fault(429, "Too Many Requests: retry after 3", retry_after=3))
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(ANNA.id, "one")
    telegram.fails("sendMessage", Fault(502, "Bad Gateway"))
    assert call(telegram, "sendMessage", chat_id=ANNA.id, text="two")["error_code"] == 502
    telegram.fails("sendMessage", Fault(drop=True))
    with pytest.raises(OSError, match="closed connection"):
        await asyncio.to_thread(call, telegram, "sendMessage", chat_id=ANNA.id, text="three")
    telegram.fails("sendMessage", Fault(delay=0.01))
    assert call(telegram, "sendMessage", chat_id=ANNA.id, text="four")["ok"] is True
    refused = [sent.refusal for sent in telegram.calls if sent.method == "sendmessage"]
    assert [bool(why) for why in refused] == [True, True, True, False]
