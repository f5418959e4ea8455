"""The verdict as sentences that may be quoted: eight words, one sentence, a paragraph.

Nothing is decided here. The words follow the verdict's name, its flags and the claim's relation.
"""

from __future__ import annotations

from assay.document import Document, Node, el
from assay.model import Check, Finding
from assay.narrative.findings import by_name, in_order
from assay.narrative.headlines import (
    AGAINST,
    Case,
    headline,
    verdict_factor,
)
from assay.narrative.phrases import (
    Part,
    date_in_words,
    distance,
    document,
    fill,
    joined,
    measured,
    of_claim,
    of_reading,
    quoted,
    stopped,
)
from assay.narrative.sentences import one_sentence
from assay.narrative.tolerance import band_ends, band_parts
from assay.narrative.words import words_in

UNTESTED = frozenset({"not_tested", "untestable", "not_rated", "pending"})


def verdict(check: Check, *, language: str = "en") -> Document:
    """The verdict in one sentence, three versions to quote with their qualifiers, what to avoid."""
    case = Case(check, check.now, words_in(language))
    words = case.words
    short = headline(case)
    qualifier = el("span", " ", *_qualifier(case), cls="qualifier")
    versions: list[Node] = [el("h3", words["versions.title"])]
    texts = (("short", short), ("middle", one_sentence(case)), ("long", _paragraph(case)))
    for name, nodes in texts:
        versions.append(el("h4", words[f"versions.{name}"]))
        versions.append(el("p", *nodes, qualifier, cls=f"copy copy-{name}"))
    return document(
        el(
            "section",
            el("p", *short, cls=f"verdict-line verdict-{check.now.name}"),
            el("div", *versions, cls="copies"),
            el("p", *fill(words["avoid"], what=_avoid(case)), cls="do-not-write"),
            cls="verdict",
        )
    )


def _paragraph(case: Case) -> tuple[Node, ...]:
    claim, words = case.claim, case.words
    sentences: list[tuple[Node, ...]] = []
    if claim.tested_as:
        tested = of_claim(claim, claim.tested_as)
        key = "tested.as.untested" if case.verdict.name in UNTESTED else "tested.as"
        sentences.append(fill(words[key], tested_as=tested))
    sentences.append((*headline(case), "."))
    rated = [finding for finding in in_order(case.findings) if finding.role != "context"]
    sentences += [_reading_sentence(case, finding) for finding in rated]
    if "near" in case.verdict.flags:
        sentences.append((words["long.near"],))
    sentences += _notes(case)
    flip = _flip(case)
    if flip:
        template = words[f"long.flip.{flip}"]
        sentences.append(fill(template, **band_parts(claim, template, words)))
    if any(finding.is_floor for finding in rated):
        sentences.append((words["long.floor"],))
    then = case.check.then
    if then and then.name not in (case.verdict.name, "not_tested"):
        earlier = headline(Case(case.check, then, words))
        sentences.append(fill(words["long.then"], then=earlier))
    if claim.unrated and claim.unrated_because:
        sentences.append((of_claim(claim, stopped(claim.unrated_because)),))
    if claim.unrated and claim.settled_by:
        settled = of_claim(claim, stopped(claim.settled_by))
        sentences.append(fill(words["long.settled_by"], settled_by=settled))
    return joined(sentences, " ")


def _reading_sentence(case: Case, finding: Finding) -> tuple[Node, ...]:
    words, reading = case.words, by_name(case.check).get(finding.reading)
    parts: dict[str, Part] = {
        "label": of_reading(finding, finding.label),
        "role": words[f"role.{finding.role}"],
    }
    found = measured(case.claim, finding, reading, words)
    if not found:
        status = words[f"status.{finding.status}"]
        return fill(words["long.reading.none"], status=status, **parts)
    far = distance(finding, reading, words)
    if far:
        template = words[f"long.reading.{finding.status}.factor"]
        return fill(template, measured=found, factor=far, **parts)
    return fill(words[f"long.reading.{finding.status}"], measured=found, **parts)


def _notes(case: Case) -> list[tuple[Node, ...]]:
    """What the verdict's name alone would hide."""
    words = case.words
    notes: list[tuple[Node, ...]] = []
    why = case.primary.why if case.primary and case.verdict.name == "supported" else ""
    if why in ("understates", "overstates"):
        notes.append((words[f"long.{why}"],))
    if case.softening:
        labels = [quoted(of_reading(f, f.label), words) for f in case.softening]
        statuses = {finding.status for finding in case.softening}
        key = f"long.only_if.{statuses.pop()}" if len(statuses) == 1 else "long.only_if"
        notes.append(fill(words[key], labels=joined(labels, words["list"])))
    return notes


def _flip(case: Case) -> str:
    """Which sentence says how far the verdict is from another; empty for orders and clauses."""
    if not case.is_amount or case.claim.relation in ("", "exact"):
        return ""
    ends = band_ends(case.claim)
    if case.verdict.name == "supported":
        return "leaving" if len(ends) == 2 else f"leaving.{next(iter(ends))}"
    if case.verdict.name not in AGAINST or "between" in case.verdict.flags:
        return ""
    if len(ends) == 2:
        return "band"
    below = case.direction == "too_high" or (case.direction == "reversed" and "low" in ends)
    return "up" if below else "down"


def _qualifier(case: Case) -> tuple[Node, ...]:
    words = case.words
    parts: list[tuple[Node, ...]] = []
    if case.is_in_ground:
        parts.append((words["qualifier.in_ground"],))
    if "reported" in case.verdict.flags:
        parts.append((words["qualifier.reported"],))
    if "near" in case.verdict.flags:
        parts.append((words["qualifier.near"],))
    if case.verdict.grade:
        meaning = words[f"grade.{case.verdict.grade}"]
        grade = fill(words["qualifier.grade"], grade=case.verdict.grade, meaning=meaning)
        parts.append(grade)
    releases = [release for finding in case.deciding for release in finding.releases]
    dated = [release for release in releases if release.released_on]
    if dated:
        newest = max(dated, key=lambda release: release.released_on)
        source = f"release:{newest.source}/{newest.release}"
        date = el("time", date_in_words(newest.released_on, words), src=source)
        parts.append(fill(words["qualifier.releases"], date=date))
    elif releases:
        parts.append((words["qualifier.undated"],))
    else:
        read = case.verdict.name in ("said", "not_found", "misquoted")
        parts.append((words["qualifier.words" if read else "qualifier.none"],))
    return fill(words["qualifier"], parts=joined(parts, "; "))


def _avoid(case: Case) -> tuple[Node, ...]:
    name, words = case.verdict.name, case.words
    if "between" in case.verdict.flags:
        return (words["avoid.between"],)
    is_off = case.is_amount and case.direction in ("too_high", "too_low")
    if name == "contradicted" and is_off and verdict_factor(case):
        return case.fill_factor(f"avoid.{case.direction}")
    if name == "supported":
        if "reported" in case.verdict.flags:
            return (words["avoid.supported.reported"],)
        if case.primary:
            label = of_reading(case.primary, case.primary.label)
            return fill(words["avoid.supported"], label=label)
    return (words[f"avoid.{name}"],)
