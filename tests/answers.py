"""Facts and answers as the tests need them; a builder supplies all that a test is not about."""

from datetime import UTC, date, datetime
from decimal import Decimal

from knowledge.facts import (
    UNSTATED,
    Bound,
    Fact,
    Figure,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Unstated,
    Wording,
)
from knowledge.questions import Found, Reading, Reason, Scored, Several, Unknown

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENTENCE = (
    "According to the Ministry of Industry and Information Technology, the number of such enterprises rose "
    "from over 5,000 to more than 17,600 during the 14th Five-Year Plan period (2021-2025)."
)
SOURCE = Source("Xinhua", "A report", "https://news.example/1?a=1&b=2", date(2025, 12, 2))
COUNT = Topic(
    "little-giant-count",
    (Wording("Number of little giant enterprises", "en"), Wording("小巨人企业数量", "zh")),
)
IN_2025 = Period(date(2025, 1, 1), date(2025, 12, 31), "end of the 14th Five-Year Plan period, 2025")
IN_2021 = Period(date(2021, 1, 1), date(2021, 12, 31), "start of the 14th Five-Year Plan period, 2021")


def a_figure(
    printed: str = "more than 17,600",
    value: int | str = 17600,
    unit: str = "enterprises",
    bound: Bound = Bound.OVER,
    high: int | None = None,
) -> Figure:
    return Figure(Decimal(value), unit, bound, printed, None if high is None else Decimal(high))


def a_topic(name: str, title: str, place: str = "China") -> Topic:
    return Topic(name, (Wording(title, "en"),), place)


def a_fact(  # noqa: PLR0913 - each test names the one that it is about
    name: str = "count-2025",
    *,
    topic: Topic = COUNT,
    figure: Figure | None = None,
    period: Period | Unstated = IN_2025,
    sentence: str = SENTENCE,
    verbatim: bool = True,
    source: Source = SOURCE,
) -> Fact:
    return Fact(name, topic, figure, period, Quote(sentence, verbatim), source, Provenance(0, 0, AT))


COUNT_2025 = a_fact(figure=a_figure())
COUNT_2021 = a_fact("count-2021", figure=a_figure("over 5,000", 5000), period=IN_2021)
PROFITS = a_fact(
    "profit-share",
    topic=Topic("profit-share", (Wording("Share of profits", "en"), Wording("利润占比", "zh"))),
    figure=a_figure("13.7 percent", "13.7", "percent", Bound.EXACTLY),
    period=UNSTATED,
    sentence="They contribute 13.7 percent of profits.",
)
ROLE = a_fact(
    "role",
    topic=a_topic("role", "Role in supply chains"),
    period=UNSTATED,
    sentence="The firms play an important role.",
)


def a_reading(question: str = "how many little giants", *, chinese: bool = False) -> Reading:
    return Reading(question, chinese=chinese)


def found(*facts: Fact, reading: Reading | None = None) -> Found:
    return Found(reading or a_reading(), tuple(Scored(fact, 1.0) for fact in facts))


def several(*facts: Fact) -> Several:
    return Several(a_reading(), facts)


def unknown(reason: Reason = Reason.NO_MATCH, *nearest: Fact, detail: str = "") -> Unknown:
    return Unknown(a_reading(), reason, nearest, detail=detail)
