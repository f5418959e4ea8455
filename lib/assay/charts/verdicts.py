"""Claims by topic and verdict: one dot a claim. Never by speaker or side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, get_args

from assay.charts.house import (
    BLUE,
    GREY,
    PLUM,
    VERMILLION,
    annotate,
    escape,
    finish,
    new_figure,
    table_document,
    wrapped,
)
from assay.charts.words import words_in
from assay.document import Document, Node, el
from assay.model import Check, VerdictName

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW, HEAD, LEFT = 24, 34, 104
PER_LINE = 14
NAMES: tuple[str, ...] = get_args(VerdictName)
OPEN = frozenset({"unproven", "not_tested", "untestable", "not_rated", "pending"})
COLOURS = {
    "supported": ("circle", BLUE),
    "depends": ("circle", PLUM),
    "overstated": ("triangle-up", VERMILLION),
    "understated": ("triangle-down", VERMILLION),
    "contradicted": ("square", VERMILLION),
}


def verdicts_by_topic(
    checks: Iterable[Check], *, title: str | Document = "", language: str = "en"
) -> go.Figure:
    """One dot a claim, by topic and verdict; hollow where nothing was decided.

    The claims were picked (docs/selection.md): the dots say what was tested, not how often
    anybody is right. ValueError without checks.
    """
    words = words_in(language)
    made = sorted(checks, key=lambda check: (check.claim.topic, check.claim.claim_id))
    if not made:
        raise ValueError("no checks to draw")
    lines = _lines(made)
    topics = list(dict.fromkeys(topic for topic, _, _ in lines))
    height = len(lines) * ROW + len(topics) * HEAD
    figure = new_figure(height, left=LEFT, right=14, bottom=10)
    figure.update_xaxes(range=[-0.7, PER_LINE - 0.3], visible=False)
    figure.update_yaxes(range=[-height, 0], visible=False)
    _draw(figure, lines, words)
    heads = [words[f"verdicts.{name}"] for name in ("claim", "topic", "verdict")]
    rows: list[Sequence[Node | tuple[Node, ...]]] = [
        (
            el("span", check.claim.title, src=f"claim:{check.claim.claim_id}"),
            _topic(check.claim.topic, words),
            words[f"verdict.{check.now.name}"],
        )
        for check in made
    ]
    return finish(
        figure,
        title=title or words["verdicts.title"],
        alt=_alt(lines, words),
        table=table_document(heads, rows),
        language=language,
    )


def _lines(checks: Sequence[Check]) -> list[tuple[str, str, list[Check]]]:
    """Lines of at most fourteen claims of one topic and verdict, in the order of the names."""
    found: list[tuple[str, str, list[Check]]] = []
    for topic in dict.fromkeys(check.claim.topic for check in checks):
        for name in NAMES:
            same = [c for c in checks if c.claim.topic == topic and c.now.name == name]
            for start in range(0, len(same), PER_LINE):
                found.append((topic, name, same[start : start + PER_LINE]))
    return found


def _draw(
    figure: go.Figure, lines: Sequence[tuple[str, str, list[Check]]], words: dict[str, str]
) -> None:
    level, before, last = 0.0, "", ""
    for topic, name, checks in lines:
        if topic != before:
            level -= HEAD
            text = f"<b>{escape(_topic(topic, words))}</b>"
            annotate(
                figure, text, x=0, xref="paper", xanchor="left", xshift=-(LEFT - 12),
                y=level + 8, yanchor="middle",
            )  # fmt: skip
            before, last = topic, ""
        middle = level - ROW / 2
        if name != last:
            annotate(
                figure, escape(words[f"verdict.{name}"]), x=0, xref="paper", xanchor="right",
                xshift=-4, y=middle, yanchor="middle",
            )  # fmt: skip
            last = name
        symbol, colour = COLOURS.get(name, ("circle-open" if name in OPEN else "diamond", GREY))
        figure.add_scatter(
            x=list(range(len(checks))),
            y=[middle] * len(checks),
            mode="markers",
            marker={"symbol": symbol, "size": 12, "color": colour, "line_color": colour,
                    "line_width": 2},
            text=[wrapped(check.claim.title, 48) for check in checks],
            hovertemplate="%{text}<br>" + escape(words[f"verdict.{name}"]) + "<extra></extra>",
            cliponaxis=False,
        )  # fmt: skip
        level -= ROW


def _alt(lines: Sequence[tuple[str, str, list[Check]]], words: dict[str, str]) -> list[Node]:
    nodes: list[Node] = [words["verdicts.alt"]]
    for topic in dict.fromkeys(topic for topic, _, _ in lines):
        names = list(dict.fromkeys(name for t, name, _ in lines if t == topic))
        said = words["list"].join(words[f"verdict.{name}"] for name in names)
        nodes.append(f"{_topic(topic, words)}: {said}{words['stop']}")
    return nodes


def _topic(topic: str, words: dict[str, str]) -> str:
    return words.get(f"claims.{topic}", topic)
