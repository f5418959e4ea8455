"""What a warm parent does ahead of its forks: imports, a first figure, a project's files; for a
batch, the shell and the desk, too.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
from datetime import date
from pathlib import Path
from typing import Final

# What a story uses, and what ipykernel, plotly and babel import only when a kernel starts, a cell
# runs or a figure is shown. Not plotly.io._renderers: on import it looks for the kernel it is in.
WARM: Final = (
    "IPython.core.completer IPython.core.completerlib IPython.core.debugger "
    "IPython.core.logger IPython.core.magics IPython.core.oinspect IPython.core.ultratb "
    "IPython.extensions.storemagic IPython.utils.wildcard debugpy.server.api encodings.utf_8_sig "
    "ipykernel.debugger ipykernel.ipkernel ipykernel.kernelapp ipykernel.zmqshell ipywidgets "
    "faulthandler pdb psutil sqlite3 tornado.platform.asyncio "
    "pandas pyarrow numpy.random duckdb nbclient nbformat.v4 "
    "plotly.graph_objects plotly.io._base_renderers "
    "assay.kernels.worker assay.reporter assay.checks assay.charts assay.narrative "
    "assay.pages.proofs assay.search babel.dates babel.numbers"
).split()


def warm_up() -> None:
    """Import everything a story needs and build one figure, so that no kernel has to."""
    for name in WARM:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    _draw_one()
    importlib.import_module("nbformat.v4").new_output("stream")  # compiles nbformat's schema
    gc.collect()
    gc.freeze()


def _draw_one() -> None:
    """plotly finds the parts of a figure, and babel a language, when they are first asked for."""
    figures = importlib.import_module("plotly.graph_objects")
    figure = figures.Figure(
        [figures.Scatter(x=[0, 1], y=[1, 0], line={"width": 1}, marker={"line": {"width": 1}})],
        {
            "hoverlabel": {"font": {"size": 12}},
            "margin": {"l": 0},
            "title": {"text": "", "font": {"size": 12}, "pad": {"l": 0}},
            "xaxis": {"tickfont": {"size": 12}, "title": {"font": {"size": 12}}},
            "yaxis": {"tickfont": {"size": 12}, "title": {"font": {"size": 12}}},
        },
    )
    figure.add_bar(x=[0], y=[0])
    figure.add_annotation(text="", font={"size": 12})
    figure.add_shape(type="line", line={"width": 1})
    figure.to_json()
    importlib.import_module("assay.quantities.dates").date_in_words(date(2025, 2, 22))


def read_ahead(home: str) -> None:
    """Read what every story of the project around `home` reads: claims, releases, their hashes.

    Nothing is taken on trust from here: the fork compares the disk with what is in memory before
    it uses it. What cannot be read is the fork's to say.
    """
    with contextlib.suppress(Exception):
        project = importlib.import_module("assay.paths").find_project(Path(home))
        importlib.import_module("assay.claims").read_claims(project)
        importlib.import_module("assay.desk.holdings").read_ledger(project)


def prepare(home: str) -> None:
    """What every notebook of a batch begins with: IPython's shell, an open desk, and whatever is
    made when a first claim is tested, drawn and put into words.

    As with `read_ahead`, the fork looks whether the disk still says the same.
    """
    read_ahead(home)
    importlib.import_module("assay.kernels.worker").prepare()
    with contextlib.suppress(Exception):
        _test_one(home)
    gc.collect()
    gc.freeze()


def _test_one(home: str) -> None:
    project = importlib.import_module("assay.paths").find_project(Path(home))
    claim_id = next(iter(importlib.import_module("assay.claims").read_claims(project)))
    reporter = importlib.import_module("assay.reporter")
    narrative = importlib.import_module("assay.narrative")
    checked, around = reporter.check(claim_id), reporter.events(reporter.claim(claim_id))
    importlib.import_module("assay.charts").readings_strip(checked).to_json()
    for told in (
        narrative.claim_card(checked.claim),
        narrative.verdict(checked),
        narrative.findings_table(checked),
        narrative.then_and_now(checked),
        narrative.events_around(checked.claim, around),
        reporter.evidence(checked),
        reporter.credits(checked),
    ):
        told._repr_mimebundle_()
