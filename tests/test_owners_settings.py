"""Owners set by chat what can be set by chat, in English and Chinese, and are told what it means."""

import pytest
from listening import ANNA, OLGA, Table, heard

from bot.roles import Roles
from bot.settings import settings
from knowledge.settings import NAMES, Settings

ROLES = Roles(frozenset({OLGA.id}), lambda: frozenset({ANNA.id}))


class Settable(Table):
    chosen_ones = Settings()

    @property
    def settings(self) -> Settings:
        return self.chosen_ones

    def keep_settings(self, settings: Settings) -> None:
        self.chosen_ones = settings


def asked(text: str, table: Settable, sender: int = OLGA.id, language: str = "en") -> str:
    return settings(ROLES, table, heard(text, sender=sender, language=language)).html


def test_alone_it_shows_every_setting_and_how_to_change_one() -> None:
    said = asked("", Settable())
    assert all(name in said for name in NAMES)
    assert "corrections 7" in said
    assert "/settings corrections 3" in said


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("corrections 3", Settings(corrections=3)),
        (" Corrections  0 ", Settings(corrections=0)),
        ("suggestions on", Settings(suggestions=True)),
        ("suggestions OFF", Settings()),
        ("questions 30", Settings(questions=30)),
        ("更正 2", Settings(corrections=2)),
        ("建议 开", Settings(suggestions=True)),
        ("问题 ９０", Settings(questions=90)),
    ],
)
def test_a_name_and_a_value_set_it(text: str, becomes: Settings) -> None:
    table = Settable()
    assert asked(text, table).startswith("Set: ")
    assert table.chosen_ones == becomes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("corrections", "from 0 to 30"),
        ("corrections 31", "from 0 to 30"),
        ("corrections -1", "from 0 to 30"),
        ("corrections <b>", "from 0 to 30"),
        ("questions 0", "from 1 to 3650"),
        ("questions " + "9" * 4000, "from 1 to 3650"),
        ("suggestions perhaps", "on or off"),
        ("colour red", "no setting of that name"),
        ("{0} %s", "no setting of that name"),
    ],
)
def test_what_cannot_be_set_is_said_and_changes_nothing(text: str, why: str) -> None:
    table = Settable()
    assert why in asked(text, table)
    assert table.chosen_ones == Settings()


def test_a_curator_who_is_no_owner_sees_and_sets_nothing() -> None:
    table = Settable()
    for text in ("", "corrections 1"):
        assert "Only owners" in asked(text, table, ANNA.id)
    assert table.chosen_ones == Settings()


def test_in_chinese_it_answers_in_chinese() -> None:
    table = Settable()
    assert "已设置" in asked("更正 3", table, language="zh-hans")
    assert "天" in asked("", table, language="zh")
    assert "0 到 30" in asked("更正 99", table, language="zh")
