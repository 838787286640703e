import re
import shlex
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import giants
from bot.config import PREFIX, Config
from knowledge.almanac import Almanac
from knowledge.curation import read_draft
from knowledge.questions import Found
from knowledge.store.protocol import Proposal

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROMISED = [block.strip() for block in BLOCKS if block.startswith("python3 -m venv ")]


def test_the_exchange_is_what_the_program_says() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "README.md"], cwd=ROOT, capture_output=True, check=False
    )
    assert checked.returncode == 0, "README has to be written anew: cog -r README.md"


def test_two_commands_are_promised_and_each_can_be_pasted_as_one_line() -> None:
    ask, prove = PROMISED
    assert "\n" not in ask + prove
    assert shlex.split(ask)[-3:-1] == [".venv/bin/giants", "ask"]
    assert shlex.split(prove)[-4:] == [".venv/bin/python", "-m", "pytest", "-q"]


def test_they_need_nothing_but_python() -> None:
    for command in PROMISED:
        programs = [shlex.split(part)[0] for part in command.split("&&")]
        assert programs[0] == "python3"
        assert all(program.startswith(".venv/bin/") for program in programs[1:])


def test_the_checks_run_the_very_commands() -> None:
    (pattern,) = re.findall(r"grep '(.*?)' README\.md", CI)
    assert re.findall(f"{pattern}.*$", README, re.MULTILINE) == PROMISED
    assert all(f'bash -euo pipefail -c "${{promised[{number}]}}"' in CI for number in range(len(PROMISED)))


def test_the_example_of_add_makes_a_fact_that_its_own_questions_find(curated: Almanac) -> None:
    (block,) = re.findall(r"^```\n/add (.*?)^```$", README, re.MULTILINE | re.DOTALL)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    draft = read_draft(block, "")
    proposal = curated.ledger.propose(draft, by=7, at=at)
    assert isinstance(proposal, Proposal), proposal
    kept = curated.ledger.keep(proposal.id, by=7, at=at)
    assert draft.phrasings
    for question in draft.phrasings:
        answer = curated.ask(question, today=at.date())
        assert isinstance(answer, Found), (question, answer)
        assert [scored.fact for scored in answer.facts] == [kept]


@pytest.mark.parametrize("command", giants.commands)
def test_every_command_is_named(command: str) -> None:
    assert f"giants {command}" in README


def test_the_benchmark_is_told_and_drawn_as_it_was_measured(tmp_path: Path) -> None:
    bench, drawn = ROOT / "tests" / "bench", tmp_path / "results.svg"
    command = [
        sys.executable,
        str(bench / "matching.py"),
        "--load",
        str(bench / "results.jsonl"),
        "--chart",
        str(drawn),
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout.splitlines()
    read = {*README.splitlines(), *(bench / "README.md").read_text(encoding="utf-8").splitlines()}
    assert {row for row in told if row.startswith("| ")} <= read
    assert drawn.read_text(encoding="utf-8") == (bench / "results.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_a_link_into_the_project_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_every_setting_is_explained_in_the_example() -> None:
    example = (ROOT / "deploy" / "giants.env.example").read_text(encoding="utf-8")
    explained = set(re.findall(rf"^#({PREFIX}\w+)=", example, re.MULTILINE))
    assert explained == {f"{PREFIX}{name.upper()}" for name in Config.model_fields}


def test_a_copy_of_the_example_with_everything_switched_on_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = (ROOT / "deploy" / "giants.env.example").read_text(encoding="utf-8")
    switched_on = re.sub(rf"^#(?={PREFIX})", "", example, flags=re.MULTILINE).replace("AA…", "AA")
    (tmp_path / ".env").write_text(switched_on, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in Config.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    assert Config.read().owners == {123456789, 987654321}


def test_the_pinned_requirements_cover_what_the_project_asks_for_and_name_no_host() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-build.txt": project["build-system"]["requires"],
    }
    for name, dependencies in wanted.items():
        pinned = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        names = re.findall(r"^([a-z0-9-]+)==", pinned, re.MULTILINE)
        assert {re.split(r"[^a-z0-9-]", each)[0] for each in dependencies} <= set(names)
        assert "://" not in pinned
        assert not re.search(r"^\s*-(?!-hash=)", pinned, re.MULTILINE)
