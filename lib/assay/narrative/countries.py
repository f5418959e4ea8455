"""What a world table says of one country: its amounts, or that the table has no row for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assay.document import Document, Element, el
from assay.narrative.phrases import amount, document, fill
from assay.narrative.words import Words, words_in
from assay.quantities import TableOrigin, bind_cell, bind_value, origin_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

STATISTICS = ("reserves", "production", "capacity")


def country_in_world(
    frame: pd.DataFrame,
    country: str = "Ukraine",
    *,
    key: str = "country",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> Document:
    """One sentence a statistic: the country's amount and its share of the printed world total.

    `frame` has one row a country and statistic: country, statistic, value, unit, status, share.
    A statistic without a row for the country says so; that is not a zero.
    """
    words = words_in(language)
    source = origin_of(frame if origin is None else origin, key)
    lines = []
    for statistic in STATISTICS:
        rows = frame[frame["statistic"] == statistic]
        if len(rows):
            records = rows[rows["country"] == country].to_dict("records")
            told = records[0] if records else None
            lines.append(_line(told, statistic, country, f"{key}/{statistic}", source, words))
    return document(el("ul", *lines))


def _line(
    row: Mapping[Hashable, Any] | None,
    statistic: str,
    country: str,
    key: str,
    origin: TableOrigin,
    words: Words,
) -> Element:
    name = words[f"country.{statistic}"]
    if row is None:
        return el("li", *fill(words[f"country.{statistic}.none"], country=country))
    value, status = row["value"], str(row["status"])
    known = None if value is None or value != value else float(str(value))
    what = f"{name}, {country}"
    unit = str(row["unit"])
    cell = bind_cell(known, unit, key=f"{key}#value", what=what, origin=origin, status=status)
    if known is None:
        return el("li", *fill(words["country.unknown"], what=name, country=country, word=cell))
    share = row.get("share")
    if share is None or share != share:
        parts = amount([cell], unit, words)
        return el("li", *fill(words["country.amount"], what=name, country=country, amount=parts))
    part = bind_value(
        float(str(share)),
        "percent",
        key=f"{key}#share",
        what=f"{what}, share of the printed world total",
        origin=origin,
    )
    return el(
        "li",
        *fill(
            words["country.share"],
            what=name,
            country=country,
            amount=amount([cell], unit, words),
            share=part,
        ),
    )
