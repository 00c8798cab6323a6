"""The catalogue: every folder of a package that declares an `ITEM`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from bumang.items.item import Item


class Catalogue(Mapping[str, Item]):
    """All service items by code, in the order of their folders' names."""

    def __init__(self, items: Mapping[str, Item], folders: Mapping[str, str]) -> None:
        self._items = dict(items)
        self._folders = dict(folders)

    def __getitem__(self, code: str) -> Item:
        return self._items[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def folder(self, code: str) -> str:
        """The importable package of an item, where its templates and texts lie."""
        return self._folders[code]


def discover(package: str) -> Catalogue:
    """Import every sub-package of `package` and take its `ITEM`.

    Raises `ValueError` when a folder has none or two share a code: a service item that is silently
    missing would be a service that is silently gone.
    """
    items: dict[str, Item] = {}
    folders: dict[str, str] = {}
    root = importlib.import_module(package)
    for found in pkgutil.iter_modules(root.__path__):
        if not found.ispkg:
            continue
        name = f"{package}.{found.name}"
        item = getattr(importlib.import_module(name), "ITEM", None)
        if not isinstance(item, Item):
            raise ValueError(f"{name} declares no ITEM")
        if item.code in items:
            raise ValueError(f"{name} and {folders[item.code]} both declare {item.code!r}")
        items[item.code] = item
        folders[item.code] = name
    return Catalogue(items, folders)
