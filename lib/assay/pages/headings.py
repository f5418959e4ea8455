"""Headings that step down one level at a time, whatever cells a notebook puts together."""

from __future__ import annotations

from collections.abc import Iterable

from assay.document import Element, Node

LEVELS = {"h2": 2, "h3": 3, "h4": 4}


class Outline:
    """The heading level reached on a page; it begins under the page's h1."""

    def __init__(self) -> None:
        self.level = 1

    def step(self, nodes: Iterable[Node]) -> tuple[Node, ...]:
        """Nodes whose headings never skip a level. Those of one level stay of one level."""
        base: dict[int, int] = {}
        return tuple(self._step(node, base) for node in nodes)

    def reach(self, level: int) -> None:
        """Note a heading that is printed elsewhere."""
        self.level = level

    def _step(self, node: Node, base: dict[int, int]) -> Node:
        if not isinstance(node, Element):
            return node
        tag = node.tag
        if tag in LEVELS:
            wanted = LEVELS[tag]
            shown = base.setdefault(wanted, min(wanted, self.level + 1))
            self.level = shown
            tag = f"h{shown}"
        children = tuple(self._step(child, base) for child in node.children)
        return Element(tag, children, node.cls, node.src, node.attrs)
