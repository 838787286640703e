"""What a curator sends after /add, what is wrong with it, and the fact it becomes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation import LONGEST_PHRASING, LONGEST_SENTENCE, Draft, check, draft_fact, read_draft
from knowledge.facts import LONGEST_ID, UNSTATED, Bound, Fact, Period, Topic, Wording
from knowledge.figures import read_figures

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SENTENCE = "A total of 41 firms left the list in the 2023 review."
URL = "https://www.example.org/review/2023?id=7"

COUNT = Topic("little-giant-count", (Wording("Number of little giants", "en"), Wording("小巨人数量", "zh")))
TOPICS = (COUNT, Topic("patents", (Wording("Patents held", "en"),)))


def a_draft(sentence: str = SENTENCE, *, url: str = URL, **lines: str) -> Draft:
    return read_draft("\n".join([sentence, f"source: {url}", *(f"{name}: {value}" for name, value in lines.items())]))


def kept(draft: Draft, *, suggested: Topic | None = None) -> tuple[Fact, tuple[Wording, ...], bool]:
    assert list(check(draft, TOPICS, today=TODAY)) == []
    return draft_fact(draft, TOPICS, suggested=suggested, by=7, at=NOW)


def problems(draft: Draft) -> list[str]:
    return [problem.field for problem in check(draft, TOPICS, today=TODAY)]


def test_a_draft_is_a_sentence_an_address_and_lines_in_any_order() -> None:
    draft = read_draft(
        f"TOPIC: firms that left\nask: how many left?\n{SENTENCE}\nSource: Example Daily, {URL}\n"
        "ask: who left; any?\nPeriod: 2023\nplace： Hunan\n"
        "FIGURE: 41\ntitle: The review\npublished: 2024-01-05"
    )
    assert draft == Draft(
        sentence=SENTENCE,
        url=URL,
        publisher="Example Daily",
        title="The review",
        published="2024-01-05",
        topic="firms that left",
        period="2023",
        place="Hunan",
        figure="41",
        phrasings=("how many left?", "who left", "any?"),
    )


GREW = "In 2023, 10.7 percent of the firms exported, up from 8 percent in 2021."


@pytest.mark.parametrize(
    ("sentence", "figure", "year"),
    [
        (GREW, "10.7 percent", 2023),
        (GREW, "8 percent", 2021),
        ("The share rose from 8 percent in 2021 to 10.7 percent in 2023.", "8 percent", 2021),
        ("In 2021, the share was 8 percent; in 2023 it was 10.7 percent.", "10.7 percent", 2023),
        ("In 2021 there were 4,762 firms, in 2022 there were 8,997, and in 2023 12,950.", "8,997", 2022),
        ("2023年占比为10.7%，比2021年的8%提高2.7个百分点。", "8%", 2021),
        ("2023年占比为10.7%，比2021年的8%提高2.7个百分点。", "2.7个百分点", 2023),
        ("There were 14,600 firms at the end of 2024, employing 5 million people.", "5 million people", 2024),
        ("In 2023, the share was 10.7 percent, up from 8 percent.", "8 percent", None),
        ("Sales were 3 billion yuan in 2023, against 2.5 billion yuan before.", "2.5 billion yuan", None),
    ],
)
def test_a_figure_that_is_pointed_at_brings_its_own_period(sentence: str, figure: str, year: int | None) -> None:
    fact, _, _ = kept(a_draft(sentence, figure=figure, topic="exporters"))
    assert (fact.period.end.year if isinstance(fact.period, Period) else None) == year


def test_a_period_that_was_given_stays_whatever_figure_is_pointed_at() -> None:
    fact, _, _ = kept(a_draft(GREW, figure="8 percent", topic="exporters", period="2020"))
    assert fact.period == Period(date(2020, 1, 1), date(2020, 12, 31), "2020")


def test_the_names_of_the_lines_may_be_chinese() -> None:
    draft = read_draft(
        f"截至2023年底，某省有一百二十家小巨人企业。\n来源：{URL}\n主題：某省數量\n"
        "时间：2023年底\n地點：某省\n數字：一百二十家\n问法：有多少家；共幾家"
    )
    assert (draft.sentence, draft.url) == ("截至2023年底，某省有一百二十家小巨人企业。", URL)
    assert (draft.topic, draft.period, draft.place, draft.figure) == (
        "某省數量",
        "2023年底",
        "某省",
        "一百二十家",
    )
    assert draft.phrasings == ("有多少家", "共幾家")


def test_all_may_stand_on_one_line() -> None:
    draft = read_draft(f"{SENTENCE} source: {URL} topic: departures ask: how many left?")
    assert draft == Draft(SENTENCE, URL, topic="departures", phrasings=("how many left?",))


def test_an_address_is_found_anywhere_and_loses_the_full_stop_after_it() -> None:
    draft = read_draft(f"“{SENTENCE}” ({URL}).\ntopic: departures")
    assert draft.url == URL


def test_the_quotation_marks_around_a_sentence_are_not_part_of_it() -> None:
    assert read_draft(f"“{SENTENCE}”\n{URL}").sentence == SENTENCE
    assert read_draft('"Little giant" firms and "champions"').sentence == '"Little giant" firms and "champions"'


def test_the_message_replied_to_gives_what_the_text_leaves_out() -> None:
    assert read_draft("topic: departures", f"{SENTENCE}\n{URL}") == Draft(SENTENCE, URL, topic="departures")
    assert read_draft(f"{SENTENCE} {URL}", "something else").sentence == SENTENCE


def test_an_empty_draft_lacks_a_sentence_and_a_source() -> None:
    assert problems(read_draft("")) == ["sentence", "source"]


def test_every_problem_is_told_at_once() -> None:
    draft = Draft(
        sentence="x" * (LONGEST_SENTENCE + 1),
        url="ftp://example.org",
        published="2027-01-01",
        topic="!!!",
        period="soon",
        figure="42",
        phrasings=("y" * (LONGEST_PHRASING + 1),),
    )
    assert sorted(problems(draft)) == ["ask", "figure", "period", "published", "sentence", "source", "topic"]


@pytest.mark.parametrize("url", ["example.org", "https://", "http://[", "javascript:alert(1)", "https://a b"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert problems(a_draft(url=url)) == ["source"]


@pytest.mark.parametrize("figure", ["1", "4", "42", "141", "many"])
def test_a_figure_must_stand_in_the_sentence(figure: str) -> None:
    assert problems(a_draft(figure=figure)) == ["figure"]


@pytest.mark.parametrize("published", ["yesterday-ish", "2024-13-01", "2024"])
def test_a_page_is_dated_by_a_day(published: str) -> None:
    assert problems(Draft(SENTENCE, URL, published=published)) == ["published"]


def test_a_fact_has_the_figure_period_and_sentence_of_its_draft() -> None:
    fact, _, new = kept(a_draft(topic="Firms that lost the status"))
    assert fact.figure is not None
    assert (fact.figure.value, fact.figure.unit, fact.figure.printed) == (Decimal(41), "enterprises", "41")
    assert fact.period == Period(date(2023, 1, 1), date(2023, 12, 31), "2023")
    assert (fact.quote.text, fact.quote.verbatim) == (SENTENCE, True)
    assert (fact.source.publisher, fact.source.url) == ("example.org", URL)
    assert (fact.provenance.proposed_by, fact.provenance.at) == (7, NOW)
    assert (fact.topic.id, fact.topic.title(), new) == (
        "firms-that-lost-the-status", "Firms that lost the status", True
    )  # fmt: skip
    assert fact.id.startswith("firms-that-lost-the-status-2023-12-31-"[:30])


def test_the_figure_pointed_at_keeps_the_bound_that_the_sentence_prints() -> None:
    fact, _, _ = kept(a_draft("Half make parts, and over 20 million yuan was lent.", figure="20 million yuan"))
    assert fact.figure is not None
    assert (fact.figure.bound, fact.figure.printed) == (Bound.OVER, "over 20 million yuan")


def test_a_figure_may_be_pointed_at_by_its_value() -> None:
    fact, _, _ = kept(a_draft("In 2023 there were 1,200 firms and 30 cities.", figure="1200"))
    assert fact.figure is not None
    assert fact.figure.printed == "1,200"


def test_a_sentence_without_a_figure_becomes_a_fact_in_words() -> None:
    fact, _, _ = kept(a_draft("Experts believe that these firms are an engine of growth.", topic="What experts say"))
    assert (fact.figure, fact.period) == (None, UNSTATED)
    assert "-undated-" in fact.id


def test_the_period_line_comes_before_the_sentence_and_is_shown_as_typed() -> None:
    fact, _, _ = kept(a_draft(period="the year to end-2022, provisional"))
    assert isinstance(fact.period, Period)
    assert (fact.period.end, fact.period.label) == (date(2022, 12, 31), "the year to end-2022, provisional")


def test_last_year_counts_from_the_day_of_the_page() -> None:
    fact, _, _ = kept(Draft("Last year 41 firms left.", URL, published="2024-03-01"))
    assert isinstance(fact.period, Period)
    assert fact.period.start == date(2023, 1, 1)
    assert fact.source.published == date(2024, 3, 1)


@pytest.mark.parametrize("name", ["little-giant-count", "NUMBER OF LITTLE GIANTS", "小巨人数量"])
def test_a_topic_is_found_by_its_id_or_a_title(name: str) -> None:
    fact, _, new = kept(a_draft(topic=name))
    assert (fact.topic, new) == (COUNT, False)


def test_a_suggested_topic_is_taken_where_the_draft_names_none() -> None:
    fact, _, new = kept(a_draft(), suggested=COUNT)
    assert (fact.topic, new) == (COUNT, False)


def test_another_place_is_another_topic() -> None:
    fact, _, new = kept(a_draft(place="Hunan"), suggested=COUNT)
    assert (fact.topic.title(), fact.topic.place, new) == ("Number of little giants, Hunan", "Hunan", True)


def test_a_new_topic_is_called_by_the_first_question_or_by_its_sentence() -> None:
    asked, _, _ = kept(Draft(SENTENCE, URL, phrasings=("Who left?", "left?")))
    silent, _, _ = kept(a_draft())
    assert asked.topic.title() == "Who left?"
    assert silent.topic.title() == "Firms left the list in the review"


TITLES = {
    "Over 5,200 little giants were located in Jiangsu in 2024.": "Little giants were located in Jiangsu",
    "Profits fell by 3.2 percent in the first half of 2025.": "Profits fell",
    "The number of such firms rose from over 300 to more than 900 in two years.": "The number of such firms rose",
    "In the first nine months of 2024, revenue at small firms grew 5.1 percent year on year.": (
        "Revenue at small firms grew year on year"
    ),
    "In 2024, these firms on average invested more than 30 million yuan (4.24 million U.S. dollars) in research.": (
        "These firms on average invested in research"
    ),
    "More than 60 percent of these firms are rooted in industrial fundamentals.": (
        "These firms are rooted in industrial fundamentals"
    ),
    "According to the ministry, there were 41 zebra inspectors.": "Zebra inspectors",
    "截至2024年底，江苏省小巨人企业达到5200家，居全国第一。": "江苏省小巨人企业",
    "利润同比增长3.2%。": "利润同比增长",
}


@pytest.mark.parametrize(("sentence", "title"), TITLES.items())
def test_a_title_made_of_a_sentence_holds_no_figure_and_no_period(sentence: str, title: str) -> None:
    fact, _, _ = kept(a_draft(sentence))
    assert fact.topic.title() == title


def test_a_title_made_of_a_question_holds_no_figure_and_no_period() -> None:
    with_another, _, _ = kept(Draft(SENTENCE, URL, phrasings=("did 41 firms leave in 2023?", "who left?")))
    alone, _, _ = kept(Draft(SENTENCE, URL, phrasings=("did 41 firms leave in 2023?",)))
    assert with_another.topic.title() == "who left?"
    assert alone.topic.title() == "Did firms leave"


@pytest.mark.parametrize(
    "sentence", ["It rose a lot.", "It rose by 5 percent.", "41.", "Growth is an engine.", "其中5200家。"]
)
def test_what_tells_no_topic_has_to_name_one(sentence: str) -> None:
    assert problems(a_draft(sentence)) == ["topic"]
    assert problems(a_draft(sentence, topic="exports")) == []
    assert problems(a_draft(sentence, ask="how did exports fare?")) == []


def test_a_topic_line_may_not_give_the_figure_away() -> None:
    assert problems(a_draft(topic="The 41 firms that left")) == ["topic"]
    assert problems(a_draft(topic="Firms that left in batch 3")) == []


def test_a_sentence_about_two_places_has_to_say_which_one_it_holds_for() -> None:
    both = ("Jiangsu", "Zhejiang", "Jiangsu")
    (problem,) = check(a_draft(), TOPICS, today=TODAY, places=both)
    assert (problem.field, "Jiangsu and Zhejiang: name the place it holds for: “place:" in problem.text) == (
        "place", True
    )  # fmt: skip
    assert list(check(a_draft(place="Zhejiang"), TOPICS, today=TODAY, places=both)) == []
    assert list(check(a_draft(), TOPICS, today=TODAY, places=("Jiangsu", "Jiangsu"))) == []


def test_a_chinese_title_gets_an_id_of_its_own() -> None:
    west, _, _ = kept(a_draft(topic="西部地区占比"))
    east, _, _ = kept(a_draft(topic="东部地区占比"))
    assert west.topic.id.startswith("topic-")
    assert west.topic.id != east.topic.id
    assert west.topic.titles == (Wording("西部地区占比", "zh"),)


def test_questions_know_their_language() -> None:
    _, phrasings, _ = kept(Draft(SENTENCE, URL, phrasings=("who left?", "有几家退出")))
    assert phrasings == (Wording("who left?", "en"), Wording("有几家退出", "zh"))


def test_two_facts_of_one_topic_and_period_have_two_ids() -> None:
    one, _, _ = kept(a_draft())
    other, _, _ = kept(a_draft(url=URL + "&page=2"))
    assert one.id != other.id


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_is_read_and_its_problems_are_sentences(text: str, quoted: str) -> None:
    draft = read_draft(text, quoted)
    assert all(problem.text.endswith(".") for problem in check(draft, TOPICS, today=TODAY))


@given(
    st.lists(st.sampled_from([*TITLES, "over 5,000 ", "in 2024 ", "the ", "of ", "，", "5200家", "\ue000"]), max_size=8)
)
def test_no_title_ever_holds_a_figure(pieces: list[str]) -> None:
    draft = Draft("".join(pieces), URL)
    if not list(check(draft, TOPICS, today=TODAY)):
        fact, _, _ = draft_fact(draft, TOPICS, suggested=None, by=1, at=NOW)
        assert read_figures(fact.topic.title()) == ()
        assert fact.topic.title().strip()


words = st.text(min_size=1, max_size=120)


@given(
    words.filter(str.strip),
    words,
    st.sampled_from(["", "2023", "H1 2025", "十四五"]),
    st.sampled_from(["", "Hunan"]),
)
def test_a_draft_without_problems_becomes_a_fact(sentence: str, topic: str, period: str, place: str) -> None:
    draft = Draft(sentence, URL, topic=topic, period=period, place=place)
    if not list(check(draft, TOPICS, today=TODAY)):
        fact, _, _ = draft_fact(draft, TOPICS, suggested=None, by=1, at=NOW)
        assert len(fact.id) <= LONGEST_ID
        assert fact.quote.text == sentence
