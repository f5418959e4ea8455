"""Tables that can be read on a telephone: blocks of label and value, or a region that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from assay.document import Element, Node, el

TALL = 30
"""Rows from which a table scrolls in its own window, under a head that stays."""

WIDE = 4
"""Columns from which a telephone shows each row as a block of label and value."""

ROWS_OF_A_QUERY = "evidence-rows"
"""Tables of this class keep their columns everywhere: they are the rows as the query gave them."""

LONG = 18
"""Characters from which a word may be broken anywhere, so that its column stays narrow."""

WORDS = 80
"""Characters from which a cell is read as a sentence and needs the width of one."""

ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
"""What a browser may forget once a style sheet shows a table as blocks."""


def make_scrollable(nodes: Iterable[Node], prefix: str) -> tuple[Node, ...]:
    """Each table inside a scrolling region named by the table's caption.

    Captions get an id of `prefix` and a running number where they have none.
    """
    numbers = count(1)
    return tuple(_wrap(node, prefix, numbers) for node in nodes)


def _wrap(node: Node, prefix: str, numbers: Iterator[int]) -> Node:
    if not isinstance(node, Element):
        return node
    if node.tag == "table":
        return _region(_measured(_labelled(node)), f"{prefix}-table-{next(numbers)}")
    return replace(node, children=tuple(_wrap(c, prefix, numbers) for c in node.children))


def _region(table: Element, name: str) -> Element:
    cls = "scroll tall" if len(_all(table, "tr")) > TALL else "scroll"
    captions = _all(table, "caption")
    if not captions:
        return el("div", table, cls=cls, tabindex="0")
    caption = captions[0]
    name = caption.attrs.get("id", name)
    named = replace(caption, attrs={**caption.attrs, "id": name})
    inner = replace(table, children=tuple(named if c is caption else c for c in table.children))
    attrs = {"role": "region", "tabindex": "0", "aria-labelledby": name}
    return Element("div", (inner,), cls, "", attrs)


def _labelled(table: Element) -> Element:
    """A wide table with the heading of its column on every cell, and its roles spelt out."""
    heads = [_text(cell) for row in _all(table, "tr")[:1] for cell in _all(row, "th")]
    if len(heads) < WIDE or table.cls == ROWS_OF_A_QUERY:
        return table
    return replace(
        table,
        children=tuple(_with_roles(child, heads) for child in table.children),
        cls=f"{table.cls} blocks".strip(),
        attrs={**table.attrs, "role": "table"},
    )


def _with_roles(node: Node, heads: Sequence[str], label: str = "") -> Node:
    if not isinstance(node, Element) or node.tag not in ROLES:
        return node
    role = "rowheader" if node.attrs.get("scope") == "row" else ROLES[node.tag]
    attrs = {**node.attrs, "role": role}
    if node.tag == "td":
        attrs["data-label"] = label
    if node.tag in ("td", "th"):
        return replace(node, attrs=attrs)
    labels = heads if node.tag == "tr" else [""] * len(node.children)
    pairs = zip(node.children, labels, strict=True)
    return replace(
        node, attrs=attrs, children=tuple(_with_roles(c, heads, label) for c, label in pairs)
    )


def _measured(node: Element) -> Element:
    """The same with classes on cells that need room: `long` for a long word, `words` for many."""
    if node.tag not in ("td", "th"):
        inner = (_measured(c) if isinstance(c, Element) else c for c in node.children)
        return replace(node, children=tuple(inner))
    text = _text(node)
    longest = max(map(len, text.split()), default=0)
    cls = [node.cls, "words" if len(text) >= WORDS else "", "long" if longest >= LONG else ""]
    return replace(node, cls=" ".join(filter(None, cls)))


def _text(node: Node) -> str:
    return "".join(map(_text, node.children)) if isinstance(node, Element) else str(node)


def _all(node: Node, tag: str) -> list[Element]:
    if not isinstance(node, Element):
        return []
    found = [node] if node.tag == tag else []
    return found + [element for child in node.children for element in _all(child, tag)]
