"""The closed lists of data/claims.csv. `data/claims.schema.json` says the same to editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from assay.model import Claim

COLUMNS = tuple(field.name for field in fields(Claim) if field.name != "row")

ENUMS: Mapping[str, tuple[str, ...]] = {
    "topic": ("minerals", "aid", "guarantees"),
    "statement_form": ("quote", "paraphrase", "headline"),
    "tests": ("attribution", "content"),
    "speech_act": ("assertion", "demand", "offer", "forecast", "judgement", "position"),
    "relation": (
        *("exact", "eq", "about", "at_least", "more_than", "at_most", "less_than", "between"),
        *("rank", "largest", "exists", "absent", "text_has", "text_lacks"),
    ),
    "unrated": ("not_rated", "untestable", "not_tested", "pending"),
    "attribution": ("said", "not_found", "misquoted"),
    "citation_status": ("original_read", "excerpt_seen", "not_seen"),
    "in_founding_article": ("true", "false"),
    "publication": ("draft", "ready", "held"),
}

REQUIRED = frozenset(
    "claim_id topic title speaker statement statement_form tests speech_act tested_as "
    "citation citation_status in_founding_article publication".split()
)

SLUG = r"^[a-z0-9-]{3,60}$"
PARTIAL_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
AMOUNT = r"^[0-9]+(\.[0-9]+)?$"
WEB_ADDRESS = r"^https?://[^\s]+$"
PATTERNS: Mapping[str, str] = {
    "claim_id": SLUG,
    "family": SLUG,
    "title": r"^.*\?$",
    "said_on": PARTIAL_DATE,
    "citation_on": PARTIAL_DATE,
    "quote_language": r"^[a-z]{2}$",
    "tested_as": r"^.*\.$",
    "value_low": AMOUNT,
    "value_high": AMOUNT,
    "citation_url": WEB_ADDRESS,
    "archived_url": WEB_ADDRESS,
}
DATES = ("period_from", "period_to", "due_on", "reply_asked_on", "reply_on")

NUMERIC_RELATIONS = frozenset(
    "exact eq about at_least more_than at_most less_than between rank largest".split()
)
RATED_ACTS = frozenset({"assertion", "forecast"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a claim: its base, how many of the base it is, and what kind of thing it counts."""

    base: str
    factor: Decimal
    kind: str


UNITS: Mapping[str, Unit] = {
    "USD bn": Unit("USD", Decimal("1e9"), "money"),
    "EUR bn": Unit("EUR", Decimal("1e9"), "money"),
    "GBP bn": Unit("GBP", Decimal("1e9"), "money"),
    "USD tn": Unit("USD", Decimal("1e12"), "money"),
    "USD m": Unit("USD", Decimal("1e6"), "money"),
    "EUR": Unit("EUR", Decimal(1), "money"),
    "percent": Unit("percent", Decimal(1), "share"),
    "ratio": Unit("ratio", Decimal(1), "ratio"),
    "count": Unit("count", Decimal(1), "count"),
    "rank": Unit("rank", Decimal(1), "rank"),
    "votes": Unit("votes", Decimal(1), "count"),
    "t": Unit("t", Decimal(1), "mass"),
    "kt": Unit("t", Decimal("1e3"), "mass"),
    "Mt": Unit("t", Decimal("1e6"), "mass"),
    "years": Unit("hours", Decimal("8766"), "time"),
    "hours": Unit("hours", Decimal(1), "time"),
}
