"""What a reading adds up: for each sum or average in its SQL, a query that finds groups of rows of
more than one kind.

A kind is what rows of one sum must share: stage, unit, statistic, and so on, an SQL expression
over the columns of a table. The expression is carried through CTEs, subqueries and unions as a
hidden column, so a kind that a CTE filtered or left out is still seen where its rows are added. Of
a joined table only the kinds of the tables that the added expression names are compared: amounts
may be multiplied by the rates of another table.

Two columns of different tables added with `+` are compared in the same way. Not seen: sums over
windows and inside subqueries that stand in an expression; two columns of one table added with `+`;
amounts that a CTE has aggregated, but for the first and last kind of each group.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assay.model import Reading
from assay.readings.derived import to_sql
from assay.readings.grafts import (
    Parser,
    calls_in,
    nodes_in,
    outputs_of,
    put,
    qualified,
    subqueries_in,
)
from assay.readings.tree import Node, Select, inspect_selects, is_table, line_of, table_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ADDING = frozenset({"sum", "avg", "mean", "fsum"})
AGGREGATES = ADDING | frozenset(
    """count count_star min max any_value first last median string_agg list bool_and bool_or
    arg_min arg_max quantile_cont stddev mode count_if product""".split()
)
HIDDEN = "kind_of"
FIRST_AND_LAST = (
    "CASE WHEN min(p0) = max(p0) THEN min(p0) ELSE concat(min(p0), ' and ', max(p0)) END"
)

Kinds = Mapping[str, str]
"""A kind's name and an SQL expression over one table's columns."""


@dataclass(frozen=True, slots=True)
class TableKinds:
    """The columns of a table and the kinds of its rows."""

    columns: frozenset[str]
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class SumQuery:
    """A query with a row for each group that mixes: the first and last of each kind, in pairs."""

    line: int
    kinds: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One thing in FROM: its alias, its columns where known, and an expression for each kind."""

    alias: str
    columns: frozenset[str] | None
    kinds: Mapping[str, Node]


@dataclass(slots=True)
class _Walk:
    """One statement being read. `scope` has the CTEs with their hidden columns added."""

    tables: Callable[[str], TableKinds | None]
    parser: Parser
    scope: dict[str, Node] = field(default_factory=dict)
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outputs: dict[str, frozenset[str] | None] = field(default_factory=dict)
    found: list[tuple[int, tuple[str, ...], Node]] = field(default_factory=list)


def queries_of_sums(
    readings: Iterable[Reading], tables: Callable[[str], TableKinds | None]
) -> list[tuple[Reading, tuple[SumQuery, ...]]]:
    """The queries of each reading; lines count in the reading's file."""
    import duckdb

    listed = [(reading, "\n" * (reading.line - 1) + reading.sql) for reading in readings]
    with duckdb.connect(":memory:") as connection:
        texts = list(dict.fromkeys(text for _, text in listed))  # a query used twice, once
        parser = Parser(connection)
        found = {
            text: tuple(_sum_queries(select, tables, connection, parser))
            for text, select in zip(texts, inspect_selects(texts, connection), strict=True)
        }
    return [(reading, found[text]) for reading, text in listed]


def _sum_queries(
    select: Select,
    tables: Callable[[str], TableKinds | None],
    connection: DuckDBPyConnection,
    parser: Parser,
) -> list[SumQuery]:
    assert select.statement is not None
    walk = _Walk(tables, parser)
    root = copy.deepcopy(select.statement["node"])
    _annotate_ctes(walk, root)
    _visit(walk, root)
    statements = [
        {
            "error": False,
            "statements": [
                {"node": node, "named_param_map": select.statement.get("named_param_map", [])}
            ],
        }
        for _, _, node in walk.found
    ]
    texts = to_sql(statements, connection)
    return [
        SumQuery(line_of(select.sql, location), kinds, sql)
        for (location, kinds, _), sql in zip(walk.found, texts, strict=True)
    ]


def _annotate_ctes(walk: _Walk, node: Node) -> None:
    """Give every CTE of a statement hidden columns with the kinds of its rows, in order."""
    for item in node.get("cte_map", {}).get("map", ()):
        key, body = item["key"].lower(), item["value"]["query_node"]
        _annotate_ctes(walk, body)
        _visit(walk, body)
        walk.outputs[key] = outputs_of(body)
        walk.hidden[key] = _annotate(walk, body, key)
        walk.scope[key] = item


def _visit(walk: _Walk, node: Node) -> None:
    """Collect the sums of a query node and of the subqueries in its FROM."""
    for select in _selects(node):
        for subquery in subqueries_in(select["from_table"]):
            _annotate_ctes(walk, subquery["subquery"]["node"])
            _visit(walk, subquery["subquery"]["node"])
        places = _places(walk, select["from_table"])
        for call in calls_in(select["select_list"]):
            called = str(call["function_name"]).lower()
            if called in ADDING:
                named = _named(call["arguments"], places)
                kinds = sorted({kind for place in named for kind in place.kinds})
                _collect(walk, _counting(walk, select, call), call, kinds, named, named)
            elif called == "+" and len(call["arguments"]) == 2:
                left, right = (_named(argument, places) for argument in call["arguments"])
                _collect(walk, select, call, _comparable(left, right), left, right)


def _selects(node: Node) -> Iterator[Node]:
    """The SELECTs that a query node is the union of; of a plain SELECT, itself."""
    if node["type"] == "SET_OPERATION_NODE":
        for child in node["children"]:
            yield from _selects(child)
    else:
        yield node


def _counting(walk: _Walk, node: Node, call: Node) -> Node:
    """The query without rows in which there is nothing to add."""
    argument = call["arguments"][0]["expression"]
    counted = put(walk.parser.expression("p0 IS NOT NULL"), {"p0": argument})
    return {**node, "where_clause": _both(walk, node["where_clause"], counted)}


