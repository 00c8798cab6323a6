"""The report: one HTML page that needs nothing else, the same as JSON, and tables as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import msgspec
from markupsafe import Markup

from bumang.kernel.text import Language, Text
from bumang.studio import drawing
from bumang.studio.changes import ChangedValue
from bumang.studio.outcome import Group, Outcome, Year
from bumang.studio.words import (
    ABOUT,
    BELOW_MINIMUM,
    DIMENSIONS,
    EXACTLY,
    NOTES,
    WITHOUT_TRANSITIONAL,
    WORDS,
)

_MILLION_YUAN = 100_000_000  # fen


class Report(NamedTuple):
    """Everything that is told."""

    title: Text
    changes: tuple[ChangedValue, ...]
    outcome: Outcome

    def as_json(self) -> bytes:
        """Money in fen; means are of all persons of a group."""
        document = {
            "title": self.title,
            "changes": [change._asdict() for change in self.changes],
            "persons": self.outcome.persons,
            "rows": self.outcome.rows,
            "below_minimum": self.outcome.below_minimum,
            "without_transitional": self.outcome.without_transitional,
            "decided_exactly": self.outcome.decided_exactly,
            "years": [year._asdict() | {"change": year.change} for year in self.outcome.years],
            "groups": [group._asdict() for group in self.outcome.groups],
        }
        return msgspec.json.format(msgspec.json.encode(document), indent=1)

    def as_html(self, language: Language) -> str:
        loader = jinja2.PackageLoader("bumang.studio", "")
        environment = jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined
        )
        return environment.get_template("report.html").render(_page(self, language))

    def in_words(self, language: Language) -> Iterator[str]:
        """The headline for a terminal."""
        everybody = self.outcome.groups[0]
        cost = sum(year.change for year in self.outcome.years)
        yield self.title.in_(language)
        told = (
            (WORDS["gain"], _share(everybody.gain, everybody)),
            (WORDS["same"], _share(everybody.same, everybody)),
            (WORDS["lose"], _share(everybody.lose, everybody)),
            (WORDS["mean_change"], _signed(everybody.mean_change / 100)),
            (_COST, _millions(cost)),
        )
        for name, value in told:
            yield f"  {name.in_(language)}: {value}"

    def write(self, folder: Path, language: Language) -> Sequence[Path]:
        """Raises `OSError` when the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        page, document = folder / "report.html", folder / "result.json"
        page.write_text(self.as_html(language), "utf-8")
        document.write_bytes(self.as_json())
        groups, years = folder / "groups.csv", folder / "years.csv"
        _write_csv(groups, Group._fields, self.outcome.groups, language)
        _write_csv(years, Year._fields, self.outcome.years, language)
        return page, document, groups, years


def _page(report: Report, language: Language) -> Mapping[str, Any]:
    found = report.outcome
    everybody = found.groups[0]
    cost = sum(year.change for year in found.years)
    words = {name: text.in_(language) for name, text in WORDS.items()}
    first, last = found.years[0].year, found.years[-1].year
    about = ABOUT.format(
        persons=f"{found.persons:,}", rows=f"{found.rows:,}", first=str(first), last=str(last)
    )
    return {
        "language": language,
        "title": report.title.in_(language),
        "about": about.in_(language),
        "words": words,
        "figures": [
            {"kind": "g", "name": words["gain"], "value": _share(everybody.gain, everybody)},
            {"kind": "", "name": words["same"], "value": _share(everybody.same, everybody)},
            {"kind": "l", "name": words["lose"], "value": _share(everybody.lose, everybody)},
            {"kind": "", "name": _COST.in_(language), "value": _millions(cost)},
        ],
        "changes": [
            change._asdict() | {"title": change.title.in_(language)} for change in report.changes
        ],
        "cost_picture": _safe(
            drawing.amounts(
                [
                    drawing.Amount(
                        str(year.year), year.change / _MILLION_YUAN, _millions(year.change)
                    )
                    for year in found.years
                ],
                words["cost"],
                judged=False,
            )
        ),
        "years": [_year(year) for year in found.years],
        "parts": list(_parts(found.groups, language)),
        "notes": [note.in_(language) for note in _notes(found)],
    }


def _parts(groups: Sequence[Group], language: Language) -> Iterator[dict[str, Any]]:
    for dimension, title in DIMENSIONS.items():
        mine = [group for group in groups if group.dimension == dimension]
        many = dimension == "place"  # a table alone: a picture of forty bars tells less
        yield {
            "title": title.in_(language),
            "groups": [_group(group, language) for group in mine],
            "shares": None if many else _safe(_shares(mine, title, language)),
            "amounts": None if many else _safe(_amounts(mine, title, language)),
        }


def _shares(groups: Sequence[Group], title: Text, language: Language) -> str:
    rows = [drawing.Shares(g.name.in_(language), g.gain, g.same, g.lose) for g in groups]
    return drawing.shares(rows, title.in_(language))


def _amounts(groups: Sequence[Group], title: Text, language: Language) -> str:
    rows = [
        drawing.Amount(g.name.in_(language), g.mean_change, _signed(g.mean_change / 100))
        for g in groups
    ]
    return drawing.amounts(rows, title.in_(language))


def _group(group: Group, language: Language) -> dict[str, str]:
    return {
        "name": group.name.in_(language),
        "persons": f"{group.persons:,}",
        "gain": _share(group.gain, group),
        "lose": _share(group.lose, group),
        "before": f"{group.mean_before / 100:,.2f}",
        "after": f"{group.mean_after / 100:,.2f}",
        "change": _signed(group.mean_change / 100),
        "later": _signed(group.mean_months_later, 1),
        "paid": _signed(group.mean_paid_change / 100, 0),
    }


def _year(year: Year) -> dict[str, str]:
    return {
        "year": str(year.year),
        "before": f"{year.before / _MILLION_YUAN:,.1f}",
        "after": f"{year.after / _MILLION_YUAN:,.1f}",
        "change": _millions(year.change),
        "drawing_before": f"{year.drawing_before:,}",
        "drawing_after": f"{year.drawing_after:,}",
    }


def _notes(found: Outcome) -> Iterator[Text]:
    yield from NOTES
    now, reform = found.below_minimum
    if now or reform:
        yield BELOW_MINIMUM.format(now=f"{now:,}", reform=f"{reform:,}")
    if found.without_transitional:
        yield WITHOUT_TRANSITIONAL.format(many=f"{found.without_transitional:,}")
    yield EXACTLY.format(many=f"{found.decided_exactly:,}")


def _write_csv(path: Path, names: Sequence[str], rows: Sequence[Any], language: Language) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(names)
        for row in rows:
            out.writerow(v.in_(language) if isinstance(v, Text) else v for v in row)


def _share(many: int, group: Group) -> str:
    return f"{100 * many / group.persons:.1f}%"


def _millions(fen: int) -> str:
    return _signed(fen / _MILLION_YUAN, 1)


def _signed(value: float, decimals: int = 2) -> str:
    shown = f"{value:+,.{decimals}f}"
    return shown if shown.strip("+-0.,") else f"{0:.{decimals}f}"


def _safe(svg: str) -> Markup:
    """Made here with every text escaped, so it stands in the page as it is."""
    return Markup(svg)  # noqa: S704


_COST = Text("期内多付（百万元）", "more paid in the period (million yuan)")
