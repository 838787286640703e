"""What waits for somebody's decision: proposed facts and amendments."""

from dataclasses import replace
from datetime import datetime

from knowledge.facts import Fact
from knowledge.store.connection import Connection
from knowledge.store.protocol import UNDECIDED, Amendment, Proposal, Verdict
from knowledge.store.rows import Row, proposal_body, proposal_of


class Proposals:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction
        self._database = connection.database

    def propose(self, proposal: Proposal | Amendment) -> int:
        with self._transaction():
            table = self._database.table("proposal")
            table.insert(
                {
                    "body": proposal_body(proposal),
                    "by": proposal.by,
                    "at": proposal.at.isoformat(),
                    "verdict": proposal.verdict.value,
                }
            )
            return int(self._database.execute("select last_insert_rowid()").fetchone()[0])

    def proposal(self, proposal: int) -> Proposal | Amendment | None:
        rows = self._rows("select * from proposal where id = ?", proposal)
        return proposal_of(rows[0]) if rows else None

    def suggested(self) -> tuple[Proposal, ...]:
        rows = self._rows("select * from proposal where verdict = ? order by id", Verdict.SUGGESTED.value)
        return tuple(held for row in rows if isinstance(held := proposal_of(row), Proposal))

    def settle(self, proposal: int, verdict: Verdict, fact: Fact | None = None, change: int = 0) -> bool:
        with self._transaction():
            held = self.proposal(proposal)
            if held is None or held.verdict not in UNDECIDED:
                return False
            if isinstance(held, Amendment):
                held = replace(held, change=change)
            else:
                suggested = held.suggested or verdict is Verdict.SUGGESTED
                held = replace(held, fact=fact or held.fact, suggested=suggested)
            row = Row(id=proposal, verdict=verdict.value, body=proposal_body(held))
            self._write("update proposal set verdict = :verdict, body = :body where id = :id", [row])
        return True

    def waiting(self, person: int, *, since: datetime) -> int:
        """How many of a person's suggestions nobody has decided on yet, older ones aside."""
        rows = self._rows("""select at from proposal where "by" = ? and verdict = 'suggested'""", person)
        return sum(datetime.fromisoformat(at) >= since for (at,) in rows)
