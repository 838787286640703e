from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import Concept, Kind, Wording
from knowledge.reading import Phrasing, Question, Reader
from knowledge.spelling import Vocabulary
from knowledge.words import Lexicon

CONCEPTS = (
    Concept("china", (Wording("China", "en"), Wording("中国", "zh")), Kind.PLACE),
    Concept("brazil", (Wording("Brazil", "en"),), Kind.PLACE),
    Concept("shenzhen", (Wording("Shenzhen", "en"), Wording("深圳", "zh")), Kind.PLACE),
    Concept("supplier", (Wording("vendor", "en"), Wording("供应商", "zh"))),
)
READER = Reader(
    Lexicon(CONCEPTS),
    Vocabulary({"how": 9, "many": 9, "vendor": 4, "firms": 5, "of": 9, "in": 9}),
)


def read(text: str) -> Question:
    return READER.read(text, today=date(2026, 11, 22))


def test_a_year_is_a_period_and_no_word() -> None:
    question = read("How many in 2021?")
    assert [period.start.year for period in question.periods] == [2021]
    assert "#2021" not in question.features


def test_a_figure_is_a_word() -> None:
    assert {"#17600", "#3.5"} <= read("17,600 firms, 3.5% of what").features


def test_different_words_of_one_concept_are_one_feature() -> None:
    assert "=supplier" in read("vendors").features & read("供应商").features


def test_a_misspelt_word_is_read_as_its_concept() -> None:
    assert "=supplier" in read("vendro").features


def test_a_place_is_noticed_and_is_no_word() -> None:
    question = read("how many firms in Shenzhen, China")
    assert {place.name for place in question.places} == {"shenzhen", "china"}
    assert not question.features & {"china", "=china", "shenzhen", "=shenzhen"}


@pytest.mark.parametrize(
    "text",
    [
        "I am writing from Brazil. How many firms?",
        "Hello from Brazil! How many firms",
        "我是中国的记者，供应商",
        "Me journalist from Brazil. How many firms",
        "I teach a class on China and a pupil asked how many firms",
    ],
)
def test_where_the_asker_comes_from_is_not_what_is_asked(text: str) -> None:
    assert read(text).places == ()


@pytest.mark.parametrize(
    "text", ["hi how many firms in China", "tell me how many are in China", "I'm from China, do we have any"]
)
def test_what_is_asked_is_not_where_the_asker_comes_from(text: str) -> None:
    assert [place.name for place in read(text).places] == ["china"]


def test_what_is_not_asked_about_is_not_read() -> None:
    assert read("how many firms rather than vendors").features == read("how many firms").features


def test_a_zero_among_chinese_digits_hides_no_word() -> None:
    assert read("二〇二四年度供应商").features == read("供应商").features


def test_order_fillers_dates_and_places_make_no_other_question() -> None:
    assert read("How many of the firms are there in China in 2021?").key == read("firms, how many").key


@pytest.mark.parametrize(
    "text",
    ["Quantas empresas existem atualmente neste setor", "сколько предприятий в стране", "기업은 몇 개"],
)
def test_a_language_that_the_table_has_no_words_of_is_noticed(text: str) -> None:
    assert read(text).foreign


@pytest.mark.parametrize("text", ["how mny frms", "供应商有多少", "how many vendor firms", ""])
def test_slips_and_chinese_are_not_foreign(text: str) -> None:
    assert not read(text).foreign


@given(st.text(max_size=5000))
def test_any_text_is_read(text: str) -> None:
    question = read(text)
    assert question.text == text
    assert all(question.features)


SAID = (
    "how many vendor vendors firms i am im in from at on for Brazil Hunan last year two thousand twenty plan FYP month"
    " half-year (the market) r&d 2021 writing calling hello hi google me we teach 供应商 don't"
)


@given(st.lists(st.sampled_from(SAID.split()), max_size=8).map(" ".join) | st.text(max_size=60))
def test_a_phrasing_says_what_the_same_words_ask(text: str) -> None:
    lexicon = Lexicon(CONCEPTS)
    asked = Reader(lexicon).read(text, today=date(2026, 11, 22))
    assert Reader(lexicon).read_phrasing(text) == Phrasing(asked.features, asked.signals)
    assert Reader(lexicon, pairs=False).read_phrasing(text) == Phrasing(asked.features, asked.features)
