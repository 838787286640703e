"""Chinese as typed to Chinese as meant: precision first, so most of these are about what stays as it is."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.almanac import Almanac
from knowledge.evaluation import read_cases
from knowledge.facts import Concept, Entry, Kind, Topic, Wording
from knowledge.grams import SELDOM, Grams, grams
from knowledge.reading import Question, Reader
from knowledge.slips import COMMON, EXACT, Slips
from knowledge.spelling import Vocabulary
from knowledge.words import Lexicon

CONCEPTS = (
    Concept("profit", (Wording("利润", "zh"),)),
    Concept("little-giant", (Wording("小巨人", "zh"),)),
    Concept("zjtx", (Wording("专精特新", "zh"),)),
    Concept("rnd", (Wording("研发", "zh"), Wording("研发投入", "zh"))),
    Concept("frontier", (Wording("前沿领域", "zh"),)),
    Concept("quantum", (Wording("量子", "zh"),)),
    Concept("future", (Wording("未来", "zh"),)),
    Concept("shanghai", (Wording("上海", "zh"),), Kind.PLACE),
    Concept("excluded", (Wording("除了", "zh"),), Kind.NOT),
)
PHRASINGS = (
    "小巨人利润占比多少",
    "小巨人企业的利润是多少",
    "研发投入平均多少",
    "平均研发投入有多少",
    "专精特新企业有几家",
    "进入前沿领域的有几家",
    "布局量子技术的有几家",
    "奔着未来去的小巨人有几家",
    "上海小巨人有几家",
    "除了小巨人有几家",
)
ENTRY = Entry(
    Topic("t", (Wording("小巨人利润", "zh"),), "China"),
    tuple(Wording(f"{text}{'?' * times}", "zh") for text in PHRASINGS for times in range(COMMON)),
)
GRAMS = grams((ENTRY,), CONCEPTS, ())
SLIPS = Slips(GRAMS)
READER = Reader(Lexicon(CONCEPTS), Vocabulary({"profit": 9, "share": 9}), SLIPS)


def mended(text: str) -> str:
    for slip in reversed(SLIPS.find(text)):
        text = text[: slip.start] + slip.word + text[slip.end :]
    return text


def read(text: str) -> Question:
    return READER.read(text, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("利闰占比", "利润占比"),
        ("小具仁利润", "小巨人利润"),
        ("小剧人多少", "小巨人多少"),
        ("研发投如多少", "研发投入多少"),
        ("研发入投多少", "研发投入多少"),
        ("前言领域", "前沿领域"),
        ("前沿领玉", "前沿领域"),
        ("量字技术", "量子技术"),
        ("小巨巨人利润", "小巨人利润"),
        ("专精新企业", "专精特新企业"),
        ("专金特新", "专精特新"),
    ],
)
def test_a_slip_is_read_as_the_word_it_was_meant_to_be(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "text", [*PHRASINGS, "末来", "利率", "输入", "理论", "利润率", "红烧肉怎么做", "人企业", "", "利"]
)
def test_what_is_right_stays_as_it_is(text: str) -> None:
    assert SLIPS.find(text) == ()


@pytest.mark.parametrize("text", ["商海", "出了小巨人", "上孩小巨人"])
def test_no_place_and_no_negation_is_made_of_anything_else(text: str) -> None:
    assert not read(text).kinds & {Kind.PLACE, Kind.NOT}


def test_a_place_beside_a_slip_stays_one() -> None:
    question = read("上海小具仁利闰")
    assert [place.name for place in question.places] == ["shanghai"]
    assert {"=little-giant", "=profit"} <= question.features


def test_what_was_typed_and_what_it_was_read_as_is_told_in_one_piece() -> None:
    assert [(token.typed, token.as_read) for token in read("小巨人利闰").tokens][-1] == ("利闰", "利润")


@pytest.mark.parametrize("text", ["xiaojuren", "XiaoJuRen lirun", "zhuanjingtexin"])
def test_pinyin_of_a_word_is_read_as_the_word(text: str) -> None:
    question = read(text)
    assert question.features & {"=little-giant", "=profit", "=zjtx"}
    assert question.chinese
    assert not question.foreign


def test_an_english_question_with_a_word_in_pinyin_stays_english() -> None:
    question = read("xiaojuren profit share")
    assert "=little-giant" in question.features
    assert not question.chinese


@pytest.mark.parametrize("text", ["profit", "shanghai", "women", "li run wild"])
def test_other_latin_words_are_no_pinyin(text: str) -> None:
    assert not any(token.is_chinese for token in read(text).tokens)


def test_a_date_is_never_written_in() -> None:
    assert SLIPS.find("二零二五连利润") == ()


def test_a_word_that_a_phrasing_or_two_have_is_not_written_in() -> None:
    few = tuple(Wording(f"核聚变{'?' * times}", "zh") for times in range(SELDOM - 1))
    known = grams((Entry(ENTRY.topic, few),), (), ())
    assert Slips(known).find("核剧变") == ()


def test_what_came_from_a_chat_makes_its_pairs_known_and_no_words() -> None:
    entry = Entry(ENTRY.topic, (*ENTRY.phrasings, Wording("利闰和氢能", "zh")))
    known = grams((entry,), CONCEPTS, {"利闰和氢能"})
    assert "氢能" in known.phrasings
    assert "利闰" not in known.phrasings


@given(st.text(st.sampled_from("小巨人具仁利润闰研发投入如不没未二三年上海前沿言领域量字子"), max_size=14))
def test_numbers_dates_and_negations_are_as_they_were_typed(text: str) -> None:
    for slip in SLIPS.find(text):
        typed = text[slip.start : slip.end]
        assert sorted(c for c in typed if c in EXACT) == sorted(c for c in slip.word if c in EXACT)
        assert slip.word in GRAMS.phrasings


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30))
def test_slips_do_not_overlap_and_are_no_longer_than_what_was_typed_and_one(text: str) -> None:
    end = 0
    for slip in SLIPS.find(text):
        assert end <= slip.start < slip.end <= len(text)
        assert abs(len(slip.word) - (slip.end - slip.start)) <= 1
        end = slip.end


def test_without_words_nothing_is_a_slip() -> None:
    assert Slips(Grams({}, {})).find("利闰占毕") == ()


@pytest.mark.parametrize("name", ["zh", "zh_second"])
def test_questions_without_errors_are_read_as_they_are_typed(almanac: Almanac, name: str) -> None:
    cases = read_cases(Path(__file__).parent / "golden" / f"{name}.jsonl")
    asked = [case.question for turns in cases for case in turns if case.kind != "typo"]
    readings = (almanac.ask(text, today=date(2026, 11, 22)).reading for text in asked)
    assert not [pair for reading in readings for pair in reading.corrected if pair[0] > "\u3400"]


@pytest.mark.parametrize(
    ("asked", "corrected", "fact"),
    [
        ("小巨人利闰占毕是多少", {("利闰", "利润"), ("占毕", "占比")}, "profit-share"),
        ("小巨人平均研发入投", {("研发入投", "研发投入")}, "rd-spend"),
        ("xiaojuren lirun zhanbi", {("lirun", "利润"), ("zhanbi", "占比")}, "profit-share"),
    ],
)
def test_an_answer_tells_what_was_corrected(
    almanac: Almanac, asked: str, corrected: set[tuple[str, str]], fact: str
) -> None:
    answer = almanac.suggest(asked, today=date(2026, 11, 22), limit=1)
    assert [scored.fact.id for scored in answer] == [fact]
    assert corrected <= set(almanac.ask(asked, today=date(2026, 11, 22)).reading.corrected)
