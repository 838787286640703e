"""The words around a place that say what it has to do with a sentence: who speaks, where goods go, whose firms."""

import re
from enum import IntEnum
from typing import Final

from knowledge.numerals import FLAGS


class Part(IntEnum):
    """What a place has to do with the sentence; the more, the likelier is the fact of it."""

    ASIDE = 0
    """Where something goes or is, what is ranked or compared, where most are: the firms are of another place."""
    NAME = 1
    """A part of a name, such as a university's: nothing is said of the place."""
    SPEAKER = 2
    """Of the office that speaks."""
    NAMED = 3
    LEADING = 4
    """At the head of a clause: its subject, or where all of it holds."""
    FIRMS = 5
    """Of the firms: beside their name."""
    TOPIC = 6
    """In the name of the topic too, or told of all the firms: "little giants nationwide"."""


def _table(*rows: tuple[Part, str]) -> tuple[tuple[Part, re.Pattern[str]], ...]:
    return tuple((part, re.compile(pattern, FLAGS)) for part, pattern in rows)


_GROUP: Final = r"(?:little giants?|little giant (?:firms?|enterprises|companies))"
_HAN_GROUP: Final = "(?:小巨人|专精特新)"

_OFFICE: Final = (
    r"(?:bureaus?|departments?|governments?|authorit(?:y|ies)|customs|officials|mayor|governor|administration"
    r"|commission|ministry|council|committee)"
)
_HOUSE: Final = (
    r"(?:universit(?:y|ies)|institutes?|schools?|college|academy|daily|times|post|news|newspaper|weekly|exchange"
    r"|chambers?|association|federation|think tanks?|consultanc(?:y|ies)|researchers|economists|analysts|scholars|team"
    r"|(?:working )?paper|banks?|brokers?|brokerage|law firm|insurers?|ratings agency|society|magazine|trade journal"
    r"|fund managers?|funds?|venture capital(?:ists)?|private equity|investors"
    r"|star|chinext|main board|bourse|board|fair|expo|airport)"
)
_SMALL: Final = r"(?!(?:and|or|in|on|of|with|that|which|had|has|have|was|were|is|are|little|to|for|by|from)\b)[\w&'-]+"
_OF: Final = rf"\b{_OFFICE}(?: of (?:[a-z]+ ){{0,3}}?| in | for )(?:the )?(?:city of )?$"
_HOUSE_OF: Final = rf"\b{_HOUSE}(?: of (?:[a-z]+ ){{0,3}}?| in |,? based in )(?:the )?$"
_WITHIN: Final = "(?:(?!小巨人|企业|[与和向从在对给由及、有为的])[^,。;:\\s\\d])"
"""A character of a name that has several."""

_HAN_OFFICE: Final = (
    r"(?:统计|工信|经信|工业和信息化|经济和信息化|科技|科学技术|财政|税务|商务|发改|发展改革|市场监管|市场监督管理|人社"
    r"|知识产权|教育|人民|地方金融|金融|农业农村|生态环境|民营|中小企业|政府)"
    rf"{_WITHIN}{{0,10}}?(?:[厅局委办署]|政府|中心)"
    r"|海关|政府|[市省区]委|分局|[证银][监保]{1,2}局|监管局|相关部门|有关部门|官方"
)
_HAN_HOUSE: Final = (
    rf"{_WITHIN}{{0,6}}?(?:大学|学院|日报|晚报|商报|早报|时报|晨报|新闻|电视台|证券|交易所|商会|协会|学会|联合会|银行"
    r"|[贸經经]发局|研究院|研究所|研究中心|智库|杂志|论坛|交易会|博览会|进博会|课题组)"
)
_KIND: Final = "(?:省级|市级|[省市区县州]|自治区|特别行政区|地区)?"

