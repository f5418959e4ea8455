"""ClaimReview for claims that two people signed: https://schema.org/ClaimReview as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from assay.editions.reports import plan, read_desk, read_reports
from assay.model import Check
from assay.pages.claimreview import claim_review
from assay.pages.context import Edition
from assay.paths import Project
from assay.signoff import SignOff


def write_reviews(
    project: Project,
    checks: Sequence[Check],
    signoffs: Mapping[str, SignOff],
    as_of: str,
    folder: Path,
) -> int:
    """<claim_id>.jsonld for every signed and rated claim that has a page at an address; how many.
    Nothing is written for the others.
    """
    desk = read_desk(project)
    pages: dict[str, str] = {}
    for page in plan(read_reports(project), [check.claim.claim_id for check in checks]):
        if page.claim_id:
            pages.setdefault(page.claim_id, page.path)
    reviews = {}
    for check in checks:
        claim_id = check.claim.claim_id
        if claim_id in pages:
            edition = Edition(as_of, desk)
            review = claim_review(check, signoffs[claim_id], edition, pages[claim_id])
            if review:
                reviews[claim_id] = review
    if reviews:
        folder.mkdir(parents=True)
    for claim_id, review in reviews.items():
        text = json.dumps(review, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{claim_id}.jsonld").write_text(text, "utf-8")
    return len(reviews)
