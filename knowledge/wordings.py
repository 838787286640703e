"""Ways to ask for a new topic, made of its name and of its sentence: proposed, and shown before anything is kept."""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.drafts import Draft, has_han, title_of
from knowledge.facts import Figure
from knowledge.figures import read_figures
from knowledge.periods import period_spans
from knowledge.statements import Measure, measures_of
from knowledge.units import CURRENCIES

LONGEST: Final = 90
"""Characters: a longer one is a sentence, and no question."""

_THEM: Final = re.compile(
    r"(?:the |these |such |all )?(?:national(?:-level)? )?little giants?\b(?!'|’)\s", re.IGNORECASE
)
_HAN_THEM: Final = re.compile(r"(?:全国|国家级|的)?(?:专精特新)?[“\"「]?小巨人[”\"」]?(?:企业|企業)?(?:中|里)?")
"""How a sentence begins that tells what the firms do."""

_SHARES: Final = frozenset({"percent", "per mille"})


def wordings_for(draft: Draft, name: str, figure: Figure | None) -> tuple[str, ...]:
    """A handful in the curator's language, of what tells of little giants; none that names a figure or a period."""
    if figure is None or not re.search("giant|小巨人", draft.sentence, re.IGNORECASE):
        return ()
    sentence = title_of(Draft(sentence=draft.sentence))
    asked = _chinese(name, sentence, figure) if has_han(name) else _english(name, sentence, figure)
    fine = (text for text in asked if len(text) <= LONGEST and not read_figures(text) and not period_spans(text))
    return tuple(dict.fromkeys(fine))


def _english(name: str, sentence: str, figure: Figure) -> Iterator[str]:
    share, count = figure.unit in _SHARES, figure.unit == "enterprises"
    if (them := _THEM.match(sentence)) and (share or count):
        yield f"{'What share of' if share else 'How many'} little giants {sentence[them.end() :]}?"
    if name != sentence:
        yield _named(name, _lower(name) if "giant" in name.lower() else f"{_lower(name)} of little giants", figure)


def _named(name: str, of_them: str, figure: Figure) -> str:
    """A name with what asks for its figure."""
    if measures_of(name):
        return f"What is the {of_them}?"
    if figure.unit in CURRENCIES:
        return f"{of_them}, how much"
    return f"{of_them}, {'share' if figure.unit in _SHARES else 'number'}"


def _lower(name: str) -> str:
    """Without the capital of a sentence; a name such as NEEQ keeps its own."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _chinese(name: str, sentence: str, figure: Figure) -> Iterator[str]:
    share, count = figure.unit in _SHARES, figure.unit == "enterprises"
    if (them := _HAN_THEM.match(sentence)) and (share or count) and them.end() < len(sentence):
        yield f"{'多大比例的' if share else '有多少家'}小巨人企业{sentence[them.end() :]}"
    if name != sentence:
        whose = "" if "小巨人" in name else "小巨人"
        yield f"{whose}{name}{'是多少' if Measure.COUNT in measures_of(name) or not count else '有多少家'}"
