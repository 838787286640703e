"""What curators add, and the questions that must find it afterwards: giants, and the closest sentence by rapidfuzz.

Each fact is added by itself, as in a chat, to a copy of the article's table. A line of the file has a sentence, a
topic, three questions (plain, as typed into a search box, in other words) and near misses that it does not answer.
"""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rapidfuzz import fuzz, process

from knowledge.almanac import Almanac
from knowledge.curation import read_draft
from knowledge.exchange import read_collection
from knowledge.facts import Fact
from knowledge.questions import Found
from knowledge.store.protocol import Proposal

AT: Final = datetime(2026, 11, 22, tzinfo=UTC)
FORMS: Final = ("plain", "search box", "other words", "near misses")
ARTICLE: Final = Path(__file__).parents[2] / "knowledge" / "data" / "article.jsonl"
UNSEEN: Final = Path(__file__).parents[1] / "golden" / "adding_unseen.jsonl"

CUTOFF: Final = 60
"""Of a hundred: where the closest sentence finds most with about as many near misses as a reader would bear."""

Hit = tuple[str, str]
"""A method and a form of question."""


def main(path: Path) -> None:
    asked, hits = Counter[str](), Counter[Hit]()
    with TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.db"
        with Almanac.open_empty(table) as almanac:
            almanac.load(read_collection(ARTICLE))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            forms = [*zip(FORMS, row["asked"], strict=False), *((FORMS[-1], text) for text in row["near"])]
            asked.update(form for form, _ in forms)
            hits.update(_hits(Path(shutil.copy(table, Path(scratch) / "copy.db")), row, forms))
    rows = [f"{'percent that give the fact':28}" + "".join(f"{form:>14}" for form in FORMS)]
    rows += [
        f"{method:28}" + "".join(f"{100 * hits[method, form] / asked[form]:14.1f}" for form in FORMS)
        for method in ("giants", "closest sentence")
    ]
    sys.stdout.write("\n".join(rows) + "\n")


def _hits(path: Path, row: dict[str, Any], forms: list[tuple[str, str]]) -> Iterator[Hit]:
    with Almanac.open(path) as almanac:
        held = [fact for topic in almanac.topics() for fact in almanac.facts(topic.id)]
        message = f"{row['sentence']}\nhttps://www.example.org/added\ntopic: {row['topic']}"
        proposal = almanac.ledger.propose(read_draft(message), by=1, at=AT)
        kept = almanac.ledger.keep(proposal.id, by=1, at=AT) if isinstance(proposal, Proposal) else None
        if not isinstance(kept, Fact):
            return
        sentences = [*(fact.quote.text for fact in held), f"{row['topic']} {row['sentence']}"]
        for form, text in forms:
            answer = almanac.ask(text, today=AT.date())
            if isinstance(answer, Found) and kept.id in {scored.fact.id for scored in answer.facts}:
                yield "giants", form
            best = process.extractOne(text, sentences, scorer=fuzz.token_set_ratio, score_cutoff=CUTOFF)
            if best and best[2] == len(sentences) - 1:
                yield "closest sentence", form
    for each in path.parent.glob("copy.db*"):
        each.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else UNSEEN)
