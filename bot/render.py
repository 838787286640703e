"""Answers as Telegram HTML, and the same as plain text. Escaping happens here, and nowhere else."""

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count, groupby
from typing import Final, assert_never

from bot.buttons import Action, Choose, NoneOfThese, Show
from bot.dates import day, period_words
from bot.locale import CHINESE, spoken, translator
from bot.markup import LONGEST_MESSAGE, cut, plain_of, squeezed, visible
from bot.messages import Button, Card, Reply, Stated
from bot.wording import change_words, figure_words, labels, title_words
from knowledge.claims import Verdict
from knowledge.facts import Fact, Source
from knowledge.judging import NOT_FOR_THE_TABLE
from knowledge.questions import Answer, Change, Found, Reading, Reason, Several, Unknown
from knowledge.stamps import question_stamp

_SHORTEST_QUOTE: Final = 160
"""Units. A source sentence is not cut below this to make room for one more fact."""

_LONGEST_FIELD: Final = 160
"""Units of a title, period or publisher; a longer one is a slip, and may not push a figure out."""

_LONGEST_FIGURE: Final = 400
"""Units. What is longer is no figure, and Telegram would refuse the message that holds ten of them."""

LONGEST_LABEL: Final = 64
"""Units of a button; telephones show fewer."""

NONE: Final = 0
"""The number of "none of these" where choices are picked by number."""

_LONGEST_TYPED: Final = 40
"""Units of a word that is repeated to the person who typed it."""

_MOST_FACTS: Final = 3
"""Facts above one sentence; with more of them the sentence is shown again."""

_AROUND: Final = " \t\n?？!！。.,，"
"""What stands around a question and is left out where it is repeated in a sentence."""

_MOST_LINES: Final = 3
"""Parts of a question that are named as not held."""


def reply_to(answer: Answer, language: str, *, asker: int = 0, brief: bool = False, today: date | None = None) -> Reply:
    """What a chat shows. `brief` is for places where others read along: one line where there is no answer.

    `today` tells which facts are due for review.
    """
    language = CHINESE if answer.reading.chinese else language
    match answer:
        case Found():
            reply = restated(answer, language)
            return with_due(reply, [scored.fact for scored in answer.facts], language, today)
        case Several():
            return _several(answer, language, asker)
        case Unknown():
            return _unknown(answer, language, brief=brief)
        case _:
            assert_never(answer)


def restated(found: Found, language: str, notes: Sequence[str] = ()) -> Reply:
    """An answer, below lines about what has changed in it since it was given."""
    above = [f"<i>{escape(cut(note, _LONGEST_FIGURE))}</i>" for note in notes[:_MOST_LINES]]
    html = _found(found, language, above) if found.facts else "\n\n".join(above)
    reading, facts = found.reading, tuple(scored.fact.id for scored in found.facts)
    stated = Stated(facts, language, reading.question, reading.carried or "")
    return Reply(html, stated=stated)


def plain(answer: Answer, language: str) -> str:
    """What a chat shows, as plain text; choices stand one to a line, under the number that picks them."""
    return plain_of(spelled_out(reply_to(answer, language), numbered=True).html)


def card(fact: Fact, language: str, room: int = LONGEST_MESSAGE) -> str:
    """One fact in at most `room` units: figure, what it measures, period, source sentence, source."""
    return _group((fact,), language, room - visible(_group((fact,), language, 0)))


def with_due(reply: Reply, facts: Sequence[Fact], language: str, today: date | None) -> Reply:
    """The reply with a line for facts that nobody has looked at since the day that was set for it."""
    days = [fact.review for fact in facts if fact.review and today and fact.review <= today]
    if not days:
        return reply
    line = translator(language)("Due for review since {day}.").format(day=day(min(days), language))
    html = f"{reply.html}\n<i>{line}</i>"
    return replace(reply, html=html) if visible(html) <= LONGEST_MESSAGE else reply


def inline_card(fact: Fact, language: str, today: date | None = None) -> Card:
    """The fact as the inline list shows it, and as it is sent from there."""
    said = "".join(figure_words(fact.figure, language)) if fact.figure else fact.quote.text
    period = period_words(fact.period, language)
    return Card(
        fact,
        title=cut(title_words(fact, language), _LONGEST_FIELD),
        description=cut(f"{cut(said, _LONGEST_FIELD)} · {period}", 2 * _LONGEST_FIELD),
        html=with_due(Reply(card(fact, language)), (fact,), language, today).html,
    )


