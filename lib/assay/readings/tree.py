"""A SELECT's syntax tree, as DuckDB's `json_serialize_sql` gives it: what it reads and calls.

Nothing is bound or run. The form of the tree is DuckDB's own and differs between versions, which
is why DuckDB is pinned; nobody else knows that form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assay.readings.purity import BARE_CALLS, PURE_FUNCTIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Node = dict[str, Any]

EVIDENCE = "evidence"
PARTS = frozenset(
    """SELECT_NODE SET_OPERATION_NODE BASE_TABLE JOIN SUBQUERY EXPRESSION_LIST EMPTY
    ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING""".split()
)
EXPRESSIONS = frozenset(
    """COLUMN_REF CONSTANT FUNCTION WINDOW COMPARISON CONJUNCTION PARAMETER SUBQUERY OPERATOR
    BETWEEN CAST TYPE CASE STAR COLLATE LAMBDA POSITIONAL_REFERENCE""".split()
)
CALLS = frozenset({"FUNCTION", "WINDOW"})
GATHERING = frozenset({"ORDER_MODIFIER", "DISTINCT_MODIFIER"})
COUNTS = frozenset({"count", "count_star", "count_if", "countif"})
NO_LOCATION = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a statement is refused, and the line of the text where it stands (1 = first)."""

    line: int
    what: str
    found: str = ""
    expected: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """What one SELECT reads, calls and gives; `troubles` says why it may not run."""

    sql: str
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    statement: Node | None = None


def inspect_selects(sqls: Sequence[str], connection: DuckDBPyConnection) -> list[Select]:
    """One pass over the statements: each must be exactly one SELECT that calls pure functions and
    reads `<schema>.<table>` or its own CTEs. Never raises for bad SQL: see `Select.troubles`.
    """
    if not sqls:
        return []
    rows = connection.execute(
        "SELECT json_serialize_sql(sql) FROM (SELECT unnest($sqls::VARCHAR[]) AS sql)",
        {"sqls": list(sqls)},
    ).fetchall()
    return [_inspect(sql, row[0]) for sql, row in zip(sqls, rows, strict=True)]


def reaches(select: Select) -> tuple[frozenset[str], frozenset[str]]:
    """Tables and CTEs that evidence draws on, directly or through other CTEs."""
    assert select.statement is not None
    by_name = ctes(select.statement["node"])
    todo, seen, tables = [EVIDENCE], {EVIDENCE}, set()
    while todo:
        for node in _base_tables(by_name[todo.pop()]):
            table = table_name(node)
            if node["schema_name"]:
                tables.add(table)
            elif table in by_name and table not in seen:
                seen.add(table)
                todo.append(table)
    return frozenset(tables), frozenset(seen)


def cte_names(select: Select) -> tuple[str, ...]:
    """The CTEs written before the final SELECT, in order."""
    assert select.statement is not None
    return tuple(ctes(select.statement["node"]))


def counts_rows(select: Select) -> bool:
    """Whether a column of the final SELECT is made by counting rows."""
    assert select.statement is not None
    columns = {"columns": select.statement["node"].get("select_list", [])}
    return any(str(node.get("function_name", "")).lower() in COUNTS for node in _walk(columns))


def is_gathered(select: Select) -> bool:
    """Whether evidence, or a CTE it draws on, is grouped, sorted, ranked or freed of doubles: no
    row of it is out before all rows have been read.
    """
    assert select.statement is not None
    return any(_gathers(node) for node in _walk(select.statement["node"]["cte_map"]))


def _gathers(node: Node) -> bool:
    return (
        node.get("class") == "WINDOW"
        or bool(node.get("group_expressions"))
        or any(item["type"] in GATHERING for item in node.get("modifiers", ()))
        or (node.get("type") == "SET_OPERATION_NODE" and not node["setop_all"])
    )


def final_sources(select: Select) -> tuple[str, ...]:
    """What the final SELECT itself reads from, CTEs left aside."""
    assert select.statement is not None
    node = select.statement["node"]
    final = {key: value for key, value in node.items() if key != "cte_map"}
    return tuple(sorted({table_name(table) for table in _base_tables(final)}))


def _inspect(sql: str, answer: str) -> Select:
    try:
        return _facts(sql, json.loads(answer))
    except RecursionError:
        trouble = Trouble(1, "a statement nested too deeply", todo="Split it into CTEs.")
        return Select(sql, troubles=(trouble,))


def _facts(sql: str, answer: Node) -> Select:
    if answer["error"]:
        return Select(sql, troubles=(_parse_trouble(sql, answer),))
    statements = answer["statements"]
    if len(statements) != 1:
        trouble = Trouble(1, "one SELECT is expected", f"{len(statements)} statements")
        return Select(sql, troubles=(trouble,))
    nodes = list(_walk(statements[0]["node"]))
    troubles = [_placed(sql, node, found) for node in nodes if (found := _trouble(node))]
    troubles += _unknown_names(sql, nodes)
    return Select(
        sql,
        tables=_sorted(table_name(n) for n in nodes if is_table(n) and n["schema_name"]),
        columns=_sorted(
            n["column_names"][-1] if n["class"] == "COLUMN_REF" else "*"
            for n in nodes
            if n.get("class") in ("COLUMN_REF", "STAR")
        ),
        parameters=_sorted(n["identifier"] for n in nodes if n.get("class") == "PARAMETER"),
        outputs=tuple(_output(item) for item in statements[0]["node"].get("select_list", ())),
        troubles=tuple(sorted(troubles, key=lambda trouble: trouble.line)),
        statement=statements[0],
    )


