"""Every sentence the project writes, one table per language. Another language is another table.

`{name}` is replaced by nodes. `key.one` and `key.other` are plural forms, chosen by the language's
own rule. RATING, section "Words", holds what these sentences may and may not say.
"""

from __future__ import annotations

from dataclasses import dataclass

from assay.narrative.english import ENGLISH
from assay.quantities.rounding import LOCALES
from assay.quantities.wording import PHRASES

TABLES: dict[str, dict[str, str]] = {"en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str
    texts: dict[str, str]

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    @property
    def to(self) -> str:
        """What stands between the two ends of a range."""
        return PHRASES[self.language]["to"]

    def __getitem__(self, key: str) -> str:
        try:
            return self.texts[key]
        except KeyError:
            raise ValueError(f"no words for {key!r} in language {self.language!r}") from None

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def plural(self, key: str, count: int) -> str:
        """The form of `key` for `count` things. ValueError when it has no words."""
        from babel import Locale

        form = Locale.parse(self.locale).plural_form(count)
        return self[f"{key}.{form}" if f"{key}.{form}" in self.texts else f"{key}.other"]


def words_in(language: str = "en") -> Words:
    """The sentences of a language. ValueError names those that exist."""
    if language not in TABLES:
        raise ValueError(f"no words in language {language!r}; there are: {', '.join(TABLES)}")
    return Words(language, TABLES[language])
