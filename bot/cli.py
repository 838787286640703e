"""`giants`: every command. Each imports what it alone needs, so that one question is answered at once."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

import click

from bot.batch import LineError, read_line
from bot.config import Config, ConfigError
from bot.contract import as_json, dumps, why_as_json
from bot.session import Session, in_words
from bot.terminal import abandon_stdout, busy, complain, measured, say, show, show_table, speak_utf8
from knowledge.almanac import Almanac
from knowledge.store.protocol import StoreError
from knowledge.tuning import WRONG

BAD_USAGE: Final = 2
FAILED: Final = 1
INTERRUPTED: Final = 130
"""What a shell expects of a program that Ctrl-C ended."""

WARNED: Final = 10
"""Warnings of a kind that are listed; who mends these finds the next ones then."""

SHOWN: Final = 20
"""Names of each kind that a dry run lists; a count tells of the rest."""

_EXAMPLES: Final = """
\b
Examples:
  giants ask "How many little giants are there?"
  giants ask --json 2021年有多少家小巨人
  giants why "How many little giants are there?"
  giants chat
  giants import facts.jsonl --database my.db
  giants check --database my.db
"""

_ASK_EXAMPLES: Final = """
\b
Examples:
  giants ask how many little giants were there in 2021
  giants ask --json 小巨人的研发投入是多少
  echo "average R&D per little giant" | giants ask
  giants ask --batch questions.jsonl > answers.jsonl
"""

_IMPORT_EXAMPLES: Final = """
\b
Examples:
  giants template facts.xlsx
  giants import --dry-run facts.xlsx
  giants import facts.csv more.jsonl --database my.db
"""


_NO_QUESTION: Final = 'There is no question. Ask one: giants ask "How many little giants are there?"'

_WHY_EXAMPLES: Final = """
\b
Examples:
  giants why how many litle giants were there in 2019
  giants why --json 小巨人利润占比多少
"""


def main() -> None:
    sys.exit(call(sys.argv[1:]))


def call(args: Sequence[str]) -> int:
    """Run a command; its exit status. What can be foreseen ends in one line on stderr, in no traceback."""
    speak_utf8()
    try:
        return int(giants.main(args, "giants", standalone_mode=False) or 0)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "giants"
        complain(f"{error.format_message()} ({command} --help shows how)")
        return BAD_USAGE
    except ConfigError as error:
        complain(str(error))
        return BAD_USAGE
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        complain(error.format_message())
    except StoreError as error:
        complain(*str(error).splitlines())
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        abandon_stdout()
    return FAILED


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's own
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"giants {version('giants')}")
        except PackageNotFoundError:
            click.echo("giants, not installed")
        context.exit()


database_option = click.option(
    "--database",
    metavar="D",
    help="The table's file; else GIANTS_DATABASE, else giants.db in your data directory.",
)


today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day to count from; else today.",
)


@click.group(invoke_without_command=True, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def giants(context: click.Context) -> None:
    """Ask about China's "little giant" enterprises: the figure, its period, the sentence that says so.

    Where the table does not hold the answer, the reply says that, and no other figure is put in its place.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@giants.command(epilog=_ASK_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[QUESTION]")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of text.")
@click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE|-",
    help='Answer every line of JSON, {"id": …, "q": …} or {"id": …, "turns": [{"q": …}, …]}, in JSON.',
)
@database_option
@today_option
def ask(
    words: tuple[str, ...],
    database: str | None,
    batch: IO[bytes] | None,
    today: datetime | None,
    *,
    as_object: bool,
) -> int:
    """Answer QUESTION, in English or Chinese; without one, the text that comes in through a pipe."""
    if batch and words:
        raise click.UsageError("--batch reads its questions from the file: leave out QUESTION or --batch.")
    question = "" if batch else _question(words, _NO_QUESTION)
    with _session(database, today) as session:
        if batch:
            return _answer_lines(session, batch)
        answer = session.ask(question)
        if as_object:
            click.echo(dumps(as_json(answer, in_words(answer))))
        else:
            show(answer, in_words(answer))
    return 0


@giants.command(epilog=_WHY_EXAMPLES)
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of text.")
@database_option
@today_option
def why(words: tuple[str, ...], database: str | None, today: datetime | None, *, as_object: bool) -> None:
    """Explain how QUESTION is answered: words read, topics compared, what was ruled out.

    In a conversation (giants chat, or the bot), /why explains the last answer.
    """
    from bot.reasons import plain_why

    question = _question(words, 'There is no question to explain. Name one: giants why "How many little giants?"')
    with _session(database, today) as session:
        if explanation := session.explain(question):
            text = plain_why(explanation)
            click.echo(dumps(why_as_json(explanation, text))) if as_object else say(text)


