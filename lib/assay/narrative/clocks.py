"""Two clocks and the gaps: what was known when it was said, and what is not known at all."""

from __future__ import annotations

from assay.document import Document, Element, Node, el
from assay.model import Check, Claim, Finding, PartialDate, Verdict
from assay.narrative.findings import by_name, cell_of, in_order, labelled, why_not
from assay.narrative.headlines import Case, headline
from assay.narrative.phrases import (
    date_in_words,
    document,
    fill,
    joined,
    of_claim,
    quoted,
    undated_name,
)
from assay.narrative.words import Words, words_in


def then_and_now(check: Check, *, language: str = "en") -> Document:
    """Both clocks in words, and each reading at both; a release we do not hold is named."""
    words, claim = words_in(language), check.claim
    said_on = of_claim(claim, date_in_words(claim.said_on, words), "time")
    if not check.now_findings:
        return document(el("section", el("p", words["clock.unmeasured"]), cls="then-and-now"))
    now = fill(words["clock.now"], verdict=headline(Case(check, check.now, words)))
    lines: list[Node] = [el("p", *_then(check, said_on, words)), el("p", *now)]
    gaps = [_gap(f, words) for f in in_order(check.then_findings) if f.low is None]
    if gaps:
        lines.append(el("ul", *gaps))
    if check.now_findings:
        lines.append(_table(check, words))
    return document(el("section", *lines, cls="then-and-now"))


def unknowns(check: Check, *, language: str = "en") -> Document:
    """What we do not know or hold, and what would settle it. Never empty."""
    words, claim = words_in(language), check.claim
    items: list[Node] = []
    if claim.unrated_because:
        items.append(el("li", of_claim(claim, claim.unrated_because)))
    findings = in_order(check.now_findings)
    for finding in findings:
        items += [el("li", *line) for line in _gaps_of(finding, words)]
    items += [el("li", *line) for line in _second_hand(findings, words)]
    if claim.settled_by:
        settled = of_claim(claim, claim.settled_by)
        items.append(el("li", *fill(words["long.settled_by"], settled_by=settled)))
    items += [el("li", words[key]) for key in _gaps_of_citation(claim)]
    items += [el("li", *line) for line in _undated(check, words)]
    items.append(el("li", words["unknown.always"]))
    return document(el("ul", *items, cls="unknowns"))


def _then(check: Check, said_on: Element, words: Words) -> tuple[Node, ...]:
    then: Verdict | None = check.then
    if then is None or then.name == "not_tested":
        statuses = {finding.status for finding in check.then_findings}
        reason = "not_held" if "not_held" in statuses else "none"
        return fill(words[f"clock.then.{reason}"], said_on=said_on)
    key = "clock.then.same" if then.name == check.now.name else "clock.then.other"
    return fill(words[key], said_on=said_on, verdict=headline(Case(check, then, words)))


def _gap(finding: Finding, words: Words) -> Element:
    key = "clock.not_held" if finding.status == "not_held" else "clock.no_data"
    return el("li", *fill(words[key], label=labelled(finding), why=why_not(finding, words)))


def _table(check: Check, words: Words) -> Element:
    then = {finding.reading: finding for finding in check.then_findings}
    readings = by_name(check)
    heads = ("reading", "then", "today")
    head = el("tr", *(el("th", words[f"clock.{name}"], scope="col") for name in heads))
    rows = []
    for finding in in_order(check.now_findings):
        reading = readings.get(finding.reading)
        name = f"reading:{finding.claim_id}/{finding.reading}"
        rows.append(
            el(
                "tr",
                el("th", finding.label, src=name, scope="row"),
                cell_of(check.claim, then.get(finding.reading), reading, words),
                cell_of(check.claim, finding, reading, words),
            )
        )
    caption = el("caption", words["clock.caption"])
    return el("table", caption, el("thead", head), el("tbody", *rows), cls="clocks")


def _gaps_of(finding: Finding, words: Words) -> list[tuple[Node, ...]]:
    label = labelled(finding)
    lines = []
    is_shown_only = finding.role == "context" and finding.low is not None
    if finding.status in ("not_held", "no_data", "undecided") and not is_shown_only:
        key = f"unknown.{finding.status}"
        lines.append(fill(words[key], label=label, why=why_not(finding, words)))
    if finding.is_floor:
        lines.append(fill(words["unknown.floor"], label=label))
    if finding.reported_only:
        lines.append(fill(words["unknown.reported"], label=label))
    return lines


def _second_hand(findings: list[Finding], words: Words) -> list[tuple[Node, ...]]:
    lines = []
    for grade in ("C", "B"):
        labels = [quoted(labelled(f), words) for f in findings if f.grade == grade]
        if labels:
            lines.append(
                fill(words[f"unknown.grade.{grade}"], labels=joined(labels, words["list"]))
            )
    return lines


def _gaps_of_citation(claim: Claim) -> list[str]:
    keys = {"not_seen": "unknown.not_seen", "excerpt_seen": "unknown.excerpt"}
    found = [keys[claim.citation_status]] if claim.citation_status in keys else []
    if not claim.archived_url:
        found.append("unknown.no_archive")
    return found


def _undated(check: Check, words: Words) -> list[tuple[Node, ...]]:
    used = dict.fromkeys(
        release
        for finding in check.now_findings
        for release in finding.releases
        if PartialDate.parse(release.released_on).first is None
    )
    names = joined([undated_name(release, words) for release in used], "; ")
    return [fill(words["unknown.undated"], releases=names)] if used else []
