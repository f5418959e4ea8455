"""Queries made from a reading's syntax tree: its evidence, and the releases it drew on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assay.readings.tree import EVIDENCE, Node, Select, is_table, table_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def evidence_queries(selects: Iterable[Select], connection: DuckDBPyConnection) -> list[str]:
    """For each reading's SELECT, the query that gives the rows of its CTE `evidence`."""
    statements = []
    for select in selects:
        assert select.statement is not None
        node = _blank_select(select.statement["node"]["cte_map"], _base_table(EVIDENCE), _star())
        statements.append(_statement(node, select.statement))
    return to_sql(statements, connection)


def answer_queries(selects: Iterable[Select], connection: DuckDBPyConnection) -> list[str]:
    """For each reading's SELECT, its final SELECT over a table `evidence` that holds those rows."""
    statements = []
    for select in selects:
        assert select.statement is not None
        node = {**select.statement["node"], "cte_map": {"map": []}}
        statements.append(_statement(node, select.statement))
    return to_sql(statements, connection)


def release_queries(
    select: Select, tables: frozenset[str], connection: DuckDBPyConnection
) -> list[tuple[str, str]]:
    """For each place where a SELECT reads one of `tables`: the table, and a query for the column
    `release` of the rows that pass the filters of that place.

    Which releases fed a finding is asked of the data and not of the query's columns: a reading
    seldom carries `release` along.
    """
    assert select.statement is not None
    found = [
        (table, _statement(node, select.statement))
        for table, node in _release_nodes(select.statement["node"], tables)
    ]
    queries = to_sql([statement for _, statement in found], connection)
    return [(table, query) for (table, _), query in zip(found, queries, strict=True)]


def _release_nodes(root: Node, tables: frozenset[str]) -> Iterator[tuple[str, Node]]:
    todo: list[tuple[Any, list[Node]]] = [(root, [])]
    while todo:
        node, scope = todo.pop()
        if isinstance(node, list):
            todo += [(item, scope) for item in node]
        elif isinstance(node, dict):
            if "cte_map" in node:
                scope = scope + node["cte_map"]["map"]
            if node.get("type") == "SELECT_NODE":
                for table in _joined(node["from_table"]):
                    if table_name(table) in tables:
                        yield table_name(table), _releases_of(node, table, scope)
            todo += [(value, scope) for value in node.values()]


def _releases_of(node: Node, table: Node, scope: list[Node]) -> Node:
    column = {
        "class": "COLUMN_REF",
        "type": "COLUMN_REF",
        "alias": "",
        "column_names": [table["alias"] or table["table_name"], "release"],
    }
    query = _blank_select({"map": scope}, node["from_table"], column)
    query["where_clause"] = node["where_clause"]
    if not node["group_expressions"]:
        query["qualify"] = node["qualify"]
    query["modifiers"] = [{"type": "DISTINCT_MODIFIER", "distinct_on_targets": []}]
    return query


def _joined(place: Node) -> Iterator[Node]:
    if is_table(place):
        yield place
    elif place.get("type") == "JOIN":
        yield from _joined(place["left"])
        yield from _joined(place["right"])


def to_sql(statements: Sequence[Node], connection: DuckDBPyConnection) -> list[str]:
    """The text of syntax trees."""
    if not statements:
        return []
    rows = connection.execute(
        "SELECT json_deserialize_sql(tree::JSON) FROM (SELECT unnest($trees::VARCHAR[]) AS tree)",
        {"trees": [json.dumps(statement) for statement in statements]},
    ).fetchall()
    return [row[0] for row in rows]


def _statement(node: Node, like: Node) -> Node:
    parameters = like.get("named_param_map", [])
    return {"error": False, "statements": [{"node": node, "named_param_map": parameters}]}


def _blank_select(cte_map: Node, place: Node, column: Node) -> Node:
    return {
        "type": "SELECT_NODE",
        "modifiers": [],
        "cte_map": cte_map,
        "select_list": [column],
        "from_table": place,
        "where_clause": None,
        "group_expressions": [],
        "group_sets": [],
        "aggregate_handling": "STANDARD_HANDLING",
        "having": None,
        "sample": None,
        "qualify": None,
    }


def _base_table(name: str) -> Node:
    return {
        "type": "BASE_TABLE",
        "alias": "",
        "sample": None,
        "schema_name": "",
        "table_name": name,
        "column_name_alias": [],
        "catalog_name": "",
        "at_clause": None,
    }


def _star() -> Node:
    return {
        "class": "STAR",
        "type": "STAR",
        "alias": "",
        "relation_name": "",
        "exclude_list": [],
        "replace_list": [],
        "columns": False,
    }
