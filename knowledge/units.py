"""What a number counts: the words for each unit, in English and Chinese."""

import re
from typing import Final

from knowledge.numerals import FLAGS

_MEASURES: Final = {
    "percentage points": r"percentage points?\b|percent points?\b|pp\b|[个個]百分[点點]",
    "per mille": r"‰|per mill?e\b|permille\b",
    "percent": r"%|percent\b|per\s?cent\b|(?-i:pct)\b",
    "U.S. dollars": r"(?:u\.?s\.?\s)?dollars?\b|us\$|usd\b|美元|美金",
    "euros": r"euros?\b|eur\b|[欧歐]元",
    "Hong Kong dollars": r"hong kong dollars?\b|hkd\b|港元|港[币幣]",
    "yuan": r"(?:chinese\s)?yuan\b|rmb\b|renminbi\b|cny\b|元(?:人民[币幣])?|人民[币幣]|[块塊]钱",
    "years": r"years?\b(?!\s(?:on(?! average)|over|ago|to)\b)|年|[周週]?[岁歲]",
    "months": r"months?\b|[个個]月",
    "weeks": r"weeks?\b(?!\s(?:on(?! average)|over|ago)\b)|[周週](?![岁歲年期])|[个個]星期",
    "days": r"(?:working |calendar )?days?\b(?!\s(?:on(?! average)|over|ago|to (?:go|\d))\b)|[个個]工作日|天",
    "hours": r"hours?\b|[个個]?小[时時]",
    "times": r"times\b|-?fold\b|倍",
    "tonnes": r"(?:metric )?(?:tons?|tonnes?)\b|[吨噸]",
    "kilowatt-hours": r"kwh\b|kilowatt[- ]hours?\b|千瓦[时時]|度电",
    "square meters": r"square met(?:er|re)s?\b|sq\.? ?m\b|平方米",
}
"""Printed with the number, and part of the figure."""

_CURRENCIES: Final = {
    "U.S. dollars": r"us\$|\$|\busd\s?|\bdollars\s",
    "euros": r"€|\beur\s?",
    "Hong Kong dollars": r"hk\$",
    "yuan": r"(?:cn|rmb)?[¥￥]|\b(?:rmb|cny|renminbi)\s?|人民[币幣]",
}
"""Signs that stand before the number."""

CURRENCIES: Final = frozenset(_CURRENCIES)

_NOUNS: Final = {
    "enterprises": (
        r"names\b|enterprises?\b|firms?\b|compan(?:y|ies)\b|business(?:es)?\b|corporations?\b|manufacturers?\b|企[业業]"
    ),
    "patents": r"patents?\b|[专專]利",
    "software copyrights": r"software copyrights\b|(?:软件)?著作[权權]|[软軟]著",
    "trademarks": r"trademarks?\b|商[标標]",
    "suppliers": r"suppliers\b|供[应應]商",
    "customers": r"customers\b|clients\b|客[户戶]",
    "papers": r"(?:research )?papers\b|[论論]文",
    "standards": r"standards\b|[标標][准準](?!化)",
    "people": r"people\b|persons?\b|employees\b|workers\b|staff\b|[员員職职]工",
    "jobs": r"jobs\b|[岗崗]位",
    "countries and regions": r"countries and regions\b|[国國]家[和及与與、]地[区區]",
    "countries": r"countries\b|(?<=[个個])[国國]家",
    "universities": r"universities\b|高校|大[学學]",
    "cities": r"cities\b|城市|地[级級]市",
    "provinces": r"provinces\b|省份",
    "projects": r"projects\b|[项項]目",
    "products": r"products\b|[产產]品",
    "laboratories": r"[实實][验驗]室",
    "workstations": r"工作站",
    "branches": r"分支[机機][构構]|分公司",
    "subsidiaries": r"子公司",
    "institutions": r"[机機][构構]|研究[院所]",
    "factories": r"工[厂廠]|[厂廠]房",
    "warehouses": r"[仓倉][库庫]|海外[仓倉]",
    "bases": r"基地",
    "alliances": r"[联聯]盟",
    "contracts": r"合同",
    "orders": r"[订訂][单單]",
    "exhibitions": r"展[会會]|展[览覽]",
    "awards": r"[奖獎](?![补補励勵金学學])[项項]?",
    "cases": r"案[件例]",
    "accidents": r"事故",
    "lawsuits": r"[诉訴][讼訟]",
    "deals": r"(?:融[资資]|投[资資]|[并併]购|收购|併購|交易)(?:事件|交易|案例)?(?=\d|\Z)|[融投][资資]事件",
    "loans": r"[贷貸]款(?=\d|\Z|[。，,;；、)）])",
    "brands": r"品牌",
    "stores": r"[门門]店",
    "clusters": r"集群",
    "production lines": r"(?:生)?[产產][线線]",
    "varieties": r"品[种種]",
    "certifications": r"[认認][证證]",
    "platforms": r"platforms\b|平[台臺]",
    "machines": r"machines\b|[设設][备備]|[机機](?:器人?|床)",
}
"""Things; named beside the figure, which is then the bare number."""

