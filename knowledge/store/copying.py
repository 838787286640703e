"""A copy of the table in a file of its own, without what people asked and drafted."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from knowledge.store.schema import PERSONAL


def copy(database: Database, target: Path) -> None:
    """One state of the table, whatever others write meanwhile; the target must not be there yet.

    Written out twice, since what is deleted from a file stays readable in it.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".giants-") as scratch:
        whole = Path(scratch) / "whole.db"
        database.execute("vacuum into ?", [str(whole)])
        with closing(sqlite3.connect(whole, isolation_level=None)) as connection:
            for table in PERSONAL:
                connection.execute(f"delete from {table}")  # noqa: S608 - a name of our own
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection.execute("vacuum into ?", [str(target)])
