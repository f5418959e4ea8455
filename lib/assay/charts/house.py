"""The house style of figures: palette, template, title, source, alternative text, table.

Every colour of data has a contrast of at least 3 : 1 on the page's paper, light and dark, and the
first three keep apart for the three common kinds of colour blindness (tests/charts measures both).
A status is never told by colour alone: hollow, hatched, dashed or another shape goes with it.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assay.charts.words import words_in
from assay.document import Document, Node, Number, el, to_text
from assay.quantities import has_digit, release_words, source_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

BLUE, VERMILLION, GREEN, PLUM = "#3d63d2", "#d2590a", "#00a07a", "#a8418f"
GREY, GOLD = "#857f72", "#a07414"
PALETTE = (BLUE, VERMILLION, GREEN, PLUM)
CLEAR = "rgba(0,0,0,0)"
BAND = "rgba(200,150,42,0.22)"
"""The tolerance of a claim: a fill behind marks, never a mark of its own."""

NEUTRAL_INK, NEUTRAL_LINE = "#757575", "rgba(128,128,128,0.35)"
"""Readable on white and on black. A page sets its own ink and lines (pages/static/charts.js)."""

THEMES = {
    "light": {"ink": "#1d1b16", "line": "#d8d1c0", "paper": "#fbf9f4"},
    "dark": {"ink": "#ece8dc", "line": "#413d31", "paper": "#15140f"},
}
KEY_SIGN, KEY_LETTER, KEY_GAP, KEY_LINE = 14, 6.4, 14, 15
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
TITLE_WIDTH, SOURCE_WIDTH = 36, 60
SIZE, SMALL, TITLE_SIZE = 13, 11, 16
TITLE_LINE, SOURCE_LINE = 21, 15
TITLE_TOP, BARE_TOP, EDGE = 26, 20, 12


def new_figure(height: int, *, left: int = 12, right: int = 12, bottom: int = 44) -> go.Figure:
    """An empty figure in the house style, `height` pixels of plot tall, as wide as its place."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": NEUTRAL_LINE,
        "linecolor": NEUTRAL_LINE,
        "zerolinecolor": NEUTRAL_LINE,
        "tickcolor": NEUTRAL_LINE,
        "automargin": False,
        "fixedrange": True,
        "title": {"font": {"size": SMALL}, "standoff": 6},
        "tickfont": {"size": SMALL},
    }
    template = go.layout.Template(
        layout={
            "font": {"family": FONT, "size": SIZE, "color": NEUTRAL_INK},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "colorway": list(PALETTE),
            "xaxis": axis,
            "yaxis": axis,
            "separators": ".,",
            "hoverlabel": {"align": "left", "font": {"family": FONT, "size": SIZE}},
            "annotationdefaults": {"showarrow": False, "font": {"size": SMALL}},
        }
    )
    return go.Figure(
        layout={
            "template": template,
            "height": height + bottom + BARE_TOP,
            "margin": {"l": left, "r": right, "t": BARE_TOP, "b": bottom, "pad": 0},
            "showlegend": False,
            "dragmode": False,
            "bargap": 0.25,
        }
    )


def finish(
    figure: go.Figure,
    *,
    title: str | Document,
    alt: Iterable[Node],
    table: Document,
    note: str = "",
    language: str = "en",
) -> go.Figure:
    """The figure with its title (the finding), source line, alternative text and table.

    `note` stands after the source.

    A page prints title and source itself and takes their room back (pages/figures.py knows
    BARE_TOP and SOURCE_LINE); everywhere else the figure carries both.

    ValueError for a digit typed in the title: hand over a Document with bound numbers.
    """
    said = titled(title)
    source = source_of(table, language)
    if note:
        source = Document((*source.nodes, words_in(language)["stop"], note))
    lines = textwrap.wrap(str(said), TITLE_WIDTH)
    credit = textwrap.wrap(str(source), SOURCE_WIDTH)
    top, foot = TITLE_TOP + len(lines) * TITLE_LINE, len(credit) * SOURCE_LINE
    below = int(figure.layout.margin.b)
    figure.update_layout(
        title=_title_at_top(lines),
        margin={"t": top, "b": below + foot},
        height=figure.layout.height - BARE_TOP + top + foot,
        meta={
            "assay": {
                "title": said.to_json(),
                "alt": Document(tuple(alt)).to_json(),
                "source": source.to_json(),
                "table": table.to_json(),
            }
        },
    )
    annotate(
        figure, "<br>".join(escape(line) for line in credit), name="source", align="left",
        x=0, xref="paper", xanchor="left", xshift=EDGE - int(figure.layout.margin.l),
        y=0, yref="paper", yanchor="top", yshift=4 - below,
    )  # fmt: skip
    return figure


