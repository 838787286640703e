"""An explanation as a chat shows it: some fifteen short lines, and no figure that the answer did not state."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, assert_never

from bot.contract import left_over, runs
from bot.dates import period_words
from bot.locale import CHINESE, ENGLISH, spoken, translator
from bot.markup import cut, plain_of
from bot.messages import Reply
from bot.render import escape, not_held
from bot.wording import labels
from knowledge.explaining import Explanation, Ruling, Spoken, Veto, Voice, Weighed
from knowledge.facts import Concept, Fact
from knowledge.judging import Leaning
from knowledge.questions import Found, Several, Unknown

_LINE: Final = 120
"""Units of what is listed on one line: three lines of a telephone."""

_NAME: Final = 48
"""Units of a title, a word or the question, where they stand among other things."""

_LOUDEST: Final = 4
"""Words for a topic, and against it, that are shown; the others are summed up."""

_AGAINST: Final = 3
_TITLES: Final = 3
_RULINGS: Final = 3
_PARTS: Final = 5
"""Parts of a question, each with a line of its own; with more of them the reply would fill a telephone twice."""

_HUNDREDTH: Final = 2


def reply_why(explanation: Explanation, language: str) -> Reply:
    """In the language of the question, as its answer was."""
    return Reply("\n".join(_lines(explanation, language_of(explanation, language))))


def plain_why(explanation: Explanation) -> str:
    return plain_of(reply_why(explanation, ENGLISH).html)


def language_of(explanation: Explanation, language: str) -> str:
    return CHINESE if explanation.answer.reading.chinese else language


def _lines(explanation: Explanation, language: str) -> Iterator[str]:
    say = translator(language)
    yield f"<b>{say('How I came to my answer')}</b>{_echo(explanation)}"
    yield _outcome(explanation, language)
    yield from _carried(explanation, language)
    yield from _read(explanation, language)
    if explanation.parts:
        yield from (_part(part, language) for part in explanation.parts[:_PARTS])
    else:
        yield from _ranking(explanation, language)
    vetoes = dict.fromkeys(veto for each in (explanation, *explanation.parts) for veto in each.vetoes)
    yield from (_ruled(veto, language) for veto in islice(vetoes, _RULINGS))


def _echo(explanation: Explanation) -> str:
    """The question; not where it puts a figure forward that the answer does not state."""
    if explanation.claims and not isinstance(explanation.answer, Found):
        return ""
    question = " ".join(explanation.answer.reading.question.split())
    return f" · “{_short(question)}”" if question else ""


def _outcome(explanation: Explanation, language: str) -> str:
    say, answer = translator(language), explanation.answer
    match answer:
        case Found():
            titles = _titles([scored.fact for scored in answer.facts], language)
            said = say("Answered with: {titles}").format(titles=titles)
        case Several():
            said = say("Asked back: {titles}").format(titles=_titles(answer.choices, language))
        case Unknown() if explanation.claims:
            said = say("My table holds nothing on that.")
        case Unknown():
            return not_held(answer, language)
        case _:
            assert_never(answer)
    return escape(said)


def _titles(facts: Sequence[Fact], language: str) -> str:
    """Of the first facts, each with its share of two lines."""
    shown = facts[:_TITLES]
    return "; ".join(labels(shown, language, _LINE // len(shown)))


def _carried(explanation: Explanation, language: str) -> Iterator[str]:
    say, topic = translator(language), _short(explanation.answer.reading.carried or "")
    match explanation.leaning:
        case None:
            return
        case Leaning.TOPIC:
            line = say("Carried over from before: the topic {topic}")
        case Leaning.WORDS:
            line = say("Carried over from before: the words of the question about {topic}")
        case Leaning.FACTS:
            line = say("Carried over from before: the facts on {topic}")
        case _:
            assert_never(explanation.leaning)
    yield line.format(topic=topic)


def _read(explanation: Explanation, language: str) -> Iterator[str]:
    """What was made of the words: matched and corrected ones, those left over, concepts, periods and places."""
    say, reading = translator(language), explanation.answer.reading
    left = left_over(reading.words, explanation.left_over)
    known = [pair for pair in reading.words if pair[0] not in explanation.left_over and not pair[0][:1].isdigit()]
    matched = [
        say("“{typed}” as “{read}”").format(typed=cut(typed, _NAME), read=cut(read, _NAME))
        if typed != read
        else cut(typed, _NAME)
        for typed, read in dict(runs(known)).items()
    ]
    concepts = dict.fromkeys(_concept(typed, concept, language) for typed, concept in explanation.concepts)
    places = [_named(place, language).title() for place in explanation.places]
    periods = [period_words(period, language) for period in explanation.periods]
    for told, words in (
        (say("Words: {words}"), matched),
        (say("Left over: {words}"), left),
        (say("Concepts: {words}"), concepts),
        (say("Period and place: {words}"), [*periods, *places]),
    ):
        if words:
            yield told.format(words=_short(_listed(words), _LINE))


def _concept(typed: str, concept: Concept, language: str) -> str:
    name = _named(concept, language)
    return name if typed.casefold() == name.casefold() else f"{typed} → {name}"


def _named(concept: Concept, language: str) -> str:
    """The concept by its first word in the reader's language, else by its name."""
    words = (wording.text for wording in concept.words if spoken(wording.language) == spoken(language))
    return next(words, concept.name.replace("-", " "))