def _parse_trouble(sql: str, answer: Node) -> Trouble:
    message = answer["error_message"]
    if answer["error_type"] == "not implemented":
        before = len(sql) - len(sql.lstrip())
        found = sql.split(None, 1)[0].upper()
        return Trouble(line_of(sql, before), "only a SELECT may stand here", found, "SELECT")
    position = int(answer["position"]) if "position" in answer else 0
    return Trouble(line_of(sql, position), f"SQL not understood: {message}")


def _placed(sql: str, node: Node, trouble: Trouble) -> Trouble:
    return replace(trouble, line=line_of(sql, node.get("query_location", 0)))


def _trouble(node: Node) -> Trouble | None:
    if node.get("class") in CALLS:
        return _call_trouble(node)
    if node.get("class") == "COLUMN_REF":
        *owner, last = (part.lower() for part in node["column_names"])
        if last == "rowid" or (not owner and last in BARE_CALLS):
            what = "a name whose value depends on the moment, the user or the row's place"
            todo = "Use $said_on, $known_on, $period_from or $period_to."
            return Trouble(0, what, last, todo=todo)
    elif "class" in node and node["class"] not in EXPRESSIONS:
        return Trouble(0, "an expression that a reading does not need", str(node["class"]))
    return _part_trouble(node)


def _call_trouble(node: Node) -> Trouble | None:
    called = node["function_name"].lower()
    if called in PURE_FUNCTIONS and not node.get("schema") and not node.get("catalog"):
        return None
    what = "a function that is not on the list of pure functions"
    todo = (
        "Use another; if its result depends on its arguments alone, add it to readings/purity.py."
    )
    return Trouble(0, what, f"{called}()", todo=todo)


def _part_trouble(node: Node) -> Trouble | None:
    kind = node.get("type")
    if "class" in node or not isinstance(kind, str):
        return None
    if kind == "TABLE_FUNCTION":
        called = node["function"]["function_name"]
        todo = "Read <source>.<table>; ingest a file before you read it."
        return Trouble(0, "a table function", f"{called}()", todo=todo)
    if kind not in PARTS:
        return Trouble(0, "only plain SELECT is allowed", kind.split("_")[0])
    if node.get("sample") is not None:
        return Trouble(0, "a sample of rows", todo="Read all rows: a sample changes each time.")
    if kind == "JOIN" and node.get("ref_type") == "POSITIONAL":
        return Trouble(0, "a join by the place of rows", "POSITIONAL JOIN", "JOIN … ON")
    if kind == "BASE_TABLE" and node.get("at_clause") is not None:
        return Trouble(0, "a version of a table", "AT", todo="Give a knowledge date instead.")
    if kind == "BASE_TABLE" and node["catalog_name"]:
        return Trouble(0, "a table of another catalogue", table_name(node), "<source>.<table>")
    return None


def _unknown_names(sql: str, nodes: Sequence[Node]) -> list[Trouble]:
    """Unqualified names in FROM that no CTE has: a file, a variable, a system view. Whether a
    CTE's name stands in its scope, DuckDB says.
    """
    known = {cte for node in nodes if "cte_map" in node for cte in ctes(node)}
    expected = "<source>.<table>, or a CTE of this statement"
    return [
        Trouble(
            line_of(sql, node["query_location"]), "an unknown table", table_name(node), expected
        )
        for node in nodes
        if is_table(node) and not node["schema_name"] and table_name(node) not in known
    ]


def _walk(node: Node) -> Iterator[Node]:
    todo: list[Any] = [node]
    while todo:
        item = todo.pop()
        if item.__class__ is dict:
            yield item
            item = item.values()
        todo += [child for child in item if child.__class__ is dict or child.__class__ is list]


def _base_tables(node: Node) -> Iterator[Node]:
    return (item for item in _walk(node) if is_table(item))


def is_table(node: Mapping[str, Any]) -> bool:
    """Whether a node of FROM is a table or CTE by its name."""
    return node.get("type") == "BASE_TABLE"


def ctes(node: Node) -> dict[str, Node]:
    """The CTEs of a query node by name, in order."""
    return {item["key"].lower(): item["value"] for item in node["cte_map"]["map"]}


def table_name(table: Node) -> str:
    """`<source>.<table>` of a table in FROM, in lower case; the name alone of a CTE."""
    parts = (table["catalog_name"], table["schema_name"], table["table_name"])
    return ".".join(part.lower() for part in parts if part)


def _output(item: Node) -> str:
    if item.get("alias"):
        return str(item["alias"])
    return str(item["column_names"][-1]) if item.get("class") == "COLUMN_REF" else ""


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def line_of(sql: str, position: int) -> int:
    """The line of a text in which a place of the syntax tree stands (1 = first)."""
    if position == NO_LOCATION:
        return 1
    return sql.encode()[:position].count(b"\n") + 1
