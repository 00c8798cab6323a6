"""Masking 脱敏: how personal data are shown in lists and in public.

A duty of secrecy: Social Insurance Law art. 81; Regulation on handling social insurance art. 49;
Personal Information Protection Law arts. 28 and 51. The patterns are this project's design. Each
function takes the stored form; `public` is for notices, without it for lists of entitled staff.
"""

from __future__ import annotations

from datetime import date

_HIDDEN = "*"


def mask_identity(number: str, *, public: bool = False) -> str:
    """`110105********002X`, in public `1****************X`."""
    return _keep(number, 1, 1) if public else _keep(number, 6, 4)


def mask_name(name: str, *, public: bool = False) -> str:
    """`张*`, `张*三`, `欧**文`; in public always the first character and two stars."""
    if public:
        return name[:1] + _HIDDEN * 2
    if len(name) <= 2:
        return name[:1] + _HIDDEN
    return _keep(name, 1, 1)


def mask_mobile(number: str, *, public: bool = False) -> str:
    """`138****8000`, in public only the last four."""
    return _keep(number, 0, 4) if public else _keep(number, 3, 4)


def mask_bank_card(number: str) -> str:
    """`************0000`: the last four, everywhere."""
    return _keep(number, 0, 4)


def mask_birth(birth: date, *, public: bool = False) -> str:
    """`1949-**-**`, in public nothing of it."""
    return "****-**-**" if public else f"{birth.year:04d}-**-**"


def mask_email(address: str) -> str:
    """`a***@example.org`: the first character and the domain."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else _HIDDEN * 3


def mask_address(address: str, *, known_area: str) -> str:
    """The county's (for the public: the province's) name, and nothing more.

    `known_area` is that name as the register has it; an address that does not begin with it shows
    nothing at all.
    """
    return known_area + _HIDDEN * 4 if address.startswith(known_area) else _HIDDEN * 4


def _keep(text: str, first: int, last: int) -> str:
    """Keep the ends. What is too short to hide anything is hidden whole."""
    hidden = len(text) - first - last
    if hidden <= 0:
        return _HIDDEN * len(text)
    return text[:first] + _HIDDEN * hidden + text[len(text) - last :]
