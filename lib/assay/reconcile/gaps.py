"""Where amounts do not add up: one rule, one key, both numbers and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assay.errors import Fault
from assay.quantities import UNKNOWN, MixingError, convert
from assay.reconcile.rules import SAME_SIZE, Condition, Rule
from assay.rows import Row, Upload, UploadKey

Key = tuple[str, ...]
RECONCILIATION = "data/reconciliations"
WITHHELD = "withheld"
MORE_THAN = "more_than"
SUMMED = frozenset({"equal_sums", "same_size"})
OF_TWO = frozenset({"difference", "percent"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A total that its parts do not give."""

    rule: str
    source: str
    release: str
    key: str
    fault: Fault = field(compare=False)

    @property
    def about(self) -> tuple[str, str, str, str]:
        return self.rule, self.source, self.release, self.key


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one rule: how many totals had parts to compare, and those that differ."""

    rule: str
    totals: int
    compared: int
    gaps: tuple[Gap, ...]


def compare(
    rule: Rule, parts: Sequence[Upload], totals: Sequence[Upload], only: UploadKey | None = None
) -> Compared:
    """Apply a rule to the uploads of its two tables, oldest data first; with `only`, where one
    upload takes part.

    With `releases` same, each release's parts meet its own totals; with newest, the newest of
    both meet; with each, the newest parts meet the totals of every release.
    """
    seen = compared = 0
    gaps: list[Gap] = []
    for mine, other in _pairs(rule, parts, totals):
        if only not in (None, mine.key, other.key):
            continue
        gathered = _gathered(rule, mine)
        listed = _by_key(rule, other)
        seen += len(listed)
        for key, rows in listed.items():
            if key in gathered:
                compared += 1
                gaps += _gap(rule, key, gathered[key], mine, rows, other)
        for key, row in _hidden(rule, other).items():
            if key in gathered:
                gaps += _nothing(rule, key, gathered[key], row, other)
    return Compared(rule.rule, seen, compared, tuple(gaps))


@dataclass(slots=True)
class _Gathered:
    """The parts of one key. `is_floor`: some are withheld or not available, so the sum is less."""

    rows: list[Row] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    unit: str = ""
    is_floor: bool = False
    is_mixed: str = ""


def _pairs(
    rule: Rule, parts: Sequence[Upload], totals: Sequence[Upload]
) -> Iterator[tuple[Upload, Upload]]:
    if rule.releases == "newest":
        if parts and totals:
            yield parts[-1], totals[-1]
        return
    if rule.releases == "each":
        yield from ((parts[-1], upload) for upload in totals if parts)
        return
    by_release = {upload.release.release: upload for upload in parts}
    for upload in totals:
        if upload.release.release in by_release:
            yield by_release[upload.release.release], upload


def _gathered(rule: Rule, upload: Upload) -> dict[Key, _Gathered]:
    found: dict[Key, _Gathered] = defaultdict(_Gathered)
    for row in _meeting(rule.parts_where, upload.rows):
        kept = found[tuple(by.of_parts(row) for by in rule.by)]
        unit = row.cells.get("unit", "")
        if kept.unit and unit != kept.unit:
            kept.is_mixed = unit
        kept.unit = kept.unit or unit
        kept.rows.append(row)
        if row.value is None or row.cells.get("status") in UNKNOWN:
            kept.is_floor = True
        else:
            kept.amount += row.value
    known = {
        key: kept for key, kept in found.items() if any(row.value is not None for row in kept.rows)
    }
    if rule.gather in OF_TWO:
        known = {key: kept for key, kept in known.items() if _is_known_pair(kept)}
    if rule.gather != "sum":
        for kept in known.values():
            _regather(rule.gather, kept)
    return known


def _regather(gather: str, kept: _Gathered) -> None:
    """What the rows give otherwise than by their sum."""
    amounts = sorted(row.amount for row in kept.rows)
    if gather == "mean":
        kept.amount /= len(kept.rows)
    elif gather == "largest":
        kept.amount = amounts[-1]
    elif gather == "difference":
        kept.amount = amounts[-1] - amounts[0]
    elif gather == "percent":
        kept.amount, kept.unit = 100 * amounts[0] / amounts[-1], "percent"


def _is_known_pair(kept: _Gathered) -> bool:
    """Whether there are two amounts, both known, and not both nothing."""
    return len(kept.rows) == 2 and not kept.is_floor and any(row.value for row in kept.rows)


def _by_key(rule: Rule, upload: Upload) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in _meeting(rule.total_where, upload.rows):
        if row.value is not None or rule.relation in SUMMED:
            found[tuple(by.of_total(row) for by in rule.by)].append(row)
    return _summed(found) if rule.relation in SUMMED else found


def _hidden(rule: Rule, upload: Upload) -> dict[Key, Row]:
    """The first total of each key whose totals are all withheld, where they are to be equal."""
    if rule.relation != "equal":
        return {}
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in _meeting(rule.total_where, upload.rows):
        found[tuple(by.of_total(row) for by in rule.by)].append(row)
    return {
        key: rows[0]
        for key, rows in found.items()
        if all(row.cells.get("status") == WITHHELD for row in rows)
    }


def _nothing(rule: Rule, key: Key, mine: _Gathered, total: Row, totals: Upload) -> Iterator[Gap]:
    """Parts of nothing beside a total that is withheld: there is an amount, and it is not told."""
    if mine.amount or mine.is_floor:
        return
    fault = Fault(
        f"{rule.says}: the parts are nothing, the total is withheld",
        totals.at(total, "status"),
        WITHHELD,
        f"zero ({len(mine.rows)} rows, from row {mine.rows[0].number})",
    )
    yield _named(rule, key, totals, fault)


def _summed(found: Mapping[Key, list[Row]]) -> dict[Key, list[Row]]:
    """One row for each key, in the place of its first with a value; where some have none, the sum
    is a bound.
    """
    summed = {}
    for key, rows in found.items():
        known = [row for row in rows if row.value is not None]
        if known:
            status = known[0].cells.get("status", "") if len(known) == len(rows) else MORE_THAN
            amount = sum((row.value or Decimal(0) for row in known), Decimal(0))
            cells = {**known[0].cells, "status": status}
            summed[key] = [Row(known[0].number, cells, amount)]
    return summed


def _meeting(conditions: Iterable[Condition], rows: Iterable[Row]) -> Iterable[Row]:
    for condition in conditions:
        rows = filter(condition.meets, rows)
    return rows


def _gap(
    rule: Rule,
    key: Key,
    mine: _Gathered,
    parts: Upload,
    rows: Sequence[Row],
    totals: Upload,
) -> Iterator[Gap]:
    """At most one gap: where several totals stand under one key, one of them must fit."""
    total, unit = rows[0], rows[0].cells.get("unit", "")
    try:
        if mine.is_mixed:
            raise MixingError(f"{mine.unit} and {mine.is_mixed} in one sum")
        amount = convert(mine.amount, mine.unit, unit)
    except MixingError:
        what = "parts in another unit than their total"
        yield _named(rule, key, totals, Fault(what, totals.at(total, "unit"), mine.unit, unit))
        return
    if any(_fits(rule, mine, amount, row) for row in rows):
        return
    count = f"{len(mine.rows)} rows of {parts.place}, from row {mine.rows[0].number}"
    fault = Fault(
        f"{rule.says}: {_ratio(amount, total)}",
        totals.at(total),
        f"{total.value} {unit}",
        f"{'at least ' if mine.is_floor or rule.relation == 'at_most' else ''}{amount:.12g} {unit} "
        f"({rule.gather} of {count})",
    )
    yield _named(rule, key, totals, fault)


def _fits(rule: Rule, mine: _Gathered, amount: Decimal, total: Row) -> bool:
    """Parts that are a floor may be less; a total that is a bound ("more than") may be less, unless
    it is a range or repeats the bound of its only part.
    """
    assert total.value is not None
    allowed = max(abs(total.value) * rule.within, rule.least)
    low, high = total.value - allowed, total.value + allowed
    if rule.relation == "same_size":
        low, high = total.value / SAME_SIZE, total.value * SAME_SIZE
    states, end = [row.cells.get("status") for row in mine.rows], total.cells.get("value_high")
    high += Decimal(end) - total.value if end else 0
    is_bound = total.cells.get("status") == MORE_THAN and not end and states != [MORE_THAN]
    may_be_below = mine.is_floor or rule.relation == "at_most"
    return (is_bound or amount <= high) and (may_be_below or amount >= low)


def _ratio(amount: Decimal, total: Row) -> str:
    """How the two compare, naming a unit fault where it looks like one."""
    assert total.value is not None
    if not total.value or not amount:
        return "one of the two is nothing"
    ratio = amount / total.value
    words = f"the parts are {ratio:.4g} times the total"
    for power in (3, 6, -3, -6):
        if Decimal("0.7") < ratio / Decimal(10) ** power < Decimal("1.4"):
            return f"{words}, as if a unit were mislabelled"
    return words


def _named(rule: Rule, key: Key, upload: Upload, fault: Fault) -> Gap:
    release = upload.release
    todo = (
        f"Look at both in the provider's file. If the provider is wrong, correct it in "
        f"data/corrections/{release.source}.csv and ingest again; if there is a reason, accept it "
        f"in {RECONCILIATION}/exceptions.csv with a date."
    )
    placed = Fault(fault.what, fault.where, fault.found, fault.expected, fault.todo or todo)
    return Gap(rule.rule, release.source, release.release, " / ".join(filter(None, key)), placed)
