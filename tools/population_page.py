"""Writes the reference page of population files, from the columns that the studio reads and writes."""

from pathlib import Path

from bumang.studio.awards import COLUMNS
from bumang.studio.columns import FIXED, Column, base_of, months_of

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "population.md"
_HEAD = """# Populations

Made from the columns in the source by `python tools/population_page.py`; do not edit.

A population is a Parquet file, a row a person. `bumang law population` makes a synthetic one; yours needs the same columns, in any order, other columns are left alone.
Amounts are whole **fen**. Nothing that is missing is taken as nothing: a column that is not there, an empty cell, a value that cannot be is told with its row.

Histories are calendar years without a hole, from the first `base_` column to the last; years to come hold what a person would earn, because a reform may let them work longer.
A person's history is cut in the month of retirement. The months of a year run from January; after a year without any they run to December, so that a stretch of payments is in one piece.

"""
_EXACT = """
## How money is kept exact

- Amounts are whole fen in 64-bit integers; rates and indexes are whole units of a power of ten. A part of the pension is one product of whole numbers and one integer division, rounded as the place rounds. Binary fractions cannot do that: a 32-bit float has 24 bits, so above 131,072 yuan neighbouring values are more than a fen apart.
- A product is formed in 64 bits only where even its largest factors fit with room to spare, else in Python's unbounded integers: slower, never wrong.
- The average index is a sum of quotients without a common denominator. It is estimated in 64-bit floats; with u = 2⁻⁵³ the estimate errs by less than (n + 6)u of its value over n years. Whoever lies within twice that of a rounding tie is computed again by the exact rule for one person.
- With the extra `fast` (Numba) the two loops over person-years run as machine code; the figures are the same to the last bit. There whole fen stand in 64-bit floats, exact below 2⁵³; a quotient cut to a whole number is proved, and where need be put right, by its exact remainder. Where a numerator or a balance could reach 2⁵¹ NumPy takes over.
- `bumang law agree --population FILE` computes everybody twice, by columns and by the rules for one person, and compares month of retirement, months, index, balance, every part and the total: nothing may differ.
- It was done for a million random persons of four kinds, to the limits of every column: [what was compared and found](law-agreement.md).
"""


def page() -> str:
    rows = [*FIXED, base_of(1998), months_of(1998)]
    text = _HEAD + "| column | type | meaning | from | to |\n| --- | --- | --- | --: | --: |\n"
    text += "".join(map(_row, rows))
    text += "\n`base_1998` and `months_1998` stand for every year of the histories.\n"
    text += "\n## What `bumang law pensions` writes\n\n| column | meaning |\n| --- | --- |\n"
    text += "".join(f"| `{name}` | {about} |\n" for name, about in COLUMNS.items())
    return text + _EXACT


def _row(column: Column) -> str:
    word = str(column.type).startswith("dictionary")
    limits = (
        ("", "") if word or column.name == "person" else (f"{column.low:,}", f"{column.high:,}")
    )
    kind = "string" if word else str(column.type)
    return f"| `{column.name}` | {kind} | {column.about} | {limits[0]} | {limits[1]} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
