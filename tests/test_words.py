from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import Concept, Wording
from knowledge.words import LONGEST, Lexicon, normalise, plain_words, stem, words


def read(text: str) -> list[str]:
    return [word.text for word in words(normalise(text))]


def test_full_width_accents_case_and_separators_fold_away() -> None:
    assert read("ＨＯＷ many Cafés? １７，６００") == ["how", "many", "cafes", "17600"]


def test_a_number_is_one_word_however_it_is_written() -> None:
    assert read("17,600 17600 3.50 3.5") == ["17600", "17600", "3.5", "3.5"]


def test_the_percent_sign_is_its_word() -> None:
    assert read("3.5％ or 3.5 percent") == ["3.5", "percent", "or", "3.5", "percent"]


def test_traditional_and_simplified_chinese_are_the_same_words() -> None:
    assert read("專精特新企業佔比") == read("专精特新企业占比")


def test_each_chinese_character_is_a_word() -> None:
    assert read("小巨人R&D") == ["小", "巨", "人", "rnd"]


def test_a_possessive_is_the_word_itself() -> None:
    assert read("the SME's profit’s") == ["the", "sme", "profit"]


def test_investing_and_investments_share_a_stem() -> None:
    assert stem("investing") == stem("investments") == stem("invested")


def test_the_longest_wording_of_a_concept_wins() -> None:
    lexicon = Lexicon(
        [
            Concept("plan", (Wording("plan", "en"),)),
            Concept("five-year-plan", (Wording("five-year plan", "en"),)),
        ]
    )
    assert [named.concept.name for named in lexicon.read(words("the five year plans"))] == ["five-year-plan"]


@given(st.text(max_size=3000))
def test_any_text_is_read_and_every_word_stands_where_it_says(text: str) -> None:
    normal = normalise(text)
    assert len(normal) <= LONGEST
    ends = [0]
    for word in words(normal):
        assert ends[-1] <= word.start < word.end <= len(normal)
        assert word.text
        ends.append(word.end)


def test_half_a_character_and_digits_of_any_script_are_read() -> None:
    assert read("\ud800 giants ٢٠٢٣") == ["giants", "2023"]


@given(st.text(alphabet="aZé9 -?.'&%\n\x00", max_size=30) | st.just("a " * LONGEST))
def test_plain_words_are_the_words(text: str) -> None:
    assert plain_words(text) in (None, read(text))


def test_letters_and_punctuation_are_plain_and_figures_and_accents_are_not() -> None:
    assert plain_words("How many, (roughly)?") == ["how", "many", "roughly"]
    assert plain_words("17 firms") is plain_words("firms' cafés") is None
