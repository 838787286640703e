from datetime import date

import pytest

from knowledge.facts import Concept, Kind, Wording
from knowledge.reading import Question, Reader
from knowledge.spelling import Vocabulary
from knowledge.words import Lexicon

KNOWN = "how many little giants are there in of profit share at the end stage what do make this"
READER = Reader(
    Lexicon([Concept("hospital", (Wording("hospital", "en"), Wording("医院", "zh")), Kind.SUBJECT)]),
    Vocabulary(dict.fromkeys(KNOWN.split(), 30)),
)


def read(text: str) -> Question:
    return READER.read(text, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("how many little giants in Narnia", ("Narnia",)),
        ("how many little giants are there in narnia", ("narnia",)),
        ("what profit share do Hospitals make", ("Hospitals",)),
        ("医院的利润", ("医院",)),
        ("This Zorblax profit share", ("Zorblax",)),
        ("嵊泗县有多少", ("嵊泗县",)),
        ("宝安区有多少", ("宝安区",)),
        ("西部地区的工业园区", ()),
        ("how many little giants at the end of this stage", ()),
        ("Zorblax", ()),
    ],
)
def test_a_name_that_nobody_knows_is_a_stranger_where_a_name_stands(text: str, strangers: tuple[str, ...]) -> None:
    assert read(text).strangers == strangers


def test_an_unknown_noun_is_odd_and_txt_speak_and_adverbs_are_not() -> None:
    assert read("how many zorblax little giants, strangely, plz").odd == ("zorblax",)
