"""A small newsroom in a folder: three claims, one release, notebooks made by hand.

The figures are of RATING's worked example of 350 bn dollars; pages are tested here, not the rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import plotly.graph_objects as go
from assay.charts import readings_strip
from assay.document import Document, Node, Number, el
from assay.editions.build import Outcome, build
from assay.editions.inputs import Inputs, assemble
from assay.editions.reports import Planned
from assay.model import Check
from assay.narrative import claim_card, findings_table, tested_as, unknowns, verdict, warrants
from assay.pages.figures import MIME as FIGURE
from assay.paths import Project
from assay.quantities import bind_finding
from assay.releases import ReleaseFacts, write_release
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from worked_examples import CONTRADICTED, FUNDS, claim, finding, reading

CONTRACT = {
    "title": "Funds of an inspector general",
    "publisher": "Inspector General",
    "mode": "replace",
    "typical_revision": 0.02,
    "tables": [
        {
            "name": "funding",
            "title": "Funding",
            "row": "one stage",
            "frame": "register",
            "fields": [
                {"name": "stage", "type": "string", "description": "stage"},
                {"name": "value", "type": "number", "description": "USD bn"},
            ],
        }
    ],
}
USED = replace(FUNDS, release="2025-02")
WORDS = {
    "label": "What had been paid out",
    "says": "Disbursed of all appropriations",
    "warrant": "The inspector general's own word for that stage",
}
READING = reading("disbursed", tables=("sig_oar.funding",), **WORDS)
FINDING = finding("disbursed", evidence_rows=1, releases=(USED,), **WORDS)


def check_of(claim_id: str = "us-aid-350bn", measured: float = 83.4, **changes: Any) -> Check:
    """A check of a claim like the 350 bn one, with changes to its row."""
    factor = 350 / measured
    found = replace(FINDING, claim_id=claim_id, low=measured, high=measured, factor=factor)
    rated = replace(
        CONTRADICTED,
        claim_id=claim_id,
        factor_low=factor,
        factor_high=factor,
        deciding=("disbursed",),
    )
    return Check(
        claim=claim(claim_id=claim_id, **changes),
        now=rated,
        now_findings=(found,),
        then=replace(rated),
        then_findings=(found,),
        readings=(replace(READING, claim_id=claim_id),),
    )


def prose(source: str) -> NotebookNode:
    """A Markdown cell."""
    return new_markdown_cell(source)


def code(source: str, *outputs: NotebookNode, tags: Sequence[str] = ()) -> NotebookNode:
    """A code cell with its outputs."""
    cell = new_code_cell(source, outputs=list(outputs))
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def shown(document: Document) -> NotebookNode:
    """A document as a cell's output: what IPython keeps of it."""
    bundle = json.loads(json.dumps(document._repr_mimebundle_()))
    return new_output("display_data", data=bundle)