BEFORE: Final = _table(
    (Part.SPEAKER, _OF),
    (Part.NAME, _HOUSE_OF),
    (
        Part.ASIDE,
        (
            r"\b(?:than|against|versus|vs\.?|behind|ahead of|followed by|compared (?:with|to)|unlike|trailing"
            r"|overt[ao]\w+|surpass\w*|outnumber\w*|neighbou?ring)\s"
            r"(?:(?:in|that of|those in|neighbou?ring|the|only)\s){0,3}$"
        ),
    ),
    (
        Part.ASIDE,
        (
            r"\b(?:rank\w*|first|second|third|fourth|fifth|\d+th|top|tops|topping|leads?|leading|most|highest|largest"
            r"|biggest|best|strongest)\s"
            r"(?:(?!little)\w+\s){0,3}?(?:in|of|among|across|within)\s(?:all (?:of )?)?(?:the )?$"
        ),
    ),
    (
        Part.ASIDE,
        (
            r"\b(?:announc\w+|speaking|spoke|said|told|held|meeting|conference|congress|forum|summit|ceremony|event|seminar"
            r"|presented|unveiled|published|released)\s(?:(?!little)\w+\s){0,3}?(?:in|at)\s$"
        ),
    ),
    (
        Part.ASIDE,
        (
            r"\b(?:mainly|mostly|chiefly|largely|primarily|especially|notably|particularly|concentrated|cluster\w*"
            r"|(?:most|half|many|a \w+|\w+ percent) of (?:them|which|these)|including|such as|led by)"
            r"\s(?:(?!little)\w+\s){0,2}?(?:(?:in|from|by|around)\s)?(?:the )?$"
        ),
    ),
    (
        Part.ASIDE,
        (
            r"\b(?:exports?|exported|exporting|shipments?|shipped|sales|sells?|sold|deliver\w*|invest\w*|expan\w+|move[sd]?"
            r"|moving|relocat\w*|plants?|factor(?:y|ies)|sites?|branch(?:es)?|subsidiar\w+|offices?|warehouses?|list(?:ed|ing)s?"
            r"|trad(?:ed|ing)|ipos?|float\w*|stakes?|customers|suppliers|buyers|clients|went public|travel\w*|orders"
            r"|goods|investors|capital|bases?|cent(?:er|re)s?|laborator(?:y|ies)|labs?)"
            r"\s(?:(?!little)\w+\s){0,3}?(?:in|to|on|into|at|from|through|via|across)\s(?:the )?$"
        ),
    ),
    (
        Part.ASIDE,
        (
            r"(?:[比较]|高于|低于|仅次于|超过|超越|领先|领先于|多于|少于|不及|落后于|不如)$"
            r"|(?:[居列]|位[居列]|[名排]列|排名|排在|稳居|跃居)$"
            r"|(?:主要|集中|分布|其中|尤其|特别|大多|多数|多|来自|以|包括|例如|如|迁[至往到]|出口[至到]?|销往|经)"
            r"(?:还|又)?(?:集中|分布|位于|来自)?[在于是]?$"
        ),
    ),
    (
        Part.FIRMS,
        (
            rf"\b{_GROUP},?(?:\s(?:that are |which are )?(?:registered|based|located|headquartered|operating))?"
            rf"(?:\s(?:in|of) (?:the )?(?:[\w-]+ ){{1,3}}(?:business|sector|industry|trade|field))?"
            rf"\s(?:in|from|across|of|within)\s(?:the )?(?:(?:city|province|municipality) of )?$"
        ),
    ),
    (Part.FIRMS, r"(?:总部|注册)[^,。;]{0,4}[在于]$|落户(?:在|于)?$"),
    (Part.FIRMS, r"\b(?:are|is|were) (?:located|based|headquartered|registered|found)? ?in (?:the )?$"),
)
"""What stands before a place, the first that fits counts."""

_HAN_ABROAD: Final = (
    rf"{_KIND}(?:设有|设立|建有|建立|开设|设厂|建厂|投资|办|上市|布局|拥有(?:研发|生产|分)"
    r"|举[办行]|召开|宣布|发布|公布|表示|披露|透露)"
)
"""What is done there, where 在, 到 and the like stand before a place."""