@giants.command()
@database_option
def chat(database: str | None) -> None:
    """Talk with the table: a prompt with history and line editing, or one question a line out of a pipe."""
    from bot.chat import converse, typed

    with _session(database) as session:
        converse(session, typed())


@giants.command()
@database_option
def run(database: str | None) -> int:
    """Run the Telegram bot until it is told to stop. Needs GIANTS_TOKEN; long polling, so no open port."""
    config = Config.read(database)
    if config.webhook_url:
        raise ConfigError("GIANTS_WEBHOOK_URL is set, but this version has no webhooks: unset it")
    if config.token is None:
        raise ConfigError(
            "GIANTS_TOKEN is not set: send /newbot to @BotFather in Telegram, and put the token it gives you "
            "into the environment or into a file .env, as GIANTS_TOKEN=123456789:AA…"
        )
    from bot import app

    with _table(config.database) as almanac:
        return app.run(config, almanac)


@giants.command("import", epilog=_IMPORT_EXAMPLES)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Tell what would be added, changed and skipped; change nothing.")
@database_option
def import_(files: tuple[Path, ...], database: str | None, *, dry_run: bool) -> None:
    """Bring facts from FILE… into the table: all of them, or none where one is wrong.

    FILEs are sheets (.csv, .tsv, .xlsx), lines of JSON (.jsonl) or a lexicon (.toml). A sheet needs the columns
    sentence and url; figure, unit and period are read from the sentence where they are left out. `giants template`
    shows all columns.

    A database that does not exist yet is made with those files' facts only.
    """
    from bot.tables import bring_in, foresee
    from knowledge.intake import Hand

    hand, table = Hand(by=0, at=_now()), Config.read(database).database
    if dry_run:
        foreseen = foresee(files, table, hand)
        added, changed, same = foreseen.added, foreseen.changed, foreseen.same
        say(f"{len(added)} would be added, {len(changed)} changed; {len(same)} held already")
        for did, items in (("add", added), ("change", changed), ("skip", same)):
            for item in items[:SHOWN]:
                say(f"{did} {item}")
            if len(items) > SHOWN:
                say(f"{did} {len(items) - SHOWN} more")
        return
    imported = bring_in(files, table, hand)
    say(f"{imported.added} added, {imported.changed} changed, {imported.same} held already")


@giants.command()
@click.argument("file", default="-", metavar="[FILE|-]")
@database_option
def export(file: str, database: str | None) -> None:
    """Write every topic and fact to FILE, for `import` to read, or to standard output as JSON lines.

    Its name says as what: .jsonl, .csv, .xlsx; or .db and .sqlite for a copy of the table itself, without the
    questions that people asked.
    """
    from bot.tables import WRITTEN, is_written, write_out

    target = None if file == "-" else Path(file)
    if target and not is_written(target):
        raise click.UsageError(f"{file} must end in {', '.join(WRITTEN[:-1])} or {WRITTEN[-1]}.")
    with _held(Config.read(database).database) as almanac:
        write_out(almanac, target)


@giants.command()
@click.argument("file", default="-", metavar="[FILE|-]")
def template(file: str) -> None:
    """Write an empty sheet to FILE (.csv or .xlsx), with its columns explained and an example, to be filled in."""
    from bot.tables import SHEETS, write_example

    target = None if file == "-" else Path(file)
    if target and target.suffix.lower() not in SHEETS:
        raise click.UsageError(f"{file} must end in {' or '.join(SHEETS)}.")
    write_example(target)


@giants.command()
@database_option
def check(database: str | None) -> int:
    """Prove the table: quotes stand in sources, figures in quotes. Lists every fault; exit status 1.

    Warns, and no more, of phrasings that another topic takes when they are asked.
    """
    with _held(Config.read(database).database) as almanac, busy("Reading, and asking"):
        faults, warnings, entries = almanac.check(), almanac.warnings(), almanac.export().entries
    for fault in faults:
        say(f"{fault.where}: {fault.what}")
    for warning in warnings[:WARNED]:
        say(f"warning: {warning.where}: {warning.what}")
    if len(warnings) > WARNED:
        say(f"warning: {len(warnings) - WARNED} more phrasings like these")
    facts = sum(len(entry.facts) for entry in entries)
    phrasings = sum(len(entry.phrasings) for entry in entries)
    if not faults:
        say(f"ok: {len(entries)} topics, {facts} facts, {phrasings} phrasings")
    return FAILED if faults else 0


