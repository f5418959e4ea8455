"""Sources and releases as readers know them."""

from __future__ import annotations

import re

from assay.document import Element, el
from assay.quantities.dates import date_in_words
from assay.quantities.release_names import RELEASES
from assay.quantities.wording import PHRASES, SOURCES

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def source_name(source: str, language: str = "en") -> str:
    """The name of a source; one without a name is called by its id, in words."""
    return SOURCES[language].get(source) or source.replace("_", " ").capitalize()


def release_words(source: str, release: str, language: str = "en") -> str:
    """What a release of a source is called: by its name, its date or number, and without any of
    them by its id.
    """
    named = RELEASES[language].get(source, {}).get(release)
    if named is None and DAY.fullmatch(release):
        return date_in_words(release, language)
    if named is None and release.isdigit():
        return PHRASES[language]["release.numbered"].format(number=release)
    return named or release


def source_and_release(source: str, release: str, language: str = "en") -> str:
    """`Kiel Ukraine Support Tracker, release 29, corrected`."""
    return f"{source_name(source, language)}, {release_words(source, release, language)}"


def in_reason(text: str, language: str = "en") -> str:
    """A reason of the ledger with the names of releases in place of their ids.

    `now uses kiel_ust 28; readings changed` is `now uses Kiel Ukraine Support Tracker, release 28;
    readings changed`.
    """
    known = "|".join(sorted(SOURCES[language], key=len, reverse=True))
    release = re.compile(rf"(, )?\b({known})[@ ]([\w.-]*\w)")

    def named(match: re.Match[str]) -> str:
        between = "; " if match[1] else ""
        return between + source_and_release(match[2], match[3], language)

    return release.sub(named, text)


def release_name(source: str, release: str, released_on: str, language: str = "en") -> Element:
    """`Kiel Ukraine Support Tracker, release 29, corrected, published 4 August 2026`.

    ValueError when `released_on` is neither empty nor a date.
    """
    phrases = PHRASES[language]
    template = phrases["release.dated" if released_on else "release.undated"]
    text = template.format(
        source=source_name(source, language),
        release=release_words(source, release, language),
        date=date_in_words(released_on, language),
    )
    return el("span", text, src=f"release:{source}/{release}")
