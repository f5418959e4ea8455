"""One executed notebook as one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assay.document import to_html
from assay.errors import BuildError
from assay.pages.cells import read_body
from assay.pages.context import Newsdesk, Page
from assay.pages.figures import inert_json
from assay.pages.frame import render
from assay.pages.proofs import proof_list

if TYPE_CHECKING:
    from nbformat import NotebookNode


def write_page(notebook: NotebookNode, page: Page) -> str:
    """The HTML of a page: the notebook's prose, documents and charts, framed and signed.

    Takes an executed notebook in normal form. Text is escaped, code stands behind "Show the
    working", the parameters cell is never shown. BuildError for an output that cannot be
    published, a cell that did not run, or a chart that would be lost.
    """
    is_claim = page.kind == "claim"
    documents = {name: f"{page.root}{name}/index.html" for name in page.documents}
    body = read_body(notebook, page.story, page.path, working_last=is_claim, documents=documents)
    title = page.title or body.title
    if not title:
        raise BuildError(f"{page.path}: the page has no title.")
    return render(
        "page.html",
        page.path,
        page.edition,
        kind=page.kind,
        section="claims" if is_claim else "stories",
        language=page.language,
        title=title,
        title_src=page.title_src,
        description=page.description,
        signoff=page.signoff,
        corrections=page.corrections,
        history=page.history,
        downloads=page.downloads,
        report_address=report_address(page.edition.desk, page.path),
        claim_review=inert_json(page.claim_review) if page.claim_review else "",
        figures=body.figures,
        answer=body.answer,
        parts=body.parts,
        proofs=to_html(proof_list(body.proofs)),
    )


def report_address(desk: Newsdesk, path: str) -> str:
    """Where a reader reports an error on a page: the desk's web page, or a mail that names it."""
    to = desk.report_errors_to
    if "@" in to and "://" not in to:
        return f"mailto:{to}?subject=Error%20on%20{path}"
    return to
