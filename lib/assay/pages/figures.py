"""A plotly figure of a notebook as a page's figure: title, drawing, table, source.

The table stands first and is the whole chart for a reader without scripts. The figure itself is
inert JSON, drawn by charts.js when it scrolls into view.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.charts.house import BARE_TOP, SOURCE_LINE
from assay.document import Document, Element, Node, Number, Proof, el, to_html
from assay.errors import BuildError
from assay.pages.proofs import link_numbers
from assay.pages.tables import make_scrollable

MIME = "application/vnd.plotly.v1+json"
TRACES = frozenset({"bar", "scatter", "heatmap", "box", "histogram", "violin", "waterfall"})
"""What the smallest plotly bundle draws; other types may end in an empty grid, without an error."""

FETCHING = frozenset({"geo", "mapbox", "map", "scene", "images"})
NUMERAL = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure ready to print, with the proofs of its numbers."""

    html: str
    proofs: Mapping[str, Proof]


def write_figure(raw: Mapping[str, Any], number: int, place: str) -> Figure:
    """The figure's HTML. `number` counts figures on the page, from one.

    BuildError when the figure has no title, alt text, source or table, holds a trace that may
    draw nothing or fetch from elsewhere, or says a number in words that its table does not hold.
    """
    _refuse_undrawable(raw, place)
    about = raw.get("layout", {}).get("meta", {}).get("assay", {})
    missing = [key for key in ("title", "alt", "source", "table") if not about.get(key)]
    if missing:
        raise BuildError(f"{place}: the chart has no {', '.join(missing)} in layout.meta.assay.")
    table = Document.from_json(about["table"])
    words = _Words(table, place)
    said = {key: words.bind(about[key]) for key in ("title", "alt", "source")}
    proofs = dict(table.proofs)
    for document in said.values():
        proofs |= document.proofs
    return Figure(
        _html(raw, {key: link_numbers(said[key].nodes) for key in said}, table, number), proofs
    )


def _html(
    raw: Mapping[str, Any], said: Mapping[str, tuple[Node, ...]], table: Document, number: int
) -> str:
    name = f"chart-{number}"
    caption = el(
        "figcaption",
        el("h3", *said["title"], id=f"{name}-title"),
        el("p", *said["alt"], id=f"{name}-alt", cls="alt"),
    )
    rows = el(
        "details",
        el("summary", "The same as a table"),
        *make_scrollable(link_numbers(table.nodes), name),
        cls="numbers",
        open="open",
    )
    data = inert_json({"data": raw["data"], "layout": _bare(raw.get("layout", {}))})
    return (
        f'<figure class="chart" id="{name}">{to_html([caption])}'
        f'<div class="drawing" role="img" aria-labelledby="{name}-title {name}-alt" hidden></div>'
        f"{to_html([rows, el('p', *said['source'], cls='source')])}"
        f'<script type="application/json" class="figure">{data}</script></figure>'
    )


def _bare(layout: Mapping[str, Any]) -> dict[str, Any]:
    """The layout without what the page prints beside the chart: title, source, proofs.

    The room they had in the figure goes with them.
    """
    kept = {key: value for key, value in layout.items() if key not in ("title", "meta", "width")}
    notes = layout.get("annotations", [])
    kept["annotations"] = [note for note in notes if note.get("name") != "source"]
    sources = [note["text"] for note in notes if note.get("name") == "source"]
    margin = dict(layout.get("margin", {}))
    head = max(margin.get("t", 0) - BARE_TOP, 0) if "title" in layout else 0
    foot = sum(SOURCE_LINE * (text.count("<br>") + 1) for text in sources)
    if margin:
        kept["margin"] = {
            **margin,
            "t": margin.get("t", 0) - head,
            "b": margin.get("b", 0) - foot,
        }
    if "height" in layout:
        kept["height"] = layout["height"] - head - foot
    return kept


def inert_json(value: object) -> str:
    """JSON that cannot end the script element it stands in. ValueError for NaN."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


class _Words:
    """Binds the numerals of a chart's words to its own table."""

    def __init__(self, table: Document, place: str) -> None:
        self.place = place
        self.numbers: dict[str, Number] = {}
        self.sources: dict[str, str] = {}
        for node, src in _with_source(table.nodes, ""):
            if isinstance(node, Number):
                for numeral in NUMERAL.findall(node.text):
                    self.numbers.setdefault(numeral, node)
            elif src:
                for numeral in NUMERAL.findall(node):
                    self.sources.setdefault(numeral, src)

    def bind(self, said: str | Mapping[str, Any]) -> Document:
        """`said` as a document. A numeral becomes a number of the table, or its row's words."""
        if not isinstance(said, str):
            return Document.from_json(said)
        nodes: list[Node] = []
        end = 0
        for match in NUMERAL.finditer(said):
            nodes += [said[end : match.start()], self._find(match.group(), said)]
            end = match.end()
        return Document((*nodes, said[end:]))

    def _find(self, numeral: str, said: str) -> Node:
        if numeral in self.numbers:
            return Number(numeral, self.numbers[numeral].proof)
        if numeral in self.sources:
            return el("span", numeral, src=self.sources[numeral])
        raise BuildError(
            f"{self.place}: the chart says {numeral!r} in {said!r}, and its table does not. "
            "Take the number from the table."
        )


def _with_source(nodes: Iterable[Node], src: str) -> Iterator[tuple[str | Number, str]]:
    for node in nodes:
        if isinstance(node, Element):
            yield from _with_source(node.children, node.src or src)
        else:
            yield node, src


def _refuse_undrawable(raw: Mapping[str, Any], place: str) -> None:
    other = sorted({trace.get("type", "scatter") for trace in raw.get("data", [])} - TRACES)
    if other:
        raise BuildError(
            f"{place}: trace type {', '.join(other)} may draw nothing; "
            f"use one of {', '.join(sorted(TRACES))}."
        )
    fetching = sorted(FETCHING & set(raw.get("layout", {})))
    if fetching:
        raise BuildError(f"{place}: layout.{fetching[0]} may fetch from elsewhere.")
