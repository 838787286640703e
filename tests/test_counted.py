"""How the bot is used: counted from the log, told on a phone, drawn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from answers import AT, COUNT, COUNT_2025, PROFITS
from hypothesis import given
from hypothesis import strategies as st
from listening import ANNA, OLGA, Table, heard, listening
from PIL import Image
from telegram_html import visible

from bot.counted import MOST_DAYS, stats
from bot.drawing import drawn
from knowledge.almanac import Almanac
from knowledge.counting import Counting, Day, Stats, Thumbs
from knowledge.stamps import fact_stamp
from knowledge.store.protocol import Amendment, Asked, Noted, Picked, Voted

BOB = 1002
TODAY = AT.date()


def a_question(outcome: str = "answer", days_ago: int = 0, **changes: object) -> Asked:
    line = Asked("How many?", outcome, "", (), "little-giant-count", ANNA.id, ANNA.id, AT - timedelta(days=days_ago))
    return replace(line, **changes)  # type: ignore[arg-type]


def counted(almanac: Almanac, noted: Iterable[Noted], days: int = 7) -> Stats:
    almanac.record(noted)
    return almanac.counting.stats(today=TODAY, days=days)


# Counted


def test_questions_are_counted_by_day_and_by_what_came_of_them(curated: Almanac) -> None:
    outcomes = [("answer", 0), ("answer", 6), ("choose", 6), ("unknown", 0), ("unknown", 7)]
    told = counted(curated, [a_question(outcome, ago) for outcome, ago in outcomes])
    assert [day.day for day in told.days] == [TODAY - timedelta(days=ago) for ago in range(6, -1, -1)]
    assert told.days[0] == Day(TODAY - timedelta(days=6), 1, 1, 0)
    assert told.days[-1] == Day(TODAY, 1, 0, 1)
    assert (told.questions, told.answered, told.asked_back, told.unanswered) == (4, 2, 1, 1)


def test_small_talk_is_no_question_and_what_was_picked_is_no_second_one(curated: Almanac) -> None:
    talk = [a_question("unknown", reason=reason) for reason in ("not-a-question", "empty", "language")]
    offered = a_question("choose", facts=("count-2021", "count-2025"))
    told = counted(curated, [*talk, offered, Picked("count-2021", 0, ANNA.id, ANNA.id, AT)])
    assert (told.questions, told.small_talk, told.picked, told.none_meant) == (1, 3, 1, 0)


def test_people_and_languages_are_counted(curated: Almanac) -> None:
    told = counted(
        curated,
        [
            a_question(),
            a_question(text="有多少家？"),
            a_question(text="R&D 㐀?", asker=BOB),
            a_question(asker=0, chat=-5),
            a_question(asker=0, chat=-5),
        ],
    )
    assert (told.people, told.chinese, told.questions) == (3, 2, 5)


def test_the_most_asked_topics_are_those_of_whole_families_and_no_small_talk(curated: Almanac) -> None:
    topics = ["rd-spend", "rd-spend", "little-giant-count", "exports", "talk-hello", "gone"]
    told = counted(curated, [a_question(topic=topic) for topic in topics])
    first, count = told.topics[0]
    assert (first.id, count) == ("rd-spend", 2)
    assert {topic.id for topic, _ in told.topics} == {"rd-spend", "little-giant-count", "exports"}


def test_facts_that_never_answered_are_told_and_those_that_are_due(curated: Almanac) -> None:
    told = counted(curated, [a_question(days_ago=400, facts=("count-2021",))])
    names = {fact.id for fact in told.never}
    assert "count-2021" not in names
    assert "count-2025" in names
    assert len(names) == told.held - 1
    fact = curated.fact("count-2025")
    assert fact
    change = curated.ledger.review(fact, TODAY, by=OLGA.id, at=AT)
    assert isinstance(change, Amendment)
    curated.ledger.keep(change.id, by=OLGA.id, at=AT)
    assert [due.id for due in counted(curated, []).due] == ["count-2025"]


def test_thumbs_count_for_facts_as_they_stand(curated: Almanac) -> None:
    (fact, other) = curated.facts("little-giant-count")
    votes = [Voted(person, fact.id, fact_stamp(fact), up, AT) for person, up in ((1, True), (2, False), (3, False))]
    told = counted(curated, [*votes, Voted(1, other.id, 7, up=False, at=AT)])
    assert (told.up, told.down, told.disliked) == (1, 2, (Thumbs(fact, 1, 2),))


# Told


def some_stats(days: int = 7, **changes: object) -> Stats:
    each = tuple(Day(TODAY - timedelta(days=days - 1 - n), 12, 3, 4) for n in range(days))
    full = Stats(
        days=each,
        people=40,
        chinese=19,
        small_talk=5,
        picked=2,
        none_meant=1,
        topics=((COUNT, 9), (PROFITS.topic, 2)),
        up=7,
        down=3,
        disliked=(Thumbs(PROFITS, 1, 3),),
        held=30,
        never=(PROFITS,) * 12,
        due=(COUNT_2025,),
    )
    return replace(full, **changes)  # type: ignore[arg-type]


class Told(Counting):
    """Has counted already."""

    def __init__(self, told: Stats) -> None:
        self.told = told
        self.asked: list[int] = []

    def stats(self, *, today: date, days: int) -> Stats:
        self.asked.append(days)
        return self.told


class Counted(Table):
    def __init__(self, told: Stats) -> None:
        super().__init__()
        self.counting = self.told = Told(told)


def words(told: Stats, language: str = "en") -> str:
    return visible(stats(Counted(told), heard("", sender=OLGA.id, language=language)).html)


def test_all_that_is_counted_is_told_in_few_lines() -> None:
    told = words(some_stats())
    for line in (
        "Questions: 133. People: 40.",
        "• answered: 84 (63%)",
        "• asked back: 21 (16%; picked 2, none meant 1)",
        "• unanswered: 28 (21%)",
        "• English 114, Chinese 19",
        "👍 7 · 👎 3",
        "9 × Number of little giant enterprises",
        "👎 3 👍 1 Share of profits",
        "Never asked: 12 of 30 facts",
        "… + 7",
        "Due for review: 1",
        "• Number of little giant enterprises · 2025",
    ):
        assert line in told.splitlines()
    assert len(told.splitlines()) <= 40


def test_a_chinese_curator_is_told_in_chinese() -> None:
    told = words(some_stats(), "zh-hans")
    assert "问题：133。提问人数：40。" in told
    assert "9 × 小巨人企业数量" in told


def test_a_long_time_is_told_by_its_last_days() -> None:
    lines = words(some_stats(366)).splitlines()
    assert sum(" = 12 + 3 + 4" in line for line in lines) == 7


def test_nothing_asked_is_told_without_a_picture() -> None:
    empty = some_stats(topics=(), disliked=(), never=(), due=(), up=0, down=0, small_talk=0)
    empty = replace(empty, days=(Day(TODAY),))
    reply = stats(Counted(empty), heard(sender=OLGA.id))
    assert reply.picture is None
    assert visible(reply.html).splitlines()[1:] == ["Questions: 0. People: 40."]


@pytest.mark.parametrize(("text", "days"), [("", 7), ("1", 1), ("30", 30), (f"{MOST_DAYS}", MOST_DAYS), (" 007 ", 7)])
def test_days_may_be_given(text: str, days: int) -> None:
    table = Counted(some_stats())
    assert stats(table, heard(text, sender=OLGA.id)).picture
    assert table.told.asked == [days]


@pytest.mark.parametrize("text", ["0", "-1", "367", "9999999999", "a week", "7 days", "٧", "1e3"])
def test_what_is_no_number_of_days_is_explained(text: str) -> None:
    table = Counted(some_stats())
    assert "from 1 to 366" in stats(table, heard(text, sender=OLGA.id)).html
    assert table.told.asked == []


# Drawn


COLOURS = {"answered": (0, 114, 178), "asked back": (230, 159, 0), "unanswered": (153, 153, 153)}


def colours(image: bytes) -> dict[tuple[int, ...], int]:
    """How many points of the bars have each colour; what stands above them is left out."""
    with Image.open(BytesIO(image)) as opened:
        bars = opened.convert("RGB").crop((0, 105, 1000, 600))
    found = bars.getcolors(maxcolors=1_000_000)
    assert found
    return {colour: count for count, colour in found if isinstance(colour, tuple)}


def test_each_outcome_has_as_much_colour_as_its_share() -> None:
    seen = colours(drawn(some_stats()))
    answered, asked_back, unanswered = (seen[colour] for colour in COLOURS.values())
    assert answered / asked_back == pytest.approx(12 / 3, rel=0.05)
    assert answered / unanswered == pytest.approx(12 / 4, rel=0.05)


days = st.builds(Day, st.just(TODAY), *[st.integers(0, 10**7)] * 3)


@given(st.lists(days, min_size=1, max_size=MOST_DAYS), st.integers(0, 10**7))
def test_whatever_was_counted_is_a_picture_that_telegram_takes(each: list[Day], chinese: int) -> None:
    dated = tuple(replace(day, day=TODAY - timedelta(days=len(each) - 1 - n)) for n, day in enumerate(each))
    image = drawn(replace(some_stats(), days=dated, chinese=chinese))
    with Image.open(BytesIO(image)) as opened:
        assert opened.size == (1000, 600)
    assert len(image) < 2**20


async def test_a_picture_follows_the_words_and_one_that_is_refused_takes_nothing_with_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = listening()
    bot.table.counting = Told(some_stats())
    async with bot.app:
        for _ in range(2):
            await bot.says("/stats", sender=OLGA)
            bot.telegram.watch = lambda name: bot.telegram.refuse(400, "IMAGE_BAD") if name == "sendPhoto" else None
    methods = [method for method, _ in bot.telegram.calls if method != "sendChatAction"]
    assert methods == ["sendMessage", "sendPhoto"] * 2
    assert "IMAGE_BAD" in caplog.text
