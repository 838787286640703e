"""People ask the real process in every way that Telegram has, and are answered or left in peace."""

from collections.abc import Iterator
from itertools import count

import pytest
from botapi import BOT, Deed, Telegram
from running import Giants, answer, bold, consequences, quoted, spoken, toast
from telegram_html import addresses
from telegram_people import Chat, Person, Speech, private_chat

ANNA = Person(1001, "Anna", "anna")
BOB = Person(1002, "Bob", "bob")
PROBER = Person(1009, "Prober", "prober")

IN_2025 = "How many little giants were there at the end of 2025?"
UNHELD = "How many unicorns does China have?"
AMBIGUOUS = "little giants percentage"
FIGURES = (
    "17,600",
    "5,000",
    "30 million",
    "4.24",
    "60 percent",
    "80 percent",
    "90 percent",
    "6,000",
    "13.7",
    "9.6",
)

_chat_ids = count(-100_001, -1)


@pytest.fixture
def telegram(giants: Giants) -> Iterator[Telegram]:
    """The running bot's Telegram. Nothing may be refused to the bot but an edit that changes nothing."""
    mark = len(giants.telegram.calls)
    yield giants.telegram
    giants.telegram.settle(quiet=0)
    refused = [(call.method, call.refusal) for call in giants.telegram.since(mark) if call.refusal]
    assert [(method, why) for method, why in refused if "message is not modified" not in why] == []


@pytest.fixture
def group() -> Chat:
    """A group where the bot is a plain member: privacy keeps what is not for it away."""
    return Chat(next(_chat_ids), "supergroup", "Small firms")


@pytest.fixture
def open_group() -> Chat:
    """A group where the bot is an administrator, and so hears every word."""
    return Chat(next(_chat_ids), "supergroup", "Small firms", admin=True)


@pytest.fixture
def channel() -> Chat:
    return Chat(next(_chat_ids), "channel", "News")


def silence(telegram: Telegram, deed: Deed) -> bool:
    return consequences(telegram, deed, PROBER) == []


def no_figure(text: str) -> bool:
    return not any(figure in text for figure in FIGURES)


# In private


def test_a_question_is_answered_with_figure_period_sentence_and_link(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, IN_2025), ANNA.id)
    assert "17,600" in bold(said)
    assert "5,000" not in bold(said)
    assert "2025" in said.text.replace(quoted(said), "")
    assert "rose from over 5,000 to more than 17,600" in quoted(said)
    assert any(address.startswith("https://english.henan.gov.cn/") for address in addresses(said.html))


def test_a_figure_without_a_period_says_so(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "What share of profits do little giants contribute?"), ANNA.id)
    assert "13.7" in bold(said)
    assert "not stated" in said.text


def test_a_chinese_question_is_answered_in_chinese(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "2025年底全国有多少家小巨人企业？"), ANNA.id)
    assert "17,600" in said.text
    assert "小巨人" in said.text


def test_start_offers_three_examples_that_can_be_tapped(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "/start"), ANNA.id)
    assert len(said.keys) >= 3
    for key in said.keys[:3]:
        press = telegram.presses(ANNA, said, key.data)
        assert not no_figure(bold(answer(telegram, press, ANNA.id)))
        toast(telegram, press)


def test_a_deep_link_to_a_topic_shows_it(telegram: Telegram) -> None:
    assert "30 million" in bold(answer(telegram, telegram.says(ANNA, "/start rd-spend"), ANNA.id))


def test_a_deep_link_to_nothing_is_a_plain_start(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "/start no-such-topic"), ANNA.id)
    assert no_figure(said.text)
    assert said.keys


def test_help_says_how_to_ask(telegram: Telegram) -> None:
    assert "/ask" in answer(telegram, telegram.says(ANNA, "/help"), ANNA.id).text


def test_topics_lists_what_can_be_asked_and_a_tap_asks_it(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "/topics"), ANNA.id)
    press = telegram.presses(ANNA, said, said.key("average R&D").data)
    assert "30 million" in bold(answer(telegram, press, ANNA.id))


def test_ask_with_a_question_is_the_question(telegram: Telegram) -> None:
    assert "17,600" in bold(answer(telegram, telegram.says(ANNA, f"/ask {IN_2025}"), ANNA.id))


def test_ask_without_a_question_is_answered_without_a_figure(telegram: Telegram) -> None:
    assert no_figure(answer(telegram, telegram.says(ANNA, "/ask"), ANNA.id).text)


@pytest.mark.parametrize("text", [UNHELD, '<b>&lt;17</b> & "why"?', "'; DROP TABLE fact; --", "{0} %s", "🏭" * 2000])
def test_what_is_not_held_is_answered_without_any_figure(telegram: Telegram, text: str) -> None:
    said = answer(telegram, telegram.says(ANNA, text), ANNA.id)
    assert no_figure(said.text)


