"""data/crosswalks: printed names to ours, and registered sets of countries and donors.

Sets have members by ISO3 code; EU institutions are a donor of their own, with the code EUI.
"""

from __future__ import annotations

from dataclasses import dataclass

from assay.errors import CuratedError, Fault, at
from assay.paths import Project
from assay.spreadsheets import read_sheet

SETS = "sets.csv"
HEADER = ["set_id", "member", "member_code", "source", "citation"]


@dataclass(frozen=True, slots=True)
class SetMember:
    """One member of a registered set. `source` is empty where the set holds for every source."""

    set_id: str
    member: str
    member_code: str
    source: str
    citation: str


def read_lookup(project: Project, name: str, header: list[str]) -> list[dict[str, str]]:
    """The rows of one file of data/crosswalks. CuratedError when there is none, or it has other
    columns.
    """
    path = project.data / "crosswalks" / name
    if not path.is_file():
        todo = "Restore it from git."
        raise CuratedError(Fault("there is no such file", project.relative(path), todo=todo))
    return [row.cells for row in read_sheet(path, header)]


def read_sets(project: Project) -> dict[str, tuple[SetMember, ...]]:
    """Every registered set with its members. CuratedError names a faulty row."""
    sets: dict[str, list[SetMember]] = {}
    for line, row in enumerate(read_lookup(project, SETS, HEADER), start=2):
        member = SetMember(**row)
        known = sets.setdefault(member.set_id, [])
        if any(other.member_code == member.member_code for other in known):
            place = at(SETS, line, "member_code")
            raise CuratedError(Fault("a member twice in one set", place, member.member_code))
        known.append(member)
    return {name: tuple(members) for name, members in sets.items()}
