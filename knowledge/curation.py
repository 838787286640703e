"""What a curator sends: a draft, what is wrong with it, and the fact it would become."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from knowledge.drafts import Draft, has_han, read_draft, title_of
from knowledge.facts import (
    UNSTATED,
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
from knowledge.figures import Spotted, numbers_in, read_figure
from knowledge.limits import LONGEST
from knowledge.numerals import narrow
from knowledge.periods import read_period
from knowledge.slugs import fact_id, new_id, slug
from knowledge.statements import figures_of
from knowledge.timing import periods_of

__all__ = ["Draft", "Problem", "check", "draft_fact", "read_draft"]

LONGEST_SENTENCE: Final = LONGEST["sentence"]
LONGEST_PHRASING: Final = LONGEST["ask"]

_LINES: Final = ("topic", "place", "publisher", "title", "period", "figure", "url")
"""The parts of a draft that stand on one line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a draft from becoming a fact, and what to do about it.

    `template` is in English, with a name in braces for each of the `values`, so that it can be said in other languages.
    """

    field: str
    template: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.template.format(**self.values)


def check(draft: Draft, topics: Sequence[Topic], *, today: date, places: Sequence[str] = ()) -> Iterator[Problem]:
    """Every problem at once; none means that `draft_fact` makes a fact of it.

    `places` are those that the sentence names besides the table's own.
    """
    yield from _check_sentence(draft)
    yield from _check_source(draft, today)
    yield from _check_lengths(draft)
    yield from _check_topic(draft, topics)
    if not draft.place and len(named := tuple(dict.fromkeys(places))) > 1:
        listed = f"{', '.join(named[:-1])} and {named[-1]}"
        yield Problem(
            "place",
            "The sentence names {listed}: name the place it holds for: “place: {what}”.",
            {"listed": listed, "what": named[0]},
        )
    if draft.period and read_period(draft.period, today=today) is None:
        yield Problem(
            "period",
            "“{period}” cannot be read as a period: write 2024, June 2024, H1 2025 or 2021-2025.",
            {"period": draft.period},
        )
    for phrasing in draft.phrasings:
        if len(phrasing) > LONGEST_PHRASING:
            yield Problem(
                "ask",
                "The question “{words}…” is longer than {longest_phrasing} characters: shorten it.",
                {"words": phrasing[:40], "longest_phrasing": LONGEST_PHRASING},
            )


def _check_topic(draft: Draft, topics: Sequence[Topic]) -> Iterator[Problem]:
    figure = figure_of(draft)
    if not draft.topic:
        told = title_of(draft) and (figure or draft.figure or draft.phrasings)
        if draft.sentence and not told:
            yield Problem("topic", "Say what it is about: add a line such as “topic: exports”.")
    elif known(draft.topic, topics):
        return
    elif not slug(draft.topic):
        yield Problem(
            "topic",
            "“{topic}” has no letters or digits in it: give the topic a name, such as “exports”.",
            {"topic": draft.topic},
        )
    elif figure and {figure.value, figure.high} & {*numbers_in(draft.topic)}:
        yield Problem(
            "topic",
            "“{topic}” gives the figure away: say only what is counted, such as “exports”.",
            {"topic": draft.topic},
        )


def _check_sentence(draft: Draft) -> Iterator[Problem]:
    if not draft.sentence:
        yield Problem(
            "sentence",
            "There is no source sentence: write it after /add, or reply with /add to a message with it.",
        )
    elif len(draft.sentence) > LONGEST_SENTENCE:
        yield Problem(
            "sentence",
            (
                "The source sentence has {number} characters, and {longest_sentence} fit: send only "
                "the sentence that states the fact."
            ),
            {"number": len(draft.sentence), "longest_sentence": LONGEST_SENTENCE},
        )
    if not draft.figure:
        return
    if read_figure(draft.figure) is None:
        yield Problem(
            "figure",
            "“{figure}” cannot be read as a figure: write it as the sentence prints it.",
            {"figure": draft.figure},
        )
    elif draft.sentence and figure_of(draft) is None:
        yield Problem(
            "figure",
            "“{figure}” is not in the source sentence: copy the figure from it, or leave it out.",
            {"figure": draft.figure},
        )


def _check_source(draft: Draft, today: date) -> Iterator[Problem]:
    if not draft.url:
        yield Problem("source", "There is no source: add the web address of the page that has the sentence.")
    elif not _is_address(draft.url):
        yield Problem(
            "source", "“{url}” is not a web address: it must begin with https:// or http://.", {"url": draft.url}
        )
    if not draft.published:
        return
    day = published_of(draft, today)
    if day is None:
        yield Problem(
            "published",
            "“{published}” cannot be read as a day: write it as 2025-12-02.",
            {"published": draft.published},
        )
    elif day > today:
        yield Problem(
            "published",
            "“{published}” is in the future: give the day the page appeared.",
            {"published": draft.published},
        )


def _check_lengths(draft: Draft) -> Iterator[Problem]:
    for name in _LINES:
        length, longest = len(getattr(draft, name)), LONGEST[name]
        if length > longest:
            line = "source" if name == "url" else name
            yield Problem(
                line,
                "The {line} has {length} characters, and {longest} fit: shorten it.",
                {"line": line, "length": length, "longest": longest},
            )


def draft_fact(
    draft: Draft, topics: Sequence[Topic], *, suggested: Topic | None, by: int, at: datetime
) -> tuple[Fact, tuple[Wording, ...], bool]:
    """The fact that a draft without problems becomes, the ways to ask for it, and whether its topic is new.

    "Last year" in a sentence counts from the day the page was published, where that is known.
    """
    topic, new = _topic(draft, topics, suggested)
    published = published_of(draft, at.date())
    period = _period(draft, published or at.date())
    fact = Fact(
        id=fact_id(topic, period, draft.sentence + draft.url),
        topic=topic,
        figure=figure_of(draft),
        period=period,
        quote=Quote(draft.sentence),
        source=Source(draft.publisher or _host(draft.url), draft.title, draft.url, published),
        provenance=Provenance(proposed_by=by, accepted_by=by, at=at),
    )
    return fact, tuple(wording(text) for text in draft.phrasings), new


def _topic(draft: Draft, topics: Sequence[Topic], suggested: Topic | None) -> tuple[Topic, bool]:
    """A topic of another place is another topic, or a city's figure would answer for the country."""
    held = known(draft.topic, topics) if draft.topic else suggested
    if held and (not draft.place or draft.place.casefold() == held.place.casefold()):
        return held, False
    title = draft.topic or title_of(draft)
    if held:
        title = f"{held.title()}, {draft.place}"
        if another := known(title, topics):
            return another, False
    return Topic(
        new_id(title, {each.id for each in topics}),
        (wording(title),),
        draft.place or "China",
        held.root if held else "",
    ), True