def _title_at_top(lines: Sequence[str]) -> dict[str, Any]:
    return {
        "text": "<b>" + "<br>".join(escape(line) for line in lines) + "</b>",
        "font": {"size": TITLE_SIZE},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": EDGE, "t": EDGE},
    }


def for_picture(figure: go.Figure, theme: str = "light") -> go.Figure:
    """A copy with a theme's own ink and paper, for a picture outside a page.

    ValueError when there is no such theme.
    """
    import plotly.graph_objects as go

    if theme not in THEMES:
        raise ValueError(f"no theme {theme!r}; there are: {', '.join(THEMES)}")
    colours = THEMES[theme]
    line = {"gridcolor": colours["line"], "linecolor": colours["ink"]}
    picture = go.Figure(figure)
    picture.update_layout(
        paper_bgcolor=colours["paper"], plot_bgcolor=colours["paper"], font_color=colours["ink"]
    )
    picture.update_xaxes(**line, zerolinecolor=colours["line"])
    picture.update_yaxes(**line, zerolinecolor=colours["line"])
    return picture


def titled(title: str | Document) -> Document:
    """A title as a document. ValueError for a digit typed by hand."""
    if isinstance(title, Document):
        return title
    if has_digit(title):
        raise ValueError(
            f"the title holds a digit typed by hand: {title!r}. Hand over a Document with bound "
            "numbers."
        )
    return Document((title,))


def source_of(table: Document, language: str = "en") -> Document:
    """`Source: US Special Inspector General, report for October to December 2024`.

    The releases are those behind the numbers of the table, the newest of a source last.
    """
    words = words_in(language)
    found = sorted(
        {
            (release.source, release.released_on, release.release)
            for proof in table.proofs.values()
            for release in proof.releases
        }
    )
    if not found:
        return Document((words["source.none"],))
    sources = list(dict.fromkeys(source for source, _, _ in found))
    nodes: list[Node] = [words["source.one" if len(sources) == 1 else "source.other"]]
    for index, name in enumerate(sources):
        nodes.append(("; " if index else "") + source_name(name, language) + words["list"])
        releases = [release for source, _, release in found if source == name]
        for number, release in enumerate(releases):
            nodes += [words["list"]] if number else []
            nodes.append(
                el("span", release_words(name, release, language), src=f"release:{name}/{release}")
            )
    return Document(tuple(nodes))


def escape(text: str) -> str:
    """Text for a figure: plotly reads `<b>` and `&lt;` in titles, labels and annotations."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int) -> str:
    """Escaped text in lines of at most `width` characters."""
    return "<br>".join(escape(line) for line in textwrap.wrap(text, width)) or ""


def table_document(
    heads: Sequence[str], rows: Sequence[Sequence[Node | tuple[Node, ...]]], *, cls: str = "chart"
) -> Document:
    """A table of nodes as a document, the first cell of a row being its head."""
    head = el("tr", *(el("th", text, scope="col") for text in heads))
    body = []
    for first, *rest in rows:
        cells = [el("td", *(cell if isinstance(cell, tuple) else (cell,))) for cell in rest]
        names = first if isinstance(first, tuple) else (first,)
        body.append(el("tr", el("th", *names, scope="row"), *cells))
    return Document((el("table", el("thead", head), el("tbody", *body), cls=cls),))


def sourced(text: str, key: str) -> Node:
    """A name from the data; if it holds a digit, with the proof that it stands beside."""
    return el("span", text, src=f"proof:{key}") if has_digit(text) else text


def plain(nodes: Sequence[Node]) -> str:
    """Nodes as the text of a label or a hover line."""
    return to_text(nodes)


def size_of(number: Number) -> float:
    """A bound number's value, for drawing it."""
    return float(number.proof.value)


def annotate(figure: go.Figure, text: str, **place: Any) -> None:
    """A text in the figure; `text` is already escaped."""
    figure.add_annotation(text=text, showarrow=False, **place)


def draw_key(
    figure: go.Figure, entries: Sequence[tuple[str, str, str]], left: int, *, stacked: bool = False
) -> None:
    """The key of a figure at its upper left: (sign, colour, words) side by side or stacked.

    Each sign is a text of its own: plotly would colour a part of a text with a style attribute,
    which the pages' Content-Security-Policy refuses.
    """
    across, down = left, 0
    for sign, colour, words in entries:
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper"}
        place |= {"yanchor": "top", "yshift": -down}
        annotate(figure, sign, xshift=across, font={"color": colour, "size": SMALL}, **place)
        annotate(figure, escape(words), xshift=across + KEY_SIGN, **place)
        if stacked:
            down += KEY_LINE
        else:
            across += KEY_SIGN + round(len(words) * KEY_LETTER) + KEY_GAP