def spelled_out(reply: Reply, *, numbered: bool = False) -> Reply:
    """The reply for a place without buttons: what they offer stands in the text, `numbered` where that can pick it."""
    offered = [button for row in reply.buttons for button in row]
    numbers = count(1)
    lines = [reply.html]
    for button in offered:
        words = escape(button.title or button.label)
        match button.action:
            case Choose() if numbered:
                lines.append(f"{next(numbers)}. {words}")
            case NoneOfThese() if numbered:
                lines.append(f"{NONE}. {words}")
            case Choose() | Show():
                lines.append(f"• {words}")
            case _:
                pass
    return Reply("\n".join(lines), stated=reply.stated)


def said(words: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    """The bot's own words, or anybody's: plain text as a reply."""
    return Reply(escape(cut(words, LONGEST_MESSAGE)), buttons)


def echoing(question: str, reply: Reply) -> Reply:
    """The reply to a question that was tapped and not typed, with the question above it where it has room."""
    asked = f"<i>{escape(question)}</i>\n\n{reply.html}"
    return replace(reply, html=asked if visible(asked) <= LONGEST_MESSAGE else reply.html)


def escape(text: str) -> str:
    """Somebody else's words, to stand inside our HTML. Half a character would make the message unsendable."""
    return html.escape(text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))


def _found(found: Found, language: str, above: Sequence[str] = ()) -> str:
    facts = [scored.fact for scored in found.facts]
    computed = [*above, *([_change(found.computed, language)] if found.computed else [])]
    missing = [not_held(part, language) for part in found.missing[:_MOST_LINES]]
    around = [*computed, *missing, *_claim(found, language), *_read_as(found.reading, language)]
    room = LONGEST_MESSAGE - sum(visible(line) + 2 for line in around)
    shown = _fitting(_groups(facts), language, room)
    return "\n\n".join([*computed, shown, *around[len(computed) :]])


