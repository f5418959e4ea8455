"""Area under Russian control: by region on one day, and in all by day. No outlines are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assay.charts.bars import LEFT, ROW, Bar, bars_of, draw_bars, list_bars, one_kind, set_axes
from assay.charts.house import finish, new_figure, sourced
from assay.charts.words import words_in
from assay.document import Document, Node
from assay.quantities import BoundTable, TableOrigin, bind_frame, date_in_words, unit_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

UNIT = "km2"
DATE = 20
"""Pixels by which the longest date is longer than the longest name."""


def occupied_by_region(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "occupied-by-region",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """The occupied area of each region on one day, largest first.

    `frame` has one row a region: place, value (km2), unit, status, mapped_on (a date), and where it
    has one measure. MixingError when it mixes days, measures or units; ValueError for another unit.
    """
    words = words_in(language)
    _check(frame, key, ("unit", "measure", "mapped_on"))
    table = bind_frame(
        frame, key, {"place": words["area.region"], "value": words["area.head"]}, row="place",
        origin=origin, language=language,
    )  # fmt: skip
    bars = bars_of(frame, table, "place", "")
    day = date_in_words(str(frame["mapped_on"].iloc[0])[:10], language)
    named = sourced(day, bars[0].number.proof.key)
    axis = words["area.axis.on"].format(unit=_unit(language), day=day)
    alt = [words["area.alt.region"], named, words["area.alt.colon"]]
    return _draw(bars, table, title, axis, alt, LEFT, language)


def occupied_by_day(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "occupied-by-day",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """The occupied area on each day, earliest first; days are not evenly spaced.

    `frame` has one row a day of one place: mapped_on (a date), value (km2), unit, status, and where
    it has them measure and place. Errors as `occupied_by_region`.
    """
    words = words_in(language)
    _check(frame, key, ("unit", "measure", "place"))
    ordered = frame.sort_values("mapped_on")
    days = [date_in_words(str(day)[:10], language) for day in ordered["mapped_on"]]
    table = bind_frame(
        ordered.assign(day=days), key, {"day": words["area.day"], "value": words["area.head"]},
        row="day", origin=frame if origin is None else origin, language=language,
    )  # fmt: skip
    bars = bars_of(ordered.assign(day=days), table, "day", "")
    bars.sort(key=lambda bar: days.index(bar.name))
    axis = words["area.axis"].format(unit=_unit(language))
    return _draw(bars, table, title, axis, [words["area.alt.day"]], LEFT + DATE, language)


def _check(frame: pd.DataFrame, key: str, columns: tuple[str, ...]) -> None:
    found = one_kind(frame, key, columns).get("unit")
    if found != UNIT:
        raise ValueError(f"{key}: areas are in {UNIT}, found {found!r}")


def _draw(
    bars: list[Bar],
    table: BoundTable,
    title: str | Document,
    axis: str,
    alt: Sequence[Node],
    left: int,
    language: str,
) -> go.Figure:
    figure = new_figure(len(bars) * ROW, left=left, right=12)
    set_axes(figure, bars, 0, axis)
    draw_bars(figure, bars)
    listed = list_bars(bars, words_in(language)["list"], f" {_unit(language)}")
    return finish(
        figure,
        title=title,
        alt=[*alt, *listed],
        table=Document((table.to_element(cls="chart"),)),
        language=language,
    )


def _unit(language: str) -> str:
    return unit_of(UNIT, language).short
