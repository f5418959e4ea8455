"""Horizontal bars by country, with what each amount is: estimated, more than, withheld."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assay.charts.house import BLUE, CLEAR, GREY, annotate, escape, size_of, sourced
from assay.document import Node, Number
from assay.errors import Fault
from assay.quantities import BoundTable, MixingError, qualifier_in_words, unit_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROW = 26
NAME_WIDTH = 16
LEFT = 112
NARROW, CHARACTER = 240, 6.6
"""Pixels: the plot of a telephone, a character of a small text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its bound number, and whether it is the one to look at."""

    name: str
    number: Number
    is_marked: bool

    @property
    def size(self) -> float | None:
        return size_of(self.number) if self.number.proof.value else None

    @property
    def is_hollow(self) -> bool:
        """A bound is drawn hollow: its end is not known."""
        return self.number.proof.qualifier in ("more_than", "less_than")

    @property
    def text(self) -> str:
        """The amount as shown; hatching says that it is estimated."""
        word = qualifier_in_words("estimated") if self.pattern else ""
        unit = unit_of(self.number.proof.unit).short if self.number.proof.unit == "percent" else ""
        return self.number.text.removeprefix(word).strip() + (unit if self.size is not None else "")

    @property
    def pattern(self) -> str:
        return "/" if self.number.proof.qualifier == "estimated" else ""


def bars_of(frame: pd.DataFrame, table: BoundTable, name: str, marked: str) -> list[Bar]:
    """The bars of a bound frame, largest first; those without an amount last.

    `table` was bound with the columns `name` and `value`, in this order.
    """
    codes = frame["country_code"] if "country_code" in frame else frame[name]
    bars = [
        Bar(str(row[0]), _number(row[1]), marked in (str(row[0]), str(code)))
        for row, code in zip(table.rows, codes, strict=True)
    ]
    return sorted(bars, key=lambda bar: (bar.size is None, -(bar.size or 0.0), bar.name))


def draw_bars(figure: go.Figure, bars: Sequence[Bar], *, axis: str = "") -> None:
    """Bars from the top downwards; their texts stand behind them, qualifier included."""
    sizes = [bar.size or 0.0 for bar in bars]
    rows = [-index for index in range(len(bars))]
    colours = [BLUE if bar.is_marked else GREY for bar in bars]
    figure.add_bar(
        x=sizes,
        y=rows,
        orientation="h",
        width=0.62,
        marker={
            "color": [
                CLEAR if bar.is_hollow else colour
                for bar, colour in zip(bars, colours, strict=True)
            ],
            "line": {"color": colours, "width": 1.5},
            "pattern": {
                "shape": [bar.pattern for bar in bars],
                # "overlay" makes plotly warn of every list of colours
                "fillmode": "replace",
                "bgcolor": colours,
                "fgcolor": "#ffffff",
                "fgopacity": 0.75,
                "size": 6,
            },
        },
        hovertemplate=[
            f"{escape(bar.name)}: {escape(bar.number.text)}<extra></extra>" for bar in bars
        ],
        xaxis=axis or "x",
        yaxis=axis.replace("x", "y") or "y",
    )
    where: dict[str, Any] = {"xref": axis or "x", "yref": axis.replace("x", "y") or "y"}
    for bar, row, size in zip(bars, rows, sizes, strict=True):
        before, after = ("<b>", "</b>") if bar.is_marked else ("", "")
        text = f"{before}{escape(bar.text)}{after}"
        annotate(figure, text, x=size, y=row, xanchor="left", xshift=5, **where)
        name = "<br>".join(escape(line) for line in textwrap.wrap(bar.name, NAME_WIDTH))
        place = {"x": 0, "y": row, "xanchor": "right", "xshift": -6, "align": "right"}
        annotate(figure, f"{before}{name}{after}", **place, **where)


def reach_of(bars: Sequence[Bar]) -> float:
    """The end of the axis: the longest bar, and its text behind it on a narrow screen."""
    longest = max((bar.size or 0.0 for bar in bars), default=0.0) or 1.0
    text = max((len(bar.text) for bar in bars if bar.size), default=0) * CHARACTER + 8
    return longest * NARROW / (NARROW - min(text, NARROW * 0.6))


def set_axes(
    figure: go.Figure,
    bars: Sequence[Bar],
    number: int,
    text: str,
    domain: tuple[float, float] = (0.0, 1.0),
) -> None:
    """Axes of one panel of bars: `number` counts panels from 1, 0 for a figure of one panel;
    without a text the axis of amounts shows no scale, for the bars carry theirs.
    """
    tail = "" if number < 2 else str(number)
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "range": [0, reach_of(bars)],
                "anchor": f"y{tail}",
                "title": {"text": text},
                "showticklabels": bool(text),
                "showgrid": bool(text),
                "zeroline": True,
                "nticks": 5,
            },
            f"yaxis{tail}": {
                "range": [-len(bars) + 0.5, 0.5],
                "visible": False,
                "anchor": f"x{tail}",
                "domain": list(domain),
            },
        }
    )


def list_bars(bars: Sequence[Bar], between: str, suffix: str) -> list[Node]:
    """Names and amounts of bars in their order, as words."""
    nodes: list[Node] = []
    for index, bar in enumerate(bars):
        after = suffix if bar.size is not None else ""
        name = sourced(bar.name, bar.number.proof.key)
        nodes += [between if index else "", name, " ", bar.number, after]
    return [node for node in nodes if node != ""]


def one_kind(frame: pd.DataFrame, key: str, columns: Sequence[str]) -> Mapping[str, str]:
    """The one unit, stage ... of a frame. MixingError names the column with several.

    Amounts of different units or stages are not drawn beside each other.
    """
    found = {}
    for column in columns:
        if column not in frame:
            continue
        kinds = sorted({str(kind) for kind in frame[column]})
        if len(kinds) > 1:
            raise MixingError(
                Fault(
                    "one chart cannot hold amounts of several kinds",
                    f"{key}, column {column}",
                    ", ".join(kinds),
                    "one",
                    "Choose one in the query.",
                )
            )
        found[column] = kinds[0] if kinds else ""
    return found


def _number(cell: Node) -> Number:
    if not isinstance(cell, Number):
        raise ValueError(f"{cell!r} in column value is not an amount")
    return cell
