"""The readings strip: what was said, and one measured interval a reading."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assay.charts.house import (
    BAND,
    BLUE,
    GOLD,
    GREY,
    VERMILLION,
    annotate,
    escape,
    finish,
    new_figure,
    plain,
    table_document,
    wrapped,
)
from assay.charts.words import words_in
from assay.document import Document, Element, Node, el
from assay.model import Check, Claim, Finding, Reading
from assay.quantities import bind_range, grouped, unit_of
from assay.rating import shown_band

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROLES = ("primary", "ordinary", "generous", "context")
LABEL_WIDTH = 54
LINE, MARK, GAP = 15, 20, 18
HEAD = 40
MARKS = {
    "holds": ("circle", BLUE, "solid"),
    "fails": ("square", VERMILLION, "solid"),
    "undecided": ("diamond-open", GREY, "dot"),
}
CONTEXT = ("circle-open", GREY, "solid")
WHOLE = frozenset({"count", "rank", "votes"})
COUNTED = frozenset({"exists", "absent", "text_has", "text_lacks"})


def readings_strip(check: Check, *, title: str | Document = "", language: str = "en") -> go.Figure:
    """The claimed value and its tolerance against what each reading measured, by role.

    Filled circle: holds; filled square: fails; hollow on a dotted line: undecided; a dotted line
    without a mark: no data or not held. A context reading in another unit is in the table only.
    """
    strip = _Strip(check, language)
    table = strip.table()
    rows = strip.drawn()
    heights = [(len(row.label) + 1) * LINE + MARK + GAP for row in rows]
    figure = new_figure(sum(heights) + HEAD, left=14, right=14)
    low, high = strip.span()
    is_counted = check.claim.relation in COUNTED
    unit = strip.words["strip.found"] if is_counted else unit_of(check.claim.unit, language).long
    figure.update_xaxes(range=[low, high], title_text=unit, showgrid=False, ticks="outside")
    if check.claim.unit in WHOLE and high - low < 10:
        figure.update_xaxes(dtick=1, tick0=0)
    figure.update_yaxes(range=[-sum(heights), HEAD], visible=False)
    strip.draw_claim(figure, low, high)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        _draw(figure, row, -top, (low, high))
        top += height
    return finish(
        figure,
        title=title or strip.title(),
        alt=strip.alt(),
        table=table,
        language=language,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    finding: Finding
    label: list[str]
    right: str
    hover: str
    mark: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class _Strip:
    check: Check
    language: str

    @property
    def claim(self) -> Claim:
        return self.check.claim

    @property
    def words(self) -> dict[str, str]:
        return words_in(self.language)

    def findings(self) -> list[Finding]:
        return sorted(self.check.now_findings, key=lambda f: ROLES.index(f.role))

    def reading(self, finding: Finding) -> Reading | None:
        return next((r for r in self.check.readings if r.reading == finding.reading), None)

    def measured(self, finding: Finding, *, unit: bool = True) -> tuple[Node, ...]:
        if finding.low is None:
            return ()
        numbers = bind_range(finding, self.reading(finding), language=self.language)
        nodes: list[Node] = []
        for index, number in enumerate(numbers):
            nodes += [self.words["to"], number] if index else [number]
        if finding.bound:
            nodes.insert(0, self.words[f"strip.bound.{finding.bound}"])
        elif finding.is_floor:
            nodes.insert(0, self.words["strip.floor"])
        if not unit:
            return tuple(nodes)
        written = unit_of(finding.unit, self.language)
        after = written.after(*(number.text for number in numbers))
        return tuple(node for node in (written.before, *nodes, after) if node)

    def status(self, finding: Finding) -> str:
        is_context = finding.role == "context" and finding.low is not None
        return self.words["status.context" if is_context else f"status.{finding.status}"]

    def drawn(self) -> list[_Row]:
        """Rows of the picture: findings in the claim's unit, or without any number."""
        rows = []
        for finding in self.findings():
            if finding.low is not None and finding.unit != self.claim.unit:
                continue
            found = plain(self.measured(finding, unit=False))
            status = self.status(finding)
            label = f"{finding.label}, {self.words[f'role.{finding.role}']}"
            mark = CONTEXT if finding.role == "context" else MARKS.get(finding.status)
            rows.append(
                _Row(
                    finding,
                    textwrap.wrap(label, LABEL_WIDTH),
                    f"{found}{self.words['list']}{status}" if found else status,
                    wrapped(finding.says, 48),
                    mark if found else None,
                )
            )
        return rows

    def span(self) -> tuple[float, float]:
        """The axis: from zero (a rank: from before the first) past everything drawn."""
        shown = [f for f in self.check.now_findings if f.unit == self.claim.unit]
        values = [end for f in shown for end in (f.low, f.high) if end is not None]
        values += [float(end) for end in self.ends() if end is not None]
        first = 0.5 if self.claim.unit == "rank" else min(0.0, *values, 0.0)
        last = max(values, default=1.0)
        if self.claim.unit in ("rank", "count"):
            return first, max(last + 0.5, first + 2)
        return first, (last or 1.0) * 1.06

    def ends(self) -> tuple[Any, ...]:
        if not self.claim.relation or self.claim.relation in COUNTED:
            return ()
        band = shown_band(self.claim)
        return band.low, band.high, band.said_low, band.said_high

    def draw_claim(self, figure: go.Figure, low: float, high: float) -> None:
        ends = self.ends()
        if not ends:
            return
        starts, stops, said_low, said_high = ends
        figure.add_shape(
            type="rect",
            x0=low if starts is None else float(starts),
            x1=high if stops is None else float(stops),
            y0=0, y1=1, yref="paper", fillcolor=BAND, line_width=0, layer="below",
        )  # fmt: skip
        for at in dict.fromkeys((float(said_low), float(said_high))):
            figure.add_shape(
                type="line", x0=at, x1=at, y0=0, y1=1, yref="paper",
                line={"color": GOLD, "width": 2}, layer="below",
            )  # fmt: skip
        is_right = float(said_high) - low > 0.5 * (high - low)
        key = "said" if self.claim.is_number_said else "said.implied"
        said = wrapped(self.words[key].format(claimed=self.claimed_text()), LABEL_WIDTH)
        width = (high if stops is None else float(stops)) - (
            low if starts is None else float(starts)
        )
        is_seen = width > (high - low) / 100
        shaded = f"<br>{escape(self.words['said.range'])}" if is_seen else ""
        annotate(
            figure,
            f"<b>{said}</b>{shaded}",
            x=float(said_high),
            xanchor="right" if is_right else "left",
            align="right" if is_right else "left",
            xshift=-6 if is_right else 6,
            y=HEAD,
            yanchor="top",
        )

    def claimed_text(self) -> str:
        return spoken(self.claim, self.language)

    def title(self) -> Document:
        primary = next((f for f in self.findings() if f.role == "primary"), None)
        found = self.measured(primary) if primary and primary.unit == self.claim.unit else ()
        if found and primary and self.claim.relation in COUNTED:
            key = "strip.title.reported" if primary.reported_only else "strip.title.found"
            before, middle, after = _split(self.words[key], "{label}", "{measured}")
            return Document(tuple(n for n in (before, _label(primary), middle, *found, after) if n))
        if not found or not self.ends():
            return Document((self.words["strip.title.nothing"],))
        names = ("{label}", "{measured}", "{claimed}")
        key = "strip.title" if self.claim.is_number_said else "strip.title.implied"
        key += ".bound" if primary and primary.bound else ""
        before, colon, middle, after = _split(self.words[key], *names)
        said = el("span", self.claimed_text(), src=f"claim:{self.claim.claim_id}")
        label = _label(primary) if primary else ""
        nodes = (before, label, colon, *found, middle, said, after)
        return Document(tuple(n for n in nodes if n != ""))

    def alt(self) -> list[Node]:
        nodes: list[Node] = [self.words["strip.alt"]]
        for finding in self.findings():
            found = self.measured(finding)
            nodes += [_label(finding), ": ", *found]
            nodes += [self.words["list"]] if found else []
            nodes += [self.status(finding), self.words["stop"]]
        return nodes

    def table(self) -> Document:
        heads = [self.words[name] for name in ("reading", "role", "measured", "result")]
        rows: list[Sequence[Node | tuple[Node, ...]]] = [
            (
                _label(finding),
                self.words[f"role.{finding.role}"],
                self.measured(finding),
                self.status(finding),
            )
            for finding in self.findings()
        ]
        return table_document(heads, rows)


