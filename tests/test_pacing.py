"""How much may be asked at once: by one person, in one group, in a private chat."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import ALONE, GROUP, PERSON, Admission, Pace, Pacing, Rate

FIRMS, NEWS, ANNA, BOB = -1, -2, 1001, 1002
ANSWER, NOTICE, SILENCE = Admission.ANSWER, Admission.NOTICE, Admission.SILENCE


def admitted(pacing: Pacing, times: int, chat: int = FIRMS, person: int = ANNA, at: float = 0.0) -> list[Admission]:
    return [pacing.admit(chat, person, at) for _ in range(times)]


def test_after_a_burst_there_is_one_notice_and_then_silence() -> None:
    pacing = Pacing()
    assert admitted(pacing, PERSON.burst + 3) == [ANSWER] * PERSON.burst + [NOTICE, SILENCE, SILENCE]


def test_what_has_refilled_is_answered_and_the_next_notice_waits_until_it_is_full() -> None:
    pace = Pace(Rate(2, 1.0))
    assert [pace.admit("a", at) for at in (0, 0, 0, 1, 1, 1)] == [ANSWER, ANSWER, NOTICE, ANSWER, SILENCE, SILENCE]
    assert [pace.admit("a", 3) for _ in range(3)] == [ANSWER, ANSWER, NOTICE]


def test_one_person_leaves_something_of_a_group_to_the_others() -> None:
    pacing = Pacing()
    admitted(pacing, 100)
    assert pacing.admit(FIRMS, BOB, 0.0) is ANSWER


def test_many_persons_together_get_what_telegram_lets_a_group_have() -> None:
    pacing = Pacing()
    got = [pacing.admit(FIRMS, person, 0.0) for person in range(1, 100)]
    assert got == [ANSWER] * GROUP.burst + [NOTICE] + [SILENCE] * (98 - GROUP.burst)


def test_a_full_group_holds_nobody_up_elsewhere() -> None:
    pacing = Pacing()
    for person in range(1, 100):
        admitted(pacing, 20, FIRMS, person)
    assert pacing.admit(NEWS, ANNA, 0.0) is ANSWER
    assert pacing.admit(ANNA, ANNA, 0.0) is ANSWER


def test_who_hides_behind_a_group_has_the_groups_share() -> None:
    assert admitted(Pacing(), GROUP.burst, person=0) == [ANSWER] * GROUP.burst


def test_in_private_a_long_list_is_answered_and_an_endless_one_is_not() -> None:
    assert admitted(Pacing(), ALONE.burst + 2, chat=ANNA) == [ANSWER] * ALONE.burst + [NOTICE, SILENCE]


def test_only_so_many_are_kept_in_mind_and_those_who_ask_are_kept_longest() -> None:
    pace = Pace(Rate(1, 0.0), room=2)
    assert [pace.admit(who, 0.0) for who in "abaca"] == [ANSWER, ANSWER, NOTICE, ANSWER, SILENCE]
    assert pace.admit("b", 0.0) is ANSWER


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 5), st.floats(0, 3))
def test_never_more_is_answered_than_the_rate_allows_and_never_two_notices_in_one_drought(
    pauses: list[float], burst: int, per_second: float
) -> None:
    pace, at, answered, got = Pace(Rate(burst, per_second)), 0.0, 0, []
    for pause in pauses:
        at += pause
        got.append(pace.admit("a", at))
        answered += got[-1] is ANSWER
        assert answered <= burst + at * per_second + 1e-6
    assert ANSWER in got[:1] or not got
    if not per_second:
        assert got.count(NOTICE) <= 1


@given(st.lists(st.floats(0, 100), max_size=20))
def test_a_clock_that_stands_or_goes_back_gives_nothing_away(times: list[float]) -> None:
    pace = Pace(Rate(1, 1.0))
    assert pace.admit("a", 100.0) is ANSWER
    assert ANSWER not in [pace.admit("a", 100.0 - back) for back in sorted(times)]


def test_what_can_wait_leaves_half_of_a_chats_messages_to_those_who_ask() -> None:
    for chat, rate in ((FIRMS, GROUP), (ANNA, ALONE)):
        pacing = Pacing()
        spared = [pacing.spares(chat, 0.0) for _ in range(rate.burst)]
        assert spared == [True] * (rate.burst // 2) + [False] * (rate.burst // 2)
        assert [pacing.admit(chat, 0, 0.0) for _ in range(rate.burst // 2)] == [ANSWER] * (rate.burst // 2)
        assert not pacing.spares(chat, 0.0)
        assert pacing.spares(chat, 10_000.0)