_COUNTED: Final = {
    **_NOUNS,
    "enterprises": rf"{_NOUNS['enterprises']}|[家户戶间間]",
    "people": rf"{_NOUNS['people']}|人|[名位]",
}
"""The same with the Chinese classifiers that say as much as a noun."""

_GROUPS: Final = r"little giants?\b|giants\b|smes\b|champions\b|小巨人"
"""Names of groups of enterprises. Years are often set before them ("2025 little giants"), other nouns not."""


def _one_of(table: dict[str, str]) -> str:
    return "|".join(f"(?P<{_key(name)}>{pattern})" for name, pattern in table.items())


def _key(name: str) -> str:
    return "unit_" + re.sub(r"\W", "_", name)


_NAMES: Final = {_key(name): name for name in (*_MEASURES, *_COUNTED)} | {"unit_enterprises_": "enterprises"}
_THINGS: Final = {**_COUNTED, "enterprises": rf"{_GROUPS}|{_COUNTED['enterprises']}"}
_STOP: Final = (
    r"(?:are|is|was|were|be|been|had|has|have|of|in|on|at|to|for|by|from|with|into|across|over|during|since|after"
    r"|before|while|when|where|but|than|more|less|fewer|that|which"
    r"|who|as|per|a|an|the|this|these|those|it|they|their|its|percent|will|would|may|can|above|below|or so"
    r"|did|do|holds?|held|owns?|owned|makes?|made)\b"
)

_MEASURE: Final = re.compile(rf"\s?-?(?:{_one_of(_MEASURES)})", FLAGS)
_CURRENCY: Final = re.compile(rf"(?:{_one_of(_CURRENCIES)})$", FLAGS)
_THING: Final = re.compile(rf"\s{{0,2}}(?:(?!{_STOP})[a-z'\"-]+\s){{0,4}}?[\"']?(?:{_one_of(_THINGS)})", FLAGS)
_HAN_THING: Final = re.compile(
    rf"[个個项項件条條种種次款]?[^\W\d\s，。、；,;a-z]{{0,6}}?(?:{_one_of(_THINGS)})", re.IGNORECASE
)
_PLURAL: Final = re.compile(
    rf"(?:\s(?!{_STOP})[a-z-]+){{0,3}}?\s((?:(?!{_STOP})(?-i:[a-z][a-z-]*)\s)?(?!{_STOP})[a-z-]{{2,}}[^s\W]s)\b", FLAGS
)
_OUT_OF: Final = re.compile(r"\s(?:out )?of\s(?:(?:the|all|these|those)\s)+(?:[\d,]+(?=\s))?", FLAGS)
"""Between a part and the whole that it is of: "34 of the 120 prizes"."""
_SUBJECT: Final = re.compile(rf"(?:\b|(?<![a-z]))(?:{_one_of(_THINGS)})", FLAGS)

_PREMISES: Final = frozenset({"factories", "warehouses", "branches", "subsidiaries", "stores", "laboratories"})
"""Are counted with the classifier of firms where they follow it; else firms are, that have some."""

_CLASSIFIERS: Final = {
    "家户戶间間": ("enterprises", frozenset({"enterprises", "institutions", "suppliers", "customers"}) | _PREMISES),
    "所": ("", frozenset({"universities", "institutions"})),
    "篇": ("papers", frozenset({"papers"})),
    "人名位": ("people", frozenset({"people"})),
    "件": ("", frozenset({"patents", "products", "trademarks", "software copyrights", "cases", "lawsuits", "awards"})),
    "项項": (
        "",
        frozenset({"patents", "standards", "projects", "products", "platforms", "trademarks", "software copyrights"})
        | frozenset({"awards", "certifications", "contracts"}),
    ),
    "台臺套": ("machines", frozenset({"machines", "products"})),
    "种種款": ("products", frozenset({"products", "varieties"})),
    "起宗": ("", frozenset({"deals", "cases", "lawsuits", "accidents"})),
    "笔筆": ("", frozenset({"deals", "loans", "orders"})),
    "份": ("", frozenset({"contracts", "orders", "papers"})),
    "场場": ("events", frozenset({"exhibitions"})),
    "座": ("", frozenset({"factories", "warehouses", "cities", "bases", "laboratories"})),
    "条條": ("", frozenset({"production lines"})),
    "轮輪": ("rounds", frozenset[str]()),
    "次": ("times", frozenset[str]()),
    "个個": ("", frozenset(_NOUNS)),
}
"""Chinese words between a number and its noun: what each counts by itself, and the things it may count."""

_BESIDE: Final = frozenset({"suppliers", "customers"})
"""Are counted where they stand right before the number; elsewhere firms are, that supply or buy."""

