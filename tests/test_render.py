"""Answers read well, are valid Telegram HTML whatever they hold, and never exceed a message."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from answers import (
    COUNT_2021,
    COUNT_2025,
    IN_2025,
    PROFITS,
    ROLE,
    SENTENCE,
    a_fact,
    a_figure,
    a_reading,
    a_topic,
    found,
    several,
    unknown,
)
from drawn import facts as any_fact
from drawn import periods
from hypothesis import example, given
from hypothesis import strategies as st
from telegram_html import units, valid_address, visible

from bot.buttons import Choose, NoneOfThese, Show, pack
from bot.dates import period_in_short, period_words
from bot.markup import cut, plain_of, squeezed
from bot.messages import Button, Reply
from bot.render import LONGEST_LABEL, card, inline_card, plain, reply_to, said, spelled_out
from bot.wording import in_chinese, title_words
from bot.wording import labels as labels_of
from knowledge.almanac import Almanac
from knowledge.claims import Claim, Verdict
from knowledge.facts import UNSTATED, Bound, Fact, Figure, Period, Source, Topic, Wording
from knowledge.questions import (
    Answer,
    Change,
    ChangeKind,
    Found,
    Reading,
    Reason,
    Scored,
    Several,
    Unknown,
)
from knowledge.stamps import question_stamp

texts = st.text(max_size=60)
numbers = st.decimals(-(10**15), 10**15, places=3)
some_facts = st.lists(any_fact(numbers), min_size=1, max_size=8).map(tuple)
pairs = st.lists(st.tuples(texts, texts), max_size=5).map(tuple)
readings = st.builds(Reading, texts, pairs, st.just(()), st.none(), st.none(), st.booleans())
unknowns = st.builds(
    Unknown,
    readings,
    st.sampled_from(Reason),
    some_facts | st.just(()),
    st.none() | any_fact(numbers).map(lambda fact: fact.topic),
    st.text(max_size=200),
)
changes = st.builds(
    Change,
    st.sampled_from(ChangeKind),
    numbers,
    texts,
    any_fact(numbers),
    any_fact(numbers),
    st.text(max_size=300),
)
scored = some_facts.map(lambda facts: tuple(Scored(fact, 1.0) for fact in facts))
answers: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Found, readings, scored, st.none() | changes, st.lists(unknowns, max_size=5).map(tuple)),
    st.builds(Several, readings, some_facts),
    unknowns,
)
languages = st.sampled_from(["en", "zh-hans", "fr", ""])


def html(answer: Answer, language: str = "en") -> str:
    return reply_to(answer, language).html


def lines(answer: Answer, language: str = "en") -> list[str]:
    return visible(html(answer, language)).splitlines()


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


# How an answer reads


def test_the_figure_comes_first_in_bold_with_its_bound_and_what_it_counts() -> None:
    assert html(found(COUNT_2025)).startswith("<b>more than 17,600</b> enterprises\n")


@pytest.mark.parametrize(
    ("printed", "unit", "shown"),
    [
        ("over 5,000", "enterprises", "<b>over 5,000</b> enterprises"),
        ("nearly 80 percent", "percent", "<b>nearly 80 percent</b>"),
        ("3.5%", "percent", "<b>3.5%</b>"),
        ("RMB 30 million", "yuan", "<b>RMB 30 million</b>"),
        ("one patent", "patents", "<b>one patent</b>"),
        ("26.6 on average", "patents per enterprise", "<b>26.6 on average</b> (patents per enterprise)"),
        ("17,600", "", "<b>17,600</b>"),
    ],
)
def test_the_unit_is_said_once(printed: str, unit: str, shown: str) -> None:
    fact = a_fact(figure=a_figure(printed, 1, unit, Bound.EXACTLY))
    assert html(found(fact)).split("\n")[0] == shown


def test_an_answer_says_what_is_measured_when_and_where_it_stands() -> None:
    assert lines(found(COUNT_2025))[1:] == [
        "Number of little giant enterprises",
        "Period: end of the 14th Five-Year Plan period, 2025",
        SENTENCE,
        "Source: Xinhua, 2 December 2025",
    ]
    assert '<a href="https://news.example/1?a=1&amp;b=2">Xinhua</a>' in html(found(COUNT_2025))


def test_a_period_that_the_source_does_not_state_is_said_to_be_unstated() -> None:
    assert "Period: not stated in the source" in lines(found(PROFITS))


def test_a_source_without_a_date_shows_none() -> None:
    fact = a_fact(source=Source("Xinhua", "A report", "https://news.example/"))
    assert lines(found(fact))[-1] == "Source: Xinhua"


def test_a_fact_in_words_has_its_title_where_the_figure_would_be() -> None:
    assert html(found(ROLE)).startswith("<b>Role in supply chains</b>\nPeriod: ")


def test_another_place_than_the_whole_country_is_named() -> None:
    zhejiang = a_fact(topic=a_topic("zhejiang-count", "Number of little giants", "Zhejiang"), figure=a_figure())
    assert "Number of little giants · Zhejiang" in lines(found(zhejiang))
    named = a_fact(topic=a_topic("zhejiang-count", "Little giants in Zhejiang", "Zhejiang"), figure=a_figure())
    assert "Little giants in Zhejiang" in lines(found(named))


def test_a_verbatim_sentence_is_quoted_and_a_summary_is_said_to_be_one() -> None:
    assert f"<blockquote expandable>{SENTENCE}</blockquote>" in html(found(COUNT_2025))
    summary = a_fact(sentence="It grew.", verbatim=False)
    assert "In short, in our words: It grew." in lines(found(summary))
    assert "blockquote" not in html(found(summary))
    assert "“" not in plain(found(summary), "en")


def test_two_facts_of_one_sentence_share_it() -> None:
    text = html(found(COUNT_2021, COUNT_2025))
    assert text.count("<blockquote") == 1
    assert text.index("over 5,000</b>") < text.index("17,600</b>") < text.index("<blockquote")


def test_two_facts_of_different_sentences_have_each_its_own() -> None:
    text = html(found(COUNT_2025, PROFITS))
    assert text.count("<blockquote") == text.count("Source:") == 2


def test_a_computed_change_is_said_to_be_computed_and_shows_its_formula() -> None:
    change = Change(ChangeKind.MULTIPLE, Decimal("3.520"), "", COUNT_2021, COUNT_2025, "17,600 / 5,000")
    answer = replace(found(COUNT_2021, COUNT_2025), computed=change)
    told = "Computed: about 3.52 times (more than 17,600 / over 5,000). The source does not print this figure."
    assert lines(answer)[0] == told
    told = "计算得出：约 3.52 倍（超过 17,600 家 / 超过 5,000 家）。来源中没有这个数字。"
    assert lines(answer, "zh")[0] == told


def test_a_difference_has_the_unit_of_its_figures() -> None:
    change = Change(ChangeKind.DIFFERENCE, Decimal(12600), "enterprises", COUNT_2021, COUNT_2025, "17,600 - 5,000")
    answer = replace(found(COUNT_2025), computed=change)
    assert lines(answer)[0].startswith("Computed: about 12,600 enterprises (more than 17,600 − over 5,000).")
    assert lines(answer, "zh")[0].startswith("计算得出：约 12,600 家（超过 17,600 家 − 超过 5,000 家）。")


def change_between(start: Figure, end: Figure, kind: ChangeKind, value: str) -> str:
    """The line for the change from one figure to the other."""
    early, late = replace(COUNT_2021, figure=start), replace(COUNT_2025, figure=end)
    change = Change(kind, Decimal(value), end.unit, early, late, "?")
    return lines(replace(found(early, late), computed=change))[0]


def test_a_change_between_exact_figures_is_exact_unless_it_was_rounded() -> None:
    two, six, seven = (a_figure(str(n), n, "patents", Bound.EXACTLY) for n in (2, 6, 7))
    assert change_between(two, six, ChangeKind.MULTIPLE, "3.0").startswith("Computed: 3 times (6 / 2)")
    assert change_between(six, seven, ChangeKind.MULTIPLE, "1.2").startswith("Computed: about 1.2 times (7 / 6)")
    assert change_between(six, seven, ChangeKind.DIFFERENCE, "1").startswith("Computed: 1 patents (7 − 6)")


@pytest.mark.parametrize("bounds", [(Bound.OVER, Bound.EXACTLY), (Bound.EXACTLY, Bound.NEARLY)])
def test_a_change_is_about_so_much_where_either_end_is_not_exact(bounds: tuple[Bound, Bound]) -> None:
    start, end = (a_figure(f"{bound} {n}", n, "patents", bound) for bound, n in zip(bounds, (2, 6), strict=True))
    told = f"({end.printed} / {start.printed})"
    assert change_between(start, end, ChangeKind.MULTIPLE, "3").startswith(f"Computed: about 3 times {told}")
    assert change_between(start, end, ChangeKind.DIFFERENCE, "4").startswith("Computed: about 4 patents (")


def test_shares_differ_by_percentage_points() -> None:
    start, end = (a_figure(f"{n} percent", n, "percent", Bound.EXACTLY) for n in (6, 9))
    assert change_between(start, end, ChangeKind.DIFFERENCE, "3").startswith(
        "Computed: 3 percentage points (9 percent − 6 percent)"
    )


def test_the_part_of_a_question_that_is_not_held_is_named() -> None:
    answer = replace(found(COUNT_2025), missing=(unknown(Reason.PLACE, detail="Shenzhen"),))
    assert "My table holds no such figure for Shenzhen." in lines(answer)


def test_a_corrected_word_is_told_in_one_line_and_another_form_of_it_is_not() -> None:
    words = (("prcentage", "percentage"), ("Firms", "firm"), ("profit", "profit"))
    answer = found(PROFITS, reading=Reading("prcentage", words))
    assert lines(answer)[-1] == "Read “prcentage” as “percentage”."
    assert "Firms" not in html(answer)


# Asking back, and not knowing


def test_did_you_mean_offers_titles_with_their_years_and_no_figure() -> None:
    reply = reply_to(several(COUNT_2021, COUNT_2025, PROFITS), "en", asker=7)
    assert labels(reply) == [
        "Number of little giant enterprises · 2021",
        "Number of little giant enterprises · 2025",
        "Share of profits",
        "None of these",
    ]
    assert reply.buttons[0][0].action == Choose("count-2021", 7)
    assert reply.buttons[-1][0].action == NoneOfThese(7, question_stamp("how many little giants"))
    assert "17,600" not in reply.html


def test_two_periods_of_a_topic_with_a_long_title_can_be_told_apart() -> None:
    topic = a_topic("long-title", "A very long title " * 10)
    reply = reply_to(several(replace(COUNT_2021, topic=topic), replace(COUNT_2025, topic=topic)), "en")
    assert labels(reply)[0].endswith("long title · 2021")
    assert labels(reply)[1].endswith("long title · 2025")


def test_two_facts_of_one_topic_and_period_are_told_apart_by_their_publishers() -> None:
    other = replace(COUNT_2025, id="other", source=replace(COUNT_2025.source, publisher="People's Daily"))
    assert labels(reply_to(several(COUNT_2025, other), "en"))[:2] == [
        "Number of little giant enterprises · 2025 · Xinhua",
        "Number of little giant enterprises · 2025 · People's Daily",
    ]


LONG = "Little giants' share of the {} of industrial SMEs above designated size"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_cut_title_keeps_what_it_measures_and_in_a_text_nothing_is_cut(language: str) -> None:
    facts = [replace(COUNT_2025, id=word, topic=a_topic(word, LONG.format(word))) for word in ("profits", "revenue")]
    answer = several(*facts)
    for label, word in zip(labels(reply_to(answer, language)), ("profits", "revenue"), strict=False):
        assert label.startswith(f"Little giants' share of the {word}")
        assert "2025" in label
        assert units(label) <= LONGEST_LABEL
        assert LONG.format(word) in plain(answer, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fact_that_is_held_can_be_told_from_all_others_by_its_label(almanac: Almanac, language: str) -> None:
    held = [fact for topic in almanac.topics() for fact in almanac.facts(topic.id)]
    called = dict(zip(held, labels_of(held, language, LONGEST_LABEL), strict=True))
    assert max(map(units, called.values())) <= LONGEST_LABEL
    apart = {(title_words(fact, language), in_short(fact, language), fact.source.publisher) for fact in held}
    assert len(set(called.values())) == len(apart)


def in_short(fact: Fact, language: str) -> str:
    return period_in_short(fact.period, language) if isinstance(fact.period, Period) else ""


def test_without_buttons_choices_are_numbered_and_the_rest_is_listed() -> None:
    assert plain(several(COUNT_2021, PROFITS), "en").splitlines() == [
        "Did you mean:",
        "1. Number of little giant enterprises · 2021",
        "2. Share of profits",
        "0. None of these",
    ]
    assert plain(several(COUNT_2021), "zh").splitlines()[-1] == "0. 都不是"
    assert plain(unknown(Reason.PERIOD, COUNT_2025, detail="2019"), "en").splitlines() == [
        "My table holds no such figure for 2019.",
        "What it does hold nearby:",
        "• Number of little giant enterprises · 2025",
    ]


def test_what_is_nearest_is_offered_without_its_figure() -> None:
    reply = reply_to(unknown(Reason.PERIOD, COUNT_2025, detail="2019"), "en")
    assert reply.buttons == ((Button("Number of little giant enterprises · 2025", Show("count-2025")),),)
    assert "17,600" not in reply.html


def test_where_others_read_along_not_knowing_takes_one_line() -> None:
    for reason in Reason:
        reply = reply_to(unknown(reason, COUNT_2025, detail="2019"), "en", brief=True)
        assert (len(reply.html.splitlines()), reply.buttons) == (1, ())


@pytest.mark.parametrize(
    ("reason", "detail", "told"),
    [
        (Reason.NO_MATCH, "unicorns", "My table holds nothing on “unicorns”."),
        (Reason.NO_MATCH, "", "My table holds nothing on that."),
        (Reason.PERIOD, "2019", "My table holds no such figure for 2019."),
        (Reason.PLACE, "Shenzhen", "My table holds no such figure for Shenzhen."),
        (Reason.MEASURE, "exports", "My table holds nothing on “exports”."),
    ],
)
def test_not_knowing_says_what_is_not_held(reason: Reason, detail: str, told: str) -> None:
    assert html(unknown(reason, detail=detail)) == told


def test_an_open_topic_is_named_unless_it_is_about_nothing_of_ours() -> None:
    asked = replace(unknown(Reason.NOT_HELD), topic=a_topic("exports", "Exports of little giants"))
    assert html(asked).endswith("yet: Exports of little giants.")
    aside = replace(unknown(Reason.NOT_HELD), topic=a_topic("off-weather", "Weather"))
    assert "Weather" not in html(aside)


# In Chinese


def test_a_chinese_reader_gets_the_figure_in_chinese_beside_the_printed_one() -> None:
    assert lines(found(COUNT_2025), "zh-hans") == [
        "超过 17,600 家（原文：more than 17,600）",
        "小巨人企业数量",
        "时期：2025年（原文：end of the 14th Five-Year Plan period, 2025）",
        SENTENCE,
        "来源：Xinhua, 2025年12月2日",
    ]


@pytest.mark.parametrize(
    ("first", "last", "label", "said_as"),
    [
        ("2024-01-01", "2024-12-31", "2024", "2024年"),
        ("2024-01-01", "2024-12-31", "2024 (sixth batch)", "2024年（原文：2024 (sixth batch)）"),
        ("2025-01-01", "2025-12-31", "2025年末", "2025年末"),
        ("2023-07-01", "2023-07-31", "July 2023", "2023年7月"),
        ("2024-06-30", "2024-06-30", "30 June 2024", "2024年6月30日"),
        ("2024-06-30", "2024-06-30", "mid-2024", "2024年（原文：mid-2024）"),
        ("2030-12-30", "2030-12-30", "by 2030", "2030年（原文：by 2030）"),
        ("2025-12-02", "2025-12-02", "reported in December 2025", "2025年12月（原文：reported in December 2025）"),
        ("2025-01-01", "2025-03-31", "first quarter of 2025", "2025年第一季度（原文：first quarter of 2025）"),
        ("2021-01-01", "2021-06-30", "early 2021", "2021年上半年（原文：early 2021）"),
        ("2021-01-01", "2021-09-30", "January to September 2021", "2021年1月至9月"),
        ("2019-09-01", "2021-08-31", "two years", "2019年9月至2021年8月（原文：two years）"),
        ("2021-03-05", "2021-03-11", "that week", "2021年3月5日至2021年3月11日（原文：that week）"),
        ("2021-01-01", "2025-12-31", "2021-2025", "2021—2025年"),
        (
            "2026-01-01",
            "2030-12-31",
            "15th Five-Year Plan (2026-2030)",
            "“十五五”时期（2026—2030年）（原文：15th Five-Year Plan (2026-2030)）",
        ),
        ("2022-01-01", "2026-12-31", "a five-year plan of ours", "2022—2026年（原文：a five-year plan of ours）"),
        ("2021-01-01", "2021-12-31", "2021 of the plan", "2021年（原文：2021 of the plan）"),
    ],
)
def test_periods_in_chinese(first: str, last: str, label: str, said_as: str) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last), label)
    assert period_words(period, "zh") == said_as
    assert period_words(period, "en") == label


def test_a_place_in_a_chinese_question_is_named_as_it_was_typed() -> None:
    asked = a_reading("深圳有多少家小巨人？", chinese=True)
    told = Unknown(asked, Reason.PLACE, detail="Shenzhen")
    assert html(told) == "我的表中没有“深圳有多少家小巨人”的这项数据。"
    assert html(replace(told, detail="深圳")) == "我的表中没有“深圳”的这项数据。"


def test_a_chinese_title_that_names_its_place_gets_no_english_one_beside_it() -> None:
    titles = (Wording("Little giants in Zhejiang", "en"), Wording("浙江小巨人", "zh"))
    zhejiang = a_fact(topic=Topic("zhejiang-count", titles, "Zhejiang"), figure=a_figure())
    assert "浙江小巨人" in lines(found(zhejiang), "zh")


@pytest.mark.parametrize(
    ("chinese", "told"),
    [(False, "Taken to be about: R&D <i>."), (True, "按上一个问题理解为：R&D <i>。")],
)
def test_what_was_carried_over_is_told_last_and_quietly(chinese: bool, told: str) -> None:  # noqa: FBT001
    answer = found(COUNT_2025, reading=Reading("and in 2025?", carried="R&D <i>", chinese=chinese))
    assert html(answer).splitlines()[-1] == f"<i>{told.replace('&', '&amp;').replace('<i>', '&lt;i&gt;')}</i>"
    assert plain(answer, "en").splitlines()[-2:] == ["", told]


def test_a_chinese_question_is_answered_in_chinese_whatever_the_telephone_speaks() -> None:
    answer = found(PROFITS, reading=a_reading("利润占比", chinese=True))
    assert lines(answer, "en")[1] == "利润占比"


@pytest.mark.parametrize(
    ("value", "unit", "bound", "high", "said_as"),
    [
        (30_000_000, "yuan", Bound.OVER, None, "超过 3,000 万元"),
        ("4240000", "U.S. dollars", Bound.OVER, None, "超过 424 万美元"),
        ("123456789012345678.5", "enterprises", Bound.EXACTLY, None, "123,456,789,012,345,678.5 家"),
        (80, "percent", Bound.NEARLY, None, "近 80%"),
        (90, "percent", Bound.ABOUT, None, "约 90%"),
        (5, "companies", Bound.AT_LEAST, None, "至少 5 家"),
        (5, "firms", Bound.AT_MOST, None, "至多 5 家"),
        (5, "firms", Bound.UNDER, None, "不到 5 家"),
        (5, "firms", Bound.BETWEEN, 7, "5 至 7 家"),
        (5, "zebras", Bound.OVER, None, ""),
    ],
)
def test_figures_in_chinese(value: int | str, unit: str, bound: Bound, high: int | None, said_as: str) -> None:
    assert in_chinese(a_figure("as printed", value, unit, bound, high)) == said_as


def test_a_figure_that_is_printed_in_chinese_is_shown_as_printed() -> None:
    fact = a_fact(figure=a_figure("超过1.76万家"))
    assert lines(found(fact), "zh")[0].startswith("超过1.76万家")


# Laws


@given(answers, languages, st.booleans())
def test_whatever_is_answered_is_valid_html_that_telegram_takes(
    answer: Answer,
    language: str,
    brief: bool,  # noqa: FBT001 - drawn
) -> None:
    reply = reply_to(answer, language, asker=1, brief=brief)
    for text in (reply.html, spelled_out(reply).html, spelled_out(reply, numbered=True).html):
        assert visible(text).strip()
        assert units(visible(text)) <= 4096
    assert all(label.strip() and units(label) <= 64 for label in labels(reply))
    assert all(len(pack(button.action).encode()) <= 64 for row in reply.buttons for button in row)
    assert plain(answer, language).strip()


@given(any_fact(numbers), periods, languages, st.sampled_from([2000, 4096]))
@example(a_fact(figure=a_figure(), sentence="long " * 5000), IN_2025, "en", 4096)
@example(a_fact(figure=a_figure(), sentence="🏭" * 5000), UNSTATED, "en", 4096)
@example(a_fact(figure=a_figure(), sentence="<&>" * 5000, verbatim=False), IN_2025, "zh", 4096)
def test_a_long_sentence_is_cut_and_figure_and_link_never(fact: Fact, period: object, language: str, room: int) -> None:
    text = card(fact, language, room)
    assert units(visible(text)) <= room
    assert valid_address(fact.source.url)
    assert fact.figure is None or fact.figure.printed.split()[0] in plain_of(text)


def test_many_facts_with_long_sentences_are_shown_as_far_as_they_fit() -> None:
    long = [
        a_fact(f"fact-{n}", figure=a_figure(f"over {n},000", n), sentence=f"{n} " + "long " * 900) for n in range(9)
    ]
    text = html(found(*long))
    assert units(visible(text)) <= 4096
    assert text.count("<blockquote") >= 5
    assert "over 0,000" in text


@given(st.text(), st.integers(1, 40))
def test_what_is_cut_fits_and_is_whole_where_it_fitted(text: str, room: int) -> None:
    assert units(cut(text, room)) <= room
    assert units(squeezed(text, room)) <= room
    assert cut(text, max(units(text), 1)) == squeezed(text, max(units(text), 1)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_somebody_elses_words_are_shown_as_they_are(words: str) -> None:
    assert visible(said(words).html) == words


@given(any_fact(numbers), languages)
def test_an_inline_card_has_a_title_and_a_message_that_telegram_takes(fact: Fact, language: str) -> None:
    shown = inline_card(fact, language)
    assert shown.title.strip()
    assert 0 < units(visible(shown.html)) <= 4096


def test_half_a_character_does_not_make_a_message_unsendable() -> None:
    reply = reply_to(unknown(Reason.NO_MATCH, detail="\ud83d"), "en")
    assert reply.html.encode()


def test_an_address_that_would_leave_its_attribute_cannot() -> None:
    fact = a_fact(source=replace(COUNT_2025.source, url="https://a.example/'onclick='x"))
    assert "'" not in card(fact, "en").split('href="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.AGREES, "agrees with the source"),
        (Verdict.CONTRADICTS, "does not agree"),
        (Verdict.LEFT_OPEN, "leaves that open"),
    ],
)
def test_a_figure_put_forward_is_held_against_the_source(verdict: Verdict, words: str) -> None:
    claim = Claim(a_figure("20,000", 20000, bound=Bound.EXACTLY), verdict)
    shown = plain(replace(found(COUNT_2025), claim=claim), "en")
    assert words in shown
    assert "20,000" in shown
