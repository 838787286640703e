"""The process ends with one clear sentence when Telegram takes its token away."""

from pathlib import Path

from botapi import TOKEN, Fault, Telegram
from running import Giants
from telegram_people import Person


def test_a_token_that_is_revoked_in_the_middle_of_a_run_ends_it(
    telegram: Telegram, tmp_path: Path, shipped: Path
) -> None:
    with Giants(telegram, tmp_path, shipped) as giants:
        for _ in range(3):
            telegram.fails("getUpdates", Fault(401, "Unauthorized"))
        telegram.says(Person(1001, "Anna"), "/help")
        assert giants.ended() == 78
    assert "Telegram does not accept the token" in giants.output
    assert "Traceback" not in giants.output
    assert TOKEN.partition(":")[2] not in giants.output