NAMES: Final = _table(
    (Part.NAME, rf"(?:'s|-based)?\s(?:{_SMALL}\s){{0,2}}?{_HOUSE}\b"),
    (
        Part.NAME,
        r"\s?\d{1,2}月\d{1,2}日电|,? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.? \d{1,2} ?[(-]",
    ),
    (Part.SPEAKER, rf"(?:'s|-based)?\s(?:{_SMALL}\s){{0,2}}?(?:{_OFFICE}|(?:statistics|property|tax|patent) office)\b"),
    (Part.ASIDE, rf"(?:'s)?\s(?:{_SMALL}\s)?(?:branch|office|arm)\b|{_KIND}(?:(?:中心)?[分支]行|营管部|分公司)"),
    (Part.SPEAKER, rf"{_KIND}(?:{_HAN_OFFICE})"),
    (Part.NAME, rf"{_KIND}{_HAN_HOUSE}"),
    (Part.ASIDE, rf"{_KIND}(?:第[一二三四五六七八九十\d]|首位|之首|之最)"),
    (Part.ASIDE, r",? (?:leading|topping|alone|the most|among (?:them|others))\b|(?:为主|居多|最多|居首)"),
)
"""What stands after a place and says that it is not what the firms are of."""

AFTER: Final = _table(
    (Part.FIRMS, rf"(?:'s|-based)?(?:\s{_SMALL}){{0,4}}?\s[\"“']?{_GROUP}"),
    (
        Part.FIRMS,
        rf"{_KIND}(?:(?!(?:{_HAN_OFFICE}))[^,。;:在向对]|\d,(?=\d)){{0,20}}?[\"“「]?{_HAN_GROUP}",
    ),
)
"""What stands after it."""

NATIONWIDE: Final = re.compile(rf"\b{_GROUP}\s(?:nationwide|across the (?:whole )?country)$", FLAGS)
"""At the end of a text that names the whole country to say which firms are meant."""

DESTINED: Final = re.compile(r"[在到至往赴向]$")
HAN_THERE: Final = re.compile(_HAN_ABROAD)
HEAD: Final = re.compile(
    r"(?:^|[,;:。]\s?)(?:(?:in|across|within|throughout|for)\s)?(?:the )?(?:(?:city|province) of )?$"
    r"|(?:^|[,;:。年月日末底])(?:在|据|全)?$",
    FLAGS,
)
ALSO: Final = re.compile(r"\s?(?:and|or|和|与|及|以及|、|,|, and)\s?(?:the )?", FLAGS)
"""Between places of which the same is said."""

WHOLE_OF_SPEAKER: Final = re.compile(
    r"全[省市区县州]|[本该][省市区县]|[省市]内|\b(?:the (?:city|province|region|municipality)(?:'s)?|provincewide"
    r"|province-wide|citywide|city-wide)\b(?! (?:bureau|government|department))",
    FLAGS,
)
"""Speaks of the place of whoever speaks."""

STICKS: Final = re.compile("其中|集中|高中|犹豫|当中")
"""Words of which a part looks like a place."""

TAKEN_ON: Final = frozenset({Part.ASIDE, Part.NAMED, Part.LEADING, Part.FIRMS})
"""Parts that a list shares."""

IN_CHINESE: Final = re.compile(r"(?:省|市|自治区|特别行政区|地区|的)?")
AND_IN_IT: Final = re.compile(r"(?:'s)(?: (?:provincial )?capital)?(?: city(?: of)?)?,? | province's (?:capital )?")
IN_IT: Final = re.compile(
    r"(?: city)?(?:,|,? in|,? (?:the|a) (?:\w+ ){0,2}?"
    r"(?:capital|city|port|hub|district|county)(?: \w+)? (?:of|in))(?: the)?"
    r"(?: (?:eastern|western|northern|southern|central|coastal) )?"
    r"(?: (?:province|region|municipality) of)? ?(?:\w+ China's )?",
    re.IGNORECASE,
)
"""Between a place and one inside it, or the one that it lies in."""
