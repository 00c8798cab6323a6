"""From the text of `shield.toml` to a `Config`, or to words that say what, where and what to do."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from pathlib import Path

import msgspec

from bumang.shield.config import Config
from bumang.shield.measures import written


class WrongConfigError(ValueError):
    """`shield.toml` cannot be used as it is; the text says what is wrong, where, and what to do."""


def read_file(path: Path | None, upstream: str) -> Config:
    """The file's configuration; `upstream` (from the command line) wins. Raises `WrongConfigError`."""
    text = ""
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongConfigError(
                f"{path} cannot be read ({error}). Name the file with --config."
            ) from None
    return read(text, upstream, str(path or "the command line"))


def read(text: str, upstream: str = "", name: str = "shield.toml") -> Config:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongConfigError(
            f"{name} is not TOML: {error}. Texts stand in quotes, a table begins with [upstream]."
        ) from None
    if upstream and isinstance(values.setdefault("upstream", {}), dict):
        values["upstream"]["url"] = upstream
    try:
        config = msgspec.convert(values, Config, dec_hook=written)
    except msgspec.ValidationError as error:
        raise WrongConfigError(f"{name}: {_in_words(str(error))}") from None
    _check_networks(config, name)
    if not config.upstream.url:
        raise WrongConfigError(
            f"{name} does not say which system stands behind. Give --upstream "
            'http://10.0.0.5:8080, or write url = "http://10.0.0.5:8080" below [upstream].'
        )
    return config


def _check_networks(config: Config, name: str) -> None:
    for network in config.trusted:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise WrongConfigError(
                f"{name}: trusted holds {network!r} ({error}). Write networks such as "
                '"10.0.0.0/8", or one address.'
            ) from None


def _in_words(told: str) -> str:
    """The library says `… - at $.route[1].cache`; people count routes from one."""
    what, _, path = told.partition(" - at `$")
    place = re.sub(r"\[(\d+)\]", lambda at: f" {int(at[1]) + 1}", path.strip("`")).strip(".")
    where = f"{place.replace('.', ', ')}: " if place else ""
    return f"{where}{what}. All keys and their meaning are in docs/reference/shield.md."
