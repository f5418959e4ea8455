"""Numbers linked to their proof, and the list at a page's end that says where each is from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from assay.document import Element, Node, Number, Proof, ProofRelease, el
from assay.quantities import source_and_release
from assay.quantities.dates import date_in_words

ENTRY = re.compile(r'<li id="(p-[0-9a-f]{12})"')
LINK = re.compile(r'<a class="says" href="#(p-[0-9a-f]{12})"')
NOT_INTERACTIVE = frozenset({"a", "summary"})


def anchor_of(key: str) -> str:
    """The id of a proof's entry: keys hold characters that an address must not."""
    return "p-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def link_numbers(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Each number inside a link to its proof, except where a link may not stand."""
    return tuple(_link(node) for node in nodes)


def proof_list(proofs: Mapping[str, Proof]) -> tuple[Node, ...]:
    """One entry for each proof, in the order given: value, unit, rounding, query, releases."""
    return tuple(_entry(proof) for proof in proofs.values())


def number_entries(page: str) -> str:
    """A page whose links to proofs carry the number of their entry, as a sheet of paper needs."""
    entries = {name: index for index, name in enumerate(ENTRY.findall(page), start=1)}
    return LINK.sub(lambda link: f'{link[0]} data-entry="{entries.get(link[1], "")}"', page)


def _link(node: Node) -> Node:
    if isinstance(node, Number):
        return el("a", node, cls="says", href=f"#{anchor_of(node.proof.key)}")
    if isinstance(node, str) or node.tag in NOT_INTERACTIVE:
        return node
    return Element(node.tag, link_numbers(node.children), node.cls, node.src, node.attrs)


def _entry(proof: Proof) -> Element:
    src = f"proof:{proof.key}"
    value = f"{proof.value} {proof.unit}".strip() or "not a number"
    facts = [
        ("As computed", value),
        ("Rounding", proof.rounding),
        ("Kind", proof.qualifier.replace("_", " ")),
        ("Query", proof.query),
        ("Query SHA-256", proof.query_sha256),
        ("Rows", str(proof.rows)),
        ("Rows SHA-256", proof.evidence_sha256),
    ]
    rows: list[Node] = [
        part for name, text in facts if text for part in (el("dt", name), el("dd", text, src=src))
    ]
    for release in proof.releases:
        rows += [el("dt", "Release"), el("dd", *_release(release), src=src)]
    return el(
        "li", el("p", proof.what, src=src, cls="what"), el("dl", *rows), id=anchor_of(proof.key)
    )


def _release(release: ProofRelease) -> Iterator[Node]:
    yield source_and_release(release.source, release.release)
    table = f", table {release.table}" if release.table else ""
    yield f" ({release.source} {release.release}{table})"
    if release.released_on:
        yield f", published {date_in_words(release.released_on)}"
    yield f", grade {release.grade}. SHA-256 "
    yield el("code", release.sha256)
