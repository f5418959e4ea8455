"""Tables that can be read on a telephone: each in a region that scrolls by finger and keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from assay.document import Element, Node, el

TALL = 30
"""Rows from which a table scrolls in its own window, under a head that stays."""


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
        return _region(node, f"{prefix}-table-{next(numbers)}")
    children = tuple(_wrap(child, prefix, numbers) for child in node.children)
    return Element(node.tag, children, node.cls, node.src, node.attrs)


def _region(table: Element, name: str) -> Element:
    captions = [c for c in table.children if isinstance(c, Element) and c.tag == "caption"]
    cls = "scroll tall" if _rows(table) > TALL else "scroll"
    if not captions:
        return el("div", table, cls=cls, tabindex="0")
    caption = captions[0]
    name = caption.attrs.get("id", name)
    named = Element(
        "caption", caption.children, caption.cls, caption.src, {**caption.attrs, "id": name}
    )
    children = tuple(named if child is caption else child for child in table.children)
    inner = Element("table", children, table.cls, table.src, table.attrs)
    attrs = {"role": "region", "tabindex": "0", "aria-labelledby": name}
    return Element("div", (inner,), cls, "", attrs)


def _rows(node: Node) -> int:
    if not isinstance(node, Element):
        return 0
    return (node.tag == "tr") + sum(_rows(child) for child in node.children)
