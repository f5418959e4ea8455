"""Readings: what a file of named SELECTs may hold, and how its faults are told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
from assay.claims import read_claims
from assay.errors import ReadingError
from assay.paths import Project
from assay.readings import inspect_selects, parse_readings, read_readings
from assay.readings.purity import BARE_CALLS, PURE_FUNCTIONS
from hypothesis import given
from hypothesis import strategies as st
from samples import make_block, make_claim, make_reading

GOOD = """WITH evidence AS (
  SELECT * FROM sig_oar.funding WHERE stage = 'disbursed' AND released_on <= $said_on
)
SELECT max(value) AS value FROM evidence"""


def told(text: str) -> str:
    """The message about a file, which must be refused."""
    with pytest.raises(ReadingError) as error:
        parse_readings(make_claim(), text, "data/readings/us-aid-350bn.sql")
    return str(error.value)


def refused(sql: str) -> str:
    """The message about one reading's SQL, which must be refused."""
    return told(make_block(sql))


def over_evidence(expression: str) -> str:
    evidence = f"SELECT {expression} AS x FROM sig_oar.funding"
    return f"WITH evidence AS ({evidence}) SELECT 1 AS value FROM evidence"


def test_every_committed_reading_belongs_to_a_claim_and_loads(project: Project) -> None:
    """The repository's readings pass every check, and each rated claim has one primary."""
    readings = read_readings(project, read_claims(project))
    assert readings
    for of_one_claim in readings.values():
        assert sum(reading.role == "primary" for reading in of_one_claim) <= 1
        assert all(reading.warrant and reading.tables for reading in of_one_claim)


def test_a_reading_knows_what_it_reads() -> None:
    """Tables, columns and parameters come from the syntax tree, and the line from the file."""
    reading = make_reading(GOOD)
    assert reading.tables == ("sig_oar.funding",)
    assert set(reading.columns) == {"*", "released_on", "stage", "value"}
    assert reading.parameters == ("said_on",)
    assert (reading.path, reading.line) == ("sample.sql", 7)
    assert reading.sql == GOOD


@pytest.mark.parametrize(
    ("evidence", "is_gathered"),
    [
        ("SELECT stage, value FROM a.b WHERE value > 1", False),
        ("SELECT count(*) AS value FROM a.b", False),
        ("SELECT string_agg(stage ORDER BY value) AS value FROM a.b", False),
        ("SELECT value FROM a.b UNION ALL SELECT value FROM a.c", False),
        ("SELECT value FROM ranked WHERE place = 1", True),
        ("SELECT value FROM a.b UNION SELECT value FROM a.c", True),
        ("SELECT stage, sum(value) AS value FROM a.b GROUP BY stage", True),
        ("SELECT value FROM a.b ORDER BY value LIMIT 3", True),
        ("SELECT DISTINCT value FROM a.b", True),
        ("SELECT value FROM a.b QUALIFY row_number() OVER (ORDER BY value) = 1", True),
    ],
)
def test_a_reading_knows_whether_its_evidence_is_gathered(evidence: str, is_gathered: bool) -> None:
    """Groups, ranks, sorted and single rows come out after the last row was read; others as they
    are read.
    """
    ranked = "ranked AS (SELECT value, rank() OVER (ORDER BY value) AS place FROM a.b), "
    before = ranked if "FROM ranked" in evidence else ""
    sql = f"WITH {before}evidence AS ({evidence}) SELECT max(value) AS value FROM evidence"
    assert make_reading(sql).is_gathered == is_gathered


def test_the_evidence_query_gives_the_rows_of_the_cte() -> None:
    """Filters, windows, unions and parameters survive the way through the syntax tree."""
    body = """WITH ranked AS (
      SELECT stage, value, row_number() OVER (PARTITION BY stage ORDER BY value DESC) AS place
      FROM sig_oar.funding WHERE stage ILIKE 'DIS%' OR value BETWEEN 1 AND $value_low
    ), evidence AS (
      SELECT stage, sum(value) FILTER (WHERE place > 0) AS value, count(*) AS n FROM ranked
      GROUP BY stage HAVING count(*) > 0
      UNION ALL SELECT 'all', max(value), 1 FROM ranked QUALIFY row_number() OVER () = 1
    ) """
    reading = make_reading(body + "SELECT max(value) AS value FROM evidence")
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA sig_oar")
        connection.execute(
            "CREATE TABLE sig_oar.funding AS SELECT * FROM "
            "(VALUES ('disbursed', 83.4), ('obligated', 57), ('disbursed', 2)) AS t(stage, value)"
        )
        values = {"value_low": 60}
        expected = connection.execute(body + "SELECT * FROM evidence", values).fetchall()
        found = connection.execute(reading.evidence_sql, values).fetchall()
        assert sorted(found) == sorted(expected)
        assert len(expected) == 3