def known(name: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic of that id, or with such a title."""
    wanted = name.strip().casefold()
    return next(
        (each for each in topics if wanted == each.id or wanted in {title.text.casefold() for title in each.titles}),
        None,
    )


def _period(draft: Draft, today: date) -> Period | Unstated:
    if draft.period and (given := read_period(draft.period, today=today)):
        return replace(given, label=draft.period)
    pointed = _spotted(draft)
    return next(iter(periods_of(draft.sentence, today=today, figure=pointed)), UNSTATED)


def published_of(draft: Draft, today: date) -> date | None:
    """A day; a month or a year is not enough to cite a page."""
    period = read_period(draft.published, today=today)
    return period.start if period and period.start == period.end else None


def figure_of(draft: Draft) -> Figure | None:
    """The figure the curator points at, with all that the sentence prints around it, or the likeliest one."""
    if pointed := _spotted(draft):
        return pointed.figure
    given, place = read_figure(draft.figure) if draft.figure else None, _place(draft.figure, draft.sentence)
    return replace(given, printed=draft.sentence[place[0] : place[1]]) if given and place else None


def _spotted(draft: Draft) -> Spotted | None:
    """The same where the sentence prints it; None where it is no figure there, or the sentence has none."""
    spotted = figures_of(draft.sentence, " ".join((draft.topic, *draft.phrasings)))
    if not draft.figure:
        return spotted[0] if spotted else None
    return _pointed(spotted, read_figure(draft.figure), _place(draft.figure, draft.sentence))


def _pointed(spotted: Sequence[Spotted], given: Figure | None, place: tuple[int, int] | None) -> Spotted | None:
    if place:
        return next((each for each in spotted if each.start < place[1] and place[0] < each.end), None)
    same = (each for each in spotted if given and (each.figure.value, each.figure.high) == (given.value, given.high))
    return next(same, None)


def _place(figure: str, sentence: str) -> tuple[int, int] | None:
    """Where the sentence has these very words, and not as a part of a longer number."""
    words = r"\s+".join(map(re.escape, narrow(figure).split()))
    match = re.search(rf"(?<!\d)(?<!\d[.,]){words}(?!\d|[.,]\d)", narrow(sentence), re.IGNORECASE)
    return match.span() if match else None


def _is_address(url: str) -> bool:
    try:
        Source("", "", url)
        return "." in (urlsplit(url).hostname or "")
    except ValueError:
        return False


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def wording(text: str) -> Wording:
    return Wording(text, "zh" if has_han(text) else "en")
