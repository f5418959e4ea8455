"""Readings: named SELECTs that test a claim, each with a role and a warrant.

`data/readings/<claim_id>.sql` holds a claim's readings. They are checked on DuckDB's syntax tree
when they load, all faults at once: a reading is one SELECT that ends in the rows of its CTE
`evidence`, reads `<source>.<table>` only, and calls nothing whose result depends on the moment. A
query that several readings use stands in one of them; the others name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, cast, get_args

from assay.errors import Fault, ReadingError
from assay.model import Claim, Reading, Role
from assay.paths import Project
from assay.readings.blocks import QUERY, Block, place, split_blocks
from assay.readings.derived import answer_queries, evidence_queries, release_queries
from assay.readings.lent import lenders_named, named, take_queries
from assay.readings.tree import (
    EVIDENCE,
    Select,
    counts_rows,
    cte_names,
    final_sources,
    inspect_selects,
    is_gathered,
    reaches,
)

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

__all__ = [
    "EVIDENCE",
    "counts_rows",
    "inspect_selects",
    "parse_readings",
    "read_readings",
    "release_queries",
]

PARAMETERS = ("said_on", "known_on", "period_from", "period_to", "value_low", "value_high")
OUTPUTS = ("value", "low", "high", "status", "factor", "period_from", "period_to", "reported_by")
NAME = re.compile(r"[a-z][a-z0-9_]{1,59}")
ROLES = get_args(Role)
MOST_ORDINARY = 2
MOST_SHORT_WORDS = 4


def read_readings(
    project: Project,
    claims: Mapping[str, Claim],
    *,
    only: Iterable[str] | None = None,
    connection: DuckDBPyConnection | None = None,
) -> dict[str, tuple[Reading, ...]]:
    """Every claim's readings, by claim id, in the order of their file.

    `only` names claims whose readings alone are read; `connection` is one that is open already, in
    which the SQL is parsed and never run. Raises ReadingError with every fault of every
    reading read, each with file and line.
    """
    files = {path.stem: path for path in sorted(project.readings.glob("*.sql"))}
    chosen = files.keys() if only is None else files.keys() & set(only)
    texts = {name: _text(project, files[name]) for name in files if name in chosen}
    lenders = lenders_named(text for text, _ in texts.values())
    if not lenders <= files.keys():
        lenders = set(files)  # to say which name is the nearest
    lent = {name: _text(project, files[name]) for name in sorted(lenders - chosen)}
    faults = []
    for name in [name for name in texts if name not in claims]:
        todo = "Name the file after a claim of data/claims.csv, or add the claim."
        where = texts.pop(name)[1]
        faults.append(Fault("readings for an unknown claim", where, name, todo=todo))
    own = [(claims[name], *text) for name, text in texts.items()]
    return _parse(own, lent, faults, connection)


def parse_readings(
    claim: Claim, text: str, path: str, lent: Mapping[str, tuple[str, str]] | None = None
) -> tuple[Reading, ...]:
    """One claim's readings from the text of its file. `path` is what messages call the file.

    `lent` has text and path of other claims' files whose queries the readings may name, by claim
    id. Raises ReadingError with every fault.
    """
    return _parse([(claim, text, path)], lent or {}, [])[claim.claim_id]


def _text(project: Project, path: Path) -> tuple[str, str]:
    return path.read_text(encoding="utf-8"), project.relative(path)


def _parse(
    texts: Sequence[tuple[Claim, str, str]],
    lent: Mapping[str, tuple[str, str]],
    faults: list[Fault],
    open_already: DuckDBPyConnection | None = None,
) -> dict[str, tuple[Reading, ...]]:
    import duckdb

    found, wrong = _blocks(texts, lent)
    faults += wrong
    parser = nullcontext(open_already) if open_already else closing(duckdb.connect(":memory:"))
    with parser as connection:
        sqls = list(dict.fromkeys(block.sql for _, block in found))  # the same text once
        selects = dict(zip(sqls, inspect_selects(sqls, connection), strict=True))
        clean: set[str] = set()
        for _, block in found:
            if block.sql not in clean:
                wrong = _select_faults(block, selects[block.sql])
                faults += wrong
                clean |= set() if wrong else {block.sql}
        if faults:
            raise ReadingError(*dict.fromkeys(faults))  # of a query used twice, once
        parts = zip(
            evidence_queries(selects.values(), connection),
            answer_queries(selects.values(), connection),
            strict=True,
        )
        queries = dict(zip(sqls, parts, strict=True))
    readings: dict[str, tuple[Reading, ...]] = {claim.claim_id: () for claim, _, _ in texts}
    for claim, block in found:
        made = _reading(claim, block, selects[block.sql], *queries[block.sql])
        readings[claim.claim_id] += (made,)
    return readings


def _blocks(
    texts: Sequence[tuple[Claim, str, str]], lent: Mapping[str, tuple[str, str]]
) -> tuple[list[tuple[Claim, Block]], list[Fault]]:
    """Every reading of `texts` with the SQL it runs, and the faults of all that stands around it.
    Of what is lent nothing else is looked at.
    """
    found: list[tuple[Claim, Block, str]] = []
    faults: list[Fault] = []
    held: dict[str, Block] = {}
    for claim, text, path in texts:
        blocks, wrong = split_blocks(text, path)
        faults += wrong + _header_faults(claim, blocks, path)
        found += [(claim, block, path) for block in blocks]
        held |= named(claim.claim_id, blocks)
    for claim_id, (text, path) in lent.items():
        held |= named(claim_id, split_blocks(text, path)[0])
    taken, wrong = take_queries(found, held)
    return taken, faults + wrong


def _reading(
    claim: Claim, block: Block, select: Select, evidence_sql: str, answer_sql: str
) -> Reading:
    return Reading(
        claim_id=claim.claim_id,
        reading=block.header["reading"],
        role=cast(Role, block.header["role"]),
        label=block.header["label"],
        says=block.header["says"],
        warrant=block.header["warrant"],
        unit=block.header["unit"],
        note=block.header.get("note", ""),
        short=block.header.get("short", ""),
        sql=block.sql,
        path=block.sql_path,
        line=block.sql_line,
        lender=block.header.get(QUERY, ""),
        tables=select.tables,
        columns=select.columns,
        parameters=select.parameters,
        evidence_sql=evidence_sql,
        answer_sql=answer_sql,
        is_gathered=is_gathered(select),
    )


def _header_faults(claim: Claim, blocks: Sequence[Block], path: str) -> list[Fault]:
    faults = []
    names: dict[str, int] = {}
    for block in blocks:
        name, role = block.header.get("reading", ""), block.header.get("role", "")
        if name and not NAME.fullmatch(name):
            expected = "lower-case letters, digits and _"
            faults.append(Fault("a name of another form", place(path, block.line), name, expected))
        if name in names:
            todo = f"The first stands in line {names[name]}; name them apart."
            faults.append(
                Fault("two readings of one name", place(path, block.line), name, "", todo)
            )
        names.setdefault(name, block.line)
        if role and role not in ROLES:
            where = place(path, block.lines["role"])
            faults.append(Fault("unknown role", where, role, ", ".join(ROLES)))
        short = block.header.get("short", "")
        if len(short.split()) > MOST_SHORT_WORDS:
            where, most = place(path, block.lines["short"]), f"at most {MOST_SHORT_WORDS} words"
            todo = "Write what completes “true …”, as in “of commitments”."
            faults.append(Fault("a short form that is too long", where, short, most, todo))
        unit = block.header.get("unit", "")
        if unit and role in ("primary", "ordinary", "generous") and unit != claim.unit:
            where = place(path, block.lines["unit"])
            todo = "Convert in the query, or make it a context reading."
            faults.append(Fault("not the claim's unit", where, unit, claim.unit or "none", todo))
    return faults + _role_faults(claim, blocks, path)


def _role_faults(claim: Claim, blocks: Sequence[Block], path: str) -> list[Fault]:
    faults = []
    primary = [block for block in blocks if block.header.get("role") == "primary"]
    ordinary = [block for block in blocks if block.header.get("role") == "ordinary"]
    if blocks and not primary and not claim.unrated:
        todo = "Mark the one that an ordinary listener takes the words to mean."
        faults.append(Fault("no primary reading", place(path, blocks[0].line), "0", "1", todo))
    for block in primary[1:]:
        todo = "An ordinary listener takes the words to mean one thing; the others are ordinary."
        where = place(path, block.lines["role"])
        faults.append(Fault("a second primary reading", where, str(len(primary)), "1", todo))
    for block in ordinary[MOST_ORDINARY:]:
        todo = "Make it generous or context, or say less."
        where = place(path, block.lines["role"])
        faults.append(
            Fault("more than two ordinary readings", where, str(len(ordinary)), "at most 2", todo)
        )
    return faults


def _select_faults(block: Block, select: Select) -> list[Fault]:
    path = block.sql_path
    if not block.sql.strip():
        expected = "one SELECT, or a line `-- query: <claim_id>/<reading>`"
        return [Fault("a reading without SQL", place(path, block.line), expected=expected)]
    if select.troubles:
        return [
            Fault(t.what, place(path, block.sql_line + t.line - 1), t.found, t.expected, t.todo)
            for t in select.troubles
        ]
    where = place(path, block.sql_line)
    faults = []
    for name in select.parameters:
        if name not in PARAMETERS:
            known = ", ".join("$" + item for item in PARAMETERS)
            faults.append(Fault("unknown parameter", where, f"${name}", known))
    return faults + _output_faults(select, where) + _evidence_faults(select, where)


def _output_faults(select: Select, where: str) -> list[Fault]:
    faults = []
    outputs = select.outputs
    for name in outputs:
        if name not in OUTPUTS:
            found = name or "a column without a name"
            faults.append(Fault("a column that a reading does not give", where, found, _given()))
        elif outputs.count(name) > 1:
            faults.append(Fault("a column twice", where, name))
    if ("value" in outputs) == ("low" in outputs and "high" in outputs) or (
        "value" in outputs and ("low" in outputs or "high" in outputs)
    ):
        found = ", ".join(outputs)
        faults.append(Fault("no measure, or two", where, found, "value, or low and high"))
    return faults


def _given() -> str:
    return ", ".join(OUTPUTS)


def _evidence_faults(select: Select, where: str) -> list[Fault]:
    names = cte_names(select)
    if EVIDENCE not in names:
        todo = "Put the rows that were used into `WITH evidence AS (…)`."
        return [Fault("no CTE named evidence", where, ", ".join(names), EVIDENCE, todo)]
    faults = []
    if final_sources(select) != (EVIDENCE,):
        found = ", ".join(final_sources(select)) or "nothing"
        todo = "What the number rests on must be among the rows shown."
        faults.append(
            Fault("the final SELECT reads not from evidence alone", where, found, EVIDENCE, todo)
        )
    tables, used = reaches(select)
    if not any(not table.startswith("crosswalks.") for table in tables):
        todo = "A number comes from a release: read <source>.<table> in evidence."
        faults.append(Fault("evidence rests on no table", where, todo=todo))
    for name in names:
        if name not in used:
            todo = "Remove it: it would not even be checked."
            faults.append(Fault("a CTE that evidence does not use", where, name, todo=todo))
    return faults