@pytest.mark.parametrize(
    ("header", "line", "parts"),
    [
        ({"rolle": "primary"}, 7, ("unknown header key", "found rolle", "Did you mean role?")),
        ({"warrant": ""}, 5, ("warrant is missing or empty", "-- warrant:")),
        ({"says": ""}, 4, ("says is missing or empty",)),
        ({"role": "main"}, 2, ("unknown role", "found main", "primary, ordinary, generous")),
        ({"short": "of all the many allocations"}, 7, ("too long", "expected at most 4 words")),
        ({"unit": "EUR bn"}, 6, ("not the claim's unit", "found EUR bn", "expected USD bn")),
        ({"reading": "Paid Out"}, 1, ("found Paid Out", "lower-case letters")),
    ],
)
def test_a_faulty_header_is_told_with_its_line(
    header: dict[str, str], line: int, parts: tuple[str, ...]
) -> None:
    """A header's fault names file, line, what stands there and what should."""
    message = told(make_block(GOOD, **header))
    assert f"data/readings/us-aid-350bn.sql, line {line}: " in message
    assert all(part in message for part in parts), message


def test_a_context_reading_may_have_another_unit() -> None:
    """Context is shown and never rated, so it need not speak in the claim's unit."""
    text = make_block(GOOD) + make_block(GOOD, reading="share", role="context", unit="percent")
    assert [r.unit for r in parse_readings(make_claim(), text, "x.sql")] == ["USD bn", "percent"]


@pytest.mark.parametrize(
    ("roles", "what"),
    [
        (["ordinary"], "no primary reading"),
        (["primary", "primary"], "a second primary reading"),
        (["primary", "ordinary", "ordinary", "ordinary"], "more than two ordinary readings"),
    ],
)
def test_roles_are_counted(roles: list[str], what: str) -> None:
    """A claim has exactly one primary reading and at most two ordinary ones."""
    blocks = [make_block(GOOD, reading=f"r{i}", role=role) for i, role in enumerate(roles)]
    assert what in told("\n".join(blocks))


def test_a_claim_that_is_not_rated_needs_no_primary() -> None:
    """Where nothing is rated, context alone may be shown."""
    claim = make_claim(unrated="not_tested", relation="")
    assert make_reading(GOOD, claim, role="context").role == "context"


def test_two_readings_of_one_name_are_refused() -> None:
    """A reading's name is its identity in findings and in the ledger."""
    text = make_block(GOOD) + make_block(GOOD, role="ordinary")
    assert "two readings of one name; found disbursed. The first stands in line 1" in told(text)


def test_readings_of_an_unknown_claim_are_refused(tmp_path: Path) -> None:
    """A file that no claim has the id of is told, not passed over."""
    project = Project(tmp_path)
    project.readings.mkdir(parents=True)
    (project.readings / "nobody.sql").write_text(make_block(GOOD))
    with pytest.raises(ReadingError, match=r"data/readings/nobody\.sql: readings for an unknown"):
        read_readings(project, {"us-aid-350bn": make_claim()})


def test_all_faults_come_at_once() -> None:
    """One run tells every fault of every block: header, roles and SQL."""
    text = make_block(GOOD, warrant="") + make_block("SELECT now()", reading="b", unit="t")
    message = told(text)
    for part in ("warrant is missing", "second primary", "not the claim's unit", "now()"):
        assert part in message