def _ranking(explanation: Explanation, language: str) -> Iterator[str]:
    """The best topic with what spoke for it and against it, those behind it, and the lead."""
    say = translator(language)
    if not explanation.topics:
        return
    best, *others = explanation.topics
    yield f"<b>{_scored(best, language)}</b>"
    yield from _spoken(best, language)
    if others:
        behind = "; ".join(_scored(other, language) for other in others)
        yield say("Behind it: {topics}").format(topics=behind)
    if explanation.leaning is Leaning.TOPIC:
        return
    told = say("Lead: {lead}. To answer takes {needed}, to ask back {offered}.")
    lead, needed, offered = map(_number, (explanation.lead, explanation.needed, explanation.offered))
    yield told.format(lead=lead, needed=needed, offered=offered)


def _scored(weighed: Weighed, language: str) -> str:
    return f"{_short(weighed.topic.title(spoken(language)))}: {_number(weighed.score)}"


def _spoken(weighed: Weighed, language: str) -> Iterator[str]:
    """A line for, a line against. What is shown adds up to the score as shown, so the rest takes up the rounding."""
    say = translator(language)
    loud = [each for each in weighed.spoken if round(each.weight, _HUNDREDTH)]
    pro = [each for each in loud if each.weight > 0][:_LOUDEST]
    con = [each for each in loud if each.weight < 0][:_AGAINST]
    shown = sum(round(each.weight, _HUNDREDTH) for each in (*pro, *con))
    rest = round(round(weighed.score, _HUNDREDTH) - shown, _HUNDREDTH)
    others = [say("all else {weight}").format(weight=_number(rest, signed=True))] if rest else []
    for sign, side in (("+", pro), ("\N{MINUS SIGN}", con)):
        if words := [_voice(each, language) for each in side]:
            yield f"{sign} {', '.join([*words, *others] if sign == '+' else words)}"


def _voice(spoken_: Spoken, language: str) -> str:
    say, weight = translator(language), _number(abs(spoken_.weight))
    match spoken_.voice:
        case Voice.WORDS:
            return f"“{_short(spoken_.words)}” {weight}"
        case Voice.NUMBER:
            return say("numbers {weight}").format(weight=weight)
        case Voice.PLACE:
            return say("the place {weight}").format(weight=weight)
        case Voice.PHRASING:
            return say("a question it knows {weight}").format(weight=weight)
        case _:
            assert_never(spoken_.voice)


def _part(part: Explanation, language: str) -> str:
    say, asked = translator(language), part.answer.reading.question.strip()
    asked = "…" if part.claims else _short(asked)
    if part.leaning or not part.topics:
        return say("“{part}”: the topic of the part before").format(part=asked)
    lead, needed = _number(part.lead), _number(part.needed)
    told = say("“{part}”: {topic}, lead {lead} of {needed}")
    return told.format(part=asked, topic=_scored(part.topics[0], language), lead=lead, needed=needed)


def _ruled(veto: Veto, language: str) -> str:  # noqa: C901, PLR0912 - a line for each ruling
    say = translator(language)
    match veto.ruling:
        case Ruling.PERIOD:
            line = say("Ruled out: the topic has no figure for {detail}.")
        case Ruling.PLACE:
            line = say("Ruled out: the topic has no figure for the place {detail}.")
        case Ruling.STRANGER:
            line = say("Ruled out: “{detail}” is not who the topic is about.")
        case Ruling.GROUP:
            line = say("Ruled out: the source speaks of another number of firms.")
        case Ruling.NOT_HELD:
            line = say("Ruled out: the topic has no fact yet.")
        case Ruling.NEGATION:
            line = say("In doubt: the question is about those that do not.")
        case Ruling.ODD_WORD:
            line = say("In doubt: nobody here knows the word “{detail}”.")
        case Ruling.STRAY:
            line = say("In doubt: who asks for this topic does not speak of “{detail}”.")
        case Ruling.NO_FIGURE:
            line = say("In doubt: it asks why or which, and a figure is no answer to that.")
        case Ruling.UNDATED:
            line = say("In doubt: what fits best says nothing of {detail}.")
        case Ruling.OFF_TOPIC:
            line = say("Ruled out: this is no question about little giants.")
        case Ruling.LANGUAGE:
            line = say("Ruled out: most of it is in no language that I read.")
        case Ruling.CLAIM:
            line = say("The figure in the question was held against the source.")
        case _:
            assert_never(veto.ruling)
    return line.format(detail=_short(veto.detail))


def _number(value: float, *, signed: bool = False) -> str:
    """Two decimals, with a minus that is one."""
    return f"{value:{'+' if signed else ''}.{_HUNDREDTH}f}".replace("-", "\N{MINUS SIGN}")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _short(words: str, room: int = _NAME) -> str:
    return escape(cut(" ".join(words.split()), room))
