import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import pytest
from click.testing import CliRunner
from measures import ENTRIES, SOURCE

from bot.chat import converse
from bot.cli import WARNED, call
from bot.session import Session
from bot.tables import replace
from bot.terminal import harmless
from knowledge.almanac import Almanac
from knowledge.facts import Collection, Document
from knowledge.questions import Reading, Several
from knowledge.thresholds import DEFAULT, Thresholds

ROOT = Path(__file__).parent.parent
COUNT = "How many little giants are there?"
SENTENCE = "Zhejiang had 2,141 little giants at the end of June 2024."
URL = "https://example.org/zhejiang"
PHRASINGS = [f"how many little giants are in Zhejiang, {word}" for word in ("one", "two", "three", "four", "five")]


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def giants(*args: str, stdin: str | bytes = "") -> Said:
    """What a shell would see of `giants …`."""
    with CliRunner().isolation(input=stdin) as (out, err, _):
        status = call(args)
        sys.stdout.flush()
        sys.stderr.flush()
        return Said(status, out.getvalue().decode(), err.getvalue().decode())


@pytest.fixture(autouse=True)
def table(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The table that every command of the test uses, and nothing of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIANTS_")]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    database = tmp_path / "table.db"
    shutil.copy(shipped, database)
    monkeypatch.setenv("GIANTS_DATABASE", str(database))
    return database


@pytest.fixture
def started(table: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that end with the test."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()


def spawn(*args: str, stdout: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
    """`giants …` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def is_one_line(error: str) -> bool:
    return error.startswith("giants: ") and error.count("\n") == 1 and error.endswith("\n")


def collection(sentence: str = SENTENCE, figure: str = "2,141") -> str:
    """A file with one topic and one fact."""
    source = {"url": URL, "publisher": "Zhejiang Daily", "title": "A report", "published": "2024-07-01"}
    fact = {
        "id": "zhejiang-2024",
        "figure": figure,
        "value": "2141",
        "unit": "enterprises",
        "bound": "exactly",
        "period": {"from": "2024-06-30", "to": "2024-06-30", "label": "end of June 2024"},
        "sentence": sentence,
        "quote": "verbatim",
        "source": URL,
    }
    topic = {
        "topic": "zhejiang-count",
        "title": {"en": "Number of little giants in Zhejiang", "zh": "浙江小巨人数量"},
        "place": "Zhejiang",
        "ask": {"en": [*PHRASINGS, COUNT, "zhejiang total", "zhejiang tally"]},
        "facts": [fact],
    }
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in ({"source": source}, topic)) + "\n"


def test_a_question_is_answered_with_figure_period_sentence_and_source() -> None:
    said = giants("ask", COUNT)
    assert said.status == 0
    assert "more than 17,600" in said.out
    assert "2025" in said.out
    assert "rose from over 5,000 to more than 17,600" in said.out
    assert "Xinhua" in said.out
    assert said.err == ""


def test_words_need_no_quotation_marks() -> None:
    assert giants("ask", *COUNT.split()) == giants("ask", COUNT)


def test_a_question_can_come_through_a_pipe() -> None:
    assert giants("ask", stdin=COUNT + "\n") == giants("ask", COUNT)


def test_bytes_that_are_no_text_are_read_all_the_same() -> None:
    assert giants("ask", stdin=b"\xff\xfe how many?").status == 0


def test_half_a_character_is_no_reason_to_stop() -> None:
    assert giants("ask", "--json", "how many \udcff?").status == 0


@pytest.mark.parametrize(
    "args",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "--json", " ", "\n"),
        ("ask", "--nonsense"),
        ("nonsense",),
        ("--nonsense",),
        ("ask", "--batch", "-", "how many?"),
        ("ask", "--batch", "nowhere.jsonl"),
        ("ask", "--today", "tomorrow", "how many?"),
        ("ask", "--database", "", "how many?"),
        ("ask", "--database", "postgresql://me:hunter2@host/giants", "how many?"),
        ("import",),
        ("import", "nowhere.jsonl"),
    ],
)
def test_bad_usage_is_told_in_one_line(args: tuple[str, ...]) -> None:
    said = giants(*args)
    assert said.status == 2
    assert said.out == ""
    assert is_one_line(said.err)
    assert "hunter2" not in said.err


def test_json_is_one_object_on_one_line() -> None:
    said = giants("ask", "--json", COUNT)
    (answer,) = said.objects
    assert answer["question"] == COUNT
    assert answer["outcome"] == "answer"
    assert '"value": 17600, ' in said.out
    assert answer["text"] == giants("ask", COUNT).out.removesuffix("\n")


def test_json_is_utf_8_and_says_chinese_as_it_is() -> None:
    said = giants("ask", "--json", "2021年中国有多少家小巨人企业？")
    assert "2021年中国有多少家小巨人企业？" in said.out


def test_this_year_is_counted_from_the_day_that_is_given() -> None:
    question = "how many little giants are there this year?"
    then, later = (giants("ask", "--json", "--today", f"{year}-12-03", question) for year in (2025, 2041))
    assert then.objects[0]["outcome"] != "unknown"
    assert later.objects[0]["outcome"] == "unknown"


def test_a_batch_is_answered_in_order_under_the_callers_ids() -> None:
    lines: list[dict[str, object]] = [
        {"id": "a", "q": COUNT},
        {"id": [1, {"b": None}], "q": "小巨人利润占比多少？"},
        {"id": None, "turns": [{"q": "hi"}, {"q": COUNT}]},
    ]
    said = giants("ask", "--batch", "-", stdin="\n\n".join(json.dumps(line) for line in lines))
    assert said.status == 0
    single, chinese, talk = said.objects
    assert [line["id"] for line in lines] == [single["id"], chinese["id"], talk["id"]]
    assert [turn["outcome"] for turn in talk["turns"]] == ["unknown", "answer"]
    assert single == {"id": "a", **giants("ask", "--json", COUNT).objects[0]}


def test_a_batch_can_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps({"id": 1, "q": COUNT}), encoding="utf-8")
    assert giants("ask", "--batch", "questions.jsonl").objects[0]["outcome"] == "answer"


def test_a_wrong_line_is_named_and_costs_no_other_its_answer() -> None:
    said = giants("ask", "--batch", "-", stdin='{"id": 1, "q": "hi"}\nhow many?\n{"id": 3, "q": "hi"}\n')
    assert said.status == 2
    assert [answer["id"] for answer in said.objects] == [1, 3]
    assert is_one_line(said.err)
    assert "line 2" in said.err


def test_a_batch_answers_each_line_before_it_reads_the_next(started: list[subprocess.Popen[str]]) -> None:
    process = spawn("ask", "--batch", "-")
    started.append(process)
    assert process.stdin
    assert process.stdout
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "q": COUNT}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.stdin.close()
    assert process.wait() == 0


def test_every_question_is_recorded_with_its_outcome(table: Path) -> None:
    giants("ask", COUNT)
    giants("ask", "--batch", "-", stdin='{"q": "hi"}\n' * 600)
    with sqlite3.connect(table) as database:
        outcomes = database.execute(
            "select outcome, count(*) from question group by outcome order by outcome"
        ).fetchall()
    database.close()
    assert outcomes == [("answer", 1), ("unknown", 600)]


def test_what_was_asked_before_ctrl_c_is_recorded(table: Path, started: list[subprocess.Popen[str]]) -> None:
    process = spawn("ask", "--batch", "-")
    started.append(process)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write('{"id": 1, "q": "hi"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert "Traceback" not in process.stderr.read()
    with sqlite3.connect(table) as database:
        assert database.execute("select count(*) from question").fetchone() == (1,)
    database.close()


def test_in_a_pipe_an_answer_is_plain_and_on_request_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = giants("ask", COUNT).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = giants("ask", COUNT).out
    assert "\x1b[" not in plain
    assert "\x1b[1;32mmore than 17,600\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\d", giants("ask", COUNT).out)


def test_nothing_that_a_terminal_would_obey_is_printed() -> None:
    assert harmless("a\x1b]0;title\x07b\x9b31mc\r\nd\te\udcff") == "a\ufffd]0;title\ufffdb\ufffd31mc\ufffd\nd\te\ufffd"
    assert "\x1b" not in giants("ask", "who is \x1b[31mxyzzy\x1b[0m").out


def test_a_table_that_is_not_there_is_made_and_that_is_said(tmp_path: Path) -> None:
    database = tmp_path / "deeper" / "new.db"
    said = giants("ask", "--database", str(database), COUNT)
    assert said.status == 0
    assert "17,600" in said.out
    assert is_one_line(said.err)
    assert str(database) in said.err.replace("\n", "")


@pytest.mark.parametrize("left", [None, b""])
@pytest.mark.parametrize(
    "command", [("check",), ("export",), ("export", "all.jsonl"), ("evaluate", "cases.jsonl"), ("tune",)]
)
def test_what_reads_a_table_makes_none(tmp_path: Path, command: tuple[str, ...], left: bytes | None) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps({"q": COUNT, "gold": ["none"], "kind": "plain"}), encoding="utf-8")
    database = tmp_path / "deeper" / "new.db"
    if left is not None:
        database.parent.mkdir()
        database.write_bytes(left)
    said = giants(*command, "--database", str(database))
    assert (said.status, said.out) == (1, "")
    assert is_one_line(said.err)
    assert f"there is no table at {database}" in said.err
    assert database.exists() is (left is not None)
    assert left is None or database.read_bytes() == left


def test_the_containers_health_is_asked_by_what_makes_no_table() -> None:
    (command,) = re.findall(r'CMD \["sh", "-c", "giants (\w+) ', (ROOT / "deploy" / "Dockerfile").read_text("utf-8"))
    assert giants(command, "--database", "none.db").status == 1
    assert not Path("none.db").exists()


@pytest.mark.parametrize("command", [("ask", "hi"), ("chat",), ("check",), ("export",)])
def test_a_file_that_is_no_table_is_refused_in_one_line_and_left_alone(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ann,\n" * 1000, encoding="utf-8")
    said = giants(*command, "--database", str(letter))
    assert said.status == 1
    assert is_one_line(said.err)
    assert letter.read_text(encoding="utf-8") == "Dear Ann,\n" * 1000


@pytest.mark.parametrize("command", [("export",), ("check",), ("ask", COUNT), ("ask", "--json", COUNT), ("--help",)])
def test_a_full_disk_is_told_in_one_line(command: tuple[str, ...], started: list[subprocess.Popen[str]]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = spawn(*command, stdout=full)
    started.append(process)
    _, err = process.communicate()
    assert process.returncode == 1
    assert is_one_line(err)


@pytest.mark.parametrize("command", [("export",), ("ask", COUNT)])
def test_a_reader_that_has_left_is_no_error_to_speak_of(
    command: tuple[str, ...], started: list[subprocess.Popen[str]]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        process = spawn(*command, stdout=pipe)
    started.append(process)
    _, err = process.communicate()
    assert err == ""
    assert process.returncode == 1


def test_import_into_nothing_makes_a_table_with_these_facts_only(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(collection(), encoding="utf-8")
    said = giants("import", "facts.jsonl", "--database", "new.db")
    assert (said.status, said.err) == (0, "")
    assert said.out == "2 added, 0 changed, 0 held already\n"
    answer = giants("ask", "--json", "--database", "new.db", PHRASINGS[0]).objects[0]
    assert [fact["id"] for fact in answer["facts"]] == ["zhejiang-2024"]
    assert "17,600" not in giants("export", "--database", "new.db").out
    assert sorted(path.name for path in tmp_path.iterdir() if "new" in path.name) == ["new.db"]


def test_import_says_what_was_added_and_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(collection(), encoding="utf-8")
    (tmp_path / "mended.jsonl").write_text(collection(sentence="By mid-2024 it was 2,141."), encoding="utf-8")
    said = [
        giants("import", name, "--database", "new.db").out for name in ("facts.jsonl", "facts.jsonl", "mended.jsonl")
    ]
    assert said == [
        "2 added, 0 changed, 0 held already\n",
        "0 added, 0 changed, 2 held already\n",
        "0 added, 1 changed, 1 held already\n",
    ]


def test_one_wrong_file_keeps_all_files_out(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(collection(), encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text('{"topic": "No Slug"}\n', encoding="utf-8")
    before = giants("export").out
    said = giants("import", "good.jsonl", "bad.jsonl")
    assert said.status == 1
    assert "bad.jsonl" in said.err
    assert giants("export").out == before
    assert giants("import", "good.jsonl", "bad.jsonl", "--database", "new.db").status == 1
    assert not (tmp_path / "new.db").exists()


def test_what_is_exported_can_be_imported_and_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(collection(), encoding="utf-8")
    giants("import", "facts.jsonl", "--database", "new.db")
    assert giants("export", "all.jsonl", "--database", "new.db").status == 0
    assert giants("import", "all.jsonl", "--database", "copy.db").status == 0
    written = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert SENTENCE in written
    assert giants("export", "--database", "copy.db").out == written


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    def half(stream: BinaryIO) -> None:
        stream.write(b"one\n")
        raise OSError

    target = tmp_path / "facts.jsonl"
    target.write_text("before\n", encoding="utf-8")
    with pytest.raises(OSError, match=r"^$"):
        replace(target, half)
    assert target.read_text(encoding="utf-8") == "before\n"
    assert [path.name for path in tmp_path.glob("*facts*")] == ["facts.jsonl"]


@pytest.mark.parametrize("target", ["nowhere/all.jsonl", "letter.txt/all.jsonl"])
def test_an_export_that_cannot_be_written_names_the_file_that_was_named(tmp_path: Path, target: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann", encoding="utf-8")
    said = giants("export", target)
    assert said.status == 1
    assert is_one_line(said.err)
    assert said.err.startswith(f"giants: {target}: ")


def test_the_shipped_table_is_proved() -> None:
    said = giants("check")
    assert said.status == 0
    *warnings, last = said.out.splitlines()
    assert re.fullmatch(r"ok: \d+ topics, \d+ facts, \d+ phrasings", last)
    assert all(re.match(r"warning: ([a-z0-9-]+: ['\"]|\d+ more )", line) for line in warnings)
    assert len(warnings) <= WARNED + 1


def test_every_fault_of_a_table_is_listed(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(collection(figure="2,142"), encoding="utf-8")
    giants("import", "facts.jsonl", "--database", "new.db")
    said = giants("check", "--database", "new.db")
    assert said.status == 1
    assert not said.out.startswith("ok")
    assert {line.split(":")[0] for line in said.out.splitlines()} == {"zhejiang-2024", "zhejiang-count"}


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A table that is tuned in a second."""
    with Almanac.open_empty(tmp_path / "small.db") as almanac:
        almanac.load(Collection((Document(SOURCE),), ENTRIES))
    return str(tmp_path / "small.db")


def kept(database: str) -> Thresholds:
    with Almanac.open(database) as almanac:
        return almanac.thresholds


def test_tuning_shows_what_the_thresholds_give_and_keeps_none_unasked(small: str) -> None:
    said = giants("tune", "--database", small)
    assert said.status == 0
    for kind in ("held out (en)", "held out (zh)", "left out (en)", "swapped (zh)", "as people ask"):
        assert said.out.count(kind) >= 2
    assert "--apply" in said.out
    assert kept(small) == DEFAULT


def test_what_is_applied_is_kept_until_it_is_reset(small: str) -> None:
    said = giants("tune", "--json", "--apply", "--wrong", "0.5", "--database", small)
    (told,) = said.objects
    assert kept(small) == Thresholds(**told["derived"]["thresholds"]) != DEFAULT
    assert (told["wrong"], told["kept"], told["too_small"]) == (0.5, True, None)
    assert all(row["wrong"] <= 0.5 for row in told["derived"]["given"] if row["questions"] == "as people ask")
    assert giants("tune", "--reset", "--database", small).status == 0
    assert kept(small) == DEFAULT


def test_a_table_too_small_to_tune_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(collection(), encoding="utf-8")
    giants("import", "facts.jsonl", "--database", "new.db")
    said = giants("tune", "--apply", "--database", "new.db")
    assert said.status == 0
    assert said.out.startswith("The table is too small to tune: 1 of 3 topics")
    (told,) = giants("tune", "--apply", "--json", "--database", "new.db").objects
    assert (told["derived"], told["kept"], told["too_small"]["topics"]) == (None, False, 1)
    assert kept("new.db") == DEFAULT


@pytest.mark.parametrize("args", [("--apply", "--reset"), ("--wrong", "101"), ("--wrong", "few")])
def test_tuning_that_makes_no_sense_is_bad_usage(args: tuple[str, ...]) -> None:
    said = giants("tune", *args)
    assert said.status == 2
    assert is_one_line(said.err)


def test_run_without_a_token_says_how_to_get_one() -> None:
    said = giants("run")
    assert said.status == 2
    assert is_one_line(said.err)
    assert "GIANTS_TOKEN" in said.err
    assert "@BotFather" in said.err


def test_run_with_a_webhook_says_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIANTS_TOKEN", "42:SECRET")
    monkeypatch.setenv("GIANTS_WEBHOOK_URL", "https://bot.example.org/hook")
    said = giants("run")
    assert said.status == 2
    assert is_one_line(said.err)
    assert "GIANTS_WEBHOOK_URL" in said.err


def test_a_chat_in_a_pipe_answers_line_by_line_until_quit() -> None:
    said = giants("chat", stdin=f"/help\n\n{COUNT}\n/nonsense\n/topics\n/quit\nwhat do they spend on R&D?\n")
    assert said.status == 0
    assert "/topics" in said.out
    assert "more than 17,600" in said.out
    assert "/nonsense" in said.out
    assert "Average R&D investment per little giant" in said.out
    assert "30 million" not in said.out


Chat = Callable[..., str]


@pytest.fixture
def chat(table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Chat]:
    """What is said in a chat where every question is answered with "did you mean": two shares."""
    with Almanac.open(table) as almanac:
        shares = (almanac.facts("sme-share")[-1], almanac.facts("profit-share")[-1])

        def talk(*lines: str, chinese: bool = False) -> str:
            offered = Several(Reading("what share?", chinese=chinese), shares)
            monkeypatch.setattr(almanac, "ask", lambda *_, **__: offered)
            converse(Session(almanac, lambda: datetime(2025, 12, 3, tzinfo=UTC)), lines)
            return capsys.readouterr().out

        yield talk


def test_in_a_chat_a_number_picks_what_was_meant(chat: Chat) -> None:
    said = chat("what share?", "2.")
    assert re.search(r"^1\. .*\n2\. Little giants' share of the profits", said, re.MULTILINE)
    assert "13.7 percent" in said
    assert "3.5 percent" not in said.split("13.7 percent", maxsplit=1)[0]
    assert "利润的比重\n时期：" in chat("占多少？", "2", chinese=True)


@pytest.mark.parametrize("none", ["0", "none", "None of these.", "neither", "都不是", "都不是。"])
def test_in_a_chat_none_of_what_was_offered_closes_it(chat: Chat, none: str) -> None:
    offered = chat("what share?")
    assert offered.splitlines()[-1] == "0. None of these"
    assert chat("what share?", none).removeprefix(offered).startswith("Then my table does not hold it.")
    assert chat("占多少？", none, "1", chinese=True).count("您是想问") == 2


def test_in_a_chat_a_number_that_was_not_offered_gets_a_hint_and_another_try(chat: Chat) -> None:
    said = chat("what share?", "7", "2")
    assert "Pick a number from 1 to 2, or 0 for none of these.\n" in said
    assert said.count("Did you mean") == 1
    assert "13.7 percent" in said
    assert "请输入 1 到 2 之间的数字" in chat("占多少？", "7", chinese=True)
    assert chat("what share?", "2021").count("Did you mean") == 2


def test_help_shows_examples() -> None:
    assert giants().out == giants("--help").out
    assert "giants ask" in giants("--help").out
    assert "giants ask" in giants("ask", "--help").out


@pytest.mark.parametrize("command", ["ask", "why", "chat", "run", "import", "export", "check"])
def test_every_command_takes_the_table(command: str) -> None:
    assert "--database" in giants(command, "--help").out


def test_python_dash_m_bot_is_giants(started: list[subprocess.Popen[str]]) -> None:
    process = spawn("--version")
    started.append(process)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert out.startswith("giants")


def test_why_explains_how_a_question_is_answered() -> None:
    said = giants("why", "how many litle giants were there in 2019?")
    assert said.status == 0
    assert "“litle” as “little”" in said.out
    assert "Number of little giant enterprises: " in said.out
    assert "Ruled out: the topic has no figure for 2019." in said.out
    assert "17,600" not in said.out
    assert "<b>" not in said.out


def test_why_in_json_has_weights_that_add_up_to_each_score() -> None:
    (told,) = giants("why", "--json", "小巨人利润占比多少").objects
    assert told["outcome"] == "answer"
    assert told["lead"] >= told["needed"] > told["offered"]
    assert [concept["concept"] for concept in told["concepts"]] == ["little-giant", "profit", "share"]
    assert len(told["topics"]) > 1
    for topic in told["topics"]:
        assert sum(spoken["weight"] for spoken in topic["spoken"]) == pytest.approx(topic["score"], abs=1e-4)


@pytest.mark.parametrize("args", [("why",), ("why", "--json"), ("why", "  ")])
def test_why_without_a_question_says_in_one_line_what_to_do(args: tuple[str, ...]) -> None:
    said = giants(*args)
    assert said.status == 2
    assert is_one_line(said.err)
    assert "giants why" in said.err


def test_in_a_chat_why_explains_the_last_answer_with_the_turn_that_it_leant_on() -> None:
    lines = "/why", "how many in 2021", "and in 2025?", "/why", "Why did you say that?", "/why share of profits"
    said = giants("chat", stdin="\n".join(lines)).out
    assert said.startswith("You have asked me nothing yet")
    assert said.count("· “and in 2025?”") == 2
    assert said.count("Carried over from before: the topic Number of little giant enterprises") == 2
    assert "· “share of profits”" in said
