"""What a text says in figures: number, unit, bound and the wording as printed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.facts import Bound
from knowledge.figures import likeliest, numbers_in, read_figure, read_figures
from knowledge.numerals import may_count, narrow, read_numbers
from knowledge.shares import read_shares

PRINTED = {
    "over 5,000": ("5000", "", Bound.OVER),
    "more than 17,600": ("17600", "", Bound.OVER),
    "more than 30 million yuan (over 4.24 million U.S. dollars)": ("30000000", "yuan", Bound.OVER),
    "more than 60 percent": ("60", "percent", Bound.OVER),
    "nearly 80 percent": ("80", "percent", Bound.NEARLY),
    "around 90 percent": ("90", "percent", Bound.ABOUT),
    "nearly 6,000": ("6000", "", Bound.NEARLY),
    "3.5 percent": ("3.5", "percent", Bound.EXACTLY),
    "17600": ("17600", "", Bound.EXACTLY),
    "1.76万": ("17600", "", Bound.EXACTLY),
    "3千万": ("30000000", "", Bound.EXACTLY),
    "三千万元": ("30000000", "yuan", Bound.EXACTLY),
    "1亿2000万元": ("120000000", "yuan", Bound.EXACTLY),
    "一万七千六百家": ("17600", "enterprises", Bound.EXACTLY),
    "4.24m": ("4240000", "", Bound.EXACTLY),
    "5k": ("5000", "", Bound.EXACTLY),
    "2,000 firms": ("2000", "enterprises", Bound.EXACTLY),
    "2021": ("2021", "", Bound.EXACTLY),
    "-4.5 percent": ("-4.5", "percent", Bound.EXACTLY),
    "minus 2%": ("-2", "percent", Bound.EXACTLY),
    "fell 4.5 percent": ("4.5", "percent", Bound.EXACTLY),
    "twenty thousand": ("20000", "", Bound.EXACTLY),
    "two hundred and fifty firms": ("250", "enterprises", Bound.EXACTLY),
    "three and a half percent": ("3.5", "percent", Bound.EXACTLY),
    "one and a half million firms": ("1500000", "enterprises", Bound.EXACTLY),
    "nine point six percent": ("9.6", "percent", Bound.EXACTLY),
    "half a million yuan": ("500000", "yuan", Bound.EXACTLY),
    "one in five": ("20", "percent", Bound.EXACTLY),
    "nine out of ten": ("90", "percent", Bound.EXACTLY),
    "a third": ("33.33", "percent", Bound.EXACTLY),
    "two-thirds": ("66.67", "percent", Bound.EXACTLY),
    "a tenth": ("10", "percent", Bound.EXACTLY),
    "more than half": ("50", "percent", Bound.OVER),
    "一成半": ("15", "percent", Bound.EXACTLY),
    "近九成": ("90", "percent", Bound.NEARLY),
    "九成五": ("95", "percent", Bound.EXACTLY),
    "三分之一": ("33.33", "percent", Bound.EXACTLY),
    "百分之六十": ("60", "percent", Bound.EXACTLY),
    "过半": ("50", "percent", Bound.OVER),
    "１７，６００家": ("17600", "enterprises", Bound.EXACTLY),
    "60％": ("60", "percent", Bound.EXACTLY),
    "60 per cent": ("60", "percent", Bound.EXACTLY),
    "3.2 percentage points": ("3.2", "percentage points", Bound.EXACTLY),
    "3.2个百分点": ("3.2", "percentage points", Bound.EXACTLY),
    "¥30 million": ("30000000", "yuan", Bound.EXACTLY),
    "RMB 3.5 billion": ("3500000000", "yuan", Bound.EXACTLY),
    "US$4.24 million": ("4240000", "U.S. dollars", Bound.EXACTLY),
    "424万美元": ("4240000", "U.S. dollars", Bound.EXACTLY),
    "€3bn": ("3000000000", "euros", Bound.EXACTLY),
    "16 years": ("16", "years", Bound.EXACTLY),
    "threefold": ("3", "times", Bound.EXACTLY),
    "2.4倍": ("2.4", "times", Bound.EXACTLY),
    "600 research institutions": ("600", "research institutions", Bound.EXACTLY),
    "3,000-odd": ("3000", "", Bound.ABOUT),
    "5,000+": ("5000", "", Bound.OVER),
    "300 or more": ("300", "", Bound.AT_LEAST),
    "no more than 500": ("500", "", Bound.AT_MOST),
    "no fewer than 500": ("500", "", Bound.AT_LEAST),
    "up to 500": ("500", "", Bound.AT_MOST),
    "just under 80 percent": ("80", "percent", Bound.NEARLY),
    "fewer than 40": ("40", "", Bound.UNDER),
    "upwards of 40": ("40", "", Bound.OVER),
    "超过1.76万家": ("17600", "enterprises", Bound.OVER),
    "近6000家": ("6000", "enterprises", Bound.NEARLY),
    "约90%": ("90", "percent", Bound.ABOUT),
    "90%左右": ("90", "percent", Bound.ABOUT),
    "三千多万元": ("30000000", "yuan", Bound.OVER),
    "5000余家": ("5000", "enterprises", Bound.OVER),
    "3000家以上": ("3000", "enterprises", Bound.AT_LEAST),
    "不到5%": ("5", "percent", Bound.UNDER),
    "不少于100家": ("100", "enterprises", Bound.AT_LEAST),
    "不超过4亿元": ("400000000", "yuan", Bound.AT_MOST),
    "近万家": ("10000", "enterprises", Bound.NEARLY),
    "平均16件发明专利": ("16", "patents per enterprise", Bound.EXACTLY),
}

RANGES = {
    "between 10 and 20 percent": ("10", "20", "percent"),
    "10 to 20 percent": ("10", "20", "percent"),
    "10-20%": ("10", "20", "percent"),
    "30 to 40 million yuan": ("30000000", "40000000", "yuan"),
    "3000至5000家": ("3000", "5000", "enterprises"),
}

STATED = {
    "Jilin was home to 1,208 national-level little giants as of end-May 2023, an office said.": (
        "1,208", "1208", "enterprises"
    ),
    "Design patents held by a little giant stood at 8.4 on average at the end of 2022.": (
        "8.4 on average", "8.4", "patents per enterprise"
    ),
    "Some 700-odd little giants had opened a shop by March 2024.": ("Some 700-odd", "700", "enterprises"),
    "Profit at firms making clocks changed by -2.5 percent year on year in the first half of 2023.": (
        "-2.5 percent", "-2.5", "percent"
    ),
    "A total of 41 firms left the list in the 2023 review.": ("41", "41", "enterprises"),
    "The average loan to a little giant was 12 million yuan in 2023, down from 15 million yuan in 2020.": (
        "12 million yuan", "12000000", "yuan"
    ),
    "As of 2022, little giants had spent 11 years with one customer on average.": ("11 years", "11", "years"),
    "Little giants waited 128 days on average to be paid in 2024.": ("128 days on average", "128", "days"),
    "2022年，南部城市约占全省总数的两成半。": ("约占全省总数的两成半", "25", "percent"),
    "The number of such firms rose from over 300 to more than 900 in two years.": (
        "more than 900", "900", "enterprises"
    ),
    "Of the 8,112 firms reviewed, 7,040 kept the title.": ("7,040", "7040", "enterprises"),
    "Around 40 percent supply at least three big plants.": ("Around 40 percent", "40", "percent"),
    "After three batches Hunan had 162 little giants.": ("162", "162", "enterprises"),
    "2024年，企业平均投入超过2800万元（约390万美元）。": ("超过2800万元（约390万美元）", "28000000", "yuan"),
    "In 2024 the three batches cost over ¥10 billion.": ("over ¥10 billion", "10000000000", "yuan"),
}  # fmt: skip

CLASSIFIED = {
    "截至2024年底，小巨人企业平均拥有专利22件。": ("22件", "patents per enterprise"),
    "小巨人企业平均拥有22件发明专利。": ("22件", "patents per enterprise"),
    "小巨人企业户均专利 22 件。": ("22", "patents per enterprise"),
    "小巨人企業平均擁有專利22件": ("22件", "patents per enterprise"),
    "拥有专利22件的企业": ("22件", "patents"),
    "参与的企业交来22件。": ("22件", ""),
    "小巨人企业员工平均300人": ("300人", "people per enterprise"),
    "小巨人企业带动就业100万人": ("100万人", "people"),
    "新认定小巨人3000户": ("3000户", "enterprises"),
    "據研究機構統計，全省有小巨人600間": ("600間", "enterprises"),
    "新认定600家研究机构": ("600家", "institutions"),
    "小巨人企业建成研发机构1.2万个": ("1.2万", "institutions"),
    "小巨人企业有5000个": ("5000", "enterprises"),
    "小巨人企业分布在300个城市": ("300", "cities"),
    "小巨人企业参与制定标准3000项": ("3000项", "standards"),
    "小巨人企业制定60项国家标准": ("60项", "standards"),
    "小巨人企业有设备30台": ("30台", "machines"),
    "小巨人企业推出产品500种": ("500", "products"),
    "小巨人企业建成生产线30条": ("30", "production lines"),
    "小巨人企业营业收入30亿元": ("30亿元", "yuan"),
    "小巨人企业用上零件22件": ("22件", ""),
    "On average, each of these firms holds 22 patents.": ("22", "patents per enterprise"),
    "Patents held by these firms averaged 22.": ("22", "patents per enterprise"),
    "These firms' patents averaged 22 each.": ("22", "patents per enterprise"),
    "These firms employ 300 people.": ("300", "people"),
    "These firms are found in 300 cities.": ("300", "cities"),
    "These firms helped write 3,000 standards.": ("3,000", "standards"),
    "These firms run 30 machines.": ("30", "machines"),
    "These firms run 1,200 research institutions.": ("1,200", "research institutions"),
}  # fmt: skip
"""The classifier beside a number says what it counts, not the first noun of the sentence."""

ARTICLE = {
    "The number of enterprises rose from over 5,000 to more than 17,600 during the plan (2021-2025).": (
        "over 5,000",
        "more than 17,600",
    ),
    "In 2024, these firms on average invested more than 30 million yuan (over 4.24 million U.S. dollars).": (
        "more than 30 million yuan (over 4.24 million U.S. dollars)",
    ),
    "More than 60 percent of these firms are rooted in fundamentals, and nearly 80 percent are at points.": (
        "More than 60 percent",
        "nearly 80 percent",
    ),
    "Around 90 percent directly supply at least three enterprises, and nearly 6,000 are expanding.": (
        "Around 90 percent",
        "at least three",
        "nearly 6,000",
    ),
    "Being only 3.5 percent of SMEs, they contribute 9.6 percent of revenue and 13.7 percent of profits.": (
        "3.5 percent",
        "9.6 percent",
        "13.7 percent",
    ),
    "The 15th Five-Year Plan (2026-2030) was unveiled in October.": (),
}

MENTIONED = {
    "13.7 is which metric": ("13.7",),
    "is it true that there are 20,000?": ("20000",),
    "三千万是平均还是总额？": ("30000000",),
    "超过一半都在工业基础领域吗": ("50",),
    "近6000家在忙什么": ("6000",),
    "1%, 5% or 10%?": ("1", "5", "10"),
    "nearly a tenth of turnover, right?": ("10",),
    "in 2021 there were 5,000, correct?": ("5000",),
    "the 14th plan, batch 6, Q1 2024": (),
    "which one": (),
    "一家小巨人，统一，万一，十分": (),
    "no numbers here": (),
}

PIECES = (
    *PRINTED,
    *RANGES,
    *STATED,
    *CLASSIFIED,
    " to ",
    "(",
    ")",
    "-",
    ".",
    ",",
    "万",
    "亿",
    "多",
    "%",
    "yuan",
    " in ",
    "\x00",
    "²",
    "٣",
)


@pytest.mark.parametrize(("printed", "expected"), PRINTED.items())
def test_a_printed_figure_is_read(printed: str, expected: tuple[str, str, Bound]) -> None:
    figure = read_figure(printed)
    assert figure is not None
    assert (str(figure.value), figure.unit, figure.bound) == expected
    assert figure.printed == printed


@pytest.mark.parametrize(("printed", "expected"), RANGES.items())
def test_a_range_keeps_both_ends(printed: str, expected: tuple[str, str, str]) -> None:
    figure = read_figure(printed)
    assert figure is not None
    assert (str(figure.value), str(figure.high), figure.unit) == expected
    assert figure.bound is Bound.BETWEEN


@pytest.mark.parametrize(
    ("printed", "scale"),
    [("30 million", 10**6), ("1.76万", 10**4), ("1.2亿", 10**8), ("5k", 1000), ("60", 1)],
)
def test_the_scale_is_the_word_the_source_counts_in(printed: str, scale: int) -> None:
    figure = read_figure(printed)
    assert figure is not None
    assert figure.scale == scale


@pytest.mark.parametrize("text", ["", "none", "the 14th plan", "COVID-19", "A3 paper", "9" * 400, "三农", "one"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(("sentence", "expected"), STATED.items())
def test_the_likeliest_figure_is_the_one_the_sentence_states(sentence: str, expected: tuple[str, str, str]) -> None:
    spotted = likeliest(read_figures(sentence))
    assert spotted is not None
    figure = spotted.figure
    assert (figure.printed, str(figure.value), figure.unit) == expected
    assert sentence[spotted.start : spotted.end] == figure.printed


@pytest.mark.parametrize(("sentence", "expected"), CLASSIFIED.items())
def test_the_word_beside_a_number_says_what_it_counts(sentence: str, expected: tuple[str, str]) -> None:
    (spotted,) = read_figures(sentence)
    assert (spotted.figure.printed, spotted.figure.unit) == expected


@pytest.mark.parametrize(("sentence", "printed"), ARTICLE.items())
def test_every_figure_of_the_article_is_spotted_as_printed(sentence: str, printed: tuple[str, ...]) -> None:
    assert tuple(each.figure.printed for each in read_figures(sentence)) == printed


def test_a_change_is_two_figures_and_no_range() -> None:
    first, second = read_figures("The number of firms rose from 5,000 to 17,600.")
    assert (first.figure.value, second.figure.value) == (Decimal(5000), Decimal(17600))


def test_a_sentence_in_words_has_no_figure() -> None:
    assert likeliest(read_figures("Experts believe that the rise of these SMEs is an engine of growth.")) is None


@pytest.mark.parametrize(("question", "expected"), MENTIONED.items())
def test_a_question_names_these_numbers(question: str, expected: tuple[str, ...]) -> None:
    assert tuple(str(number) for number in numbers_in(question)) == expected


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=10).map("".join))
@example("between 20 and 10 percent to 5-3% 一二三百分之九千分之")
@example("百万亿" * 40)
def test_any_text_is_read_and_its_figures_stand_in_order_inside_it(text: str) -> None:
    spotted = read_figures(text)
    for each, floor in zip(spotted, [0, *(each.end for each in spotted)], strict=False):
        assert floor <= each.start < each.end <= len(text)
        assert each.figure.printed == text[each.start : each.end]
    assert all(number.is_finite() for number in numbers_in(text))


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=4).map("".join))
@example("有one in five家")
@example("a TENTH")
def test_every_number_has_a_digit_or_a_word_that_tells_it(text: str) -> None:
    plain = narrow(text)
    assert may_count(plain) or not [*read_numbers(plain), *read_shares(plain)]


@given(st.integers(0, 10**12))
def test_a_number_with_separators_is_read_exactly(number: int) -> None:
    figure = read_figure(f"{number:,} yuan")
    assert figure is not None
    assert figure.value == number


@pytest.mark.parametrize(
    "piece", ["1", "1,", "十", "1亿", "百分之", "3 in 4 ", "a hundred ", "over 5,000 ", "(", "5 aaa bbb "]
)
def test_a_message_of_one_piece_repeated_is_read(piece: str) -> None:
    text = (piece * 4096)[:4096]
    assert all(each.end <= len(text) for each in read_figures(text))
