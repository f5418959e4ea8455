"""What a finished page says, links to and loads: read back from its bytes, as a browser would."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SPOKEN = frozenset("alt title aria-label aria-description placeholder content label".split())
NOT_SAID = frozenset({"viewport", "color-scheme"})
LOADING = frozenset({("script", "src"), ("img", "src"), ("link", "href"), ("source", "src")})
FORBIDDEN = frozenset("iframe object embed form base style audio video portal".split())
INERT = frozenset({"application/json", "application/ld+json"})
NAMES = re.compile(r"\b(?:SHA-256|TiO2|CO2|G7|G20|UTF-8|km²)\b")
"""Names that hold a digit and are not numbers: a closed list."""


@dataclass(slots=True)
class PageFacts:
    """One page, read."""

    first_meta: tuple[tuple[str, str | None], ...] | None = None
    language: str = ""
    title: str = ""
    headings: int = 0
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    unsourced: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    charts: int = 0
    chart_data: int = 0


def read_page(text: str) -> PageFacts:
    """The facts of a page's HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()
        self.stack: list[tuple[str, str]] = []
        self.seen_head_child = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts, values = self.facts, {name: value or "" for name, value in attrs}
        if self.stack and self.stack[-1][0] == "head" and not self.seen_head_child:
            self.seen_head_child = True
            facts.first_meta = tuple(attrs) if tag == "meta" else None
        source = values.get("data-src", "")
        if source:
            facts.sources.add(source)
        if "id" in values:
            facts.ids.append(values["id"])
        self._look_for_commands(tag, values)
        self._look_for_loads(tag, values)
        self._count(tag, values)
        inherited = source or self._source()
        if values.get("name") not in NOT_SAID and "http-equiv" not in values:
            for name in SPOKEN & set(values):
                self._check_digits(values[name], inherited, f"{tag} {name}")
        if tag not in VOID:
            self.stack.append((tag, inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            name, _ = self.stack.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        tag = self.stack[-1][0] if self.stack else ""
        if tag == "script":
            return
        if tag == "title":
            self.facts.title += data
        self._check_digits(data, self._source(), tag)

    def _source(self) -> str:
        return self.stack[-1][1] if self.stack else ""

    def _check_digits(self, text: str, source: str, where: str) -> None:
        if source:
            return
        bare = NAMES.sub("", text)
        for index, sign in enumerate(bare):
            if unicodedata.category(sign) in ("Nd", "No", "Nl"):
                excerpt = " ".join(bare[max(0, index - 30) : index + 30].split())
                self.facts.unsourced.append(f"{excerpt!r} in {where}")
                return

    def _look_for_commands(self, tag: str, values: dict[str, str]) -> None:
        if tag in FORBIDDEN:
            self.facts.forbidden.append(f"<{tag}>")
        for name, value in values.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.facts.forbidden.append(f"{name}= on <{tag}>")
            elif value.strip().lower().startswith(("javascript:", "data:", "file:")):
                self.facts.forbidden.append(f"{value[:40]!r} on <{tag}>")
        if tag == "script" and "src" not in values and values.get("type") not in INERT:
            self.facts.forbidden.append("<script> with code in the page")

    def _look_for_loads(self, tag: str, values: dict[str, str]) -> None:
        for name in ("src", "href", "srcset", "poster", "action", "formaction", "background"):
            if name not in values:
                continue
            if (tag, name) in LOADING:
                self.facts.loads.append(values[name])
            elif tag == "a" and name == "href":
                self.facts.links.append(values[name])
            else:
                self.facts.forbidden.append(f"{name}= on <{tag}>")

    def _count(self, tag: str, values: dict[str, str]) -> None:
        classes = values.get("class", "").split()
        self.facts.headings += tag == "h1"
        self.facts.charts += tag == "figure" and "chart" in classes
        self.facts.chart_data += tag == "script" and "figure" in classes
        if tag == "html":
            self.facts.language = values.get("lang", "")
