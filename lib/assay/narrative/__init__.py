"""Findings in words: pure functions from records to documents. No verdict is computed here.

Every function takes `language` (default English) and returns a `document.Document`.
"""

from assay.narrative.claims import claim_card, repetitions, reply, tested_as
from assay.narrative.clocks import then_and_now, unknowns
from assay.narrative.countries import country_in_world
from assay.narrative.credits import credits
from assay.narrative.events import events_around
from assay.narrative.evidence import evidence_table
from assay.narrative.findings import findings_table, warrants
from assay.narrative.scoreboard import scoreboard
from assay.narrative.tables import sentence, table_of, with_unit
from assay.narrative.verdicts import verdict

__all__ = [
    "claim_card",
    "country_in_world",
    "credits",
    "events_around",
    "evidence_table",
    "findings_table",
    "repetitions",
    "reply",
    "scoreboard",
    "sentence",
    "table_of",
    "tested_as",
    "then_and_now",
    "unknowns",
    "verdict",
    "warrants",
    "with_unit",
]
