"""What is wrong with a draft, a change or the table, in words for a chat."""

from pathlib import Path

from bot.locale import translator
from knowledge.curation import Problem
from knowledge.store.protocol import StoreError


def problem_words(problem: Problem, language: str) -> str:
    return translator(language)(problem.template).format(**problem.values)


def without_path(error: StoreError, database: Path) -> str:
    """Where a file is kept on this machine is nobody's business in a chat; the log has it."""
    return str(error).replace(f"{database.parent}/", "")