def test_a_figure_of_another_year_is_not_given(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, "How many little giants were there in 2019?"), ANNA.id)
    assert no_figure(said.text)


def test_a_command_that_does_not_exist_is_answered_kindly_in_private(telegram: Telegram) -> None:
    assert "/help" in answer(telegram, telegram.says(ANNA, "/frobnicate"), ANNA.id).text


def test_an_edited_question_gets_its_answer_edited(telegram: Telegram) -> None:
    deed = telegram.says(ANNA, IN_2025)
    said = answer(telegram, deed, ANNA.id)
    edit = telegram.edits(deed, "What do they spend on R&D?")
    telegram.wait_for("editMessageText", after=edit)
    assert "30 million" in bold(telegram.stands(said))
    deed = telegram.edits(edit, UNHELD)
    telegram.wait_for("editMessageText", after=deed)
    assert no_figure(telegram.stands(said).text)
    assert not any(call.method == "sendmessage" for call in telegram.since(edit))


def test_an_edit_that_leaves_the_answer_as_it_is_leaves_it_standing(telegram: Telegram) -> None:
    deed = telegram.says(ANNA, IN_2025)
    said = answer(telegram, deed, ANNA.id)
    assert "sendmessage" not in consequences(telegram, telegram.edits(deed, IN_2025.replace("?", " ?")), PROBER)
    assert telegram.stands(said) == said


# Why


@pytest.mark.parametrize("ask", ["/why", "Why did you say that?", f"/why@{BOT.username}"])
def test_why_explains_the_last_answer_also_as_a_reply(telegram: Telegram, ask: str) -> None:
    first = answer(telegram, telegram.says(ANNA, "How many litle giants were there in 2019?"), ANNA.id)
    for to in (None, first):
        said = answer(telegram, telegram.says(ANNA, ask, to=to), ANNA.id)
        assert "“litle” as “little”" in said.text
        assert "2019" in said.text
        assert no_figure(said.text)


def test_why_tells_what_was_carried_over(telegram: Telegram) -> None:
    for asked in ("How many little giants were there in 2021?", "and in 2025?"):
        answer(telegram, telegram.says(ANNA, asked), ANNA.id)
    assert "Carried over" in answer(telegram, telegram.says(ANNA, "/why"), ANNA.id).text


def test_why_before_any_question_says_so(telegram: Telegram) -> None:
    newcomer = Person(1077, "Nora", "nora")
    said = answer(telegram, telegram.says(newcomer, "/why"), newcomer.id)
    assert "nothing to explain" in said.text


def test_in_a_group_why_is_about_one_s_own_last_question(telegram: Telegram, group: Chat) -> None:
    answer(telegram, telegram.says(ANNA, "/ask <i>profit</i> share", group), group.id)
    answer(telegram, telegram.says(BOB, f"/ask {IN_2025}", group), group.id)
    deed = telegram.says(ANNA, "/why", group)
    said = answer(telegram, deed, group.id)
    assert "<i>profit</i> share" in said.text
    assert said.reply_to == deed.number


@pytest.mark.parametrize("ask", ["/why@another_bot", "why did you say that?", "why?"])
def test_in_a_group_a_why_for_somebody_else_is_left_alone(telegram: Telegram, group: Chat, ask: str) -> None:
    answer(telegram, telegram.says(ANNA, f"/ask {IN_2025}", group), group.id)
    assert silence(telegram, telegram.says(ANNA, ask, group))


# Did you mean


def test_an_ambiguous_question_is_asked_back_and_a_pick_answers_it(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, AMBIGUOUS), ANNA.id)
    assert 3 <= len(said.keys) <= 4
    assert no_figure(said.text + " ".join(key.label for key in said.keys))
    toast(telegram, press := telegram.presses(ANNA, said, said.keys[0].data))
    assert consequences(telegram, press, PROBER) != []
    assert "percent" in bold(telegram.stands(said))


def test_none_of_these_takes_the_choices_away_and_gives_no_figure(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, AMBIGUOUS), ANNA.id)
    toast(telegram, telegram.presses(ANNA, said, said.key("none of these").data))
    telegram.settle()
    assert [key.data.partition(":")[0] for key in telegram.stands(said).keys] == ["wish"]
    assert no_figure(telegram.stands(said).text)


def test_a_strangers_press_gets_a_toast_and_changes_nothing(telegram: Telegram, group: Chat) -> None:
    said = answer(telegram, telegram.says(ANNA, f"/ask {AMBIGUOUS}", group), group.id)
    for key in said.keys:
        assert toast(telegram, press := telegram.presses(BOB, said, key.data))
        assert consequences(telegram, press, PROBER) == ["answercallbackquery"]
    assert telegram.stands(said) == said


