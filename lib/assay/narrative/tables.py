"""Tables and sentences of stories: every cell and every number bound."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING

from assay.document import Document, Element, Node, Number, el
from assay.narrative.phrases import Part, amount, document, fill, nodes_of
from assay.narrative.words import words_in
from assay.quantities import TableOrigin, bind_frame, has_digit

if TYPE_CHECKING:
    import pandas as pd


def sentence(template: str, *, tag: str = "p", **numbers: Part | Document) -> Document:
    """A paragraph with bound numbers: `sentence("USGS lists {reserves}", reserves=number)`.

    ValueError for a digit typed in the template or in a text part (a part that carries digits is
    a Number or an element with a source), for a bare number, and for names that do not match.
    """
    refuse_typed_digits(template, where="the template")
    parts: dict[str, Part] = {}
    for name, part in numbers.items():
        if isinstance(part, Real):
            raise ValueError(
                f"{{{name}}} is a bare number: {part}. Bind it to the rows it comes from: "
                'reporter.number(value, "USD bn", "what it is", rows).'
            )
        nodes = part.nodes if isinstance(part, Document) else nodes_of(part)
        refuse_typed_digits(*nodes, where=f"{{{name}}}")
        parts[name] = nodes
    return document(el(tag, *fill(template, **parts)))


def with_unit(number: Number, *, language: str = "en") -> Document:
    """A bound number with the words of its own unit, for a sentence: `115.4 billion euros`."""
    return document(amount((number,), number.proof.unit, words_in(language)))


def refuse_typed_digits(*nodes: Node, where: str) -> None:
    """ValueError when a digit stands outside a Number and outside every element with a source."""
    for node in nodes:
        if isinstance(node, str) and has_digit(node):
            raise ValueError(
                f"{where} holds a digit typed by hand: {node.strip()!r}. Bind it to its data, "
                "name whose digits they are (el(..., src=...)), or write it as a word."
            )
        if isinstance(node, Element) and not node.src:
            refuse_typed_digits(*node.children, where=where)


def table_of(
    frame: pd.DataFrame,
    key: str,
    columns: Mapping[str, str] | None = None,
    *,
    units: Mapping[str, str] | None = None,
    caption: str | Document = "",
    row: str = "",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> Document:
    """A table of a story, every cell bound to its row, and the count of its rows.

    Columns, units, row keys, origin and errors: see `quantities.bind_frame`. A digit typed in the
    caption is a ValueError.
    """
    words = words_in(language)
    table = bind_frame(frame, key, columns, units=units, row=row, origin=origin, language=language)
    text = caption.nodes if isinstance(caption, Document) else nodes_of(caption or None)
    refuse_typed_digits(*text, where="the caption")
    footer = fill(words.plural("table.rows", len(table.rows)), count=table.count)
    return document(table.to_element(*text, cls="story-table"), el("p", *footer, cls="row-count"))
