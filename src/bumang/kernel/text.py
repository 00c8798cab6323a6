"""A sentence in the languages of the product: Chinese first, English complete."""

from __future__ import annotations

from typing import Literal

import msgspec

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Text(msgspec.Struct, frozen=True):
    """One message in both languages. Placeholders are `{named}` as in `str.format`."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill the placeholders of both languages. A value may itself be a `Text`."""
        return Text(
            zh=self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            en=self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )
