"""What a story says, as data: text, elements and bound numbers. One writer each for HTML and text.

Stories, charts and pages hand each other these nodes, never HTML, so text is escaped in one
place and every number on a page still knows where it is from.

A digit may stand on a page only inside a `Number` or inside an element with `src`. `src` says
whose digits they are:
    claim:<claim_id>            the statement's own words, its citation and dates
    reading:<claim_id>/<name>   a reading's label, warrant or SQL
    release:<source>/<release>  facts of a release: its name, dates, hash
    proof:<key>                 rows behind a proof of this document
    text:<text_id>              words of a legal text
    rule                        a constant of the rating rule
    edition                     the edition's own dates and addresses
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MIME = "application/vnd.assay.document+json"
BLOCKS = frozenset(
    "p h2 h3 h4 ul ol li dl dt dd table caption thead tbody tr blockquote section figure "
    "figcaption details summary pre div aside header footer".split()
)
INLINE = frozenset("a abbr b button cite code em i q small span strong sub sup td th time".split())
ATTRIBUTES = frozenset(
    "id href lang dir title datetime scope colspan rowspan open role tabindex "
    "aria-labelledby data-label".split()
)
SOURCES = frozenset("claim reading release proof text rule edition".split())


@dataclass(frozen=True, slots=True)
class ProofRelease:
    """A table of a release that fed a number."""

    source: str
    release: str
    table: str
    sha256: str
    released_on: str
    grade: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Says who: everything behind one published number.

    `value` is as computed (12 significant digits), `rounding` says how the shown text was made
    of it, `query` names the SQL (file and line, or the table and filter).
    """

    key: str
    what: str
    value: str
    unit: str
    rounding: str
    qualifier: str
    query: str
    query_sha256: str
    rows: int
    evidence_sha256: str
    releases: tuple[ProofRelease, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Proof:
        releases = tuple(ProofRelease(**item) for item in raw["releases"])
        return cls(**{**raw, "releases": releases})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as shown, bound to its proof."""

    text: str
    proof: Proof

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Element:
    """A tag of a small, closed vocabulary with its children."""

    tag: str
    children: tuple[Node, ...] = ()
    cls: str = ""
    src: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.tag not in BLOCKS | INLINE:
            raise ValueError(f"no tag {self.tag!r} in a document")
        unknown = set(self.attrs) - ATTRIBUTES
        if unknown:
            raise ValueError(f"no attribute {', '.join(sorted(unknown))} in a document")
        if self.src and self.src.partition(":")[0] not in SOURCES:
            raise ValueError(f"src {self.src!r} names no kind of source")
        href = self.attrs.get("href", "")
        if href and not href.startswith(("#", "https://", "http://", "./", "../")):
            raise ValueError(f"href {href!r} is neither a web address nor a relative one")


Node = str | Number | Element


def el(tag: str, *children: Node, cls: str = "", src: str = "", **attrs: str) -> Element:
    """An element. ValueError for a tag, attribute, source or address outside the vocabulary."""
    return Element(tag, tuple(children), cls, src, attrs)


@dataclass(frozen=True, slots=True)
class Document:
    """Nodes in reading order. In a notebook it shows itself and carries its proofs."""

    nodes: tuple[Node, ...]

    @property
    def proofs(self) -> dict[str, Proof]:
        return {number.proof.key: number.proof for number in numbers_in(self.nodes)}

    def __str__(self) -> str:
        return to_text(self.nodes)

    def to_json(self) -> dict[str, Any]:
        return {
            "nodes": [_node_to_json(node) for node in self.nodes],
            "proofs": {key: proof.to_json() for key, proof in sorted(self.proofs.items())},
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Document:
        """KeyError, TypeError or ValueError when `raw` is not a document."""
        proofs = {key: Proof.from_json(item) for key, item in raw["proofs"].items()}
        return cls(tuple(_node_from_json(node, proofs) for node in raw["nodes"]))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": to_text(self.nodes),
            "text/html": to_html(self.nodes),
            MIME: self.to_json(),
        }


def numbers_in(nodes: Iterable[Node]) -> Iterator[Number]:
    """Every bound number, in reading order."""
    for node in nodes:
        if isinstance(node, Number):
            yield node
        elif isinstance(node, Element):
            yield from numbers_in(node.children)


def to_html(nodes: Iterable[Node]) -> str:
    """Escaped HTML. A number becomes `<data value data-src>` with its proof's key."""
    return "".join(_html(node) for node in nodes)


def to_text(nodes: Iterable[Node]) -> str:
    """Plain text: one line per block, cells separated by ` | `."""
    lines = "".join(_text(node) for node in nodes).split("\n")
    kept = (" ".join(line.split()).removesuffix(" |") for line in lines)
    return "\n".join(line for line in kept if line)


def _html(node: Node) -> str:
    if isinstance(node, str):
        return html.escape(node, quote=False)
    if isinstance(node, Number):
        key, value = html.escape(node.proof.key), html.escape(node.proof.value)
        return f'<data value="{value}" data-src="proof:{key}">{html.escape(node.text)}</data>'
    attrs = {"class": node.cls, **node.attrs, "data-src": node.src}
    written = "".join(f' {name}="{html.escape(text)}"' for name, text in attrs.items() if text)
    return f"<{node.tag}{written}>{to_html(node.children)}</{node.tag}>"


def _text(node: Node) -> str:
    if isinstance(node, str):
        return node.replace("\n", " ") if node.strip() else " "
    if isinstance(node, Number):
        return node.text
    if node.tag == "pre":
        return "\n" + "".join(str(child) for child in node.children) + "\n"
    inner = "".join(_text(child) for child in node.children)
    if node.tag == "li":
        inner = "- " + inner
    if node.tag in BLOCKS:
        return f"\n{inner}\n"
    return f"{inner} | " if node.tag in {"td", "th"} else inner


def _node_to_json(node: Node) -> Any:
    if isinstance(node, str):
        return node
    if isinstance(node, Number):
        return {"number": node.text, "proof": node.proof.key}
    raw: dict[str, Any] = {"tag": node.tag}
    if node.cls:
        raw["class"] = node.cls
    if node.src:
        raw["src"] = node.src
    if node.attrs:
        raw["attrs"] = dict(node.attrs)
    if node.children:
        raw["children"] = [_node_to_json(child) for child in node.children]
    return raw


def _node_from_json(raw: Any, proofs: Mapping[str, Proof]) -> Node:
    if isinstance(raw, str):
        return raw
    if "number" in raw:
        return Number(raw["number"], proofs[raw["proof"]])
    children = tuple(_node_from_json(child, proofs) for child in raw.get("children", ()))
    return Element(
        raw["tag"], children, raw.get("class", ""), raw.get("src", ""), raw.get("attrs", {})
    )
