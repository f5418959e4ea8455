"""What each reading measured, why it is fair, at both clocks, and what we do not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay.document import Document, Element, Node, el
from assay.model import Check, Claim, Finding, Reading
from assay.narrative.phrases import (
    Part,
    date_in_words,
    distance,
    document,
    fill,
    joined,
    measured,
    nodes_of,
    of_claim,
    of_reading,
    period_in_words,
    release_name,
    sentence_case,
    without_stop,
)
from assay.narrative.words import Words, words_in
from assay.quantities import TableOrigin, bind_count, dates

ROLES = ("primary", "ordinary", "generous", "context")
RELEASES_SHOWN = 3


def findings_table(check: Check, *, language: str = "en") -> Document:
    """A row a reading: role, measured range, result, distance, period, release, grade."""
    words, claim = words_in(language), check.claim
    findings = in_order(check.now_findings)
    if not findings:
        return document(_no_readings(claim, words))
    heads = ("reading", "role", "measured", "result", "factor", "period", "release", "grade")
    head = el("tr", *(el("th", words[f"findings.{name}"], scope="col") for name in heads))
    readings = by_name(check)
    rows = [_row(claim, finding, readings.get(finding.reading), words) for finding in findings]
    return document(
        el(
            "table",
            el("caption", words["findings.caption"]),
            el("thead", head),
            el("tbody", *rows),
            cls="findings",
        )
    )


def warrants(check: Check, *, language: str = "en") -> Document:
    """What each reading measures, why it is fair, and its note; nothing where there is none."""
    words = words_in(language)
    readings = by_name(check)
    sections: list[Node] = []
    for finding in in_order(check.now_findings):
        reading = readings.get(finding.reading)
        rows = [("says", finding.says), ("warrant", finding.warrant)]
        if reading and reading.note:
            rows.append(("note", reading.note))
        parts: list[Node] = []
        for key, text in rows:
            parts += [el("dt", words[f"warrants.{key}"]), of_reading(finding, text, "dd")]
        role = words[f"role.{finding.role}.long"]
        heading = el("h4", of_reading(finding, finding.label))
        sections.append(el("div", heading, el("p", role, cls="role"), el("dl", *parts)))
    return document(el("section", *sections, cls="warrants") if sections else None)


def by_name(check: Check) -> Mapping[str, Reading]:
    """The check's readings by name."""
    return {reading.reading: reading for reading in check.readings}


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Findings as printed: primary, ordinary, generous, context; within a role as written."""
    return sorted(findings, key=lambda finding: ROLES.index(finding.role))


def status_word(finding: Finding, words: Words) -> str:
    """`holds`, `fails` ...; a context reading with data is `not rated`."""
    if finding.role == "context" and finding.low is not None:
        return words["status.context"]
    return words[f"status.{finding.status}"]


def _no_readings(claim: Claim, words: Words) -> Element:
    if not claim.unrated_because:
        return el("p", words["findings.none_measured"], cls="findings")
    why = of_claim(claim, claim.unrated_because)
    return el("p", *fill(words["findings.empty"], why=why), cls="findings")


def _row(claim: Claim, finding: Finding, reading: Reading | None, words: Words) -> Element:
    status = status_word(finding, words)
    far = () if finding.role == "context" else distance(finding, reading, words)
    name = f"reading:{finding.claim_id}/{finding.reading}"
    return el(
        "tr",
        el("th", finding.label, src=name, scope="row"),
        el("td", words[f"role.{finding.role}"]),
        el("td", *measured(claim, finding, reading, words)),
        el("td", status, cls=f"status-{finding.status}"),
        el("td", *far),
        _period(finding, name, words),
        el("td", *releases_of(finding, words)),
        el("td", finding.grade or ""),
        cls=f"role-{finding.role}",
    )


def _period(finding: Finding, name: str, words: Words) -> Element:
    """The period of the rows; where they name none, the one day their releases' data end on."""
    if finding.period_from or finding.period_to:
        return el("td", period_in_words(finding.period_from, finding.period_to, words), src=name)
    ends = {used.data_through for used in finding.releases}
    if finding.low is None or len(ends) != 1 or not (last := ends.pop()):
        return el("td")
    used = finding.releases[0]
    end = el("span", date_in_words(last, words), src=f"release:{used.source}/{used.release}")
    return el("td", *fill(words["findings.data_through"], date=end))


def releases_of(finding: Finding, words: Words) -> tuple[Node, ...]:
    """The releases a finding used, the newest few by name and the rest counted."""
    ordered = sorted(finding.releases, key=lambda used: (used.released_on, used.source))
    names: list[Part] = [release_name(used, words) for used in ordered]
    rest = len(names) - RELEASES_SHOWN
    if rest <= 0:
        return joined(names, "; ")
    count = bind_count(
        rest,
        key=f"{finding.origin}#other_releases",
        what="Further releases this finding used",
        origin=TableOrigin(finding.origin, "", len(names), finding.evidence_digest),
        language=words.language,
    )
    shown = [*names[-RELEASES_SHOWN:], fill(words.plural("more_of", rest), count=count)]
    return joined(shown, "; ")


def why_not(finding: Finding, words: Words) -> Element:
    """The desk's or the rule's reason for a finding, as words of its reading."""
    reason = without_stop(finding.why) or words[f"status.{finding.status}"]
    return of_reading(finding, dates.days_in_words(reason, words.language))


def labelled(finding: Finding) -> Element:
    """A reading's label."""
    return of_reading(finding, finding.label)


def cell_of(
    claim: Claim, finding: Finding | None, reading: Reading | None, words: Words
) -> Element:
    """A finding in one cell: what it measured and whether that holds."""
    if finding is None:
        return el("td", words["findings.none"])
    status = status_word(finding, words)
    found = measured(claim, finding, reading, words)
    if not found:
        return el("td", sentence_case(status))
    return el("td", *nodes_of(*fill(words["clock.cell"], measured=found, status=status)))
