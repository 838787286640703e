"""An explanation fits a telephone and is valid HTML, whatever was typed."""

from datetime import date

import pytest
from answers import AT, COUNT_2021, COUNT_2025, PROFITS, found, several, unknown
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_html import units, visible

from bot.explaining import asks_why, why
from bot.messages import Heard, Place
from bot.reasons import plain_why, reply_why
from knowledge.almanac import Almanac
from knowledge.explaining import Explanation, Ruling, Spoken, Veto, Voice, Weighed
from knowledge.facts import Concept, Topic, Wording
from knowledge.judging import Leaning
from knowledge.questions import Asking

MOST_LINES = 15
HOSTILE = "</b><a href='x'>&amp; {0} %s \x1b[31m"
typed = st.text(max_size=80) | st.just(HOSTILE)
spoken = st.builds(Spoken, st.sampled_from(Voice), typed, st.floats(-3, 3))
topics = st.builds(
    Weighed,
    st.builds(lambda title: Topic("t", (Wording(title, "en"),)), typed),
    st.floats(-3, 3),
    st.lists(spoken, max_size=9).map(tuple),
)
concepts = st.builds(lambda name, word: Concept(name, (Wording(word, "en"),)), typed, typed)
vetoes = st.builds(Veto, st.sampled_from(Ruling), typed)
explanations = st.builds(
    Explanation,
    st.sampled_from([found(COUNT_2025), several(COUNT_2021, PROFITS), unknown(detail=HOSTILE)]),
    st.lists(typed, max_size=9).map(tuple),
    st.lists(st.tuples(typed, concepts), max_size=5).map(tuple),
    st.just(()),
    st.lists(concepts, max_size=3).map(tuple),
    st.booleans(),
    st.lists(topics, max_size=3).map(tuple),
    vetoes=st.lists(vetoes, max_size=5).map(tuple),
    leaning=st.none() | st.sampled_from(Leaning),
)


@settings(max_examples=80, deadline=None)
@given(explanations, st.sampled_from(["en", "zh"]))
def test_any_explanation_is_valid_and_short(explanation: Explanation, language: str) -> None:
    reply = reply_why(explanation, language)
    assert units(visible(reply.html)) <= 4096 // 2
    assert reply.html.count("\n") < MOST_LINES
    assert reply.buttons == ()


def test_what_was_typed_is_shown_and_never_obeyed(almanac: Almanac) -> None:
    html = reply_why(almanac.explain(Asking("<b>profit</b> {0} & share", date(2026, 11, 22))), "en").html
    assert "&lt;b&gt;profit&lt;/b&gt; {0} &amp; share" in html
    assert "<b>profit" not in html


def test_the_shown_weights_add_up_to_the_shown_score() -> None:
    weights = (0.444, 0.444, -0.111, 0.003, 0.003, 0.003)
    each = tuple(Spoken(Voice.WORDS, f"w{n}", weight) for n, weight in enumerate(weights))
    told = plain_why(Explanation(unknown(), topics=(Weighed(Topic("t", (Wording("T", "en"),)), sum(weights), each),)))
    assert "T: 0.79\n+ “w0” 0.44, “w1” 0.44, all else +0.02\n− “w2” 0.11" in told


def test_a_chinese_question_is_explained_in_chinese(almanac: Almanac) -> None:
    told = plain_why(almanac.explain(Asking("小巨人利润占比多少？", date(2026, 11, 22))))
    assert told.startswith("我的回答是怎么来的 · “小巨人利润占比多少？”")
    assert "读到的词：小巨人利润占比多少" in told


@pytest.mark.parametrize(
    "asked", ["why", "Why?", "but why did you say that?", "WHY THIS ANSWER", "为什么？", "為什麼這麼說"]
)
def test_a_message_that_only_asks_why_is_told_from_a_question(asked: str) -> None:
    assert asks_why(asked)


@pytest.mark.parametrize("asked", ["Why are they important?", "why little giants", "为什么叫小巨人", "what", ""])
def test_a_question_that_begins_with_why_is_a_question(asked: str) -> None:
    assert not asks_why(asked)


@pytest.mark.parametrize(
    ("text", "quoted", "explained"),
    [
        ("", "", "and in 2025?"),
        ("why did you say that", "", "and in 2025?"),
        ("share of profits", "", "share of profits"),
        ("", "share of profits", "share of profits"),
        ("", "and in 2025?", "and in 2025?"),
    ],
)
def test_why_is_about_what_is_given_or_replied_to_or_the_last_question(
    curated: Almanac, text: str, quoted: str, explained: str
) -> None:
    for asked in ("how many in 2021", "and in 2025?"):
        curated.converse(asked, conversation="5", at=AT)
    html = why(curated, Heard(text, AT, Place.PRIVATE, chat=5, sender=5, quoted=quoted)).html
    assert f"“{explained}”" in html
    assert ("Carried over" in html) is (explained == "and in 2025?")
