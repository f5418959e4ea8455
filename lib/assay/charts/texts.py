"""Legal texts against questions: what each text has, has not, or cannot show."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assay.charts.house import (
    BLUE,
    GREY,
    PLUM,
    annotate,
    draw_key,
    escape,
    finish,
    new_figure,
    sourced,
    table_document,
)
from assay.charts.words import words_in
from assay.document import Document, Node, el
from assay.quantities import TableOrigin, bind_count, origin_of

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROW, LINE, LEFT, TOP = 20, 14, 132, 120
PRESENCES = ("present", "reported", "absent", "none_reported", "not_in_excerpt")
MARKS = {
    "present": ("square", BLUE),
    "reported": ("diamond", PLUM),
    "absent": ("square-open", GREY),
    "none_reported": ("diamond-open", GREY),
    "not_in_excerpt": ("line-ew-open", GREY),
}
NAME_WIDTH = 20
SIGNS = dict(zip(MARKS, "■◆□◇—", strict=True))


def clause_grid(
    frame: pd.DataFrame,
    *,
    title: str | Document,
    key: str = "clause-grid",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """A grid: one row a text, one column a question, the mark's form says what was found.

    `frame` has one row a text and question: text, clause_topic, presence and, if known,
    second_coder: where a row has none, the source line says that one person coded it. A text that
    answers a question twice counts as having it if one part has. ValueError for an unknown presence
    or two texts of one name that disagree about nothing but their order.
    """
    words = words_in(language)
    cells = _cells(frame)
    texts = list(dict.fromkeys(str(text) for text in frame["text"]))
    topics = list(dict.fromkeys(str(topic) for topic in frame["clause_topic"]))
    names = _names(texts)
    row = ROW + LINE * max((len(lines) - 1 for lines in names), default=0)
    figure = new_figure(len(texts) * row + TOP, left=LEFT, right=40, bottom=14)
    _draw(figure, texts, topics, cells, words, len(texts) * row + TOP)
    _label(figure, names, topics, words, 1 - TOP / (len(texts) * row + TOP))
    shown = [presence for presence in PRESENCES if presence in cells.values()]
    entries = [(SIGNS[p], MARKS[p][1], words[f"presence.{p}"]) for p in shown]
    draw_key(figure, entries, 12 - LEFT, stacked=True)
    source = origin_of(frame if origin is None else origin, key)
    every = bind_count(
        len(texts), key=f"{key}#texts", what="Texts in this grid", origin=source, language=language
    )
    alt: list[Node] = [words["clauses.alt"]]
    for topic in topics:
        having = sum(cells.get((text, topic)) == "present" for text in texts)
        count = bind_count(
            having, key=f"{key}#{topic}", what=f"Texts with {topic}", origin=source,
            language=language,
        )  # fmt: skip
        alt += [f"{_topic(topic, words)}: ", count, " / ", every, words["stop"]]
    heads = [sourced(text, every.proof.key) for text in texts]
    grid = _table(
        heads, [[cells.get((t, topic), "") for topic in topics] for t in texts], topics, words
    )
    table = Document((*grid.nodes, el("p", words["clauses.all"], every)))
    note = words["clauses.one_coder"] if _has_one_coder(frame) else ""
    return finish(figure, title=title, alt=alt, table=table, note=note, language=language)


def _has_one_coder(frame: pd.DataFrame) -> bool:
    """Whether a cell of the grid has no second coder; not known of a frame that names none."""
    if "second_coder" not in frame:
        return False
    return bool((frame["second_coder"].fillna("").astype(str) == "").any())


def _table(
    names: Sequence[Node],
    found: Sequence[Sequence[str]],
    topics: Sequence[str],
    words: dict[str, str],
) -> Document:
    rows: list[Sequence[Node | tuple[Node, ...]]] = [
        (name, *(words[f"presence.{cell}"] if cell else "" for cell in row))
        for name, row in zip(names, found, strict=True)
    ]
    return table_document([words["clauses.text"], *(_topic(t, words) for t in topics)], rows)


def _cells(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for record in frame.to_dict("records"):
        place = (str(record["text"]), str(record["clause_topic"]))
        presence = str(record["presence"])
        if presence not in PRESENCES:
            raise ValueError(f"{place[0]}, {place[1]}: presence {presence!r} has no mark")
        known = found.get(place, presence)
        found[place] = min(known, presence, key=PRESENCES.index)
    return found


def _draw(
    figure: go.Figure,
    texts: Sequence[str],
    topics: Sequence[str],
    cells: dict[tuple[str, str], str],
    words: dict[str, str],
    height: int,
) -> None:
    for presence in PRESENCES:
        places = [place for place, found in cells.items() if found == presence]
        if not places:
            continue
        symbol, colour = MARKS[presence]
        figure.add_scatter(
            x=[topics.index(topic) for _, topic in places],
            y=[-texts.index(text) for text, _ in places],
            mode="markers",
            name=words[f"presence.{presence}"],
            marker={"symbol": symbol, "size": 12, "color": colour, "line_color": colour,
                    "line_width": 1.5},
            text=[escape(f"{text}, {_topic(topic, words)}") for text, topic in places],
            hovertemplate="%{text}: " + words[f"presence.{presence}"] + "<extra></extra>",
            cliponaxis=False,
        )  # fmt: skip
    figure.update_xaxes(range=[-0.6, len(topics) - 0.4], visible=False)
    figure.update_yaxes(range=[-len(texts) + 0.5, 0.5], visible=False, domain=[0, 1 - TOP / height])


def _label(
    figure: go.Figure,
    names: Sequence[Sequence[str]],
    topics: Sequence[str],
    words: dict[str, str],
    above: float,
) -> None:
    for index, topic in enumerate(topics):
        annotate(
            figure, escape(_topic(topic, words)), x=index, y=above, yref="paper",
            textangle=-68, xanchor="left", yanchor="bottom", xshift=-6, align="left",
        )  # fmt: skip
    for index, lines in enumerate(names):
        label = "<br>".join(map(escape, lines))
        annotate(figure, label, x=0, xref="paper", xanchor="right", xshift=-6, y=-index,
                 align="right")  # fmt: skip


def _names(texts: Sequence[str]) -> list[list[str]]:
    """Texts as labels: without what all their names begin with, in lines as wide as the margin."""
    shared = texts[0].partition("; ")[0] + "; " if texts else ""
    if len(texts) > 1 and all(text.startswith(shared) for text in texts):
        texts = [text.removeprefix(shared) for text in texts]
    return [textwrap.wrap(text, NAME_WIDTH) for text in texts]


def _topic(topic: str, words: dict[str, str]) -> str:
    return words.get(f"topic.{topic}", topic.replace("_", " "))