def _comparable(left: Sequence[_Place], right: Sequence[_Place]) -> list[str]:
    """Kinds that both sides of a `+` have, where they stand in different tables. Not the unit where
    one side is a product: an exchange rate may have changed it.
    """
    if {place.alias for place in left} & {place.alias for place in right}:
        return []
    kinds = {k for p in left for k in p.kinds} & {k for p in right for k in p.kinds}
    return sorted(kinds if len(left) == len(right) == 1 else kinds - {"unit"})


def _collect(
    walk: _Walk,
    node: Node,
    call: Node,
    kinds: Sequence[str],
    left: Sequence[_Place],
    right: Sequence[_Place],
) -> None:
    """Note the query that finds groups whose first kind of `left` is not the last of `right`."""
    if not kinds:
        return
    texts = [f"min(l{i}) AS low{i}, max(r{i}) AS high{i}" for i in range(len(kinds))]
    differ = " OR ".join(f"min(l{i}) <> max(r{i})" for i in range(len(kinds)))
    select = walk.parser.select(f"SELECT {', '.join(texts)} HAVING {differ}")
    sides = {"l": left, "r": right}
    made = put(
        select,
        {
            f"{side}{number}": _joined(walk, kind, places)
            for number, kind in enumerate(kinds)
            for side, places in sides.items()
        },
    )
    query = {
        **node,
        "modifiers": [],
        "cte_map": {"map": list(walk.scope.values())},
        "select_list": made["select_list"],
        "having": made["having"],
        "qualify": None,
        "where_clause": _both(walk, node["where_clause"], call.get("filter")),
    }
    walk.found.append((call["query_location"], tuple(kinds), query))


def _annotate(walk: _Walk, node: Node, owner: str) -> tuple[str, ...]:
    """Append the kinds of a query's rows to its columns; give their names."""
    found = [(select, _places(walk, select["from_table"])) for select in _selects(node)]
    kinds = sorted({kind for _, places in found for place in places for kind in place.kinds})
    for select, places in found:
        _append(walk, select, places, kinds, owner)
    return tuple(kinds)


def _append(
    walk: _Walk, select: Node, places: Sequence[_Place], kinds: Sequence[str], owner: str
) -> None:
    is_grouped = bool(select["group_expressions"]) or any(
        str(call["function_name"]).lower() in AGGREGATES for call in calls_in(select["select_list"])
    )
    for kind in kinds:
        having = [place for place in places if kind in place.kinds]
        value = _joined(walk, kind, having) if having else walk.parser.expression("NULL::VARCHAR")
        if is_grouped:
            value = put(walk.parser.expression(FIRST_AND_LAST), {"p0": value})
        select["select_list"] = [*select["select_list"], {**value, "alias": _column(owner, kind)}]


def _places(walk: _Walk, table: Node) -> list[_Place]:
    """What stands in FROM, with an expression for each kind of its rows."""
    if table.get("type") == "JOIN":
        return _places(walk, table["left"]) + _places(walk, table["right"])
    if is_table(table):
        alias = table["alias"] or table["table_name"]
        if not table["schema_name"]:
            key = table["table_name"].lower()
            return [_carried(walk, alias, key)] if key in walk.hidden else [_Place(alias, None, {})]
        known = walk.tables(table_name(table))
        if known is None:
            return [_Place(alias, None, {})]
        kinds = {
            kind: qualified(walk.parser.expression(sql), alias) for kind, sql in known.kinds.items()
        }
        return [_Place(alias, known.columns, kinds)]
    if table.get("type") == "SUBQUERY":
        body, alias = table["subquery"]["node"], table["alias"]
        if alias not in walk.hidden:
            walk.outputs[alias] = outputs_of(body)
            walk.hidden[alias] = _annotate(walk, body, alias)
        return [_carried(walk, alias, alias)]
    return []


def _carried(walk: _Walk, alias: str, key: str) -> _Place:
    kinds = {kind: _reference(walk, alias, _column(key, kind)) for kind in walk.hidden[key]}
    return _Place(alias, walk.outputs[key], kinds)


def _named(expressions: Any, places: Sequence[_Place]) -> list[_Place]:
    """The places whose columns an expression names; all, where that cannot be told."""
    found: list[_Place] = []
    for node in nodes_in(expressions):
        if node.get("class") != "COLUMN_REF":
            continue
        *owner, column = (part.lower() for part in node["column_names"])
        if owner:
            found += [place for place in places if place.alias.lower() == owner[-1]]
            continue
        owning = [p for p in places if p.columns is not None and column in p.columns]
        found += owning or [place for place in places if place.columns is None]
    return list({place.alias: place for place in found}.values())


def _joined(walk: _Walk, kind: str, places: Sequence[_Place]) -> Node:
    """One expression for a kind over several places."""
    parts = [place.kinds[kind] for place in places if kind in place.kinds]
    if len(parts) == 1:
        return parts[0]
    numbered = {f"p{number}": part for number, part in enumerate(parts)}
    joined: Node = put(
        walk.parser.expression(f"concat_ws(' with ', {', '.join(numbered)})"), numbered
    )
    return joined


def _both(walk: _Walk, one: Node | None, two: Node | None) -> Node | None:
    if one is None or two is None:
        return one or two
    both: Node = put(walk.parser.expression("p0 AND p1"), {"p0": one, "p1": two})
    return both


def _reference(walk: _Walk, alias: str, column: str) -> Node:
    return {**walk.parser.expression("p0"), "column_names": [alias, column]}


def _column(owner: str, kind: str) -> str:
    return f"{HIDDEN}_{kind}_in_{owner}"
