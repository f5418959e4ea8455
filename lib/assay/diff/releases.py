"""Two held releases of a source, compared in every way."""

from __future__ import annotations

from dataclasses import dataclass

from assay.alarms import Alarm, find_alarms_in, rates_of
from assay.diff.tables import TableDiff, diff_tables
from assay.diff.verdicts import Effect, effects_on_claims
from assay.errors import ReleaseError
from assay.model import Release
from assay.paths import Project
from assay.releases import open_release, read_calendar, verify_release
from assay.rows import Held, read_held


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that changes when `new` takes the place of `old`."""

    old: Release
    new: Release
    tables: tuple[TableDiff, ...]
    alarms: tuple[Alarm, ...]
    claims_checked: int
    effects: tuple[Effect, ...]

    @property
    def flips(self) -> tuple[Effect, ...]:
        """Claims whose verdict would be another."""
        return tuple(effect for effect in self.effects if effect.is_flip)


def diff_releases(project: Project, source: str, old: str, new: str) -> Diff:
    """Compare two held releases of a source, and what each would make of the claims.

    Alarms are those of the new release, accepted or not, found against `old` and whatever was held
    before it. Raises ReleaseError for a release that is not held, was edited, or is compared with
    itself; CuratedError or ReadingError when claims or readings cannot be read.
    """
    if old == new:
        raise ReleaseError(f"Release {old!r} of {source} is compared with itself: name two.")
    one, two = open_release(project, source, old), open_release(project, source, new)
    for release in (one, two):
        verify_release(project, source, release.release)
    held = read_held(project)
    checked, effects = effects_on_claims(project, one, two)
    return Diff(
        one,
        two,
        _tables(held[source], one, two),
        _alarms(project, held, one, two),
        checked,
        effects,
    )


def _tables(held: Held, old: Release, new: Release) -> tuple[TableDiff, ...]:
    uploads = {(u.release.release, u.table.name): u for u in held.uploads}
    return tuple(
        diff_tables(
            table,
            uploads.get((old.release, table.name)),
            uploads.get((new.release, table.name)),
        )
        for table in held.contract.tables
        if {(old.release, table.name), (new.release, table.name)} & set(uploads)
    )


def _alarms(
    project: Project, held: dict[str, Held], old: Release, new: Release
) -> tuple[Alarm, ...]:
    """Alarms of the new release beside the old, whatever lies between them left aside."""
    source = held[new.source]
    pair = [u for name in (old, new) for u in source.uploads if u.release == name]
    rates = rates_of(upload for item in held.values() for upload in item.uploads)
    chosen = {new.source: Held(source.contract, tuple(pair))}
    calendar = {new.source: read_calendar(project, new.source)}
    found = find_alarms_in(chosen, rates, calendar)
    return tuple(alarm for alarm in found if alarm.release == new.release)
