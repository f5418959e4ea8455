"""Checks made by hand from RATING's worked examples: the words are tested, not the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assay.model import Check, Claim, Finding, PartialDate, Reading, UsedRelease, Verdict

SAID_ON = date(2025, 2, 22)
KIEL = UsedRelease("kiel_ust", "29-corrected", "2026-08-04", "2026-04-30", "B", "ab" * 32)
FUNDS = UsedRelease("sig_oar", "fy2025-q1", "2025-02-18", "2024-12-31", "B", "cd" * 32)

CLAIM = Claim(
    claim_id="us-aid-350bn",
    family="us-aid-350bn",
    topic="aid",
    title="Has the United States given Ukraine 350 billion dollars?",
    speaker="A Speaker",
    speaker_role="President of a Country",
    said_on=PartialDate.parse("2025-02-22"),
    venue="a conference",
    quote="We have given 350 billion <dollars> & more",
    quote_language="en",
    quote_translation="",
    statement="Said that the United States has given 350 billion dollars.",
    statement_form="quote",
    tests="content",
    speech_act="assertion",
    tested_as="The United States has given Ukraine 350 billion dollars.",
    right_if="What the United States allocated lies near 350 billion dollars.",
    relation="eq",
    value_low="350",
    value_high="",
    unit="USD bn",
    hedge_words="",
    measure_set="",
    period_from=None,
    period_to=None,
    unrated="",
    unrated_because="",
    settled_by="",
    attribution="",
    due_on=None,
    citation="A Publisher",
    citation_title="Remarks on 22 February",
    citation_url="https://example.org/remarks?id=1&lang=en",
    citation_on="2025-02-23",
    citation_status="excerpt_seen",
    archived_url="",
    in_founding_article=False,
    note="",
    reply_asked_on="",
    reply="",
    reply_on="",
    publication="draft",
    row=2,
)


def claim(**changes: Any) -> Claim:
    """The claim of 350 billion dollars, with changes."""
    return replace(CLAIM, **changes)


def reading(name: str, role: str = "primary", **changes: Any) -> Reading:
    """A reading of that claim."""
    made = Reading(
        claim_id=CLAIM.claim_id,
        reading=name,
        role=role,  # type: ignore[arg-type]
        label=f"What was {name}",
        says=f"Sum of everything {name}, 45 donors",
        warrant=f"The publisher's own word for that stage is {name}",
        unit="USD bn",
        sql="SELECT value FROM evidence -- 1 < 2 & 3",
        path="data/readings/us-aid-350bn.sql",
        line=1,
        tables=("kiel_ust.monthly",),
    )
    return replace(made, **changes)


def finding(name: str, role: str = "primary", **changes: Any) -> Finding:
    """A finding of that claim: by default Kiel's allocations, which fail."""
    made = Finding(
        claim_id=CLAIM.claim_id,
        reading=name,
        role=role,  # type: ignore[arg-type]
        label=f"What was {name}",
        says=f"Sum of everything {name}, 45 donors",
        warrant=f"The publisher's own word for that stage is {name}",
        unit="USD bn",
        known_on=None,
        status="fails",
        low=119.6,
        high=130.9,
        direction="too_high",
        factor=2.674,
        period_from="2022-01-24",
        period_to="2025-01-31",
        evidence_rows=111,
        evidence_digest="ef" * 32,
        releases=(KIEL,),
    )
    return replace(made, **changes)


FINDINGS = (
    finding("allocated"),
    finding("obligated", "ordinary", low=140.4, high=140.4, factor=2.493, releases=(FUNDS,)),
    finding("disbursed", "ordinary", low=83.4, high=83.4, factor=4.197, releases=(FUNDS,)),
    finding("appropriated", "generous", low=182.8, high=187.0, factor=1.872, releases=(FUNDS,)),
)
CONTRADICTED = Verdict(
    "us-aid-350bn",
    "contradicted",
    grade="B",
    factor_low=1.872,
    factor_high=4.197,
    deciding=("allocated", "obligated", "disbursed", "appropriated"),
    direction="too_high",
)


def check(verdict: Verdict = CONTRADICTED, **changes: Any) -> Check:
    """The check of 350 billion dollars as RATING's worked example has it, with changes."""
    made = Check(
        claim=CLAIM,
        now=verdict,
        now_findings=FINDINGS,
        then=Verdict("us-aid-350bn", "not_tested"),
        then_findings=(
            finding(
                "allocated",
                known_on=SAID_ON,
                status="not_held",
                low=None,
                high=None,
                direction=None,
                factor=None,
                releases=(),
                why="release 21 was current and is not held",
            ),
            finding(
                "disbursed",
                "ordinary",
                known_on=SAID_ON,
                low=83.4,
                high=83.4,
                factor=4.197,
                releases=(FUNDS,),
            ),
        ),
        readings=tuple(reading(f.reading, f.role) for f in FINDINGS),
    )
    return replace(made, **changes)