@pytest.mark.parametrize("data", ["", "choose:gone-fact:0", "keep:1", "none", "x" * 64, "choose:';--:0", "研:发"])
def test_a_stale_or_forged_press_gets_a_toast_and_changes_nothing(telegram: Telegram, data: str) -> None:
    said = answer(telegram, telegram.says(ANNA, AMBIGUOUS), ANNA.id)
    assert toast(telegram, press := telegram.presses(ANNA, said, data))
    assert consequences(telegram, press, PROBER) == ["answercallbackquery"]


# In groups


@pytest.mark.parametrize("command", ["/ask", f"/ask@{BOT.username}", f"/ask@{BOT.username.upper()}"])
def test_a_group_asks_by_command_and_is_answered_in_reply(telegram: Telegram, group: Chat, command: str) -> None:
    deed = telegram.says(ANNA, f"{command} {IN_2025}", group)
    said = answer(telegram, deed, group.id)
    assert "17,600" in bold(said)
    assert said.reply_to == deed.number


def test_a_reply_to_the_bot_is_a_question(telegram: Telegram, group: Chat) -> None:
    first = answer(telegram, telegram.says(ANNA, f"/ask {IN_2025}", group), group.id)
    said = answer(telegram, telegram.says(BOB, "What do they spend on R&D?", group, to=first), group.id)
    assert "30 million" in bold(said)


def test_ask_as_a_reply_asks_what_it_replies_to(telegram: Telegram, group: Chat) -> None:
    question = telegram.says(BOB, IN_2025, group)
    deed = telegram.says(ANNA, "/ask", group, to=question)
    assert "17,600" in bold(answer(telegram, deed, group.id))


@pytest.mark.parametrize(
    "text",
    [
        f"@{BOT.username} {IN_2025}",
        f"🏭🏭🏭 @{BOT.username} {IN_2025}",
        f"🧑‍🏭 {IN_2025} 🏭 @{BOT.username} 👍",
        f"@{BOT.username.upper()}, {IN_2025}",
    ],
)
def test_a_mention_is_a_question_wherever_it_stands(telegram: Telegram, open_group: Chat, text: str) -> None:
    deed = telegram.says(ANNA, text, open_group)
    said = answer(telegram, deed, open_group.id)
    assert "17,600" in bold(said)
    assert said.reply_to == deed.number


def test_a_mention_that_names_the_bot_without_its_username_is_a_question(telegram: Telegram, open_group: Chat) -> None:
    text = f"👋 {BOT.name}: {IN_2025}"
    deed = telegram.speak(Speech(text, ANNA, open_group, naming=(BOT,)))
    assert "17,600" in bold(answer(telegram, deed, open_group.id))


def test_an_answer_stays_in_the_forum_topic_of_its_question(telegram: Telegram) -> None:
    forum = Chat(next(_chat_ids), "supergroup", "Forum", topics=frozenset({7, 9}), admin=True)
    for topic in (7, 9, 0):
        deed = telegram.says(ANNA, f"/ask {IN_2025}", forum, topic=topic)
        said = answer(telegram, deed, forum.id)
        assert (said.topic, said.reply_to) == (topic, deed.number)


def test_a_group_question_inside_a_thread_of_replies_is_answered(telegram: Telegram, group: Chat) -> None:
    first = telegram.says(BOB, "I wonder about these firms", group)
    deed = telegram.says(ANNA, f"/ask {IN_2025}", group, to=first)
    assert "17,600" in bold(answer(telegram, deed, group.id))


@pytest.mark.parametrize(
    "text",
    [
        IN_2025,
        "Good morning!",
        f"/ask@some_other_bot {IN_2025}",
        f"/frobnicate {IN_2025}",
        f"@some_other_bot {IN_2025}",
        f"@{BOT.username}_too {IN_2025}",
        f"mail{BOT.username} {IN_2025}",
        f"https://x.cn/@{BOT.username} {IN_2025}",
    ],
)
def test_in_a_group_the_bot_is_silent_to_what_is_not_for_it(telegram: Telegram, open_group: Chat, text: str) -> None:
    assert silence(telegram, telegram.says(ANNA, text, open_group))


def test_in_a_group_the_bot_is_silent_to_replies_to_others(telegram: Telegram, open_group: Chat) -> None:
    first = telegram.says(BOB, "I wonder about these firms", open_group)
    assert silence(telegram, telegram.says(ANNA, IN_2025, open_group, to=first))


def test_in_a_forum_topic_the_bot_is_silent_to_what_is_not_for_it(telegram: Telegram) -> None:
    forum = Chat(next(_chat_ids), "supergroup", "Forum", topics=frozenset({7}), admin=True)
    assert silence(telegram, telegram.says(ANNA, IN_2025, forum, topic=7))


