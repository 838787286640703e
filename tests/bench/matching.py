"""Measure the matcher against its peers, by hand: accuracy and abstention on CLINC150, then speed at five sizes."""

import os
import platform
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import clinc
import results
import scale
from chart import draw
from methods import METHODS
from results import Accuracy, Results, Speed


@click.command(context_settings={"show_default": True})
@click.option("--clinc", "path", type=click.Path(exists=True, path_type=Path), help="clinc150.json; left out without.")
@click.option("--sizes", default="60,1000,10000,100000,1000000", help="Phrasings, with commas; empty for none.")
@click.option("--only", default="", help="Methods whose names begin so, with commas; all without.")
@click.option("--quick", is_flag=True, help="One question in ten, and no size above 10,000.")
@click.option("--minutes", default=25.0, help="What is not measured by then is given up.")
@click.option("--save", type=click.Path(path_type=Path), help="Where to keep the results, as JSON lines.")
@click.option("--load", type=click.Path(exists=True, path_type=Path), help="Results kept before: nothing is measured.")
@click.option("--chart", type=click.Path(path_type=Path), help="Where to draw them, as SVG.")
def main(  # noqa: PLR0913 - an option each
    path: Path | None,
    sizes: str,
    only: str,
    *,
    quick: bool,
    minutes: float,
    save: Path | None,
    load: Path | None,
    chart: Path | None,
) -> None:
    """Print the tables as Markdown."""
    if load:
        found = results.load(load)
        click.echo("\n".join(results.told(found)))
    else:
        wanted = tuple(only.split(","))
        names = [name for name in METHODS if name.startswith(wanted)]
        numbers = [int(size) for size in sizes.split(",") if size and not (quick and int(size) > scale.QUICK)]
        found = measured(path, numbers, names, quick=quick, until=time.monotonic() + 60 * minutes)
    if save:
        found.save(save)
    if chart:
        chart.write_text(draw(found), encoding="utf-8")


def measured(path: Path | None, sizes: Sequence[int], names: Sequence[str], *, quick: bool, until: float) -> Results:
    """Each line is printed as soon as it is known."""
    click.echo(machine())
    accuracy = tuple(_accurate(path, names, until, quick=quick)) if path else ()
    found = Results(machine(), accuracy, tuple(_fast(sizes, names, until)))
    click.echo("\n".join(results.summary(found)))
    return found


def _accurate(path: Path, names: Sequence[str], until: float, *, quick: bool) -> Iterator[Accuracy]:
    click.echo(results.ACCURACY)
    for found in clinc.run(path, names, until, quick=quick):
        click.echo(found.row())
        yield found
    click.echo("\n".join(results.paper()))


def _fast(sizes: Sequence[int], names: Sequence[str], until: float) -> Iterator[Speed]:
    click.echo(results.SPEED)
    done: list[Speed] = []
    for found in scale.run(sizes, names, until):
        done.append(found)
        click.echo(found.row(results.bases(done).get(found.phrasings, 0.0)))
        yield found


def machine() -> str:
    """In a line, what it was measured on."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    chip = model[1] if model else platform.machine()
    return f"{os.cpu_count()} cores of {chip}, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        scale.child(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5])
    else:
        main()
