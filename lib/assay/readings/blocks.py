"""The text of a readings file: blocks that begin with `-- reading: <name>` and header lines."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from assay.errors import Fault

QUERY = "query"
KEYS = ("reading", "role", "label", "short", "says", "warrant", "unit", "note", QUERY)
OPTIONAL = frozenset({"short", "note", QUERY})
HEADER = re.compile(r"--\s*(?P<key>[A-Za-z_]+)\s*:\s*(?P<value>.*?)\s*$")
START = re.compile(r"--\s*reading\s*:")


@dataclass(frozen=True, slots=True)
class Block:
    """One reading as written: header and SQL, and where each stands: the header lines in the file
    of the claim, the SQL in the file `sql_path`.
    """

    header: dict[str, str]
    lines: dict[str, int]
    sql: str
    sql_path: str
    sql_line: int

    @property
    def line(self) -> int:
        return self.lines["reading"]


@dataclass(slots=True)
class _Open:
    lines: list[tuple[int, str]] = field(default_factory=list)


def split_blocks(text: str, path: str) -> tuple[list[Block], list[Fault]]:
    """The blocks of a readings file, in order, and every fault of their headers.

    A block with a faulty header is still returned, so that its SQL is looked at in the same pass.
    """
    faults: list[Fault] = []
    opened: list[_Open] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if START.match(line):
            opened.append(_Open())
        if opened:
            opened[-1].lines.append((number, line))
        elif line.strip() and not line.startswith("--"):
            faults.append(
                Fault("SQL before the first reading", place(path, number), line.strip()[:40])
            )
    if not opened:
        todo = "Begin each reading with `-- reading: <name>`."
        faults.append(Fault("no reading in this file", place(path, 1), todo=todo))
    return [_block(item.lines, path, faults) for item in opened], faults


def place(path: str, line: int) -> str:
    """A place in a readings file, as `data/readings/x.sql, line 12`."""
    return f"{path}, line {line}"


def _block(lines: list[tuple[int, str]], path: str, faults: list[Fault]) -> Block:
    header: dict[str, str] = {}
    where: dict[str, int] = {}
    rest = 0
    for rest, (number, line) in enumerate(lines):  # noqa: B007 (where the header ends)
        match = HEADER.match(line)
        if match is None:
            break
        key = match["key"].lower()
        if key not in KEYS:
            faults.append(_unknown_key(key, place(path, number)))
        elif key in header:
            faults.append(Fault("a header key twice", place(path, number), key))
        else:
            header[key], where[key] = match["value"], number
    else:
        rest = len(lines)
    for key in KEYS:
        if key not in OPTIONAL and not header.get(key):
            number = where.get(key, where["reading"])
            todo = f"Add a line `-- {key}: …` to the header."
            faults.append(Fault(f"{key} is missing or empty", place(path, number), todo=todo))
    body = lines[rest:]
    while body and not body[0][1].strip():
        body = body[1:]
    sql = "\n".join(line for _, line in body).rstrip().removesuffix(";")
    sql_line = body[0][0] if body else lines[-1][0]
    return Block(header, where, sql, path, sql_line)


def _unknown_key(key: str, where: str) -> Fault:
    near = difflib.get_close_matches(key, KEYS, n=1)
    todo = f"Did you mean {near[0]}?" if near else "A remark belongs in `-- note:`."
    return Fault("unknown header key", where, key, ", ".join(KEYS), todo)
