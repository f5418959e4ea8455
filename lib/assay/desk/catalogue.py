"""What one knowledge date shows of a table: which releases, which rows, or why none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assay.desk.holdings import CROSSWALKS, Holding, Holdings, literal, quoted
from assay.model import Release
from assay.releases import Known, Table, known_releases

Gap = Literal["not_held", "no_data"]
ALL = "_all"
STORE = "store"


@dataclass(frozen=True, slots=True)
class View:
    """A table at a knowledge date. `gap` is set when a reading of it can give no finding;
    `missing` says what is not held where no row of the editions that are held fits. `rows` are
    those of its releases: no fewer than it shows.
    """

    name: str
    sql: str
    releases: tuple[Release, ...] = ()
    gap: Gap | None = None
    why: str = ""
    missing: str = ""
    rows: int = 0
    typical_revision: float = 0.0
    is_list: bool = False
    is_release: bool = True


class UnknownTable(LookupError):
    """No held source has this table; the message says which there are."""


def view_of(holdings: Holdings, name: str, known_on: date | None, reverse: bool = False) -> View:
    """The view of `<source>.<table>`, `<source>.<table>_all` or `crosswalks.sets` on a date
    (None: today). `reverse` gives the same rows from last to first.

    Raises UnknownTable.
    """
    source, _, table_name = name.partition(".")
    if name == f"{CROSSWALKS}.sets":
        return View(name, _select(name, "true", reverse), is_release=False)
    holding = holdings.sources.get(source)
    if holding is None:
        raise UnknownTable(f"one of the sources {', '.join(sorted(holdings.sources))}")
    tables = {table.name: table for table in holding.contract.tables}
    is_all = table_name not in tables
    table = tables.get(table_name.removesuffix(ALL) if is_all else table_name)
    if table is None:
        raise UnknownTable(f"one of {', '.join(f'{source}.{table}' for table in tables)}")
    known = known_releases(
        holding.contract, table.name, holding.releases, holding.calendar, known_on
    )
    if not is_all:
        return _view(holding, table, name, known, known_on, reverse)
    held = _all_known(holding, table, known_on)
    missing = f"{holding.contract.title}: {known.why}" if known.missing else ""
    return replace(_view(holding, table, name, held, known_on, reverse), missing=missing)


def _view(
    holding: Holding, table: Table, name: str, known: Known, known_on: date | None, reverse: bool
) -> View:
    stored = f"{holding.contract.source}.{table.name}"
    return View(
        name=name,
        sql=_select(stored, _condition(holding, table, known, known_on), reverse),
        releases=known.releases,
        gap=None
        if known.releases or name != stored
        else "not_held"
        if known.missing
        else "no_data",
        why=""
        if known.releases
        else f"{holding.contract.title}: {known.why or 'no release is held'}",
        rows=sum(release.rows_of(table.name) for release in known.releases),
        typical_revision=holding.contract.typical_revision,
        is_list=table.frame == "list",
    )


def _all_known(holding: Holding, table: Table, known_on: date | None) -> Known:
    """Every held release that was public by the date. Where the rows tell when they became
    public, the releases are all read and the rows decide."""
    held = [release for release in holding.releases if table.name in release.tables]
    if known_on is not None and holding.contract.mode != "running":
        held = [r for r in held if r.released_on.last and r.released_on.last <= known_on]
    return Known(tuple(held), why="" if held else "no held release was public by then")


def _condition(holding: Holding, table: Table, known: Known, known_on: date | None) -> str:
    if not known.releases:
        return "false"
    names = ", ".join(literal(release.release) for release in known.releases)
    condition = f"release IN ({names})"
    if known_on is None or holding.contract.mode != "running":
        return condition
    if not table.public_from:
        return "false"
    return f"{condition} AND {quoted(table.public_from)} <= DATE {literal(known_on.isoformat())}"


def _select(stored: str, condition: str, reverse: bool) -> str:
    source, _, table = stored.partition(".")
    rows = f"{STORE}.{quoted(source)}.{quoted(table)}"
    if reverse:
        rows = f"(SELECT * FROM {rows} ORDER BY rowid DESC)"
    return f"SELECT * FROM {rows} WHERE {condition}"
