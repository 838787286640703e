"""Words that name nothing to look for, in the languages of the table."""

from typing import Final

from knowledge.words import stem


def _these(listed: str) -> frozenset[str]:
    """As typed and as stems."""
    return frozenset(form for word in listed.split() for form in (word, stem(word)))


FILLERS: Final = _these(
    "a an the is are was were be been being do does did there of to in at on for by with as it its this that these"
    " those please pls so just now today currently 的 了 吗 呢 啊 吧 呀 请 问 目 前 现 在"
)
"""Words without which two phrasings ask the same."""

EMPTY: Final = FILLERS | _these(
    "how mani much what which who whom whose where when whi and or if then they them their i you we he she one"
    " all ani some each not no dont have has had can could will would say said tell know about from than more like"
    " suppos guess"
    " percent percentag share part proport number count figur wise exact exactli roughli dure into go over within"
    " throughout until till up back sinc befor after between year plan period"
    " 多 少 几 数 量 百 分 之 比 例 占 率 什 么 哪 谁 怎 样 为 何 它 们 他 她 这 那 些 个 家 有 是 都 和 也 不 没"
)
"""Words that alone name nothing to look for; a part of a question that has no others is no question."""

PRONOUNS: Final = _these("they them their theirs these those such it its this that 它 们 他 她 其 这 该 此 这些 该类")
"""Stand for what the table is about, or for what was spoken of before."""

OF_A_FIGURE: Final = EMPTY | _these(
    "metric measur stand mean refer repres indic describ figur statist valu again say signifi thing"
    " 指 标 字 据 代 表 意 思 啥 哪 项 个 统 计 呢 呀 又 说"
)
"""What is said about a figure to ask what it is."""

WHAT: Final = frozenset({"what", "which", "stand", "mean", "refer", "什", "哪", "啥", "指"})
"""Asks what a figure is."""