def spoken(claim: Claim, language: str = "en") -> str:
    """The figure as said, with its unit."""
    ends = [grouped(end, language) for end in (claim.value_low, claim.value_high) if end]
    written = unit_of(claim.unit, language)
    return written.before + words_in(language)["to"].join(ends) + written.after(*ends)


def _draw(figure: go.Figure, row: _Row, top: int, span: tuple[float, float]) -> None:
    label = "<br>".join(wrapped(line, LABEL_WIDTH) for line in row.label)
    text = f"{label}<br><b>{wrapped(row.right, LABEL_WIDTH)}</b>"
    annotate(figure, text, x=0, xref="paper", xanchor="left", align="left", y=top, yanchor="top")
    level = top - (len(row.label) + 1) * LINE - MARK / 2
    figure.add_scatter(
        x=list(span), y=[level, level], mode="lines", hoverinfo="skip",
        line={"color": GREY, "width": 1, "dash": "dot" if row.mark is None else "solid"},
        opacity=0.45,
    )  # fmt: skip
    if row.mark is None:
        return
    symbol, colour, dash = row.mark
    figure.add_scatter(
        x=[row.finding.low, row.finding.high], y=[level, level], mode="lines+markers",
        line={"color": colour, "width": 5 if dash == "solid" else 2, "dash": dash},
        marker={"symbol": symbol, "size": 11, "color": colour, "line_color": colour,
                "line_width": 2},
        name=row.finding.label, cliponaxis=False,
        hovertemplate=f"{text}<br>{row.hover}<extra></extra>",
    )  # fmt: skip


def _label(finding: Finding) -> Element:
    return el("span", finding.label, src=f"reading:{finding.claim_id}/{finding.reading}")


def _split(template: str, *names: str) -> list[str]:
    parts, rest = [], template
    for name in names:
        before, _, rest = rest.partition(name)
        parts.append(before)
    return [*parts, rest]
