"""The places a sentence names, and which of them its firms are of: not who speaks, nor where goods go."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from knowledge.drafts import has_han
from knowledge.facts import Concept, Kind
from knowledge.place_words import (
    AFTER,
    ALSO,
    AND_IN_IT,
    BEFORE,
    DESTINED,
    HAN_THERE,
    HEAD,
    IN_CHINESE,
    IN_IT,
    NAMES,
    NATIONWIDE,
    STICKS,
    TAKEN_ON,
    WHOLE_OF_SPEAKER,
    Part,
)
from knowledge.words import Lexicon, normalise, words

_ABROAD: Final = frozenset((Path(__file__).parent / "data" / "abroad.txt").read_text("utf-8").split())
"""Where no little giant is registered: goods go there, owners come from there."""

_REACH: Final = 40
"""Characters looked at on either side of a place."""

_ALL_OF_IT: Final = "world"
"""What is named only to be compared with."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place by the lexicon's name, where it stands in the normalised text, and what it does there."""

    name: str
    typed: str
    start: int
    end: int
    part: Part


_SPEAKING: Final = frozenset({Part.NAME, Part.SPEAKER})


@dataclass(frozen=True, slots=True)
class Placed:
    """What a sentence says of places. `home` is where most of the table's facts are of: the whole country."""

    mentions: tuple[Mention, ...]
    home: str

    def likeliest(self) -> tuple[str, ...]:
        """Those that the firms are most likely of; several where nothing speaks for one, none for the whole country.

        Where that is named as well, an office's place alone is none.
        """
        best: dict[str, Part] = {}
        for each in self.mentions:
            best[each.name] = max(each.part, best.get(each.name, Part.ASIDE))
        whole = best.pop(self.home, None)
        top = max(best.values(), default=Part.ASIDE)
        if top < Part.SPEAKER or (whole is not None and not _beats(top, whole)):
            return ()
        return tuple(name for name, part in best.items() if part is top)

    def besides(self, taken: str) -> tuple[str, ...]:
        """The places, as typed, that it names besides the one `taken` for the fact's; parts of names are none."""
        others = (each for each in self.mentions if each.name not in {taken, self.home, _ALL_OF_IT})
        return tuple({each.name: each.typed for each in others if each.part is not Part.NAME}.values())

    def only_speaks(self, taken: str) -> bool:
        """Whether that place is known by the office alone that speaks."""
        return max((each.part for each in self.mentions if each.name == taken), default=None) is Part.SPEAKER


def read_places(sentence: str, lexicon: Lexicon, *, home: str, topic: str = "") -> Placed:
    """Every place that a sentence names; one that the topic names counts most.

    Abroad there are no little giants: of a sentence on them such a place is never what the firms are of.
    """
    text = normalise(sentence)
    named = tuple(_named(text, lexicon))
    about = any(concept.kind is Kind.OWN for _, _, concept in named)
    wanted = {concept.name for _, _, concept in _named(normalise(topic), lexicon) if concept.kind is Kind.PLACE}
    mentions: list[Mention] = []
    for start, end, concept in named:
        if concept.kind is not Kind.PLACE:
            continue
        part = _part(text, start, end, mentions[-1] if mentions else None)
        if about and concept.name in _ABROAD:
            part = Part.NAME if part is Part.NAME else Part.ASIDE
        meant = NATIONWIDE.search(text[:end]) if concept.name == home else concept.name in wanted
        if part > Part.NAME and meant:
            part = Part.TOPIC
        mentions.append(Mention(concept.name, text[start:end], start, end, part))
    return Placed(tuple(_lifted(text, _innermost(text, mentions, home))), home)


def _beats(part: Part, whole: Part) -> bool:
    """Whether a place with that part is meant, where the whole country is named with the other: as its part, often."""
    if part is Part.SPEAKER or whole is Part.TOPIC:
        return part > whole
    return part >= min(whole, Part.LEADING)


@lru_cache(maxsize=1)
def lexicon_of(concepts: tuple[Concept, ...]) -> Lexicon:
    """Made once, as long as it stays the same."""
    return Lexicon(concepts)


def _named(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Concept]]:
    spoken = words(text)
    for each in lexicon.read(spoken):
        start, end = spoken[each.start].start, spoken[each.end - 1].end
        if not STICKS.match(text, max(0, start - 1)):
            yield start, end, each.concept


def _part(text: str, start: int, end: int, last: Mention | None) -> Part:
    if last and last.part in TAKEN_ON and ALSO.fullmatch(text, last.end, start):
        return last.part
    end -= 2 * (text[end - 2 : end] == "'s")
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    named = next((part for part, pattern in NAMES if pattern.match(after)), None)
    if named is not None:
        return named
    if DESTINED.search(before) and HAN_THERE.match(after):
        return Part.ASIDE
    led = (part for part, pattern in BEFORE if pattern.search(before))
    followed = (part for part, pattern in AFTER if pattern.match(after))
    found = next(led, None)
    found = next(followed, None) if found is None else found
    if found is not None:
        return found
    return Part.LEADING if HEAD.search(before) else Part.NAMED


def _innermost(text: str, mentions: Sequence[Mention], home: str) -> Iterator[Mention]:
    """Without the places around those that are named: of 浙江省杭州市 it is the city."""
    around: set[int] = set()
    held = list(mentions)
    for at, (first, second) in enumerate(pairwise(mentions)):
        gap = text[first.end : second.start]
        owned = first.typed.endswith("'s")
        inner = IN_CHINESE.fullmatch(gap) if has_han(first.typed) else AND_IN_IT.fullmatch("'s" * owned + gap)
        outer = not has_han(first.typed) and IN_IT.fullmatch(gap)
        if (inner or outer) and home not in {first.name, second.name}:
            around.add(at if inner else at + 1)
            within = at + 1 if inner else at
            held[within] = replace(held[within], part=max(first.part, second.part, held[within].part))
    names = {held[at].name for at in range(len(held)) if at not in around}
    gone = {held[at].name for at in around} - names
    return (each for each in held if each.name not in gone)


def _lifted(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The only office or paper that speaks, and of all its city or province, speaks of the firms there."""
    mentions = tuple(mentions)
    speaking = {each.name for each in mentions if each.part in _SPEAKING}
    whole = len(speaking) == 1 and WHOLE_OF_SPEAKER.search(text) is not None
    for each in mentions:
        yield replace(each, part=Part.LEADING) if whole and each.part in _SPEAKING else each