_CLASSIFIER: Final = re.compile(rf"\s?(?P<word>[{''.join(_CLASSIFIERS)}])(?!月|百分)(?!(?<=起)来)")
_NOUN: Final = re.compile(rf"(?:\b|(?<![a-z]))(?:{_one_of(_NOUNS)}|(?P<unit_enterprises_>{_GROUPS}))", FLAGS)
_HAN_NOUN: Final = re.compile(rf"[^\W\d\s，。、；,;a-z]{{0,6}}?(?:{_one_of(_NOUNS)})", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[,，。;；:：、]")

OTHER_THINGS: Final = frozenset(
    name + end
    for name in {*_NOUNS, *_MEASURES} - {"enterprises", "percent", "percentage points", "per mille", "times"}
    for end in ("", " per enterprise")
)
"""Units in which no firms are counted."""

COUNTED_NEXT: Final = re.compile(
    rf"\s?(?:{'|'.join(_MEASURES[name] for name in _MEASURES if name not in {'years', 'times'})}"
    r"|years?\s(?!of\b)|倍"
    rf"|[多余餘百千万萬亿億家户戶间間个個人名位项項件条條种種]|thousand\b|million\b|billion\b|trillion\b)"
    rf"|\s(?:{'|'.join(_COUNTED.values())})",
    FLAGS,
)
"""At the end of a bare four-digit number: then it counts something and is no year."""

GROUP_NEXT: Final = re.compile(rf"\s?(?:{_GROUPS})", FLAGS)


def measure_at(text: str, position: int) -> tuple[str, int] | None:
    """The measure printed there, and where it ends."""
    match = _MEASURE.match(text, position)
    return (_name(match), match.end()) if match else None


def currency_before(text: str, position: int) -> tuple[str, int] | None:
    """The currency sign that ends there, and where it begins."""
    begin = max(0, position - 12)
    match = _CURRENCY.search(text[begin:position])
    return (_name(match), begin + match.start()) if match else None


def thing_at(text: str, position: int) -> str:
    """What the number before that position counts: a known thing, a plural as printed, or ""."""
    if whole := _OUT_OF.match(text, position):
        position = whole.end()
    if match := _THING.match(text, position) or _HAN_THING.match(text, position):
        return _name(match)
    plural = _PLURAL.match(text, position)
    return plural[1] if plural else ""


def classified(text: str, start: int, end: int) -> str | None:
    """What a number with a Chinese classifier counts, which sets it; None for one without.

    The noun follows, or stands before: in the same clause, or anywhere for a classifier that says little by itself.
    """
    classifier = _CLASSIFIER.match(text, end)
    if classifier is None:
        return None
    own, things = next(row for words, row in _CLASSIFIERS.items() if classifier["word"] in words)
    nouns = [(noun.start(), noun.end(), _name(noun)) for noun in _NOUN.finditer(text, 0, start)]
    if nouns and nouns[-1][2] in _BESIDE & things and start - nouns[-1][1] <= len("超过"):
        return nouns[-1][2]
    noun = _HAN_NOUN.match(text, classifier.end())
    if (following := _name(noun) if noun else thing_at(text, end)) in things:
        return following
    apart = _BESIDE | _PREMISES if own else _BESIDE
    before = [(at, name) for at, _, name in nouns if name in things - apart]
    clause = max((mark.end() for mark in _CLAUSE.finditer(text, 0, start)), default=0)
    return next((name for at, name in reversed(before) if at >= clause or not own), own)


_IMPLIED: Final = (
    ("years", re.compile(r"\b(?:age|aged)\b|年[龄齡]", FLAGS)),
    ("points", re.compile(r"\bindex\b|指[数數]", FLAGS)),
)
"""What is counted in a unit that nobody prints: "the average age was 52"."""
_NUMBER_OF: Final = re.compile(r"\bnumber of\s", FLAGS)
UNPRINTED: Final = frozenset(unit for unit, _ in _IMPLIED)


def subject_of(sentence: str, *, average: bool) -> str:
    """The first known thing of a sentence, for a number that stands without a noun; or "".

    An average is taken of what enterprises have, so they are its subject only where nothing else is.
    """
    if implied := next((unit for unit, pattern in _IMPLIED if pattern.search(sentence)), ""):
        return implied
    if average:
        names = (_name(noun) for noun in _NOUN.finditer(sentence))
        if owned := next((name for name in names if name != "enterprises"), ""):
            return owned
    if numbered := _NUMBER_OF.search(sentence):
        return thing_at(sentence, numbered.end() - 1)
    match = _SUBJECT.search(sentence)
    return _name(match) if match else ""


def things_in(sentence: str) -> frozenset[str]:
    """Every known thing that a sentence names."""
    return frozenset(map(_name, _SUBJECT.finditer(sentence)))


def _name(match: re.Match[str]) -> str:
    return _NAMES[match.lastgroup or ""]
