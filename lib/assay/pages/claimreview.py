"""ClaimReview, the open markup for fact-checks, for signed pages only."""

from __future__ import annotations

from assay.model import Check
from assay.pages.context import Edition
from assay.pages.frame import verdict_in_words
from assay.signoff import SignOff

RATED = frozenset("supported overstated understated contradicted depends unproven".split())


def claim_review(
    check: Check, signoff: SignOff, edition: Edition, path: str
) -> dict[str, object] | None:
    """The page as https://schema.org/ClaimReview; None unless it is signed, rated and addressed.

    A rating is words only: no scale is published, so no number stands for a verdict.
    """
    claim, desk = check.claim, edition.desk
    if signoff.state != "approved" or check.now.name not in RATED or not desk.address:
        return None
    appearance = {"url": claim.citation_url} if claim.citation_url else {}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{desk.address}/current/{path}",
        "datePublished": signoff.on,
        "author": {"@type": "Organization", "name": desk.name},
        "claimReviewed": claim.tested_as,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": claim.speaker},
            "datePublished": str(claim.said_on),
            **({"appearance": {"@type": "CreativeWork", **appearance}} if appearance else {}),
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict_in_words(check.now.name),
        },
    }