def _groups(facts: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """Facts that follow each other and come from one sentence share it."""
    same = groupby(facts, key=lambda fact: (fact.quote, fact.source))
    runs = [tuple(run) for _, run in same]
    return [run[at : at + _MOST_FACTS] for run in runs for at in range(0, len(run), _MOST_FACTS)]


def _fitting(groups: Sequence[tuple[Fact, ...]], language: str, room: int) -> str:
    """As many groups as find room with something of their sentences; the first one always."""
    bare = [visible(_group(group, language, 0)) + 2 for group in groups]
    spare = {n: (room - sum(bare[:n])) // n for n in range(1, len(groups) + 1)}
    most = max((n for n, each in spare.items() if each >= _SHORTEST_QUOTE), default=1)
    return "\n\n".join(_group(group, language, spare[most]) for group in groups[:most])


def _group(facts: Sequence[Fact], language: str, room: int) -> str:
    """Facts that one sentence states, and at most `room` units of that sentence once."""
    above = "\n\n".join(_figure(fact, language) for fact in facts)
    return f"{above}\n{_sentence(facts[0], language, room)}\n{_source(facts[0].source, language)}"


def _figure(fact: Fact, language: str) -> str:
    """The figure, what it measures, and when. A fact in words has its title in the figure's place."""
    say, title = translator(language), escape(cut(title_words(fact, language), _LONGEST_FIELD))
    period = escape(cut(period_words(fact.period, language), _LONGEST_FIELD))
    when = say("Period: {period}").format(period=period)
    if fact.figure is None:
        return f"<b>{title}</b>\n{when}"
    printed, rest = figure_words(fact.figure, language)
    printed, rest = cut(printed, _LONGEST_FIGURE), cut(rest, _LONGEST_FIGURE)
    return f"<b>{escape(printed)}</b>{escape(rest)}\n{title}\n{when}"


def _sentence(fact: Fact, language: str, room: int) -> str:
    """Verbatim sentences are quoted; a summary is said to be one, and has no quotation marks."""
    text = escape(cut(fact.quote.text, room))
    if fact.quote.verbatim:
        return f"<blockquote expandable>{text}</blockquote>"
    return translator(language)("In short, in our words: {text}").format(text=text)


def _source(source: Source, language: str) -> str:
    publisher = escape(cut(source.publisher.strip() or source.url, _LONGEST_FIELD))
    named = f'<a href="{escape(source.url)}">{publisher}</a>' if _is_web(source.url) else publisher
    dated = f", {day(source.published, language)}" if source.published else ""
    return translator(language)("Source: {source}").format(source=named + dated)


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _change(change: Change, language: str) -> str:
    value, formula = (escape(cut(words, _LONGEST_FIELD)) for words in change_words(change, language))
    said = translator(language)("Computed: <b>{value}</b> ({formula}). The source does not print this figure.")
    return said.format(value=value, formula=formula)


def _claim(found: Found, language: str) -> Iterator[str]:
    """Whether the source bears out the figure that the question put forward."""
    if found.claim is None:
        return
    say, said = translator(language), found.claim.said.printed
    match found.claim.verdict:
        case Verdict.AGREES:
            told = say("“{said}” agrees with the source.")
        case Verdict.CONTRADICTS:
            told = say("“{said}” does not agree with the source.")
        case Verdict.LEFT_OPEN:
            told = say("The source does not say “{said}”; it leaves that open.")
        case _:
            assert_never(found.claim.verdict)
    yield escape(cut(told.format(said=said), _LONGEST_FIELD))


def _read_as(reading: Reading, language: str) -> Iterator[str]:
    """What was carried over and which typing errors were corrected, in small lines; other forms of a word are none."""
    say = translator(language)
    if reading.carried:
        yield f"<i>{say('Taken to be about: {topic}.').format(topic=escape(cut(reading.carried, _LONGEST_FIELD)))}</i>"
    pairs = [pair for pair in reading.corrected if not _same_stem(*pair)][:_MOST_LINES]
    if pairs:
        told = (say("“{typed}” as “{read}”").format(typed=_typed(typed), read=_typed(read)) for typed, read in pairs)
        yield f"<i>{say('Read {words}.').format(words=', '.join(told))}</i>"


def _same_stem(typed: str, read: str) -> bool:
    """Whether it is another form of the word, and no correction worth telling.

    >>> _same_stem("Firms", "firm"), _same_stem("anyway", "any way"), _same_stem("prcentage", "percentage")
    (True, True, False)
    """
    shorter, longer = sorted(("".join(word.casefold().split()) for word in (typed, read)), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= len("es")


def _typed(word: str) -> str:
    return escape(cut(" ".join(word.split()), _LONGEST_TYPED))


def _several(several: Several, language: str, asker: int) -> Reply:
    say = translator(language)
    rows = _offering(several.choices, language, lambda fact: Choose(fact.id, asker))
    none = NoneOfThese(asker, question_stamp(several.reading.question))
    nothing = (Button(say("None of these"), none),)
    return Reply("\n".join([say("Did you mean:"), *_read_as(several.reading, language)]), (*rows, nothing))


def _unknown(unknown: Unknown, language: str, *, brief: bool) -> Reply:
    say = translator(language)
    line = not_held(unknown, language)
    if brief or not unknown.nearest:
        return Reply(line)
    rows = _offering(unknown.nearest, language, lambda fact: Show(fact.id))
    return Reply(f"{line}\n{say('What it does hold nearby:')}", rows)


def _offering(facts: Sequence[Fact], language: str, act: Callable[[Fact], Action]) -> tuple[tuple[Button], ...]:
    """A button for each of the first facts, under the other."""
    facts = facts[:_MOST_FACTS]
    whole = labels(facts, language, _LONGEST_FIELD)
    on_buttons = labels(facts, language, LONGEST_LABEL)
    return tuple(
        (Button(label, act(fact), title if title != label else ""),)
        for fact, label, title in zip(facts, on_buttons, whole, strict=True)
    )


def short(words: str) -> str:
    """The words on a button."""
    return squeezed(" ".join(words.split()), LONGEST_LABEL)


def not_held(unknown: Unknown, language: str) -> str:
    """One honest line: what is not held."""
    say, detail, title = translator(language), _typed(_as_asked(unknown)), _missed(unknown, language)
    match unknown.reason:
        case Reason.EMPTY:
            line = say("Ask me about China's little giant enterprises, in English or Chinese.")
        case Reason.NOT_A_QUESTION:
            line = say("I only answer questions about China's little giant enterprises. /help shows how.")
        case Reason.OTHER_LANGUAGE:
            line = say("I read English and Chinese only, so far. /help shows what I can be asked.")
        case Reason.PERIOD | Reason.PLACE if detail:
            line = say("My table holds no such figure for {detail}.")
        case Reason.MEASURE | Reason.NO_MATCH if detail:
            line = say("My table holds nothing on “{detail}”.")
        case Reason.NOT_HELD if title:
            line = say("My table holds no sourced fact on this yet: {title}.")
        case _:
            line = say("My table holds nothing on that.")
    return line.format(detail=detail, title=title)


def _as_asked(unknown: Unknown) -> str:
    """What is not held, in words of the reader: where Chinese was typed, not a place's English name."""
    detail, question = unknown.detail, unknown.reading.question
    foreign = unknown.reason is Reason.PLACE and unknown.reading.chinese and detail not in question
    return question.strip(_AROUND) if foreign else detail


def _missed(unknown: Unknown, language: str) -> str:
    """The title of the open topic that was asked for; none where it is about nothing of ours."""
    if unknown.topic is None or unknown.topic.id.startswith(NOT_FOR_THE_TABLE):
        return ""
    return escape(cut(unknown.topic.title(spoken(language)), _LONGEST_FIELD))
