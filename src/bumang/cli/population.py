"""`bumang law` on whole populations, and what a reform would do to them.

It needs the extra `analysis`, not an instance.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Language

_CORES = os.cpu_count() or 1

_language = click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default=lambda: "zh" if os.environ.get("LANG", "").startswith("zh") else "en",
    help="Language of what is told; default: that of LANG.",
)
_population = click.option(
    "--population",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="A Parquet file, a row a person; `bumang law population` makes one.",
)


@click.command()
@click.option(
    "--persons",
    type=click.IntRange(1, 100_000_000),
    default=100_000,
    show_default=True,
    help="How many.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed makes the same persons.",
)
@click.option(
    "--first-year",
    type=click.IntRange(1978, 2025),
    default=1998,
    show_default=True,
    help="First year of the histories.",
)
@click.option(
    "--last-year",
    type=click.IntRange(2026, 2090),
    default=2045,
    show_default=True,
    help="Last year of the histories; a reform may let nobody retire later.",
)
@click.option(
    "--retire-from",
    type=click.IntRange(2025, 2090),
    default=2026,
    show_default=True,
    help="First year of retirements.",
)
@click.option(
    "--retire-to",
    type=click.IntRange(2025, 2090),
    default=2040,
    show_default=True,
    help="Last year of retirements.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("people.parquet"),
    show_default=True,
    help="The file.",
)
@_language
def population(
    persons: int,
    seed: int,
    first_year: int,
    last_year: int,
    retire_from: int,
    retire_to: int,
    out: Path,
    language: Language,
) -> None:
    """Make a synthetic population: nobody is in it. Its columns are what other commands read.

    Needs `pip install 'bumang[analysis]'`. docs/reference/population.md tells each column's meaning.
    """
    if not retire_from <= retire_to <= last_year:
        raise click.UsageError("--retire-from, --retire-to and --last-year must follow each other")
    with _told(language):
        from bumang.studio.file import write
        from bumang.studio.laws import laid_out
        from bumang.studio.people import stretches
        from bumang.studio.written import shipped

        tables = laid_out(shipped(), range(first_year, last_year + 1))
        made = stretches(persons, seed, tables, range(retire_from, retire_to + 1))
        with _progress("made", persons) as progress:
            write(out, made, progress)
    click.echo(str(out))


@click.command()
@_population
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("pensions.parquet"),
    show_default=True,
    help="The file.",
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=_CORES,
    help="How many at a time; default: one a core.",
)
@_language
def pensions(population: Path, out: Path, processes: int, language: Language) -> None:
    """Every pension of a population under the law as it is, to the fen."""
    with _told(language):
        from bumang.studio.awards import awards
        from bumang.studio.compute import computed
        from bumang.studio.file import Population, write
        from bumang.studio.laws import laid_out
        from bumang.studio.written import shipped

        people = Population(population)
        made = computed(people, (laid_out(shipped(), people.years),), awards, processes)
        with _progress("computed", people.persons) as progress:
            write(out, made, progress)
    click.echo(str(out))


@click.command()
@click.argument("reform", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_population
@click.option(
    "--until",
    type=click.IntRange(2026, 2090),
    help="Last year of the costs; default: the last of the histories.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reform-result"),
    show_default=True,
    help="The folder.",
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=_CORES,
    help="How many at a time; default: one a core.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON too.")
@_language
def simulate(
    reform: Path,
    population: Path,
    until: int | None,
    out: Path,
    processes: int,
    as_json: bool,
    language: Language,
) -> None:
    """Try the REFORM file on a population: who gains, who loses, what it costs by year.

    A reform is TOML in the form of the shipped data, see docs/how-to/try-a-reform.md. Writes
    report.html (one page, nothing else needed), result.json, groups.csv and years.csv.
    """
    with _told(language):
        from bumang.studio.file import Population
        from bumang.studio.reform import read_reform
        from bumang.studio.simulation import simulated
        from bumang.studio.written import shipped

        read = read_reform(_text(reform), shipped())
        people = Population(population)
        with _progress("computed", people.persons) as progress:
            report = simulated(read, people, until, processes, progress)
        written = report.write(out, language)
    if as_json:
        click.echo(report.as_json())
        return
    for line in report.in_words(language):
        click.echo(line)
    for path in written:
        click.echo(str(path))


@click.command()
@_population
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=_CORES,
    help="How many at a time; default: one a core.",
)
@_language
def agree(population: Path, processes: int, language: Language) -> None:
    """Compute everybody twice, by columns and by the rules for one person, and compare to the fen.

    Exit code 1 when anybody differs; the first of them are told. Two thousand persons a second or so on a core.
    """
    with _told(language):
        from bumang.studio.agreement import agreement
        from bumang.studio.file import Population

        with _progress("compared", Population(population).persons) as progress:
            found = agreement(population, progress, processes)
    click.echo(f"{found.compared:,} persons compared, {found.different:,} differ")
    for one in found.first:
        click.echo(f"person {one.person}:\n  columns {one.columns}\n  rules   {one.rules}")
    sys.exit(1 if found.different else 0)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is not written in UTF-8; save it so.") from None


@contextmanager
def _told(language: Language) -> Iterator[None]:
    """Problems in words, and which extra is missing where one is."""
    try:
        yield
    except InvalidInput as refusal:
        lines = [
            f"{problem.field + ': ' if problem.field else ''}{problem.what.in_(language)} "
            f"{problem.why.in_(language)} {problem.fix.in_(language)}"
            for problem in refusal.problems
        ]
        raise click.ClickException("\n".join(lines)) from None
    except ModuleNotFoundError as missing:
        if missing.name != "pyarrow":
            raise
        raise click.ClickException(
            "populations need the extra `analysis`: pip install 'bumang[analysis]'"
        ) from None
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: {fault.strerror}") from None


@contextmanager
def _progress(done: str, whole: int) -> Iterator[Callable[[int], None]]:
    """On standard error: at each tenth, how many are done and since when."""
    start, count, tenth = time.monotonic(), 0, 0

    def step(more: int) -> None:
        nonlocal count, tenth
        count += more
        if count * 10 // whole > tenth:
            tenth = count * 10 // whole
            seconds = time.monotonic() - start
            click.echo(f"{tenth * 10:3d} %  {count:,} {done}, {seconds:.1f} s", err=True)

    yield step
