from collections import Counter, defaultdict
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

from knowledge import sounds
from knowledge.sounds import looks_like, said, spelt

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


def characters() -> str:
    """All of GB 2312, row by row."""
    rows = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(rows)


def uses() -> dict[str, Counter[str]]:
    """How often a character has each sound in the words of the dictionary."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, spoken in PHRASES_DICT.items():
        for character, (sound, *_) in zip(word, spoken, strict=False):
            found[character][to_normal(sound)] += 1
    return found


def as_listed() -> list[str]:
    """The lines that the file of sounds should have."""
    listed: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    used = uses()
    for character in characters():
        first, *others = pinyin(character, heteronym=True, style=Style.NORMAL)[0]
        listed[first][0].append(character)
        often = max(5, used[character].total() / 10)
        common = [sound for sound in others if used[character][sound] >= often]
        if common:
            listed[max(common, key=lambda sound: used[character][sound])][1].append(character)
    joined = {sound: ("".join(main), "".join(rare)) for sound, (main, rare) in sorted(listed.items())}
    return [f"{sound} {main}|{rare}" if rare else f"{sound} {main}" for sound, (main, rare) in joined.items()]


def test_characters_sound_as_the_dictionary_of_pinyin_says() -> None:
    lines = Path(sounds.SOUNDS).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line[0].isalpha()] == as_listed()


def test_a_word_is_said_in_every_way_that_its_characters_have() -> None:
    assert said("重点") == ("zhong dian", "chong dian")
    assert said("利x") == ()


def test_long_syllables_come_first() -> None:
    assert spelt("xian")[0] == "xian"
    assert "xi an" in spelt("xian")


def test_letters_that_are_no_syllables_are_no_pinyin() -> None:
    assert spelt("") == spelt("vendor") == spelt("ng") == ()


@given(st.lists(st.sampled_from(["xiao", "ju", "ren", "li", "run", "an", "e"]), min_size=1, max_size=4))
def test_pinyin_written_together_is_parted_where_it_was_joined(syllables: list[str]) -> None:
    assert all("".join(way.split()) == "".join(syllables) for way in spelt("".join(syllables)))
    assert spelt("".join(syllables))


@given(HAN)
def test_characters_that_look_alike_do_so_both_ways(character: str) -> None:
    assert all(character in looks_like(other) for other in looks_like(character))
    assert character not in looks_like(character)
