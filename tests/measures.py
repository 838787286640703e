"""A small table in two languages, whose topics are alike but for a word: what tuning is tried on."""

from datetime import UTC, date, datetime
from decimal import Decimal

from knowledge.facts import Bound, Entry, Fact, Figure, Period, Provenance, Quote, Source, Topic, Wording

SOURCE = Source("Office", "Yearbook", "https://yearbook.example/2024")
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), "2024")
MEASURES = {
    "rent-shop": ("monthly rent of a shop", "店铺月租"),
    "rent-farm": ("yearly rent of a farm", "农场年租"),
    "wage-welder": ("hourly wage of a welder", "焊工时薪"),
    "wage-cook": ("hourly wage of a cook", "厨师时薪"),
    "pears": ("harvest of pears", "梨的收成"),
    "plums": ("harvest of plums", "李子收成"),
    "milk": ("exports of yak milk", "牦牛奶出口额"),
    "tea": ("harvest of tea in Zhejiang", "浙江茶叶收成"),
    "silk": ("silk exports of Zhejiang", "浙江丝绸出口"),
}
OPEN = {"rain": ("rainfall in a summer", "夏季降雨量"), "bread": ("price of bread", "面包价格")}
FRAMES = (
    "What is the {}?", "how large was the {}", "tell me the {}", "the {} please", "is there a figure for the {}",
    "do you know the {}", "I want to hear about the {}", "so how much is the {} now", "give me the {}", "{}?",
)  # fmt: skip
ZH_FRAMES = ("{}是多少", "请问{}", "{}有多高", "想知道{}", "告诉我{}", "{}怎么样", "有没有{}的数字", "{}呢")


def an_entry(name: str, en: str, zh: str, *, held: bool = True, frames: tuple[str, ...] = FRAMES) -> Entry:
    place = "Zhejiang" if "Zhejiang" in en else "China"
    topic = Topic(name, (Wording(en.title(), "en"), Wording(zh, "zh")), place)
    fact = Fact(
        f"{name}-2024", topic, Figure(Decimal(12), "yuan", Bound.EXACTLY, "12 yuan"), YEAR,
        Quote(f"The {en} was 12 yuan.", verbatim=False), SOURCE, Provenance(0, 0, datetime(2026, 1, 1, tzinfo=UTC)),
    )  # fmt: skip
    asked = (*(Wording(frame.format(en), "en") for frame in frames),)
    asked += (*(Wording(frame.format(zh), "zh") for frame in ZH_FRAMES),)
    return Entry(topic, asked, (fact,) if held else ())


ENTRIES = (
    *(an_entry(name, *titles) for name, titles in MEASURES.items()),
    *(an_entry(name, *titles, held=False) for name, titles in OPEN.items()),
)
