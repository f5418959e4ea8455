"""A document as a working page of its own, beside no edition: read by the desk, not published."""

from __future__ import annotations

from assay.document import Document, to_html
from assay.pages.assets import read_assets
from assay.pages.context import Edition, Newsdesk
from assay.pages.frame import render
from assay.pages.proofs import link_numbers, proof_list
from assay.pages.tables import make_scrollable

INDEX = "index.html"


def write_alone(title: str, document: Document, *, as_of: str, desk: Newsdesk) -> dict[str, bytes]:
    """The page and the style it needs, by path: every number linked to its proof, no network.

    `title` has no digits; `as_of` is a release's date, as `2025-02-22` or `2025-02`.
    """
    nodes = make_scrollable(link_numbers(document.nodes), "told")
    page = render(
        "alone.html",
        INDEX,
        Edition(as_of=as_of, desk=desk),
        title=title,
        body=to_html(nodes),
        proofs=to_html(proof_list(document.proofs)),
    )
    assets = {p: content for p, content in read_assets().items() if "plotly" not in p}
    return {INDEX: page.encode(), **assets}
