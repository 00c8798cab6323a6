"""A profile: what is asked in which shares, by whom, and how the load goes over time (TOML)."""

from __future__ import annotations

import csv
from importlib import import_module, resources
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bumang.rush.shape import SHAPES, Points, recorded

_Share = Annotated[float, Meta(ge=0, le=1)]
_Weight = Annotated[float, Meta(ge=0)]


class WrongProfileError(ValueError):
    """The text says what is wrong and what would be right."""


class Mix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of requests; they need not add up to one."""

    pages: _Weight = 0
    urgent_pages: _Weight = 0
    estimates: _Weight = 0
    progress_pages: _Weight = 0
    progress: _Weight = 0
    receipts: _Weight = 0
    payments: _Weight = 0
    declarations: _Weight = 0

    def shares(self) -> dict[str, float]:
        given: dict[str, float] = msgspec.structs.asdict(self)
        whole = sum(given.values())
        return {name: weight / whole for name, weight in given.items() if weight}


class Recording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded series: a column of a CSV or Parquet file, from row `first` for `rows` rows."""

    file: str
    column: str
    first: Annotated[int, Meta(ge=0)] = 0
    rows: Annotated[int, Meta(ge=2)] | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`ghosts` and `scripts` are shares of visits; an urgent wish has `urgent_deadline_s`."""

    name: str
    mix: Mix
    about: str = ""
    shape: str = "step"
    recording: Recording | None = None
    ghosts: _Share = 0.0
    scripts: _Share = 0.0
    patience_s: Annotated[float, Meta(gt=0)] = 120.0
    urgent_deadline_s: Annotated[float, Meta(gt=0)] = 30.0

    def points(self) -> Points:
        """Raises WrongProfileError when a recorded series cannot be read."""
        return SHAPES[self.shape] if self.recording is None else _recorded(self.recording)


def shipped() -> list[str]:
    """The names of the profiles that come with Bumang."""
    folder = resources.files("bumang.rush") / "profiles"
    return sorted(one.name.removesuffix(".toml") for one in folder.iterdir())


def load(name: str) -> Profile:
    """A shipped profile by name, or one of a file. Raises WrongProfileError."""
    if name in shipped():
        text = (resources.files("bumang.rush") / "profiles" / f"{name}.toml").read_bytes()
        return read(text, Path())
    path = Path(name)
    try:
        return read(path.read_bytes(), path.parent)
    except OSError as error:
        raise WrongProfileError(
            f"{name}: {error.strerror}. Name a file, or one of: {', '.join(shipped())}."
        ) from None


def read(text: bytes, folder: Path) -> Profile:
    """`folder` is where a recording's file is looked for. Raises WrongProfileError."""
    try:
        found = msgspec.toml.decode(text, type=Profile)
    except msgspec.MsgspecError as error:
        raise WrongProfileError(f"the profile is not right: {error}.") from None
    except UnicodeDecodeError:
        raise WrongProfileError("the profile is not text in UTF-8.") from None
    if not found.mix.shares():
        raise WrongProfileError("the profile's [mix] asks for nothing: give one share above zero.")
    if found.shape not in SHAPES:
        raise WrongProfileError(
            f"there is no shape {found.shape!r}. There are: {', '.join(SHAPES)}; "
            "or give a [recording]."
        )
    if found.ghosts + found.scripts > 1:
        raise WrongProfileError("ghosts and scripts are more than all visits together.")
    if found.recording is None:
        return found
    beside = msgspec.structs.replace(found.recording, file=str(folder / found.recording.file))
    return msgspec.structs.replace(found, recording=beside)


def _recorded(told: Recording) -> Points:
    path = Path(told.file)
    try:
        values = (_parquet if path.suffix == ".parquet" else _csv)(path, told.column)
        end = None if told.rows is None else told.first + told.rows
        return recorded(values[told.first : end])
    except OSError as error:
        raise WrongProfileError(f"{path}: {error.strerror}.") from None
    except ValueError as error:
        raise WrongProfileError(f"{path}, column {told.column!r}: {error}.") from None
    except KeyError:
        raise WrongProfileError(f"{path} has no column {told.column!r}.") from None


def _csv(path: Path, column: str) -> list[float]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [float(row[column]) for row in csv.DictReader(file)]


def _parquet(path: Path, column: str) -> list[float]:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise WrongProfileError(
            f"{path}: reading Parquet needs the package pyarrow (pip install pyarrow); "
            "a CSV with the same column needs nothing."
        ) from None
    return [
        float(value) for value in parquet.read_table(path, columns=[column])[column].to_pylist()
    ]
