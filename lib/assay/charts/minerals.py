"""Minerals: a country's share of the world, and reserves beside production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assay.charts.bars import (
    LEFT,
    ROW,
    Bar,
    bars_of,
    draw_bars,
    list_bars,
    one_kind,
    set_axes,
)
from assay.charts.house import annotate, finish, new_figure
from assay.charts.words import words_in
from assay.document import Document, Node
from assay.quantities import TableOrigin, bind_frame, unit_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

STATISTICS = ("reserves", "production")
COLUMNS = {"country": "Country", "value": "Amount"}
HEAD = 30


def world_share(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "world-share",
    marked: str = "UKR",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """Shares of the world by country, largest first.

    `frame` has one row a country: country, value (per cent), unit, status and, if `marked` is a
    code, country_code. MixingError when the unit is not per cent; ValueError see `bind_frame`.
    """
    words = words_in(language)
    kinds = one_kind(frame, key, ("unit", "commodity", "statistic", "stage"))
    if kinds.get("unit") != "percent":
        raise ValueError(f"{key}: shares are in percent, found {kinds.get('unit')!r}")
    table = bind_frame(
        frame, key, {"country": "Country", "value": "Share"}, row="country", origin=origin,
        language=language,
    )  # fmt: skip
    bars = bars_of(frame, table, "country", marked)
    figure = new_figure(len(bars) * ROW, left=LEFT, right=12)
    set_axes(figure, bars, 0, words["share.axis"])
    draw_bars(figure, bars)
    return finish(
        figure,
        title=title,
        alt=[words["share.alt"], *list_bars(bars, words["list"], "%")],
        table=Document((table.to_element(cls="chart"),)),
        language=language,
    )


def reserves_and_production(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "reserves-and-production",
    marked: str = "UKR",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """Two panels of one commodity: reserves above, production below, each with its own scale.

    `frame` has one row a country and statistic: country, statistic (reserves, production), value,
    unit, status. MixingError when a panel mixes units or the frame mixes commodities or editions.
    """
    words = words_in(language)
    one_kind(frame, key, ("commodity", "release"))
    panels: list[tuple[str, list[Bar], str]] = []
    parts: list[Node] = []
    for statistic in STATISTICS:
        rows = frame[frame["statistic"] == statistic]
        unit = one_kind(rows, f"{key}, {statistic}", ("unit", "year")).get("unit", "")
        head = words[f"bars.{statistic}"]
        table = bind_frame(
            rows, f"{key}/{statistic}", {"country": "Country", "value": head}, row="country",
            origin=frame if origin is None else origin, language=language,
        )  # fmt: skip
        panels.append((head, bars_of(rows, table, "country", marked), unit))
        parts.append(table.to_element(cls="chart"))
    figure = _two_panels(panels, language)
    alt: list[Node] = []
    for head, bars, unit in panels:
        suffix = f" {unit_of(unit, language).short}"
        alt += [words["bars.alt"].format(statistic=head)]
        alt += [*list_bars(bars, words["list"], suffix), words["stop"]]
    return finish(figure, title=title, alt=alt, table=Document(tuple(parts)), language=language)


def _two_panels(panels: list[tuple[str, list[Bar], str]], language: str) -> go.Figure:
    heights = [len(bars) * ROW + HEAD for _, bars, _ in panels]
    figure = new_figure(sum(heights) + 14, left=LEFT, right=12, bottom=16)
    total, above = sum(heights) + 14, 0
    for number, ((head, bars, unit), height) in enumerate(zip(panels, heights, strict=True), 1):
        axis = "x" if number == 1 else f"x{number}"
        top, bottom = 1 - (above + HEAD) / total, 1 - (above + height) / total
        set_axes(figure, bars, number, "", (max(bottom, 0.0), top))
        draw_bars(figure, bars, axis=axis)
        text = f"<b>{head}</b>, {unit_of(unit, language).long}"
        if any(bar.pattern for bar in bars):
            text = words_in(language)["mark.estimated"].format(head=text)
        annotate(
            figure, text, x=0, xref="paper", xanchor="left", xshift=-(LEFT - 12), y=top,
            yref="paper", yanchor="bottom", yshift=4,
        )  # fmt: skip
        above += height + (14 if number == 1 else 0)
    return figure
