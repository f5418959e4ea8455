"""Stories: parameterised notebooks, what they accept, and the form in which a run is kept.

The parameters cell is the interface. Each line is an annotated assignment with a comment:

    known_on: str = ""  # knowledge date, empty for the latest releases; a date
    currency: str = "EUR"  # what money is shown in; one of EUR, USD
    claim_id: str = "us-aid-350bn"  # the claim to test; one of the claims

Name, type, default, help and allowed values are read from it; there is no second list.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import math
import re
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import nbformat

from assay.errors import Fault, ParameterError, StoryError
from assay.paths import Project

Value = str | int | float | bool
Domains = Mapping[str, Callable[[], tuple[str, ...]]]

NAME: Final = re.compile(r"[A-Za-z_]\w{0,63}")
TYPES: Final[dict[str, type[Value]]] = {"str": str, "int": int, "float": float, "bool": bool}
READERS: Final[dict[str, Callable[[str], Value]]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": lambda text: {"true": True, "false": False}[text.lower()],
}
EXPECTED: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a finite number",
    "bool": "true or false",
}
KERNELS: Final = frozenset({"python3", "assay"})
ADDRESS: Final = re.compile(r"0x[0-9a-f]{6,}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of a parameters cell. `choices` are closed values, `domain` names an open set."""

    name: str
    type: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()
    domain: str = ""
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A notebook in notebooks/ with its parameters."""

    name: str
    path: Path
    title: str
    parameters: tuple[Parameter, ...]


def list_stories(project: Project) -> tuple[str, ...]:
    """Names of the stories, in alphabetical order. Names that start with `_` are not stories."""
    names = (path.stem for path in project.notebooks.glob("*.ipynb"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def read_story(project: Project, name: str) -> Story:
    """A story and what it accepts.

    ParameterError when there is no such story (the nearest is named); StoryError when its
    parameters cell, title or kernel is not as a story needs it.
    """
    known = list_stories(project)
    if name not in known:
        raise ParameterError(f"No story {name!r}.{_nearest(name, known)}")
    path = project.notebooks / f"{name}.ipynb"
    place = project.relative(path)
    notebook = read_notebook(path, place)
    kernel = notebook.metadata.get("kernelspec", {}).get("name", "")
    if kernel not in KERNELS:
        found = Fault("a story runs on the project's kernel", place, repr(kernel), "python3")
        raise StoryError(found)
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    if len(cells) != 1:
        raise StoryError(
            Fault("one cell must have the tag `parameters`", place, str(len(cells)), "1")
        )
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        raise StoryError(Fault("the first cell is the title, as `# …?`", place))
    title = first.source.splitlines()[0].removeprefix("# ").strip()
    return Story(name, path, title, _read_parameters(cells[0].source, place))


def read_notebook(path: Path, place: str) -> nbformat.NotebookNode:
    """A valid notebook of format 4. StoryError otherwise."""
    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except (ValueError, KeyError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise StoryError(Fault("not a notebook", place, reason)) from None
    return notebook  # type: ignore[no-any-return]


def bind_parameters(story: Story, given: Mapping[str, object], domains: Domains) -> dict[str, Any]:
    """Every parameter of the story with its value: the given ones checked, else the default.

    Text is converted by the declared type only: `007` stays text for a `str`. All faults are
    raised at once as ParameterError: an unknown name (with the nearest), a value of another
    type, a value outside the allowed set.
    """
    known = {parameter.name: parameter for parameter in story.parameters}
    faults: list[str] = []
    bound: dict[str, Any] = {}
    for name in given:
        if name not in known:
            found = name if NAME.fullmatch(name) else repr(name)
            hint = _nearest(name, tuple(known)) or " It has no parameters."
            faults.append(f"{story.name} has no parameter {found}.{hint}")
    for name, parameter in known.items():
        try:
            bound[name] = _convert(parameter, given.get(name, parameter.default), domains)
        except ValueError as error:
            faults.append(f"{story.name}, parameter {name}: {error}")
    if faults:
        raise ParameterError(*faults)
    return bound


def normal_form(notebook: nbformat.NotebookNode, place: str) -> nbformat.NotebookNode:
    """The executed notebook without what differs from run to run.

    Dropped: execution times, papermill's and widgets' metadata, cell ids (made anew from
    position and source). StoryError when an output holds a memory address, a cell did not run,
    or the story wrote to its error stream: such a run is not publishable.
    """
    faults: list[Fault] = []
    for key in ("papermill", "widgets", "signature"):
        notebook.metadata.pop(key, None)
    ran = 0
    for index, cell in enumerate(notebook.cells):
        where = f"{place}, cell {index}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell.id = hashlib.sha256(f"{index}\0{cell.source}".encode()).hexdigest()[:8]
        if cell.cell_type != "code":
            continue
        ran += 1
        if cell.execution_count != ran:
            todo = "A story must not stop itself."
            faults.append(Fault("the cell did not run in its turn", where, todo=todo))
        for output in cell.outputs:
            faults += _unfit(output, where)
    if faults:
        raise StoryError(*faults)
    return notebook


def _unfit(output: nbformat.NotebookNode, where: str) -> list[Fault]:
    if output.output_type == "stream" and output.name == "stderr":
        return [Fault("the story wrote to its error stream", where, output.text.strip()[:200])]
    address = ADDRESS.search(json.dumps(output))
    if address:
        return [Fault("an output holds a memory address", where, address.group())]
    return []


def _read_parameters(source: str, place: str) -> tuple[Parameter, ...]:
    where = f"{place}, parameters cell"
    try:
        lines = ast.parse(source).body
        comments = _comments(source)
    except SyntaxError as error:
        raise StoryError(Fault("not Python", where, str(error))) from None
    found = []
    for line in lines:
        comment = comments.get(line.lineno, "")
        if (
            not isinstance(line, ast.AnnAssign)
            or not isinstance(line.target, ast.Name)
            or not isinstance(line.annotation, ast.Name)
            or line.annotation.id not in TYPES
            or line.value is None
            or not comment
        ):
            raise StoryError(
                Fault(
                    "not a parameter",
                    f"{where}, line {line.lineno}",
                    ast.unparse(line),
                    f"name: {'|'.join(TYPES)} = default  # what it is",
                )
            )
        default = ast.literal_eval(line.value)
        found.append(_parameter(line.target.id, line.annotation.id, default, comment))
    return tuple(found)


def _parameter(name: str, kind: str, default: Value, comment: str) -> Parameter:
    words, _, rule = comment.rpartition("; ")
    if rule == "a date":
        return Parameter(name, kind, default, words, is_date=True)
    if rule.startswith("one of the "):
        return Parameter(name, kind, default, words, domain=rule.removeprefix("one of the "))
    if rule.startswith("one of "):
        values = rule.removeprefix("one of ").split(",")
        return Parameter(name, kind, default, words, choices=tuple(v.strip() for v in values))
    return Parameter(name, kind, default, comment)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}


def _convert(parameter: Parameter, given: object, domains: Domains) -> Value:
    value = _typed(parameter.type, given)
    if parameter.is_date and value:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            raise ValueError(f"found {value!r}, expected a date as 2025-02-22 or empty.") from None
    allowed = parameter.choices
    if parameter.domain:
        if parameter.domain not in domains:
            raise ValueError(f"its set of values, {parameter.domain!r}, is not one we know.")
        allowed = domains[parameter.domain]()
    if allowed and str(value) not in allowed:
        what = f"is not one of the {parameter.domain}" if parameter.domain else "is not allowed"
        raise ValueError(f"{value!r} {what}.{_nearest(str(value), allowed)}")
    return value


def _typed(kind: str, given: object) -> Value:
    expected: type[Value] = TYPES[kind]
    value: Value | None = None
    if type(given) is expected:
        value = given
    elif kind == "float" and type(given) is int:
        value = float(given)
    elif isinstance(given, str):
        try:
            value = READERS[kind](given)
        except (ValueError, KeyError):
            value = None
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"found {given!r}, expected {EXPECTED[kind]}.")
    return value


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f" Did you mean {near[0]}?"
    shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return f" Known: {shown}." if known else ""
