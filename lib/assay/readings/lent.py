"""Queries used by more than one reading: each is written once, and `-- query: <claim>/<reading>`
names the reading that holds it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assay.errors import Fault
from assay.model import Claim
from assay.readings.blocks import QUERY, Block, place

LENDER = re.compile(r"^--\s*query\s*:\s*([^/\s]*)", re.IGNORECASE | re.MULTILINE)


def lenders_named(texts: Iterable[str]) -> set[str]:
    """The claims whose readings these texts of readings files take a query from."""
    return {claim_id for text in texts for claim_id in LENDER.findall(text)}


def named(claim_id: str, blocks: Iterable[Block]) -> dict[str, Block]:
    """A file's readings by the name that a line `-- query:` gives them."""
    return {f"{claim_id}/{block.header['reading']}": block for block in blocks}


def take_queries(
    blocks: Iterable[tuple[Claim, Block, str]], held: Mapping[str, Block]
) -> tuple[list[tuple[Claim, Block]], list[Fault]]:
    """The same readings, each with the SQL it runs and the place where that stands, and a fault
    for each that cannot have it. `held` has every reading that may be named, by that name.
    """
    found, faults = [], []
    for claim, block, path in blocks:
        if QUERY not in block.header:
            found.append((claim, block))
            continue
        wrong = _faults(block, held, path)
        faults += wrong
        if not wrong:
            lender = held[block.header[QUERY]]
            taken = replace(
                block, sql=lender.sql, sql_path=lender.sql_path, sql_line=lender.sql_line
            )
            found.append((claim, taken))
    return found, faults


def _faults(block: Block, held: Mapping[str, Block], path: str) -> list[Fault]:
    name, where = block.header[QUERY], place(path, block.lines[QUERY])
    faults = []
    if block.sql.strip():
        todo = "Remove the SQL, or the line `-- query:`."
        found = block.sql.lstrip().splitlines()[0][:40]
        below = place(path, block.sql_line)
        faults.append(Fault("SQL beside a query that is named", below, found, "none", todo))
    lender = held.get(name)
    if lender is None or QUERY in lender.header or not lender.sql.strip():
        what = "no such reading" if lender is None else "a reading without SQL of its own"
        todo = "Name a reading that holds its query, or write the query here."
        faults.append(Fault(what, where, name, _nearest(name, lender, held), todo))
    elif block.header.get("unit") != lender.header.get("unit"):
        where = place(path, block.lines.get("unit", block.line))
        found, expected = block.header.get("unit", ""), lender.header.get("unit", "")
        todo = "A query gives one unit: write another query, or name another."
        faults.append(Fault(f"not the unit of the query of {name}", where, found, expected, todo))
    return faults


def _nearest(name: str, lender: Block | None, held: Mapping[str, Block]) -> str:
    """The reading that was meant: the one that a borrower borrows from, or the likest name."""
    holding = [own for own, block in held.items() if QUERY not in block.header]
    if lender and lender.header.get(QUERY) in holding:
        return lender.header[QUERY]
    near = difflib.get_close_matches(name, holding, n=1)
    return f"perhaps {near[0]}" if near else "<claim_id>/<reading>"
