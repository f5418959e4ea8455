"""The notebook's door: what a reporter asks for, in one word each.

    from assay import charts, narrative, reporter

    tested = reporter.check("us-aid-350bn")
    narrative.verdict(tested)
    reporter.why(narrative.verdict(tested))

Dates are text as in a parameters cell: "2025-02-22", or empty for the latest releases.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from assay import narrative
from assay.checks import check_claims
from assay.claims import read_claims
from assay.crosswalks import read_lookup
from assay.desk import Desk, open_desk
from assay.document import Document, Node, Number, el
from assay.errors import ParameterError
from assay.model import Check, Claim, Release, UnknownClaim
from assay.paths import Project, find_project
from assay.quantities import ORIGIN, TableOrigin, bind_value, date_in_words, origin_of
from assay.releases import open_release
from assay.search import find_claims
from assay.trace import note

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "check",
    "checks",
    "claim",
    "credits",
    "events",
    "evidence",
    "find",
    "in_currency",
    "last_day",
    "last_month",
    "number",
    "query",
    "repetitions",
    "table",
    "why",
    "world",
]

WORLD = """
WITH rows AS (
  SELECT *, lower(regexp_replace(detail, '[:,] rounded$', '')) AS kind
  FROM usgs_mcs.world
  WHERE commodity = '{commodity}'
),
newest AS (
  SELECT * FROM rows
  QUALIFY year = max(year) OVER (PARTITION BY statistic)
),
total AS (
  SELECT statistic, kind, value FROM newest WHERE country_code = 'WLD'
)
SELECT n.country, n.country_code, n.statistic, n.detail, n.kind, n.year, n.value, n.unit, n.status,
  100.0 * n.value / nullif(t.value, 0) AS share
FROM newest AS n LEFT JOIN total AS t ON n.statistic = t.statistic AND n.kind = t.kind
WHERE n.country_code <> 'WLD'
ORDER BY n.statistic, n.detail, n.value DESC NULLS LAST, n.country
"""
AROUND = """
SELECT event_id, happened_on, date_status, title, publisher, url, citation_status, release
FROM events.events
WHERE happened_by >= DATE '{first}' - 14 AND happened_from <= DATE '{last}' + 14
ORDER BY happened_from, event_id
"""


def claim(claim_id: str) -> Claim:
    """One row of the claims table. UnknownClaim when there is none."""
    claims = read_claims(_project())
    if claim_id not in claims:
        raise UnknownClaim(f"No claim {claim_id!r}. `reporter.find` searches by words and numbers.")
    note(f"claim:{claim_id}")
    return claims[claim_id]


def check(claim_id: str, known_on: str = "") -> Check:
    """A claim tested: its findings and verdict, now (or as of `known_on`) and when it was said."""
    (checked,) = check_claims(_project(), [claim_id], as_of=_date(known_on), desk=_desk())
    return checked


def checks(topic: str = "", known_on: str = "") -> list[Check]:
    """Every claim tested, or those of one topic."""
    chosen = None if topic in ("", "all") else topic
    return check_claims(_project(), as_of=_date(known_on), topic=chosen, desk=_desk())


def find(text: str) -> DataFrame:
    """Claims like `text` (a number, a sentence, or both), the likest first."""
    import pandas as pd

    note("claims")
    found = find_claims(read_claims(_project()), text)
    rows = [
        {"claim_id": m.claim.claim_id, "title": m.claim.title, "said_on": str(m.claim.said_on)}
        for m in found
    ]
    return pd.DataFrame(rows, columns=["claim_id", "title", "said_on"])


def table(name: str, known_on: str = "") -> DataFrame:
    """A table such as `usgs_mcs.world`, as it was known on a date."""
    return _desk().table(name, _date(known_on))


def query(sql: str, known_on: str = "") -> DataFrame:
    """The rows of one SELECT over the tables, as they were known on a date."""
    return _desk().query(sql, _date(known_on))


def world(commodity: str, known_on: str = "", kind: str = "") -> DataFrame:
    """A commodity by country as USGS prints it: newest year, one kind a statistic.

    USGS prints several kinds of some commodities (ilmenite and rutile; ore and its iron content)
    that must not be added: `kind` is a part of the name of one, the default is the first printed.
    Columns: country, country_code, statistic, detail, year, value, unit, status, and share, the
    per cent of the world total printed for that kind. ParameterError names the kinds there are.
    """
    named = commodity.replace("'", "''")
    rows = query(WORLD.format(commodity=named), known_on)
    chosen = rows[rows["kind"].str.contains(kind, case=False, regex=False)]
    if chosen.empty:
        kinds = ", ".join(sorted(set(rows["detail"]))) or "none"
        raise ParameterError(f"{commodity}: no kind {kind!r} printed; there are: {kinds}.")
    first = chosen.groupby("statistic")["kind"].transform("first")
    return chosen[chosen["kind"] == first].drop(columns="kind")


def in_currency(amounts: DataFrame, currency: str, known_on: str = "") -> DataFrame:
    """Monthly amounts in EUR bn, or each month converted at that month's own rate.

    `amounts` has the columns period (2025-01), value and unit. ParameterError when a month has
    no rate in the rates held.
    """
    if currency == "EUR":
        return amounts
    rates = table("fx.monthly", known_on)
    rate = rates[rates["quote"] == currency].set_index("period")["value"]
    missing = sorted(set(amounts["period"]) - set(rate.index))
    if missing:
        raise ParameterError(f"No {currency} rate is held for {', '.join(missing[:12])}.")
    converted = amounts["value"] * amounts["period"].map(rate)
    changed = amounts.assign(value=converted, unit=f"{currency} bn", status="derived")
    changed.attrs.update(_joined(amounts, rates))
    return changed


def number(value: float, unit: str, what: str, of: DataFrame) -> Number:
    """A number computed from a table, bound to it: `what` says in words what it is."""
    key = "number/" + "-".join(what.lower().split())
    return bind_value(value, unit, key=key, what=what, origin=origin_of(of, key))


def last_month(of: DataFrame) -> Node:
    """The last month a table's rows cover, in words that carry their release."""
    return _last(of, "period_end", len("2026-01"))


