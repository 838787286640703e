"""What is wrong with a draft or a change, in the curator's language."""

from bot.locale import translator
from knowledge.curation import Problem


def problem_words(problem: Problem, language: str) -> str:
    return translator(language)(problem.template).format(**problem.values)
