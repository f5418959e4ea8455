"""Digits that nobody answers for: what a reader sees outside every element with a source."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from assay.document import Document, to_html


class _Digits(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.loose: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append("data-src" in dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if re.search(r"\d", data) and not any(self.open):
            self.loose.append(data)


def loose_digits(document: Document) -> list[str]:
    """Texts with a digit outside every element with `data-src`, as the page has them."""
    parser = _Digits()
    parser.feed(to_html(document.nodes))
    return parser.loose
