"""Dates as a language writes them; a date known to a month or a year stays that."""

from __future__ import annotations

import re
from datetime import date

from assay.model import PartialDate
from assay.quantities.rounding import LOCALES
from assay.quantities.wording import PHRASES

DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b")


def date_in_words(when: PartialDate | date | str | None, language: str = "en") -> str:
    """`22 February 2025`, `February 2025`, `2025` or `an unknown date`.

    ValueError when a text is not a date.
    """
    from babel.dates import format_date, format_skeleton

    locale = LOCALES[language]
    if isinstance(when, date):
        return format_date(when, "long", locale=locale)
    partial = PartialDate.parse(when or "") if isinstance(when, str | None) else when
    if partial.first is None:
        return PHRASES[language]["date.unknown"]
    if partial.precision == "day":
        return format_date(partial.first, "long", locale=locale)
    if partial.precision == "month":
        return format_skeleton("yMMMM", partial.first, locale=locale)
    return str(partial.first.year)


def days_in_words(text: str, language: str = "en") -> str:
    """A text with each `2025-02-07` or `2025-02` in it as the language writes it."""
    return DAY.sub(lambda day: date_in_words(day[0], language), text)


def period_in_words(first: str, last: str, language: str = "en") -> str:
    """`24 January 2022 to 31 January 2025`, open at either end, one date, or `not stated`."""
    phrases = PHRASES[language]
    if first and last and first != last:
        ends = (date_in_words(first, language), date_in_words(last, language))
        return phrases["period.between"].format(first=ends[0], last=ends[1])
    if first and last:
        return date_in_words(last, language)
    if last:
        return phrases["period.until"].format(last=date_in_words(last, language))
    if first:
        return phrases["period.since"].format(first=date_in_words(first, language))
    return phrases["period.unknown"]
