import pytest

from knowledge.claims import Verdict, judge
from knowledge.facts import Figure
from knowledge.figures import read_figure, read_figures


def printed(text: str) -> Figure:
    figure = read_figure(text)
    assert figure is not None
    return figure


def said(text: str) -> tuple[Figure, ...]:
    return tuple(spotted.figure for spotted in read_figures(text))


@pytest.mark.parametrize(
    ("claim", "source", "verdict"),
    [
        ("is it true that there are 17,600 firms?", "more than 17,600 enterprises", Verdict.AGREES),
        ("are there more than 10,000 firms", "more than 17,600 enterprises", Verdict.AGREES),
        ("there are 20,000 firms", "more than 17,600 enterprises", Verdict.LEFT_OPEN),
        ("fewer than ten thousand firms", "more than 17,600 enterprises", Verdict.CONTRADICTS),
        ("only 5,000 firms?", "more than 17,600 enterprises", Verdict.CONTRADICTS),
        ("is it 80 percent?", "nearly 80 percent", Verdict.AGREES),
        ("over 80 percent", "nearly 80 percent", Verdict.CONTRADICTS),
        ("more than 50 percent", "more than 60 percent", Verdict.AGREES),
        ("13.7 percent, right?", "13.7 percent", Verdict.AGREES),
        ("14 percent, right?", "13.7 percent", Verdict.CONTRADICTS),
        ("不到一万家", "more than 17,600 enterprises", Verdict.CONTRADICTS),
    ],
)
def test_a_claim_agrees_contradicts_or_goes_beyond_the_source(claim: str, source: str, verdict: Verdict) -> None:
    figures = said(claim)[-1:]
    judged = judge(figures, printed(source))
    assert judged is not None
    assert judged.verdict is verdict


def test_figures_in_another_unit_and_several_at_once_are_no_claim() -> None:
    assert judge(said("three firms"), printed("90 percent")) is None
    assert judge(said("1%, 5% or 10%"), printed("3.5 percent")) is None
    assert judge((), printed("3.5 percent")) is None
