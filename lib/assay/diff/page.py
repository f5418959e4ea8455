"""A diff as a document for a page and as text for the terminal; numbers are bound to their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assay.alarms import Alarm
from assay.diff.releases import Diff
from assay.diff.tables import Change, TableDiff
from assay.diff.verdicts import Effect, Moved
from assay.document import Document, Element, Node, Number, ProofRelease, el
from assay.document import to_text as nodes_to_text
from assay.model import Finding, Release
from assay.quantities import (
    TableOrigin,
    bind_cell,
    bind_count,
    bind_range,
    release_name,
    source_name,
)
from assay.rows import VALUE, Row, Upload

SHOWN = 20
TELLING = frozenset({VALUE, "unit", "status"})
"""Where one of these changed, other cells of the row are not listed."""
SHOWN_ALARMS = 20
CLOCKS = {"now": "today", "then": "when it was said"}


def to_text(diff: Diff) -> str:
    """The diff for the terminal: the words and numbers of the page, one line per block."""
    return nodes_to_text(to_document(diff).nodes)


def to_document(diff: Diff) -> Document:
    """The diff for a page: verdicts first, then alarms, then rows."""
    return Document(
        (
            el("h2", f"What would change: {source_name(diff.new.source)}"),
            el("p", "From ", _named(diff.old), " to ", _named(diff.new), "."),
            *_verdicts(diff),
            *_alarms(diff.alarms, diff),
            *(node for table in diff.tables for node in _table(table, diff)),
        )
    )


def _verdicts(diff: Diff) -> Iterator[Node]:
    yield el("h3", "Verdicts")
    checked = _count(diff, "checked", diff.claims_checked, "Claims that read the source")
    flips = _count(diff, "flips", len(diff.flips), "Verdicts that would be another")
    moved = _count(
        diff,
        "moved",
        len(diff.effects) - len(diff.flips),
        "Measures that move, verdicts that do not",
    )
    yield el(
        "p", checked, " claims read this source. ", flips, " verdicts would flip; ", moved,
        " keep their verdict with another measure.",
    )  # fmt: skip
    for is_flip, caption in ((True, "Verdicts that would flip"), (False, "Measures that move")):
        effects = [effect for effect in diff.effects if effect.is_flip == is_flip]
        if effects:
            heads = ("claim", "clock", "verdict", "would become", "reading", "measure", "would be")
            rows = [row for effect in effects for row in _effect(effect, diff)]
            yield _grid(heads, rows, caption)


def _effect(effect: Effect, diff: Diff) -> Iterator[Sequence[Node]]:
    title = el("span", effect.claim.title, src=f"claim:{effect.claim.claim_id}")
    told: tuple[Node, ...] = (title, CLOCKS[effect.clock], effect.was, effect.becomes)
    if not effect.moved:
        yield (*told, "", "", "")
    for moved in effect.moved:
        yield (
            *told,
            el("span", moved.reading, src=f"reading:{effect.claim.claim_id}/{moved.reading}"),
            _measure(moved, moved.old, diff.old),
            _measure(moved, moved.new, diff.new),
        )
        told = ("", "", "", "")


def _measure(moved: Moved, finding: Finding | None, release: Release) -> Node:
    """The interval of a finding under one release, in its unit, with its status."""
    if finding is None:
        return "no such reading"
    status = finding.status.replace("_", " ")
    if finding.low is None:
        return status
    low, *high = (_under(number, release) for number in bind_range(finding))
    shown = [low, " to ", *high] if high else [low]
    return el("span", *shown, f" {moved.unit}, {status}")


def _under(number: Number, release: Release) -> Number:
    """The same number with a key of its own: one reading gives another number per release."""
    proof = replace(number.proof, key=f"{number.proof.key}@{release.source}/{release.release}")
    return Number(number.text, proof)


def _alarms(alarms: Sequence[Alarm], diff: Diff) -> Iterator[Node]:
    yield el("h3", "Alarms")
    if not alarms:
        yield el("p", "None.")
        return
    src = f"release:{diff.new.source}/{diff.new.release}"
    yield el("ul", *(el("li", str(a.fault), src=src) for a in alarms[:SHOWN_ALARMS]))
    if len(alarms) > SHOWN_ALARMS:
        more = _count(diff, "alarms", len(alarms) - SHOWN_ALARMS, "Alarms not shown")
        yield el("p", "And ", more, " more.")


def _table(table: TableDiff, diff: Diff) -> Iterator[Node]:
    name = table.table.name
    yield el("h3", table.table.title)
    counts: list[Node] = []
    for what, found in (
        ("rows appeared", len(table.appeared)),
        ("vanished", len(table.vanished)),
        ("changed", len(table.changed)),
        ("are the same", table.same),
    ):
        number = _count(diff, f"{name}.{what.replace(' ', '-')}", found, f"{name}: {what}")
        counts += [", " if counts else "", number, f" {what}"]
    yield el("p", *counts, ".")
    if table.changed:
        heads = ("row", "column", "was", "is", "difference")
        rows = [row for change in table.changed[:SHOWN] for row in _change(table, change, diff)]
        yield _grid(heads, rows, "Changed, the largest first")
    for caption, rows_of, upload in (
        ("Appeared", table.appeared, table.new),
        ("Vanished", table.vanished, table.old),
    ):
        if rows_of and upload is not None:
            largest = sorted(rows_of, key=lambda item: item[1].amount, reverse=True)[:SHOWN]
            body = [(_key(key, upload.release), _cell(upload, row)) for key, row in largest]
            yield _grid(("row", "value"), body, f"{caption}, the largest first")


def _change(table: TableDiff, change: Change, diff: Diff) -> Iterator[Sequence[Node]]:
    assert table.old is not None
    assert table.new is not None
    key: Node = _key(change.key, diff.new)
    telling = [cell for cell in change.cells if cell.column in TELLING]
    for cell in telling or change.cells:
        if cell.column == VALUE:
            yield (
                key, cell.column, _cell(table.old, change.old),
                _cell(table.new, change.new), _difference(table.new, change),
            )  # fmt: skip
        else:
            was = el("span", cell.old or "empty", src=_src(diff.old))
            now = el("span", cell.new or "empty", src=_src(diff.new))
            yield key, cell.column, was, now, ""
        key = ""


def _cell(upload: Upload, row: Row) -> Node:
    """The value of a row with its qualifier, bound to the file and row it stands in."""
    status, unit = row.cells.get("status", ""), row.cells.get("unit", "")
    known = {"reported", "estimated", "more_than", "less_than", "zero", "derived"}
    if row.value is None and not status:
        return "no value"
    bound = bind_cell(
        row.value,
        unit or "count",
        key=f"{_src(upload.release)}/{upload.table.name}#row{row.number}",
        what=f"{VALUE} of row {row.number} of {upload.place}",
        origin=_origin(upload, row),
        status=status if row.value is None or status in known else "reported",
    )
    if not unit or not row.value:
        return el("span", bound)
    return el("span", bound, " ", el("span", unit, src=_src(upload.release)))


def _difference(upload: Upload, change: Change) -> Node:
    if change.difference is None:
        return ""
    return bind_cell(
        change.difference,
        change.new.cells.get("unit", "") or "count",
        key=f"{_src(upload.release)}/{upload.table.name}#row{change.new.number}.difference",
        what=f"Row {change.new.number} of {upload.place} less the same row before",
        origin=_origin(upload, change.new),
        status="derived",
    )


def _origin(upload: Upload, row: Row) -> TableOrigin:
    text = "\t".join(row.cells.values())
    release = upload.release
    return TableOrigin(
        query=upload.at(row),
        query_sha256=_sha256(upload.at(row)),
        rows=1,
        evidence_sha256=_sha256(text),
        releases=(_proof_release(release, upload.table.name),),
    )


def _count(diff: Diff, key: str, count: int, what: str) -> Number:
    text = f"diff of {diff.old.source} {diff.old.release} and {diff.new.release}"
    releases = tuple(_proof_release(release, "") for release in (diff.old, diff.new))
    origin = TableOrigin(text, _sha256(text), count, _sha256(f"{text} {key} {count}"), releases)
    name = f"diff-{diff.old.source}-{diff.old.release}-{diff.new.release}#{key}"
    return bind_count(count, key=name, what=what, origin=origin)


def _proof_release(release: Release, table: str) -> ProofRelease:
    return ProofRelease(
        release.source,
        release.release,
        table,
        release.digest,
        str(release.released_on),
        release.grade,
    )


def _grid(heads: Iterable[str], rows: Iterable[Sequence[Node]], caption: str) -> Element:
    body = [el("tr", *(el("td", cell) for cell in row)) for row in rows]
    head = el("tr", *(el("th", text, scope="col") for text in heads))
    return el("table", el("caption", caption), el("thead", head), el("tbody", *body))


def _key(key: Sequence[str], release: Release) -> Element:
    return el("span", " / ".join(part for part in key if part), src=_src(release))


def _named(release: Release) -> Element:
    return release_name(release.source, release.release, str(release.released_on))


def _src(release: Release) -> str:
    return f"release:{release.source}/{release.release}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
