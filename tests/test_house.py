"""The house: a room imports from the floors below, and only one room knows each tool."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

LIB = Path(__file__).resolve().parents[1] / "lib" / "assay"
FLOORS = {
    "errors": 0,
    "paths": 0,
    "trace": 0,
    "model": 0,
    "document": 0,
    "quantities": 0,
    "spreadsheets": 0,
    "machine": 0,
    "releases": 1,
    "crosswalks": 1,
    "corrections": 1,
    "rows": 1,
    "sources": 2,
    "claims": 2,
    "fetch": 2,
    "dictionary": 2,
    "readings": 2,
    "search": 2,
    "rating": 3,
    "desk": 3,
    "checks": 3,
    "alarms": 3,
    "reconcile": 3,
    "soundness": 3,
    "mixing": 3,
    "diff": 3,
    "catch_rate": 3,
    "charts": 4,
    "narrative": 4,
    "kernels": 5,
    "stories": 5,
    "runner": 5,
    "cluster": 5,
    "refresh": 5,
    "pages": 6,
    "editions": 6,
    "stores": 6,
    "export": 6,
    "signoff": 6,
    "ledger": 6,
    "notify": 6,
    "schedule": 6,
    "reporter": 7,
    "cli": 7,
}
# rooms of one floor that may look into another of the same floor
NEIGHBOURS = {
    ("paths", "errors"),
    ("trace", "paths"),
    ("spreadsheets", "errors"),
    ("model", "errors"),
    ("quantities", "errors"),
    ("quantities", "document"),
    ("quantities", "model"),
    ("search", "claims"),
    ("releases", "corrections"),
    ("rows", "releases"),
    ("soundness", "alarms"),
    ("soundness", "reconcile"),
    ("soundness", "mixing"),
    ("mixing", "desk"),
    ("diff", "alarms"),
    ("diff", "checks"),
    ("diff", "desk"),
    ("diff", "rating"),
    ("catch_rate", "alarms"),
    ("catch_rate", "reconcile"),
    ("catch_rate", "soundness"),
    ("checks", "rating"),
    ("checks", "desk"),
    ("runner", "stories"),
    ("runner", "kernels"),
    ("cluster", "runner"),
    ("stores", "editions"),
    ("refresh", "stories"),
    ("editions", "pages"),
    ("editions", "signoff"),
    ("editions", "ledger"),
    ("editions", "notify"),
    ("pages", "signoff"),
    ("notify", "ledger"),
    ("editions", "schedule"),
    ("pages", "ledger"),
    ("signoff", "ledger"),
    ("export", "editions"),
    ("export", "ledger"),
    ("export", "pages"),
    ("export", "signoff"),
}
NEVER = {("claims", "sources"), ("readings", "sources"), ("charts", "narrative")}
ONLY = {
    "duckdb": {"desk", "readings"},
    "plotly": {"charts", "pages"},
    "jinja2": {"pages"},
    "click": {"cli"},
    "papermill": {"runner", "kernels"},
    "jupyter_client": {"runner", "kernels"},
    "openpyxl": {"sources"},
    "shapely": {"sources"},
    "distributed": {"cluster"},
    "fsspec": {"stores"},
    "http": {"fetch"},
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module with the room it is in."""
    for path in sorted(LIB.rglob("*.py")):
        room = path.relative_to(LIB).parts[0].removesuffix(".py")
        if room != "__init__":
            yield room, path


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """What a module imports, anywhere in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def test_every_room_has_its_floor() -> None:
    """A new room is a decision: it is written into the table first."""
    assert {room for room, _ in modules()} <= set(FLOORS)


@pytest.mark.parametrize("room", FLOORS)
def test_a_room_imports_downwards_only(room: str) -> None:
    """From lower floors, or from a neighbour named in the table."""
    wrong = []
    for owner, path in modules():
        if owner != room:
            continue
        for name, line in imported(path):
            parts = name.split(".")
            if parts[0] != "assay" or len(parts) < 2 or parts[1] == room:
                continue
            other = parts[1]
            lower = FLOORS[other] < FLOORS[room]
            if (room, other) in NEVER or not (lower or (room, other) in NEIGHBOURS):
                wrong.append(f"{path.relative_to(LIB)}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("tool", ONLY)
def test_a_tool_is_known_to_its_rooms_only(tool: str) -> None:
    """Nobody else imports it, so it can be replaced in one place."""
    wrong = [
        f"{path.relative_to(LIB)}:{line}"
        for room, path in modules()
        for name, line in imported(path)
        if name.split(".")[0] == tool and room not in ONLY[tool]
    ]
    assert not wrong


def test_charts_and_narrative_never_see_each_other() -> None:
    """Two faces of one finding."""
    for room, path in modules():
        other = {"charts": "narrative", "narrative": "charts"}.get(room)
        if other:
            assert not [name for name, _ in imported(path) if name.startswith(f"assay.{other}")]


def test_importing_the_package_does_no_work() -> None:
    """No disk, no connection, no thread, and none of the heavy libraries."""
    code = (
        "import sys, threading, assay, assay.model, assay.document, assay.cli\n"
        "heavy = {'pandas', 'plotly', 'duckdb', 'papermill', 'nbformat', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), threading.active_count())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 1"