@pytest.mark.parametrize("text", ["", "-- only a remark\n", "SELECT 1 AS value\n"])
def test_a_file_without_a_reading_is_refused(text: str) -> None:
    """A file in which no block begins is a mistake."""
    assert "no reading in this file" in told(text)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("DROP TABLE sig_oar.funding", "only a SELECT may stand here; found DROP"),
        ("INSERT INTO sig_oar.funding VALUES (1)", "only a SELECT may stand here"),
        ("ATTACH 'x.db'", "only a SELECT may stand here; found ATTACH"),
        ("COPY (SELECT 1) TO 'x.csv'", "only a SELECT may stand here; found COPY"),
        ("PRAGMA database_list", "only a SELECT may stand here; found PRAGMA"),
        ("SET threads = 8", "only a SELECT may stand here; found SET"),
        ("INSTALL httpfs", "only a SELECT may stand here"),
        ("SELECT 1 AS value; SELECT 2 AS value", "one SELECT is expected; found 2 statements"),
        ("", "a reading without SQL"),
        ("SELECT 1 AS value FROM", "SQL not understood"),
        ("WITH e AS (INSERT INTO a.b VALUES (1) RETURNING *) SELECT 1 AS value FROM e", "INSERT"),
        ("WITH RECURSIVE evidence AS (SELECT 1 AS x UNION ALL SELECT x FROM evidence) "
         "SELECT 1 AS value FROM evidence", "RECURSIVE"),
        ("SELECT * FROM (DESCRIBE SELECT 1)", "only plain SELECT is allowed; found SHOW"),
        ("SELECT 1 AS value FROM sig_oar.funding TABLESAMPLE 10%", "a sample of rows"),
        ("SELECT 1 AS value FROM a.b POSITIONAL JOIN c.d", "a join by the place of rows"),
        ("SELECT 1 AS value FROM store.sig_oar.funding", "a table of another catalogue"),
        ("SELECT 1 AS value FROM funding", "an unknown table; found funding"),
        ("SELECT 1 AS value FROM 'data/claims.csv'", "an unknown table; found data/claims.csv"),
        ("SELECT 1 AS value FROM a.b AT (VERSION => 1)", "a version of a table"),
    ],
)  # fmt: skip
def test_sql_that_is_more_than_a_plain_select_is_refused(sql: str, what: str) -> None:
    """Nothing that writes, loads, samples, loops, or looks outside the tables passes."""
    assert what in refused(sql)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("SELECT 1 AS value", "no CTE named evidence"),
        ("WITH evidence AS (SELECT 1 AS x) SELECT x AS value FROM evidence",
         "evidence rests on no table"),
        ("WITH evidence AS (SELECT * FROM crosswalks.sets) SELECT 1 AS value FROM evidence",
         "evidence rests on no table"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT (SELECT max(v) FROM a.b) AS value "
         "FROM evidence", "the final SELECT reads not from evidence alone; found a.b, evidence"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT (WITH evidence AS (SELECT * FROM c.d) "
         "SELECT max(v) FROM evidence) AS value FROM evidence", "found c.d, evidence"),
        ("WITH other AS (SELECT * FROM a.b), evidence AS (SELECT * FROM a.b) "
         "SELECT 1 AS value FROM evidence", "a CTE that evidence does not use; found other"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT 1 FROM evidence", "a column without a name"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT 1 AS amount FROM evidence", "found amount"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT 1 AS low FROM evidence",
         "no measure, or two"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT 1 AS value, 1 AS low, 2 AS high "
         "FROM evidence", "no measure, or two"),
        ("WITH evidence AS (SELECT * FROM a.b) SELECT 1 AS value, 2 AS value FROM evidence",
         "a column twice; found value"),
        ("WITH evidence AS (SELECT * FROM a.b WHERE x = $speaker) SELECT 1 AS value FROM evidence",
         "unknown parameter; found $speaker"),
        ("WITH evidence AS (SELECT * FROM a.b WHERE x = ?) SELECT 1 AS value FROM evidence",
         "unknown parameter; found $1"),
    ],
)  # fmt: skip
def test_a_number_rests_on_the_rows_shown(sql: str, what: str) -> None:
    """The final SELECT gives known columns from `evidence` alone, and evidence from a table."""
    assert what in refused(sql)


@pytest.mark.parametrize(
    "call",
    ["now()", "random()", "current_date", "today()", "nextval('s')", "getvariable('x')",
     "current_setting('threads')", "getenv('HOME')", "query('SELECT 1')", "uuid()",
     "main.now()", "NOW()", "current_user", "sleep_ms(1)", "write_log('x')", "rowid"],
)  # fmt: skip
def test_what_depends_on_the_moment_is_refused(call: str) -> None:
    """A reading run again on the same releases must give the same number."""
    message = refused(over_evidence(call))
    assert "pure functions" in message or "depends on the moment" in message


