"""Aid over time: what kinds of aid each donor gave, by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assay.charts.bars import one_kind
from assay.charts.house import PALETTE, annotate, draw_key, escape, finish, new_figure, sourced
from assay.charts.words import words_in
from assay.document import Document, Node, Number, numbers_in
from assay.quantities import BoundTable, TableOrigin, bind_frame, date_in_words, unit_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

KINDS = ("military", "financial", "humanitarian", "total")
COLOURS = dict(zip(KINDS, PALETTE, strict=True))
ABOUT_A_MONTH = 31
PANEL, HEAD, LEGEND, LEFT = 150, 30, 20, 44
PART_LINE = 16
"""Pixels of the line that says where a donor's last bar ends, in the head of its panel."""


def donors_by_type(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "donors-by-type",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """Stacked bars by kind of aid over time, one panel a donor, one scale for all.

    `frame` has one row a donor, period and kind: donor, period_start, period_end, aid_type, value,
    unit, status and, if known, stage. Donors stand in the order of the frame. MixingError for
    several units or stages (commitments and allocations are two series).
    """
    words = words_in(language)
    kinds = one_kind(frame, key, ("unit", "stage"))
    table = bind_frame(
        frame,
        key,
        {"donor": "Donor", "period_start": "From", "period_end": "To", "aid_type": "Kind",
         "value": "Amount"},
        origin=origin,
        language=language,
    )  # fmt: skip
    donors = list(dict.fromkeys(str(donor) for donor in frame["donor"]))
    present = [kind for kind in KINDS if kind in set(frame["aid_type"])]
    parts = {donor: _part(frame, donor, words, language) for donor in donors}
    head = HEAD + (PART_LINE if any(parts.values()) else 0)
    total = len(donors) * (PANEL + head) + LEGEND
    figure = new_figure(total, left=LEFT, right=14, bottom=30)
    unit = unit_of(kinds.get("unit", ""), language).long
    span = (_day(frame["period_start"].min()), _day(frame["period_end"].max()))
    _axes(figure, parts, head, _highest(frame), unit, span)
    for number, donor in enumerate(donors, 1):
        for kind in present:
            _draw(figure, frame, table.rows, donor, kind, number, words[f"aid.{kind}"])
    figure.update_layout(barmode="stack")
    entries = [("■", COLOURS[kind], words[f"aid.{kind}"]) for kind in present]
    draw_key(figure, entries, 12 - LEFT)
    return finish(
        figure,
        title=title,
        alt=[words["donors.alt"], words["list"].join(donors), words["stop"], *_ends(parts, table)],
        table=Document((table.to_element(cls="chart"),)),
        language=language,
    )


def _part(frame: pd.DataFrame, donor: str, words: Mapping[str, str], language: str) -> str:
    """Where a donor's last bar ends, if it covers less than the others; empty if it does not."""
    rows = frame[frame["donor"] == donor]
    spans = sorted({(_day(row.period_end), _day(row.period_start)) for row in rows.itertuples()})
    lengths = [(last - first).days + 1 for last, first in spans]
    if lengths[-1] >= max(lengths) - ABOUT_A_MONTH:
        return ""
    month = date_in_words(spans[-1][0].isoformat()[:7], language)
    return words["aid.part"].format(month=month)


def _ends(parts: Mapping[str, str], table: BoundTable) -> list[Node]:
    """The same for a reader who does not see the chart."""
    key = next((n.proof.key for row in table.rows for n in numbers_in(row)), "")
    return [sourced(f"{donor}, {part}. ", key) for donor, part in parts.items() if part]


def _highest(frame: pd.DataFrame) -> float:
    sums = frame.groupby(["donor", "period_start"])["value"].sum()
    return float(sums.max()) if len(sums) else 1.0


def _axes(
    figure: go.Figure,
    parts: Mapping[str, str],
    head: int,
    highest: float,
    unit: str,
    span: tuple[date, date],
) -> None:
    total = len(parts) * (PANEL + head) + LEGEND
    for number, (donor, part) in enumerate(parts.items(), 1):
        tail = "" if number == 1 else str(number)
        top = 1 - (LEGEND + (number - 1) * (PANEL + head) + head) / total
        figure.update_layout(
            {
                f"xaxis{tail}": {
                    "anchor": f"y{tail}",
                    "matches": None if number == 1 else "x",
                    "type": "date",
                    "dtick": "M12",
                    "ticklabelmode": "period",
                    "range": [day.isoformat() for day in span],
                    "tickformat": "%Y",
                    "showticklabels": number == len(parts),
                    "showgrid": True,
                },
                f"yaxis{tail}": {
                    "anchor": f"x{tail}",
                    "domain": [max(top - PANEL / total, 0.0), top],
                    "range": [0, highest * 1.05],
                    "nticks": 4,
                    "rangemode": "tozero",
                },
            }
        )
        annotate(
            figure, f"<b>{escape(donor)}</b>" + (f", {escape(unit)}" if number == 1 else "")
            + (f"<br>{escape(part)}" if part else ""), align="left",
            x=0, xref="paper", xanchor="left", y=top, yref="paper", yanchor="bottom", yshift=3,
        )  # fmt: skip


def _draw(
    figure: go.Figure,
    frame: pd.DataFrame,
    rows: Sequence[Sequence[Node]],
    donor: str,
    kind: str,
    number: int,
    name: str,
) -> None:
    chosen = [
        (record, row[4])
        for record, row in zip(frame.to_dict("records"), rows, strict=True)
        if record["donor"] == donor and record["aid_type"] == kind
    ]
    tail = "" if number == 1 else str(number)
    drawn = [(record, cell) for record, cell in chosen if isinstance(cell, Number)]
    spans = [(_day(r["period_start"]), _day(r["period_end"])) for r, _ in drawn]
    figure.add_bar(
        x=[(first + (last - first + timedelta(days=1)) / 2).isoformat() for first, last in spans],
        y=[float(cell.proof.value or 0) for _, cell in drawn],
        width=[((last - first).days + 1) * 86_400_000 * 0.86 for first, last in spans],
        name=name,
        marker={
            "color": COLOURS[kind],
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if r.get("status") == "estimated" else "" for r, _ in drawn],
                "fgcolor": "#ffffff",
                "fillmode": "overlay",
                "fgopacity": 0.6,
                "size": 5,
                "solidity": 0.25,
            },
        },
        hovertemplate=[
            f"{escape(donor)}, {escape(name)}<br>{first.isoformat()} to {last.isoformat()}: "
            f"{escape(cell.text)}<extra></extra>"
            for (_, cell), (first, last) in zip(drawn, spans, strict=True)
        ],
        xaxis=f"x{tail}",
        yaxis=f"y{tail}",
    )


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value  # type: ignore[no-any-return]
