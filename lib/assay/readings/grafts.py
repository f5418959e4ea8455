"""Surgery on syntax trees: expressions made by DuckDB itself, put where a column stood.

Trees are shared and never changed: each function gives a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assay.readings.tree import Node

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Parser:
    """Expressions as trees, made by DuckDB itself from text. Trees are shared and never changed."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._made: dict[str, Node] = {}

    def select(self, sql: str) -> Node:
        """The tree of one SELECT."""
        if sql not in self._made:
            row = self._connection.execute(
                "SELECT json_serialize_sql($sql)", {"sql": sql}
            ).fetchone()
            assert row is not None
            self._made[sql] = json.loads(row[0])["statements"][0]["node"]
        return self._made[sql]

    def expression(self, sql: str) -> Node:
        """The tree of one expression."""
        node: Node = self.select(f"SELECT {sql}")["select_list"][0]
        return node


def put(node: Any, values: Mapping[str, Node]) -> Any:
    """The tree with each column that `values` names replaced by what stands there."""
    if isinstance(node, list):
        return [put(item, values) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("class") == "COLUMN_REF":
        (*owner, column) = node["column_names"]
        if column in values and not owner:
            return {**values[column], "alias": node.get("alias", "")}
        return node
    return {key: put(item, values) for key, item in node.items()}


def qualified(node: Any, alias: str) -> Any:
    """The expression with every bare column given its table's alias."""
    if isinstance(node, list):
        return [qualified(item, alias) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("class") == "COLUMN_REF" and len(node["column_names"]) == 1:
        return {**node, "column_names": [alias, *node["column_names"]]}
    return {key: qualified(item, alias) for key, item in node.items()}


def outputs_of(node: Node) -> frozenset[str] | None:
    """Names of a query's columns; None with a star among them."""
    while node["type"] == "SET_OPERATION_NODE":
        node = node["children"][0]
    names = []
    for item in node["select_list"]:
        if item.get("class") == "STAR":
            return None
        alias = item.get("alias") or (item.get("column_names") or [""])[-1]
        names.append(str(alias).lower())
    return frozenset(names)


def subqueries_in(table: Node) -> Iterator[Node]:
    """Subqueries that stand in a FROM."""
    if table.get("type") == "JOIN":
        yield from subqueries_in(table["left"])
        yield from subqueries_in(table["right"])
    elif table.get("type") == "SUBQUERY":
        yield table


def calls_in(expressions: Any) -> Iterator[Node]:
    """Function calls of a query's own columns; those inside subqueries are not its own."""
    return (node for node in nodes_in(expressions) if node.get("class") == "FUNCTION")


def nodes_in(tree: Any) -> Iterator[Node]:
    """Every node of an expression, subqueries left closed."""
    if isinstance(tree, list):
        for item in tree:
            yield from nodes_in(item)
    elif isinstance(tree, dict):
        yield tree
        if tree.get("class") != "SUBQUERY":
            for item in tree.values():
                yield from nodes_in(item)
