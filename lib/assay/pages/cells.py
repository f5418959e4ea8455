"""An executed notebook as the body of a page: prose, documents, charts, and the working."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from assay.document import MIME as DOCUMENT
from assay.document import Document, Element, Node, Proof, to_html
from assay.errors import BuildError
from assay.pages.figures import MIME as FIGURE
from assay.pages.figures import write_figure
from assay.pages.headings import Outline
from assay.pages.proofs import link_numbers
from assay.pages.tables import make_scrollable

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from nbformat import NotebookNode

UNSHOWN = frozenset({"parameters", "injected-parameters"})
WORKING = "working"
"""A cell with this tag shows rows and queries: its documents stand behind "Show the working"."""

IF_ANY = "if-any"
"""Prose with this tag is left out when no cell before the next prose shows anything."""

ANSWER = "verdict-line"
"""The class of the verdict in one line: it stands under the question, too."""

PLAIN = frozenset({"text/plain"})
DOCUMENT_LINK = re.compile(
    r"\[(?P<words>[^\]]+)\]\((?![a-z]+://|#)(?:[\w./-]*/)?(?P<name>[\w.-]+?)(?:\.md)?"
    r"(?P<place>#[\w-]*)?\)"
)


@dataclass(slots=True)
class Body:
    """The parts of a page made from a notebook, in reading order."""

    title: str = ""
    answer: str = ""
    parts: list[str] = field(default_factory=list)
    proofs: dict[str, Proof] = field(default_factory=dict)
    figures: int = 0
    working: list[str] = field(default_factory=list)
    shut: tuple[int, str] = (0, "")
    """How many parts there were after code was last put away, and that code."""
    outline: Outline = field(default_factory=Outline)

    def close_working(self, story: str) -> None:
        """Put the code seen since the last part behind "Show the working", one after another."""
        if self.working:
            src, code = html.escape(f"story:{story}"), "".join(self.working)
            if self.shut[0] == len(self.parts) > 0:
                self.parts.pop()
                code = self.shut[1] + code
            self.parts.append(_behind(f'<div data-src="{src}">{code}</div>'))
            self.shut = (len(self.parts), code)
        self.working = []


def read_body(
    notebook: NotebookNode,
    story: str,
    page: str,
    *,
    working_last: bool = False,
    documents: Mapping[str, str] | None = None,
) -> Body:
    """Every cell of an executed notebook, escaped, with its proofs gathered.

    `page` is where the page goes, for messages. With `working_last` the code stands once, after
    everything else. `documents` maps a document of docs/ to its page's address. BuildError for an
    output of an unknown kind, an error output, or a cell that did not run.
    """
    body = Body()
    ran = 0
    for index, cell in enumerate(notebook.cells):
        place = f"{page}, cell {index}"
        if cell.cell_type == "markdown" and _heads_nothing(cell, notebook.cells[index + 1 :]):
            continue
        if cell.cell_type == "markdown":
            prose = relink(cell.source, documents or {})
            _add_prose(body, prose, None if working_last else story)
        elif cell.cell_type == "code":
            ran += 1
            if cell.execution_count != ran:
                raise BuildError(f"{place}: the cell did not run in its turn.")
            _add_code(body, cell, place)
            if not working_last and any(_is_shown(output) for output in cell.outputs):
                body.close_working(story)
        elif cell.source.strip():
            raise BuildError(f"{place}: a {cell.cell_type} cell is neither prose nor code.")
    body.close_working(story)
    _compare_figures(body, notebook, page)
    return body


def _heads_nothing(prose: NotebookNode, after: Sequence[NotebookNode]) -> bool:
    """Whether prose tagged `if-any` stands above cells that show nothing."""
    cells = takewhile(lambda cell: cell.cell_type != "markdown", after)
    shown = any(_is_shown(output) for cell in cells for output in cell.get("outputs", ()))
    return IF_ANY in prose.metadata.get("tags", ()) and not shown


def _answer_in(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """What the line of the verdict says; empty where there is none."""
    for node in nodes:
        if isinstance(node, Element):
            is_answer = node.cls.startswith(ANSWER)
            if found := node.children if is_answer else _answer_in(node.children):
                return found
    return ()


def _behind(inner: str) -> str:
    return f'<details class="working"><summary>Show the working</summary>{inner}</details>'


def to_prose(source: str) -> str:
    """Markdown as sanitised HTML; raw HTML in it is shown as text, tables scroll."""
    import nh3

    tags = set(nh3.ALLOWED_TAGS) - {"img"}
    clean = nh3.clean(_markdown().render(source), tags=tags, url_schemes={"https", "http"})
    return clean.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def relink(source: str, documents: Mapping[str, str]) -> str:
    """Markdown whose links to docs/*.md lead to their pages; a link without a page is words."""

    def link(match: re.Match[str]) -> str:
        words, name, place = match["words"], match["name"], match["place"] or ""
        return f"[{words}]({documents[name]}{place})" if name in documents else words

    return DOCUMENT_LINK.sub(link, source)


def _add_prose(body: Body, source: str, story: str | None) -> None:
    first, _, rest = source.partition("\n")
    if not body.title and first.startswith("# "):
        body.title, source = first.removeprefix("# ").strip(), rest
    if source.strip():
        if story is not None:
            body.close_working(story)
        prose = to_prose(source)
        for level in re.findall(r"<h([2-6])[ >]", prose):
            body.outline.reach(int(level))
        body.parts.append(f'<div class="prose">{prose}</div>')


def _add_code(body: Body, cell: NotebookNode, place: str) -> None:
    if UNSHOWN & set(cell.metadata.get("tags", ())):
        if cell.outputs:
            raise BuildError(f"{place}: a parameters cell must show nothing.")
        return
    if cell.source.strip():
        body.working.append(f'<pre class="code"><code>{html.escape(cell.source)}</code></pre>')
    for output in cell.outputs:
        _add_output(body, output, place, WORKING in cell.metadata.get("tags", ()))


def _add_output(body: Body, output: NotebookNode, place: str, is_working: bool) -> None:
    data: Mapping[str, Any] = output.get("data", {})
    if output.output_type == "error" or output.get("name") == "stderr":
        raise BuildError(f"{place}: the cell failed or wrote to its error stream.")
    if DOCUMENT in data:
        try:
            document = Document.from_json(data[DOCUMENT])
        except (KeyError, TypeError, ValueError) as error:
            raise BuildError(f"{place}: not a document ({error}).") from None
        if not document.nodes:
            return
        body.answer = body.answer or to_html(link_numbers(_answer_in(document.nodes)))
        stepped = body.outline.step(document.nodes)
        nodes = make_scrollable(link_numbers(stepped), f"part-{len(body.parts) + 1}")
        shown = to_html(nodes)
        body.parts.append(_behind(shown) if is_working else shown)
        body.proofs |= document.proofs
    elif FIGURE in data:
        body.figures += 1
        body.outline.reach(max(body.outline.level, 3))
        figure = write_figure(data[FIGURE], body.figures, place)
        body.parts.append(figure.html)
        body.proofs |= figure.proofs
    elif output.output_type == "stream" or set(data) == PLAIN:
        text = output.text if output.output_type == "stream" else data["text/plain"]
        body.working.append(f'<pre class="printed">{html.escape(text)}</pre>')
    else:
        kinds = ", ".join(sorted(data)) or "an empty output"
        raise BuildError(f"{place}: {kinds} cannot be published; show a Document or a chart.")


def _is_shown(output: NotebookNode) -> bool:
    data = output.get("data", {})
    return FIGURE in data or bool(data.get(DOCUMENT, {}).get("nodes"))


def _compare_figures(body: Body, notebook: NotebookNode, page: str) -> None:
    drawn = sum(
        FIGURE in output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    if drawn != body.figures:
        raise BuildError(f"{page}: {drawn} charts in the notebook, {body.figures} on the page.")


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")
