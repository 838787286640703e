"""The words beside a name of days, and what they make of it: "the end of", "mid-", "since", 年底, 以来.

Four tables: words that name a part of the days, and words that relate to them, before and after the name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge import dates
from knowledge.dates import Dates
from knowledge.numerals import FLAGS

Transform = Callable[[Dates, date], Dates | None]
"""From the days of a name and the day of reading; None where the words do not belong to such days."""


@dataclass(frozen=True, slots=True)
class Words:
    """One table: patterns, and what their words do."""

    rows: tuple[tuple[re.Pattern[str], Transform], ...]

    def read(self, text: str, days: Dates, today: date) -> tuple[int, int, Dates] | None:
        """Where in the text beside a name such words begin and end, and the days they make of it."""
        for pattern, transform in self.rows:
            match = pattern.search(text)
            if match and (changed := transform(days, today)):
                return match.start(), match.end(), changed
        return None


def _table(frame: str, *rows: tuple[Transform, str]) -> Words:
    """Rows whose words stand in that frame; the first row that fits counts."""
    return Words(tuple((re.compile(frame.format(words), FLAGS), transform) for transform, words in rows))


_UP_TO_NAME = r"(?:{})$"
_FROM_NAME = r"\A(?:{})"
_THE = r"(?:the\s)?"
_OF = rf"\s(?:of|in|for|to)\s{_THE}"
_STRETCH = r"(?:\s(?:days|years|months|part|stages?)\sof|\son)?(?:\sin)?"
_AS_OF = r"as of|as at|by|at|until|till|up to|through"
_ONWARDS = (
    r"\s(?:onwards?|(?:and|or) (?:after|later|since))\b"
    r"|\s?(?:-|–|to|until|till|through)\s?(?:date|now|today|the present|present)\b"
)
_S = r"(?:'s?)?"
_WHEN = r"(?:的?[时時]候?)?"

_BEGINNING = r"starts?|outset|beginning|dawn|launch|onset|opening|kick-?\s?off|(?:first|opening|initial)\syear"
_ENDING = r"end(?:ing)?|close|conclusion|completion|expiry|finish|(?:final|last|closing|concluding)\syear"
_BEGAN = (
    r"kick(?:ed|s)?[- ]?(?:off|in)|began|begins?|started|starts?|(?:got|gets) under ?way|opened|opens"
    r"|launched|launch|(?:took|takes) effect|came into force|set out|beginning|outset|(?:first|opening)\syear"
)
_ENDED = (
    r"ended|ends?|finished|finishes|closed|closes|concluded|wrapped up|came to an end"
    r"|drew to a close|expired|(?:final|last|closing)\syear"
)
_HAN_BEGAN = (
    r"[刚剛]?[开開](?:局(?:之年|年份?)?|始(?:之年)?)|初期|起步(?:之年)?"
    r"|[启啟][动動](?:之年)?|元年|[头頭第]一年|首年|初"
)
_HAN_ENDED = r"末期|期末|收官(?:之年)?|最[后後]一年|[结結]束(?:之年)?|[尾终終][声聲]?"

PART_BEFORE: Final = _table(
    _UP_TO_NAME,
    (dates.start_of, rf"\b{_THE}(?:very\s)?(?:{_BEGINNING}){_OF}"),
    (dates.end_of, rf"\b{_THE}(?:very\s)?(?:{_ENDING}){_OF}|\b(?:year-?\s?)?end[- ](?:of\s)?"),
    (dates.early, rf"\b{_THE}early{_STRETCH}[- ]{_THE}"),
    (dates.middle, rf"\b{_THE}(?:mid(?:dle)?(?:-?point)?|midway|halfway)(?:\s(?:of|through|in))?[- ]{_THE}"),
    (dates.late, rf"\b{_THE}late{_STRETCH}[- ]{_THE}"),
)
PART_AFTER: Final = _table(
    _FROM_NAME,
    (dates.first_year, rf"{_S}\s(?:(?:has|had|just|first)\s)?(?:{_BEGAN})\b|的?(?:{_HAN_BEGAN}){_WHEN}"),
    (dates.last_year, rf"{_S}\s(?:(?:has|had|just|finally)\s)?(?:{_ENDED})\b|的?(?:{_HAN_ENDED}){_WHEN}"),
    (dates.start_of, r"的?(?:伊始|之初)|'s\s(?:start|beginning)\b"),
    (dates.end_of, rf"{_S}[- ]year-?\s?end\b|'s\s(?:end|close)\b|的?年?[底末]年?{_WHEN}"),
    (dates.early, r"的?年?初(?![中级級创創始])|的?(?:前期|上旬)"),
    (dates.middle, r"的?年?中(?:期|旬|[叶葉])|年?中(?=[,，。?？\s、]|$)"),
    (dates.late, r"的?(?:[后後]期|下旬)"),
)
RELATION_BEFORE: Final = _table(
    _UP_TO_NAME,
    (dates.since, rf"\b(?:ever\s)?(?:since|snce|sinc|starting (?:from|in|with)|as from)\s{_THE}"),
    (dates.year_before, rf"\b{_THE}year\sbefore\s{_THE}"),
    (dates.year_after, rf"\b{_THE}year\safter\s{_THE}"),
    (dates.after, rf"\b(?:after|post)[- ]{_THE}"),
    (dates.before, rf"\b(?:before|prior to|ahead of|pre)[- ]{_THE}"),
    (
        dates.as_it_is,
        rf"\b(?:{_AS_OF})\s{_THE}|截[至止]到?|直?[到至]|自[从從]?|[从從]",
    ),
)
RELATION_AFTER: Final = _table(
    _FROM_NAME,
    (
        dates.since,
        rf"{_ONWARDS}|之?以[来來]|至今|到(?:[现現]在|今天|目前|今日)|[开開]始|起(?![来來码碼步])",
    ),
    (dates.after, r"之?以?[后後](?![续續来來年期])"),
    (dates.before, r"之前|以前|前(?![五景列沿期十往提年三\d一二两兩四六七八九几幾])"),
    (dates.as_it_is, r"之?[内內](?![地蒙部容])|之[间間]"),
)
"""Looked at after the parts: "since the start of the 14th plan" counts from that plan's first year."""

