"""The process itself: it ends when told, says what is wrong with its settings, and never shows its token."""

from pathlib import Path
from typing import Final

from botapi import BOT, TOKEN, Fault, Telegram
from running import Giants, answer, bold
from telegram_people import Person

ANNA: Final = Person(1001, "Anna", "anna")
QUESTION: Final = "How many little giants were there at the end of 2025?"
SECRET: Final = TOKEN.partition(":")[2]
REFUSED: Final = 78
"""EX_CONFIG: a service manager need not try again."""


def test_it_makes_its_table_and_sigterm_ends_it_in_peace(telegram: Telegram, tmp_path: Path) -> None:
    with Giants(telegram, tmp_path) as giants:
        answer(telegram, telegram.says(ANNA, QUESTION), ANNA.id)
        assert giants.stop() == 0
    assert "Traceback" not in giants.output


def test_an_update_taken_before_the_end_is_not_answered_twice_by_the_next_process(
    telegram: Telegram, tmp_path: Path, shipped: Path
) -> None:
    with Giants(telegram, tmp_path, shipped) as giants:
        deed = telegram.says(ANNA, QUESTION)
        answer(telegram, deed, ANNA.id)
        giants.stop()
    with Giants(telegram, tmp_path):
        answer(telegram, telegram.says(ANNA, "/help"), ANNA.id)
    answers = [call for call in telegram.since(deed) if call.said and "17,600" in bold(call.said)]
    assert len(answers) == 1


def test_what_was_asked_while_it_was_away_is_answered_when_it_is_back(
    telegram: Telegram, tmp_path: Path, shipped: Path
) -> None:
    deed = telegram.says(ANNA, QUESTION)
    with Giants(telegram, tmp_path, shipped):
        assert "17,600" in bold(answer(telegram, deed, ANNA.id))


def test_a_token_that_telegram_refuses_ends_it_with_one_clear_sentence(
    telegram: Telegram, tmp_path: Path, shipped: Path
) -> None:
    wrong = f"{BOT.id}:AAwrong_wrong_wrong_wrong_wrong_wrong1"
    giants = Giants(telegram, tmp_path, shipped, GIANTS_TOKEN=wrong)
    giants.start()
    assert giants.ended() == REFUSED
    assert "token" in giants.output.lower()
    assert "Traceback" not in giants.output
    assert wrong.partition(":")[2] not in giants.output


def test_faults_on_the_way_are_survived(telegram: Telegram, tmp_path: Path, shipped: Path) -> None:
    with Giants(telegram, tmp_path, shipped) as giants:
        for fault in (Fault(502, "Bad Gateway"), Fault(drop=True), Fault(delay=0.2)):
            telegram.fails("getUpdates", fault)
            telegram.wait_for_poll(telegram.polls, 10)
        telegram.fails("sendMessage", Fault(429, "Too Many Requests: retry after 1", retry_after=1))
        deed = telegram.says(ANNA, QUESTION)
        call = telegram.wait_for("sendMessage", after=deed, where=lambda call: not call.refusal)
        assert call.said is not None
        assert "17,600" in bold(call.said)
        assert giants.stop() == 0


def test_the_token_stands_in_no_output_even_when_an_error_names_it(
    telegram: Telegram, tmp_path: Path, shipped: Path
) -> None:
    with Giants(telegram, tmp_path, shipped) as giants:
        telegram.fails("sendMessage", Fault(400, f"Bad Request: odd request to /bot{TOKEN}/sendMessage"))
        telegram.fails("sendMessage", Fault(500, f"Internal Server Error at /bot{TOKEN}/sendMessage"))
        telegram.fails("getUpdates", Fault(500, f"Internal Server Error at /bot{TOKEN}/getUpdates"))
        for text in (QUESTION, "/help", f"is {TOKEN} a secret?"):
            telegram.wait_for("sendMessage", after=telegram.says(ANNA, text))
        giants.stop()
    assert "/sendMessage" in giants.output
    assert SECRET not in giants.output