@pytest.mark.parametrize(
    "function",
    ["read_csv('x.csv')", "read_parquet('x')", "glob('*')", "query('SELECT 1')",
     "query_table('t')", "range(9)", "duckdb_settings()", "pragma_version()", "read_text('/x')"],
)  # fmt: skip
def test_table_functions_are_refused(function: str) -> None:
    """Rows come from ingested tables, not from files, settings or generated ranges."""
    assert "a table function" in refused(over_evidence(f"(SELECT count(*) FROM {function})"))


def test_no_function_that_duckdb_calls_volatile_is_on_the_list() -> None:
    """DuckDB's own account of its functions agrees with the list of pure ones."""
    with duckdb.connect() as connection:
        volatile = connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() "
            "WHERE stability <> 'CONSISTENT' OR has_side_effects"
        ).fetchall()
        known = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()")
        names = {name for (name,) in known.fetchall()}
    assert {"now", "random", "nextval"} <= {name for (name,) in volatile}
    assert PURE_FUNCTIONS.isdisjoint(name for (name,) in volatile)
    assert names >= PURE_FUNCTIONS


def test_every_bare_name_that_duckdb_takes_for_a_call_is_refused() -> None:
    """`current_date` needs no parentheses; no such name slips through as a column."""
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()")
        words = {name for (name,) in rows.fetchall() if re.fullmatch(r"[a-z_]+", name)}
        for word in sorted(words - BARE_CALLS):
            with pytest.raises(duckdb.Error):
                connection.execute(f"SELECT {word}")


def test_a_fault_in_the_second_block_carries_the_files_own_line() -> None:
    """Lines are counted in the file, also behind letters that take two bytes."""
    evidence = "WITH evidence AS (\n  SELECT 'є' AS x,\n    random() AS y FROM a.b)\n"
    sql = evidence + "SELECT 1 AS value FROM evidence"
    text = make_block(GOOD) + "\n" + make_block(sql, reading="b", role="context")
    line = text.splitlines().index("    random() AS y FROM a.b)") + 1
    assert f"line {line}: a function that is not on the list" in told(text)


def test_a_parser_error_carries_the_files_own_line() -> None:
    """What DuckDB's parser does not understand is told with the line of the file."""
    text = make_block("WITH evidence AS (SELECT * FROM a.b)\nSELECT 1 +\nFROM evidence")
    assert 'line 9: SQL not understood: syntax error at or near "FROM"' in told(text)


@pytest.mark.parametrize(
    ("depth", "what"), [(500, "nested too deeply"), (3000, "Max expression depth")]
)
def test_a_statement_nested_beyond_reason_is_one_message(depth: int, what: str) -> None:
    """Hundreds of calls inside each other are a refusal, not a crash."""
    assert what in refused(over_evidence("abs(" * depth + "1" + ")" * depth))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_judged_without_a_crash(text: str) -> None:
    """Whatever stands in a file, looking at it raises nothing but gives troubles or facts."""
    with duckdb.connect() as connection:
        (select,) = inspect_selects([text], connection)
    assert select.troubles or select.statement is not None


@given(
    st.recursive(
        st.sampled_from(["now()", "random()", "current_date", "nextval('s')"]),
        lambda inner: st.one_of(
            inner.map(lambda sql: f"coalesce({sql}, 1)"),
            inner.map(lambda sql: f"CASE WHEN true THEN {sql} END"),
            inner.map(lambda sql: f"(SELECT max({sql}) FROM a.b)"),
            inner.map(lambda sql: f"sum(1) FILTER ({sql} IS NULL)"),
            inner.map(lambda sql: f"rank() OVER (ORDER BY {sql})"),
            inner.map(lambda sql: f"list_transform([1], lambda x: {sql})"),
        ),
        max_leaves=4,
    )
)
def test_an_impure_call_is_found_wherever_it_hides(expression: str) -> None:
    """No wrapping of an impure call hides it: filters, windows, lambdas, subqueries."""
    with duckdb.connect() as connection:
        (select,) = inspect_selects([f"SELECT {expression} FROM a.b"], connection)
    assert select.troubles


def test_importing_the_room_starts_nothing() -> None:
    """The room loads without DuckDB, so that the terminal's first verbs stay quick."""
    import subprocess
    import sys

    code = (
        "import sys, json, assay.readings, assay.desk; print(json.dumps('duckdb' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) is False