TO: Final = re.compile(
    rf"\s{{0,2}}(?:-{{1,3}}|–|—{{1,2}}|~|/|(?:to|through|thru|until|till|up to)\s{_THE}|直?[到至])\s{{0,2}}",
    FLAGS,
)
AND: Final = re.compile(rf"\s{{0,2}}(?:and\s{_THE}|&\s?|[和与與及])\s{{0,2}}", FLAGS)
FROM: Final = re.compile(rf"(?:\bfrom\s{_THE}|[从從自由])$", FLAGS)
BETWEEN: Final = re.compile(rf"(?:\bbetween\s{_THE}|介于)$", FLAGS)
NEGATING: Final = re.compile(
    r"(?:\b(?:(?:is|was|are|were|do|does|did)n't\s(?:mean\s|want\s)?|(?:do\s)?not\s(?!only|just|merely)(?:mean\s|want\s)?"
    r"|excluding\s|except\s(?:for\s)?|excepting\s|other\sthan\s|apart\sfrom\s|leaving\sout\s|rather\sthan\s"
    rf"|instead\sof\s|without\s)(?:(?:in|for|at|from|during|as\sof)\s)?{_THE}"
    r"|(?<!是)不是\s?在?|并非|並非|而非|不要|不含|不包括|排除|除了?)$",
    FLAGS,
)
"""Before a period that is named only to be left out."""

_NO_MATTER = (
    r"forget(?:ting)?(?:\sabout)?|ignor(?:e|ing)|disregard(?:ing)?|skip(?:ping)?|never\s?mind(?:\sabout)?"
    r"|(?:leav(?:e|ing)|put(?:ting)?|set(?:ting)?)\s(?:out|aside)|no (?:need|use|interest) (?:for|of|in)"
    r"|(?:not|\w{2,5}n['’]?t) (?:interested in|bother(?:ed)? (?:with|about)|care (?:about|for)|after|looking for"
    r"|ask(?:ing)? (?:about|for)|talking about|want|need|mean|tell me about|give me)"
    r"|other than|apart from|aside from|except(?:ing| for)?"
    r"|as opposed to|(?<!do )(?<!did )(?<!can )(?:i|we)(?:['’]ve| have)? (?:already )?(?:know|knew|seen)"
    r"|(?:i|we)(?:['’]ve| have)? already (?:have|got|know|seen|found)"
)
_ITS_FIGURE = (
    r"(?:(?:old|older|earlier|previous)\s)?(?:(?:figure|number|count|one|value|total|tally|data|level|situation)s?\s)?"
    r"(?:(?:what it was|how it was|how many there were)\s)?(?:(?:of|for|from|in|at|back in|as of)\s)?"
)
DISMISSING: Final = re.compile(
    rf"\b(?:{_NO_MATTER})\s{_THE}{_ITS_FIGURE}{_THE}$"
    r"|(?:别[说提扯管问给]|不[用必要]?[管问看提要说谈]|不要|先不[管问看提要说谈]|抛开|撇开|除[了去开]?|不算|忽略)[我到]?在?$",
    FLAGS,
)
"""Before a period that is of no interest, be it the only one that is named: "forget 2021, how many now"."""

DISMISSED: Final = re.compile(
    r"(?:\s(?:figure|number|count|one|value)s?)?\s(?:aside|apart)\b|\s(?:figure\s)?i (?:already )?know\b(?! that)"
    r"|的?(?:数[字据]?|情况)?(?:我们?|我?已经?|我?早就?)(?:知道|有了|晓得|清楚)(?![吗么嘛不])|的?(?:数[字据]?)?(?:就)?(?:不[用必]?[管问看要说提]|别[说提管])了?",
    FLAGS,
)
"""After one."""

OR: Final = re.compile(rf"\s?(?:,\s)?(?:or|nor|and|&|、|和|或|与|與)\s?(?:(?:in|for|at|from|during)\s)?{_THE}", FLAGS)
"""Between two periods that are left out together."""

BRACKET: Final = re.compile(r"\s{0,2}(?:period|[规規][划劃]|期[间間])?\s{0,2}\(\s?", FLAGS)
CLOSING: Final = re.compile(r"\s?年?\s?\)")
COMPARING: Final = re.compile(
    r"(?:compared (?:with|to)|than|versus|vs\.?|from|twice the \w{1,12} of|较|較|比|相比|高于|低于)"
    r"\s?(?:in\s)?[^,;，；。]{0,24}$",
    FLAGS,
)
"""Before a period that a statement only compares itself with."""