@giants.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--faults", "listed", is_flag=True, help="List every question that was not answered rightly.")
@database_option
def evaluate(files: tuple[Path, ...], listed: bool, database: str | None) -> None:  # noqa: FBT001 - click's own
    """Ask questions whose answers are known, and count right and wrong ones by kind.

    FILES hold lines of JSON: {"q": …, "gold": [fact ids, or "none"], "kind": …}; "any" in place of "gold" where one
    of the facts is enough, and {"turns": [{"q": …, "gold": …}, …]} for conversations.
    """
    from bot.evaluating import as_table, faults
    from knowledge.evaluation import counted, marked, read_cases

    cases = tuple(case for file in files for case in read_cases(file))
    with _held(Config.read(database).database) as almanac, busy("Asking"):
        marks = list(marked(almanac, cases, today=_now().date()))
    for line in faults(marks) if listed else ():
        say(line)
    show_table(as_table(counted(iter(marks))))


@giants.command()
@click.option(
    "--wrong",
    type=click.FloatRange(0, 100),
    default=WRONG,
    show_default=True,
    metavar="PERCENT",
    help="How much of what is asked in a language may be answered wrongly.",
)
@click.option("--apply", "applied", is_flag=True, help="Keep the thresholds in the table: it answers with them.")
@click.option("--reset", is_flag=True, help="Forget those that were kept, and answer as every table does at first.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of tables.")
@database_option
def tune(wrong: float, database: str | None, *, applied: bool, reset: bool, as_object: bool) -> None:
    """Derive from the table's own phrasings how far a topic must lead to be answered, and tell what that gives.

    Phrasings are asked of a table that never saw them, or never heard of their topic, or with what they are about
    exchanged. That takes a minute or two, and changes nothing without --apply. What was learned stays as it is.
    """
    from bot.tuning import as_object as told_in_json
    from bot.tuning import in_tables, too_small
    from knowledge.tuning import TooSmall

    if applied and reset:
        raise click.UsageError("--apply keeps thresholds and --reset forgets them: leave out one.")
    with _held(Config.read(database).database) as almanac:
        if reset:
            almanac.keep_thresholds(None)
            say("The thresholds are those that every table starts with.")
            return
        with measured("Learning, and asking") as tell:
            tuned = almanac.tune(wrong=wrong, tell=tell)
        if applied and not isinstance(tuned, TooSmall):
            almanac.keep_thresholds(tuned.derived)
    if as_object:
        click.echo(dumps(told_in_json(tuned, wrong, kept=applied)))
    elif isinstance(tuned, TooSmall):
        say(too_small(tuned))
    else:
        for table in in_tables(tuned):
            show_table(table)
        say(
            "Kept: the table answers with what was derived."
            if applied
            else "giants tune --apply keeps what was derived."
        )


def _answer_lines(session: Session, lines: IO[bytes]) -> int:
    """Answer every good line and report every bad one, so that one slip costs no answers."""
    status = 0
    for number, raw in enumerate(lines, 1):
        try:
            line = read_line(raw)
            if line:
                session.begin_anew()
                answers = [session.ask(question) for question in line.questions]
                click.echo(line.answered([as_json(answer, in_words(answer)) for answer in answers]))
        except LineError as error:
            complain(f"line {number}: {error}")
            status = BAD_USAGE
    return status


def _question(words: tuple[str, ...], missing: str) -> str:
    """What is asked, on the command line or through a pipe; no words at all are no question."""
    question = " ".join(words) if words else _piped()
    if not question.strip():
        raise click.UsageError(missing)
    return question


def _piped() -> str:
    typed_at = sys.stdin is None or sys.stdin.isatty()
    return "" if typed_at else sys.stdin.buffer.read().decode(errors="replace").strip()


def _session(database: str | None, today: datetime | None = None) -> Session:
    return Session(_table(Config.read(database).database), _now, today.date() if today else None)


def _table(database: Path) -> Almanac:
    """The table in that file; where one is made, people are told, for it may be a slip in the name."""
    if database.exists():
        return Almanac.open(database)
    complain(f"making {database} with the facts that ship")
    with busy("Learning how their questions are asked"):
        return Almanac.open(database)


def _held(database: Path) -> Almanac:
    """The table in that file, for what reads a table and has no business to make one."""
    if not database.exists() or (database.is_file() and database.stat().st_size == 0):
        raise StoreError(f"there is no table at {database}: name another with --database, or make one with giants ask")
    return Almanac.open(database)
