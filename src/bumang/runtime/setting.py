"""One setting: what it means, and how its text in the environment is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class WrongSettingError(ValueError):
    """A variable of the environment holds what it cannot hold; the words name it, never its value."""


@dataclass(frozen=True)
class Setting:
    """`meaning` and `example` are for the reference page; `least` and `most` bound a number."""

    meaning: str
    example: str = ""
    least: int = 1
    most: int = 0
    is_url: bool = False
    one_of: tuple[str, ...] = ()


def read(variable: str, text: str, default: Any, setting: Setting) -> Any:
    """The value of a text that is not empty, of the default's type. Raises `WrongSettingError`."""
    if isinstance(default, bool):
        return _switch(variable, text)
    if isinstance(default, int):
        return _number(variable, text, setting)
    if setting.one_of and text not in setting.one_of:
        raise WrongSettingError(f"{variable} must be one of {', '.join(setting.one_of)}.")
    return _url(variable, text) if setting.is_url else text


def _switch(variable: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise WrongSettingError(f"{variable} must be 1 or 0.")
    return text == "1"


def _number(variable: str, text: str, setting: Setting) -> int:
    least, most = setting.least, setting.most
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most):
        raise WrongSettingError(f"{variable} must be a whole number from {least} to {most}.")
    return int(text)


def _url(variable: str, text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise WrongSettingError(f"{variable} must begin with https:// (or http://).")
    return text.rstrip("/")
