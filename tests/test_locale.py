"""Everything the bot says, it says in Chinese too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import bot
import knowledge
from bot.asking import EXAMPLES
from bot.errors import APOLOGY
from bot.locale import translator

HERE = Path(bot.__file__).parent
KNOWLEDGE = Path(knowledge.__file__).parent
CATALOGUE = HERE / "locale" / "zh" / "LC_MESSAGES" / "giants.po"


def said_in(source: str) -> Iterator[str]:
    """The words that a module hands to `say(…)` or to `translator(…)(…)`."""
    tree = ast.parse(source)
    if "bot.locale" not in source:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _speaks(node.func) and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def _speaks(function: ast.expr) -> bool:
    match function:
        case ast.Name("say") | ast.Call(ast.Name("translator")):
            return True
        case _:
            return False


def problems_in(source: str) -> Iterator[str]:
    """The templates of what keeps a draft or a change from being kept."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            template = node.args[1]
            if isinstance(template, ast.Constant):
                yield str(template.value)


SAID = sorted(
    {words for module in HERE.glob("*.py") for words in said_in(module.read_text("utf-8"))}
    | {words for module in KNOWLEDGE.glob("*.py") for words in problems_in(module.read_text("utf-8"))}
    | {*EXAMPLES, APOLOGY}
)


def test_the_search_for_what_is_said_finds_it() -> None:
    assert {"Keep", "Did you mean:", "not stated in the source"} <= set(SAID)


@pytest.mark.parametrize("words", SAID)
def test_what_is_said_has_chinese_words_with_the_same_placeholders(words: str) -> None:
    chinese = translator("zh-hans")(words)
    assert re.search(r"[\u4e00-\u9fff]", chinese), f"no Chinese for {words!r}"
    assert chinese != words
    assert _marks(chinese) == _marks(words)


def _marks(text: str) -> list[str]:
    """Placeholders and tags: what may not get lost on the way."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted([*names, *re.findall(r"</?\w+>|(?<![\w/])/[a-z]+", text)])


def test_nothing_is_translated_that_is_not_said() -> None:
    with CATALOGUE.open("rb") as source:
        held = {str(message.id) for message in read_po(source) if message.id}
    assert held - set(SAID) == set()


def test_english_and_languages_that_we_do_not_speak_are_as_written() -> None:
    assert [translator(tag)("Keep") for tag in ("en-GB", "de", "", "../zh", "%s")] == ["Keep"] * 5
