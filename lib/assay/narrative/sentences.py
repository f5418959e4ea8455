"""A verdict in one sentence of at most twenty-five words."""

from __future__ import annotations

from collections.abc import Iterator

from assay.document import Node
from assay.model import Finding
from assay.narrative.findings import by_name
from assay.narrative.headlines import AGAINST, RATED, Case, headline, verdict_factor
from assay.narrative.phrases import (
    COUNTED,
    Part,
    amount,
    claimed,
    date_in_words,
    fill,
    of_claim,
    of_reading,
    stopped,
    when_said,
    without_stop,
    word_count,
)
from assay.quantities import bind_finding

MIDDLE = 25


def one_sentence(case: Case) -> tuple[Node, ...]:
    """The verdict in at most twenty-five words."""
    fitting = (nodes for nodes in _middles(case) if word_count(nodes) <= MIDDLE)
    return next(fitting, (*headline(case), "."))


def _middles(case: Case) -> Iterator[tuple[Node, ...]]:
    name = case.verdict.name
    if name == "supported":
        yield from _middle_supported(case)
    elif name in AGAINST:
        yield from _middle_against(case)
    elif name == "depends":
        yield from _middle_depends(case)
    else:
        yield from _middle_open(case)


def _middle_supported(case: Case) -> Iterator[tuple[Node, ...]]:
    found = case.measured(case.primary)
    if case.primary and found:
        key = "middle.supported.found" if case.claim.relation in COUNTED else "middle.supported"
        if "reported" in case.verdict.flags:
            key, found = "middle.supported.reported", ()
        label = of_reading(case.primary, case.primary.label)
        parts: dict[str, Part] = {"measured": found} if found else {}
        yield fill(case.words[key], label=label, **parts)


def _middle_against(case: Case) -> Iterator[tuple[Node, ...]]:
    words, verdict = case.words, case.verdict
    when = when_said(case.claim, words)
    found, factor = case.measured(case.primary), verdict_factor(case)
    if "between" in verdict.flags and case.is_amount:
        yield from _between(case, when)
    elif case.is_amount and case.softening and not case.is_exact:
        yield from _unless(case, when)
    for finding in case.softening:
        key = "middle.only_if" if finding.status == "holds" else "middle.only_if.open"
        label = of_reading(finding, finding.label)
        yield fill(words[key], when=when, label=label)
    if case.is_place and found:
        yield from _middle_place(case, when, found)
    elif case.is_exact and found:
        figure = claimed(case.claim, words)
        yield fill(words["middle.exact"], measured=found, when=when, claimed=figure)
    elif case.is_amount and case.direction == "reversed" and found:
        yield fill(words["middle.reversed"], when=when, measured=found)
    elif case.is_amount and case.direction in ("too_high", "too_low") and factor:
        how = "contradicted" if verdict.name == "contradicted" else "too_far"
        figure = claimed(case.claim, words)
        key = f"middle.{how}.{case.direction}"
        for said in _said(case, when):
            yield case.fill_factor(key, claimed=figure, said=said)


def _middle_place(
    case: Case, when: tuple[Node, ...], found: tuple[Node, ...]
) -> Iterator[tuple[Node, ...]]:
    words, primary = case.words, case.primary
    if primary and primary.factor is not None:
        reading = by_name(case.check).get(primary.reading)
        factor = bind_finding(primary, "factor", reading, language=words.language)
        key = "middle.rank.too_low" if primary.direction == "too_low" else "middle.rank.factor"
        yield fill(words[key], measured=found, factor=factor)
    yield fill(words["middle.rank"], measured=found, when=when)


