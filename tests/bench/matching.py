"""Measure the matcher against its peers, by hand: accuracy and abstention on CLINC150, then speed at five sizes."""

import sys
from pathlib import Path

import click
import clinc
import scale
from methods import METHODS


@click.command(context_settings={"show_default": True})
@click.option("--clinc", "path", type=click.Path(exists=True, path_type=Path), help="clinc150.json; left out without.")
@click.option("--sizes", default="60,1000,10000,100000,1000000", help="Phrasings, with commas; empty for none.")
@click.option("--only", default="", help="Methods whose names begin so, with commas; all without.")
@click.option("--quick", is_flag=True, help="One question in ten, and no size above 10,000.")
def main(path: Path | None, sizes: str, only: str, *, quick: bool) -> None:
    """Print the tables as Markdown."""
    wanted = tuple(only.split(","))
    names = [name for name in METHODS if name.startswith(wanted)]
    if path:
        clinc.run(path, names, quick=quick)
    numbers = [int(size) for size in sizes.split(",") if size]
    scale.run([size for size in numbers if not quick or size <= 10_000], names)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        scale.child(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5])
    else:
        main()
