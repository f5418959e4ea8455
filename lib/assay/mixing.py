"""Mixing is an error where it happens: sums of readings that add up amounts of more than one kind.

A reading is taken apart (`readings.sums`) and asked, on the data held, whether any of its sums has
rows of two stages, units, statistics, products, instruments, sets, editions, or a whole beside its
parts. What is found is what really was added today: a sum that would mix other data is not seen,
nor are amounts added with `+` or in words of a story; amounts of `quantities` refuse to mix there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.claims import read_claims
from assay.desk import Desk, Evidence, open_desk
from assay.errors import Fault, ReadingError
from assay.model import Claim, Reading
from assay.paths import Project
from assay.readings import read_readings
from assay.readings.sums import SumQuery, TableKinds, queries_of_sums
from assay.releases import Contract, Table, list_sources, read_contract

COLUMNS = tuple(
    """stage unit statistic instrument indicator measure basis set_id share_of form
    part""".split()
)
"""Columns whose values are never added to each other: shares of imports are no shares of
consumption, and the shares of one form of a mineral no part of another's.
"""
WORDED = frozenset({"measure"})
"""Those that count only where the contract lists their values: elsewhere they are a title."""
WHOLES = {
    "aid_type": ("total",),
    "group_code": ("all",),
    "country_code": ("WLD",),
    "place_code": ("WLD",),
    "is_aggregate": ("true",),
}
"""Columns in which one value stands for the sum of the others."""
PRODUCT = (
    "CASE WHEN concat(detail, ' ', {basis}) ILIKE '%content%' "
    "OR concat(detail, ' ', {basis}) ILIKE '%contained%' "
    "OR concat(detail, ' ', {basis}) ILIKE '%equivalent%' THEN 'content' ELSE 'gross weight' END"
)
ALL = "_all"
CROSSWALK = TableKinds(
    frozenset({"set_id", "member", "member_code", "source", "citation"}), {"set_id": "set_id"}
)
TODO = (
    "Filter to one kind, or group by it. If the publisher's kinds are parts of one whole, accept "
    "it in data/reconciliations/exceptions.csv with the reason."
)


@dataclass(frozen=True, slots=True)
class Mixing:
    """One sum of one reading that adds up two kinds."""

    claim_id: str
    reading: str
    kind: str
    fault: Fault = field(compare=False)

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What an accepted exception names."""
        return "mixing", "readings", self.claim_id, f"{self.reading} / {self.kind}"


def find_mixing(project: Project) -> list[Mixing]:
    """Every sum of every reading that mixes kinds on the releases held now, accepted or not.

    CuratedError, ReadingError or ReleaseError when claims, readings or releases cannot be read.
    """
    claims = read_claims(project)
    readings = [r for found in read_readings(project, claims).values() for r in found]
    with open_desk(project) as desk:
        return find_mixing_in(desk, claims, readings, table_kinds(project))


def find_mixing_in(
    desk: Desk,
    claims: Mapping[str, Claim],
    readings: Iterable[Reading],
    tables: Mapping[str, TableKinds],
) -> list[Mixing]:
    """The same, for some readings on a desk that is open. A sum that cannot be asked on its own
    (inside a subquery that looks at the row around it) is passed over.
    """
    found: dict[tuple[str, ...], Mixing] = {}
    for reading, queries in queries_of_sums(readings, tables.get):
        for query in queries:
            try:
                evidence = desk.evidence(
                    claims[reading.claim_id], replace(reading, evidence_sql=query.sql)
                )
            except ReadingError:
                continue
            for mixing in _mixed(reading, query, evidence):
                found.setdefault(mixing.about, mixing)
    return list(found.values())


def table_kinds(project: Project) -> dict[str, TableKinds]:
    """What rows of one sum must share, for every table a reading may read."""
    found = {"crosswalks.sets": CROSSWALK}
    for source in list_sources(project):
        contract = read_contract(project, source)
        for table in contract.tables:
            for suffix in ("", ALL):
                name = f"{source}.{table.name}{suffix}"
                found[name] = kinds_of(contract, table, is_all=bool(suffix))
    return found


def kinds_of(contract: Contract, table: Table, is_all: bool) -> TableKinds:
    """What rows of one table must share to be added up."""
    columns = {item.name for item in table.fields}
    closed = {item.name for item in table.fields if item.enum}
    kinds = {
        name: f"{name}::VARCHAR"
        for name in COLUMNS
        if name in columns and (name in closed or name not in WORDED)
    }
    for name, values in WHOLES.items():
        if name in columns:
            listed = ", ".join(f"'{value}'" for value in values)
            kinds[f"part_or_whole_{name}"] = (
                f"CASE WHEN {name}::VARCHAR IN ({listed}) THEN 'the whole' ELSE 'a part' END"
            )
    if "detail" in columns and "basis" in columns:
        kinds["product"] = PRODUCT.format(basis="basis")
        del kinds["basis"]
    if "fiscal_year" in columns or "period" in columns or "year" in columns:
        kinds["kind_of_year"] = f"'{'fiscal' if 'fiscal_year' in columns else 'calendar'}'"
    if is_all and contract.mode == "replace":
        kinds["release"] = "release"
    return TableKinds(frozenset(columns | {"release", "released_on"}), kinds)


def _mixed(reading: Reading, query: SumQuery, evidence: Evidence) -> Iterator[Mixing]:
    for number, kind in enumerate(query.kinds):
        for row in evidence.rows:
            low, high = row[2 * number], row[2 * number + 1]
            if low != high:
                fault = Fault(
                    f"{reading.full_name} adds up amounts of more than one kind",
                    f"{reading.path}, line {query.line}",
                    f"{kind.replace('_', ' ')} {low} and {high} in one sum",
                    "one of them",
                    TODO,
                )
                yield Mixing(reading.claim_id, reading.reading, kind, fault)
                break