def _unless(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    """How far off it is and the reading that softens it; without the date where that is long."""
    if case.direction not in ("too_high", "too_low") or not verdict_factor(case):
        return
    figure = claimed(case.claim, case.words)
    for finding in case.softening:
        unless = _softened(case, finding)
        for said in _said(case, when):
            key = f"middle.too_far.unless.{case.direction}"
            yield case.fill_factor(key, claimed=figure, said=said, unless=unless)


def _softened(case: Case, finding: Finding) -> tuple[Node, ...]:
    key = "unless" if finding.status == "holds" else "unless.open"
    return fill(case.words[key], label=of_reading(finding, finding.label))


def _said(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    """What stands after the figure: when it was said, or that nobody said it as a number."""
    if not case.claim.is_number_said:
        yield (case.words["said.implied"],)
        return
    yield fill(case.words["said.when"], when=when)
    yield (case.words["said"],)


def _between(case: Case, when: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    words, readings = case.words, by_name(case.check)
    rated = [f for f in case.findings if f.role in RATED and f.low is not None]
    lowest = min(rated, key=lambda f: f.low or 0.0)
    highest = max(rated, key=lambda f: f.high or 0.0)
    low = bind_finding(lowest, "low", readings.get(lowest.reading), language=words.language)
    high = bind_finding(highest, "high", readings.get(highest.reading), language=words.language)
    measures = amount((low, high), case.claim.unit, words)
    figure = claimed(case.claim, words)
    for finding in case.softening:
        unless, key = _softened(case, finding), "middle.between.unless"
        for said in _said(case, when):
            yield fill(words[key], claimed=figure, said=said, measures=measures, unless=unless)
    for said in _said(case, when):
        yield fill(words["middle.between"], claimed=figure, said=said, measures=measures)


def _middle_depends(case: Case) -> Iterator[tuple[Node, ...]]:
    words, primary = case.words, case.primary
    if primary is None or primary.status not in ("holds", "fails"):
        return
    turned = "fails" if primary.status == "holds" else "holds"
    first, second = words[f"status.{primary.status}"], words[f"status.{turned}"]
    for other in case.findings:
        if other.role == "ordinary" and other.status == turned:
            parts: dict[str, Part] = {
                "first": first,
                "primary": of_reading(primary, primary.label),
                "second": second,
                "other": of_reading(other, other.label),
            }
            found, also = case.measured(primary), case.measured(other)
            if found and also:
                key = "middle.depends.measured"
                yield fill(words[key], measured=found, also=also, **parts)
            yield fill(words["middle.depends"], **parts)
            brief: dict[str, Part] = {
                "first": words[f"true.{primary.status}"],
                "primary": case.short_of(primary),
                "second": words[f"true.{turned}"],
                "other": case.short_of(other),
            }
            if found and also and all(brief.values()):
                yield fill(words["middle.depends.short"], measured=found, also=also, **brief)
    yield fill(words["middle.depends.plain"], first=first, second=second)


def _middle_open(case: Case) -> Iterator[tuple[Node, ...]]:
    name, words, claim = case.verdict.name, case.words, case.claim
    because = of_claim(claim, stopped(claim.unrated_because))
    when = when_said(claim, words)
    if name == "unproven" and case.primary and case.primary.bound:
        for said in _said(case, when) if case.is_over_ceiling else ():
            yield case.fill_factor("middle.ceiling", claimed=claimed(claim, words), said=said)
        yield fill(words["middle.bound"], measured=case.measured(case.primary))
    if name == "unproven" and case.primary and case.primary.why:
        why = of_reading(case.primary, without_stop(case.primary.why))
        yield fill(words["middle.unproven.why"], why=why)
    if name == "not_tested" and claim.settled_by:
        settled = of_claim(claim, stopped(claim.settled_by))
        yield fill(words["middle.not_tested"], settled_by=settled)
    if name in ("untestable", "not_rated") and claim.unrated_because:
        yield fill(words[f"middle.{name}"], why=because)
    if name == "not_tested" and claim.unrated_because:
        yield fill(words["middle.not_tested.why"], why=because)
    if name == "not_rated" and f"act.{claim.speech_act}" in words:
        yield fill(words["middle.not_rated.plain"], act=words[f"act.{claim.speech_act}"])
    if name == "pending" and claim.due_on:
        due = of_claim(claim, date_in_words(claim.due_on, words), "time")
        yield fill(words["middle.pending"], due=due)
    if name in ("said", "misquoted"):
        said_on = of_claim(claim, date_in_words(claim.said_on, words), "time")
        yield fill(words[f"middle.{name}"], said_on=said_on)
    elif name == "not_tested":
        yield (words[f"middle.not_tested.{case.want}"],)
    elif name in ("unproven", "not_found"):
        yield (words[f"middle.{name}"],)
    elif f"middle.{name}.plain" in words and name != "not_rated":
        yield (words[f"middle.{name}.plain"],)
