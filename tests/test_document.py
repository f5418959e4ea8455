"""What a story says, as data: one writer for HTML and text, every number bound to its proof."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from assay.document import (
    ATTRIBUTES,
    BLOCKS,
    INLINE,
    MIME,
    SOURCES,
    Document,
    Element,
    Node,
    Number,
    Proof,
    ProofRelease,
    el,
    numbers_in,
    to_html,
    to_text,
)
from hypothesis import given
from hypothesis import strategies as st

RELEASE = ProofRelease("kiel_ust", "29-corrected", "monthly", "ab", "2026-08-04", "B")


def number(text: str = "119.6", key: str = "us-aid-350bn/allocated@now#low") -> Number:
    return Number(
        text,
        Proof(key, "lowest", "119.63", "USD bn", "1 decimal, half up", "derived",
              "data/readings/us-aid-350bn.sql, line 1", "cd", 35, "ef", (RELEASE,)),
    )  # fmt: skip


TAGS = st.sampled_from(sorted(BLOCKS | INLINE))
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    TEXTS,
    st.builds(number, TEXTS, st.sampled_from(["a#b", "c#d"])),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda children: st.builds(
        lambda tag, inside, cls, title: el(tag, *inside, cls=cls, src="rule", title=title),
        TAGS, st.lists(children, max_size=3), TEXTS, TEXTS,
    ),
    max_leaves=12,
)  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML back: the text a reader sees, the tags, their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def plain(nodes: list[Node]) -> str:
    return "".join(
        node if isinstance(node, str)
        else node.text if isinstance(node, Number)
        else plain(list(node.children))
        for node in nodes
    )  # fmt: skip


@given(st.lists(NODES, max_size=4))
def test_text_stays_text(nodes: list[Node]) -> None:
    """Whatever a text holds, a reader of the HTML sees exactly it, and no tag of its own."""
    page = read(to_html(nodes))
    assert "".join(page.text) == plain(nodes)
    assert set(page.tags) <= BLOCKS | INLINE | {"data"}


@given(st.lists(NODES, max_size=4))
def test_a_document_survives_its_json(nodes: list[Node]) -> None:
    """Nodes and proofs come back as they were, through real JSON."""
    document = Document(tuple(nodes))
    raw = json.loads(json.dumps(document.to_json()))
    assert to_html(Document.from_json(raw).nodes) == to_html(document.nodes)
    assert Document.from_json(raw).proofs == document.proofs


@given(st.lists(NODES, max_size=4))
def test_every_number_is_found_in_reading_order(nodes: list[Node]) -> None:
    """The proofs of a document are those of its numbers, wherever they stand."""
    found = [n.proof.key for n in numbers_in(nodes)]
    page = read(to_html(nodes))
    written = [
        a["data-src"] for t, a in zip(page.tags, page.attributes, strict=True) if t == "data"
    ]
    assert written == [f"proof:{key}" for key in found]


def test_a_number_is_bound_in_html() -> None:
    """The shown text, the value as computed and the key of the proof."""
    assert to_html([number()]) == (
        '<data value="119.63" data-src="proof:us-aid-350bn/allocated@now#low">119.6</data>'
    )


def test_a_key_cannot_break_out_of_its_attribute() -> None:
    """Quotes in a key or a source are escaped."""
    page = to_html([number(key='a"><b>'), el("p", src='claim:"onload="x')])
    assert "<b>" not in page
    assert read(page).attributes[1] == {"data-src": 'claim:"onload="x'}


@pytest.mark.parametrize(
    ("tag", "attrs", "message"),
    [
        ("script", {}, "no tag 'script'"),
        ("img", {}, "no tag 'img'"),
        ("p", {"onclick": "x"}, "no attribute onclick"),
        ("p", {"style": "x"}, "no attribute style"),
        ("p", {"src": "nowhere:x"}, "names no kind of source"),
        ("a", {"href": "javascript:alert(1)"}, "neither a web address nor a relative one"),
        ("a", {"href": "//example.org"}, "neither a web address nor a relative one"),
        ("a", {"href": "data:text/html,x"}, "neither a web address nor a relative one"),
    ],
)
def test_the_vocabulary_is_closed(tag: str, attrs: dict[str, str], message: str) -> None:
    """No tag, attribute, source or address outside it can be made."""
    with pytest.raises(ValueError, match=message):
        el(tag, **attrs)


def test_a_document_from_elsewhere_is_checked_too() -> None:
    """JSON that names another tag, or a proof it does not bring, is refused."""
    with pytest.raises(ValueError, match="no tag 'script'"):
        Document.from_json({"nodes": [{"tag": "script"}], "proofs": {}})
    with pytest.raises(KeyError):
        Document.from_json({"nodes": [{"number": "5", "proof": "gone"}], "proofs": {}})


def test_plain_text_has_a_line_a_block_and_bars_between_cells() -> None:
    """What nbval compares: no layout, no lost blanks, queries as written."""
    nodes = [
        el("p", "Allocated: ", number(), " bn", el("em", " dollars"), "."),
        el("table", el("tr", el("th", "a"), el("td", "1 "), el("td", ""))),
        el("ul", el("li", "one"), el("li", el("p", "two"))),
        el("pre", "SELECT 1\n  FROM t"),
    ]
    assert to_text(nodes).splitlines() == [
        "Allocated: 119.6 bn dollars.", "a | 1 |", "- one", "-", "two", "SELECT 1", "FROM t",
    ]  # fmt: skip


def test_a_notebook_gets_text_html_and_json() -> None:
    """Three forms of one document, the last with its proofs."""
    document = Document((el("p", number()),))
    bundle = document._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == str(document) == "119.6"
    assert bundle["text/html"] == to_html(document.nodes)
    assert list(bundle[MIME]["proofs"]) == ["us-aid-350bn/allocated@now#low"]


def test_elements_are_values() -> None:
    """Two elements made alike are one, and cannot be changed."""
    assert el("p", "a", cls="b") == Element("p", ("a",), "b")
    with pytest.raises(AttributeError):
        el("p").tag = "div"  # type: ignore[misc]


def test_empty_attributes_are_not_written() -> None:
    """No class, no source: no attribute."""
    assert to_html([el("p", "a", title="")]) == "<p>a</p>"
    assert {"style", "onclick"}.isdisjoint(ATTRIBUTES)
    assert {"claim", "reading", "release", "proof", "rule"} <= SOURCES


def test_importing_documents_costs_the_standard_library_only() -> None:
    """No package is loaded to say something."""
    code = (
        "import sys; before = set(sys.modules); import assay.document;"
        "print({m.partition('.')[0] for m in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names) - {'assay'})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
