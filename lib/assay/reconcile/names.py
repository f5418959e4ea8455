"""Tables and columns that rules and spans name must be there: a misspelt one would compare nothing,
or everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assay.errors import CuratedError, Fault, at
from assay.reconcile.gaps import RECONCILIATION
from assay.reconcile.rules import Rule
from assay.reconcile.spans import Span
from assay.rows import Held

RULES, SPANS = f"{RECONCILIATION}/rules.csv", f"{RECONCILIATION}/spans.csv"

Named = Mapping[str, Iterable[str]]
"""Columns of a table by the column of the curated file that names them."""


def check_names(rules: Iterable[Rule], spans: Iterable[Span], held: Mapping[str, Held]) -> None:
    """CuratedError with the cell of every table and column that no contract of `held` has. What is
    said of a source that is not held, or of a calendar, is passed over.
    """
    faults: list[Fault] = []
    for rule in rules:
        parts = {
            "parts_where": [item.column for item in rule.parts_where],
            "by": [item.parts for item in rule.by],
        }
        total = {
            "total_where": [item.column for item in rule.total_where],
            "by": [item.total for item in rule.by],
        }
        faults += _misnamed(held, rule.parts, parts, RULES, rule.line, "parts")
        faults += _misnamed(held, rule.total, total, RULES, rule.line, "total")
    for span in spans:
        named = {"where": [item.column for item in span.where], "by": span.by}
        faults += _misnamed(held, span.table, named, SPANS, span.line, "table")
    if faults:
        raise CuratedError(*faults)


def _misnamed(
    held: Mapping[str, Held], name: str, named: Named, place: str, line: int, column: str
) -> Iterator[Fault]:
    source, _, table = name.partition(".")
    if source not in held:
        return
    columns = {
        item.name: [field.name for field in item.fields] for item in held[source].contract.tables
    }
    if table not in columns:
        expected = ", ".join(f"{source}.{known}" for known in columns)
        yield Fault("no such table", at(place, line, column), name, expected)
        return
    for where, used in named.items():
        for unknown in dict.fromkeys(used):
            if unknown not in columns[table]:
                expected = f"a column of {name}: {', '.join(columns[table])}"
                yield Fault("no such column", at(place, line, where), unknown, expected)