def test_the_bot_does_not_answer_its_own_inline_cards(telegram: Telegram, group: Chat) -> None:
    assert silence(telegram, telegram.speak(Speech(IN_2025, ANNA, private_chat(ANNA), via=BOT)))
    assert silence(telegram, telegram.speak(Speech(f"@{BOT.username} {IN_2025}", ANNA, group, via=BOT)))


def test_an_edited_ask_in_a_group_gets_its_answer_edited(telegram: Telegram, group: Chat) -> None:
    deed = telegram.says(ANNA, f"/ask {IN_2025}", group)
    said = answer(telegram, deed, group.id)
    edit = telegram.edits(deed, f"/ask@{BOT.username} What do they spend on R&D?")
    assert consequences(telegram, edit, PROBER) == ["editmessagetext"]
    assert "30 million" in bold(telegram.stands(said))


def test_in_a_group_a_question_without_an_answer_gets_one_short_line(telegram: Telegram, group: Chat) -> None:
    said = answer(telegram, telegram.says(ANNA, f"/ask {UNHELD}", group), group.id)
    assert no_figure(said.text)
    assert len(said.text.splitlines()) <= 2


def test_status_says_whether_mentions_reach_the_bot(telegram: Telegram, group: Chat) -> None:
    assert "privacy" in answer(telegram, telegram.says(ANNA, "/status", group), group.id).text.lower()


# In channels


def test_a_channel_post_with_ask_is_answered_in_the_channel(telegram: Telegram, channel: Chat) -> None:
    said = answer(telegram, telegram.posts(f"/ask {IN_2025}", channel), channel.id)
    assert "17,600" in bold(said)


def test_any_other_channel_post_is_left_alone(telegram: Telegram, channel: Chat) -> None:
    assert silence(telegram, telegram.posts(IN_2025, channel))


def test_the_copy_of_a_channel_post_in_the_linked_group_is_not_answered_again(
    telegram: Telegram, channel: Chat, open_group: Chat
) -> None:
    assert silence(telegram, telegram.speak(Speech(f"/ask {IN_2025}", ANNA, open_group, copied_from=channel)))


# In any chat, inline and as a guest


def test_an_inline_question_gets_cards_named_by_their_facts(telegram: Telegram) -> None:
    call = telegram.wait_for("answerInlineQuery", after=telegram.asks_inline(ANNA, "profits"))
    assert "profit-share" in [card.id.partition(":")[0] for card in call.cards]
    assert len(call.cards) <= 10
    (card,) = [card for card in call.cards if card.id.startswith("profit-share:")]
    assert "13.7" in card.text
    assert call.fields.number("cache_time") <= 60


@pytest.mark.parametrize("text", ["zzzz qqqq", ""])
def test_where_no_card_fits_a_button_leads_into_the_private_chat(telegram: Telegram, text: str) -> None:
    call = telegram.wait_for("answerInlineQuery", after=telegram.asks_inline(ANNA, text))
    assert call.cards == ()
    start = call.fields.part("button").text("start_parameter")
    assert answer(telegram, telegram.says(ANNA, f"/start {start}"), ANNA.id).keys


def test_a_guest_mention_is_answered_once_and_by_nothing_else(telegram: Telegram) -> None:
    elsewhere = Chat(next(_chat_ids), "supergroup", "Elsewhere", joined=False)
    deed = telegram.calls_guest(ANNA, f"🏭 @{BOT.username} {IN_2025}", elsewhere)
    call = telegram.wait_for("answerGuestQuery", after=deed)
    assert "17,600" in bold(spoken(call))
    assert consequences(telegram, deed, PROBER) == ["answerguestquery"]


def test_a_guest_command_writes_nothing_and_is_answered_once(telegram: Telegram) -> None:
    elsewhere = Chat(next(_chat_ids), "supergroup", "Elsewhere", joined=False)
    deed = telegram.calls_guest(ANNA, f"@{BOT.username} {UNHELD}", elsewhere)
    assert consequences(telegram, deed, PROBER) == ["answerguestquery"]


# Menus


def test_the_menus_name_the_commands_where_they_work(telegram: Telegram) -> None:
    private = set(telegram.menu("all_private_chats") or telegram.menu("default"))
    assert {"ask", "topics", "help"} <= private
    assert "ask" in (telegram.menu("all_group_chats") or telegram.menu("default"))
    assert "add" not in telegram.menu("all_group_chats")


def test_every_kind_of_update_that_is_needed_is_asked_for(telegram: Telegram) -> None:
    needed = {"message", "edited_message", "channel_post", "callback_query", "inline_query", "guest_message"}
    assert needed <= telegram.allowed