def last_day(of: DataFrame, column: str) -> Node:
    """The last day in a column of dates, in words that carry its release."""
    return _last(of, column, len("2026-01-01"))


def events(said: Claim, known_on: str = "") -> DataFrame:
    """The timeline's events within two weeks of the day a claim was made, by day, short titles in
    full words.

    None for a claim whose day is not known to the month: a year is no day to look around.
    """
    first, last = said.said_on.first, said.said_on.last
    if first is None or last is None or said.said_on.precision == "year":
        first = last = date.max - timedelta(days=15)
    found = query(AROUND.format(first=first, last=last), known_on)
    in_words = read_lookup(_project(), "event_titles.csv", ["event_id", "printed", "title"])
    titles = {row["event_id"]: row["title"] for row in in_words}
    found["title"] = found.event_id.map(titles).fillna(found.title)
    return found


def evidence(checked: Check, known_on: str = "") -> Document:
    """The rows and the SQL behind every reading of a claim."""
    nodes: list[Node] = []
    for reading in checked.readings:
        rows = _desk().evidence(checked.claim, reading, _date(known_on))
        source = f"reading:{reading.full_name}"
        nodes.append(el("h3", reading.label, src=source))
        nodes.extend(narrative.evidence_table(rows, reading).nodes)
    return Document(tuple(nodes))


def repetitions(said: Claim) -> Document:
    """Where else the claim was made."""
    claims = read_claims(_project()).values()
    if said.family:
        note(f"family:{said.family}")
    return narrative.repetitions(said, claims, address="../{claim_id}/index.html")


def credits(*used: Check | DataFrame) -> Document:
    """Whom to thank: every release behind checks and tables."""
    from pandas import DataFrame

    named: dict[tuple[str, str], Check | Release] = {}
    for item in used:
        if isinstance(item, DataFrame):
            for behind in origin_of(item, "credits").releases:
                release = open_release(_project(), behind.source, behind.release)
                named[behind.source, behind.release] = release
        else:
            named[item.claim.claim_id, ""] = item
    return narrative.credits(named.values(), project=_project())


def why(what: Number | Document) -> Document:
    """Says who? The proof of a number, or of every number in a sentence or table."""
    from assay.pages.proofs import proof_list

    proofs = {what.proof.key: what.proof} if isinstance(what, Number) else what.proofs
    return Document((el("ol", *proof_list(proofs)),))


def _last(of: DataFrame, column: str, length: int) -> Node:
    behind = origin_of(of, f"last {column}").releases[0]
    words = date_in_words(str(of[column].max())[:length])
    return el("time", words, src=f"release:{behind.source}/{behind.release}")


def _joined(first: DataFrame, second: DataFrame) -> dict[str, TableOrigin]:
    """What lies behind a table computed from two."""
    one, other = origin_of(first, "joined"), origin_of(second, "joined")
    return {
        ORIGIN: TableOrigin(
            query=f"{one.query}; {other.query}",
            query_sha256=one.query_sha256,
            rows=one.rows,
            evidence_sha256=one.evidence_sha256,
            releases=(*one.releases, *other.releases),
        )
    }


@cache
def _project() -> Project:
    return find_project()


def _desk() -> Desk:
    """One desk for all a notebook asks, opened again when a release or calendar has changed."""
    kept = _desks()
    if kept and not kept[0].is_current(_project()):
        kept.pop().close()
    if not kept:
        kept.append(open_desk(_project()))
    return kept[0]


@cache
def _desks() -> list[Desk]:
    return []


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