def notebook(*cells: NotebookNode) -> NotebookNode:
    """An executed notebook in normal form: every code cell ran, in order."""
    made = new_notebook(cells=list(cells))
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    for count, cell in enumerate((c for c in cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
    for index, cell in enumerate(made.cells):
        cell.id = f"cell-{index}"
    nbformat.validate(made)
    return made


def drawn(figure: go.Figure) -> NotebookNode:
    """A figure as a cell's output: what plotly puts there."""
    return new_output("display_data", data={FIGURE: json.loads(figure.to_json())})


def figure_of(check: Check, title: str = "Paid out: {}", **about: Any) -> NotebookNode:
    """A bar chart of a check's findings, with its table."""
    numbers = [bind_finding(f, "low", check.readings[0]) for f in check.now_findings]
    figure = go.Figure(
        go.Bar(x=[f.low for f in check.now_findings], y=["Paid out"], orientation="h")
    )
    figure.update_layout(
        meta={
            "assay": {
                "title": title.format(numbers[0].text),
                "alt": f"A bar of {numbers[0].text}.",
                "source": "Inspector General",
                "table": Document((table_of(numbers),)).to_json(),
                **about,
            }
        }
    )
    return drawn(figure)


def table_of(numbers: Iterable[Number]) -> Node:
    """A table of numbers."""
    rows = [el("tr", el("th", "Paid out", scope="row"), el("td", number)) for number in numbers]
    head = el("tr", el("th", "Stage", scope="col"), el("th", "bn dollars", scope="col"))
    return el("table", el("caption", "Paid out"), el("thead", head), el("tbody", *rows))


def dossier(check: Check) -> NotebookNode:
    """A claim's notebook, in the order of its page."""
    return notebook(
        prose("# The claim"),
        code('claim_id: str = "x"  # the claim', tags=["parameters"]),
        code("show_card(check)", shown(claim_card(check.claim)), shown(tested_as(check.claim))),
        prose("## The verdict"),
        code("show_verdict(check)", shown(verdict(check))),
        prose("## What each reading measured"),
        code("charts.readings_strip(check)", drawn(readings_strip(check))),
        code("show_findings(check)", shown(findings_table(check)), shown(warrants(check))),
        prose("## What we do not know"),
        code("show_unknowns(check)", shown(unknowns(check))),
    )


def story(check: Check) -> NotebookNode:
    """A story about one claim."""
    return notebook(
        prose("# What had been paid out?\n\nA reader asked."),
        code('stage: str = "disbursed"  # the stage', tags=["parameters"]),
        code("import assay"),
        prose("## The evidence\n\nOne row of one report."),
        code("chart(check)", figure_of(check)),
        code("words(check)", shown(verdict(check))),
        code("print(check)", new_output("stream", name="stdout", text="disbursed 83.4 fails\n")),
    )


@dataclass
class Newsroom:
    """A project in a folder whose claims and notebooks are made by hand."""

    root: Path
    checks: dict[str, Check] = field(default_factory=dict)
    make: Callable[[Planned, Check | None], NotebookNode] | None = None

    @property
    def project(self) -> Project:
        return Project(self.root)

    def open(self) -> Newsroom:
        """Write the folder: contract, one release, report definitions, empty curated tables."""
        source = self.root / "data" / "releases" / "sig_oar"
        source.mkdir(parents=True)
        (source / "tables.json").write_text(json.dumps(CONTRACT), "utf-8")
        self.release("2025-02", "2025-02-18", 83.4)
        self.write("notebooks/dossier.ipynb", nbformat.writes(new_notebook()))
        self.write("notebooks/paid.ipynb", nbformat.writes(new_notebook()))
        self.write("reports/claims.toml", 'story = "dossier"\n[matrix]\nclaim_id = "all"\n')
        self.write("reports/paid-out.toml", 'story = "paid"\n')
        self.write("data/crosswalks/sets.csv", "set_id,member,member_code,source,citation\n")
        self.write("docs/methodology.md", "# How we rate\n\nA bare number: within 5 %.\n")
        self.checks = {
            "us-aid-350bn": check_of(),
            "us-aid-again": check_of("us-aid-again", title="Was it 350 bn, as said again?"),
            "titanium-7pct": check_of(
                "titanium-7pct", topic="minerals", title="Has Ukraine 7 percent of titanium?"
            ),
        }
        return self

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def release(self, name: str, released_on: str, value: float, **changes: Any) -> None:
        """Ingest one release of the source, with changes to its facts."""
        raw = self.write(f"raw/{name}.txt", str(value))
        facts = ReleaseFacts(
            files=(),
            title=f"Report of {name}",
            address="https://example.org/",
            licence="public domain",
            citation="Inspector General",
            released_on=released_on,
            released_on_status="seen",
            data_through="2024-12-31",
            retrieved_on="2026-10-01",
            custody="third_party_copy",
            redistribute="yes",
        )
        write_release(
            self.project,
            "sig_oar",
            name,
            replace(facts, **changes),
            {"funding": [{"stage": "disbursed", "value": Decimal(str(value))}]},
            [(raw, "a page")],
        )

    def read(self, project: Project) -> Inputs:
        return assemble(project, self.checks)

    def run(self, project: Project, planned: Sequence[Planned]) -> list[NotebookNode]:
        """The notebook of every planned page, as if a story had run."""
        made = []
        for page in planned:
            check = self.checks.get(page.claim_id)
            if self.make:
                made.append(self.make(page, check))
            else:
                made.append(dossier(check) if check else story(self.checks["us-aid-350bn"]))
        return made

    def build(self, **changes: Any) -> Outcome:
        """Build an edition."""
        options: dict[str, Any] = {"inputs": self.read, "execute": self.run}
        return build(self.project, **{**options, **changes})

    def page(self, path: str) -> str:
        """A page of the current edition."""
        return (self.root / "reports" / "current" / path).read_text("utf-8")

    def current(self) -> str:
        """The id of the current edition."""
        return (self.root / "reports" / "current").resolve().name
