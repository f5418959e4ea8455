"""Sources and releases as readers know them."""

from __future__ import annotations

from assay.document import Element, el
from assay.quantities.dates import date_in_words
from assay.quantities.wording import PHRASES, SOURCES


def source_name(source: str, language: str = "en") -> str:
    """The name of a source; one without a name is called by its id, in words."""
    return SOURCES[language].get(source) or source.replace("_", " ").capitalize()


def release_name(source: str, release: str, released_on: str, language: str = "en") -> Element:
    """`Kiel Ukraine Support Tracker 29-corrected, published 4 August 2026`, as the release's words.

    ValueError when `released_on` is neither empty nor a date.
    """
    phrases = PHRASES[language]
    template = phrases["release.dated" if released_on else "release.undated"]
    text = template.format(
        source=source_name(source, language),
        release=release,
        date=date_in_words(released_on, language),
    )
    return el("span", text, src=f"release:{source}/{release}")
