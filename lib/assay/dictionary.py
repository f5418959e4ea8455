"""The data dictionary: what every source holds, written from its contract and its releases.

`python -m assay.dictionary` writes `docs/data-dictionary.md`; a test keeps the page current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project, find_project
from assay.releases import (
    Contract,
    Field,
    LeftOut,
    Table,
    list_releases,
    list_sources,
    read_calendar,
    read_contract,
    read_left_out,
)

MODES: Final = {
    "replace": "The newest release stands for all earlier ones.",
    "accumulate": "Each release adds rows; the column `release` tells them apart.",
    "running": "Rows are never revised; a column says from which day each was public.",
}
CUSTODY: Final = {
    "publisher": "the publisher's own file",
    "third_party_copy": "a copy that a third party kept",
    "transcribed": "typed from the publisher's page",
    "press": "typed from, or known through, other people's pages",
}
FRAMES: Final = {
    "register": "complete for what it covers",
    "list": "a list: what is not in it may still exist, so a count is a floor and no share follows",
}
STATUSES: Final = {
    "reported": "printed as a number",
    "estimated": "printed as an estimate, or calculated by the publisher",
    "derived": "computed by this project from printed numbers",
    "zero": "printed as 0",
    "more_than": "printed with “more than” or “at least”",
    "less_than": "printed with “less than” or “up to”",
    "withheld": "known to the publisher and not published",
    "not_available": "the publisher says that there is no figure; or prints one that cannot be "
    "right, and `corrected` has it",
    "included_elsewhere": "counted in another row",
    "not_applicable": "the column does not apply to the row",
    "empty_cell": "the cell is empty and nothing says why",
    "net_exporter": "printed as E: exports exceed imports, so reliance on imports is no number",
}
INTRODUCTION: Final = """\
# Data dictionary

Written from `data/releases` by `python -m assay.dictionary`; a test keeps it current. A list of the
sources, the words used, then one section per source: what is held, since when it was public, whose
copy it is, and what each column means. The desk adds two columns to every table: `release` and
`released_on`.
"""


def data_dictionary(project: Project) -> str:
    """The dictionary of every source with a contract, as Markdown, in alphabetical order.

    ReleaseError when a contract or a descriptor cannot be read.
    """
    held = [
        (read_contract(project, source), list_releases(project, source))
        for source in list_sources(project)
    ]
    parts = [INTRODUCTION, *_overview(held), *_vocabulary()]
    for contract, releases in held:
        listed = len(read_calendar(project, contract.source))
        parts += _source(contract, releases, listed)
    return "\n".join([*parts, *_left_out(read_left_out(project))])


def write_dictionary(project: Project) -> Path:
    """Write `docs/data-dictionary.md` and return its path."""
    path = project.root / "docs" / "data-dictionary.md"
    path.write_text(data_dictionary(project), encoding="utf-8")
    return path


def _overview(held: Sequence[tuple[Contract, Sequence[Release]]]) -> Iterator[str]:
    """Every source in one line: whose it is, how many releases are held, the newest one's day."""
    yield "## Sources\n"
    header = ("source", "what", "publisher", "releases", "newest", "tables")
    yield from _rows(
        header,
        (
            (
                f"`{contract.source}`",
                contract.title,
                contract.publisher,
                str(len(releases)),
                _newest(releases),
                ", ".join(f"`{table.name}`" for table in contract.tables),
            )
            for contract, releases in held
        ),
    )


def _newest(releases: Sequence[Release]) -> str:
    return str(releases[-1].released_on) or "not known" if releases else ""


def _left_out(files: Sequence[LeftOut]) -> Iterator[str]:
    """The provider's files of which no release is made, under the reason why."""
    if not files:
        return
    yield "## Files not ingested\n"
    yield (
        "Of `data/sources/not_ingested.csv`. A test walks the provider's files and fails for one "
        "that is neither in a release nor here.\n"
    )
    by_reason: dict[str, list[str]] = {}
    for file in files:
        by_reason.setdefault(file.reason, []).append(f"`{file.path}`")
    rows = ((", ".join(paths), reason) for reason, paths in by_reason.items())
    yield from _rows(("files", "why"), rows)


def _vocabulary() -> Iterator[str]:
    yield "## Words used in every table\n"
    yield from _rows(("status", "the value is"), STATUSES.items())
    yield from _rows(("custody", "the bytes are"), CUSTODY.items())


def _source(contract: Contract, releases: Sequence[Release], listed: int) -> Iterator[str]:
    yield f"## `{contract.source}`: {contract.title}\n"
    yield f"Publisher: {contract.publisher}. {MODES[contract.mode]}"
    revision = f"Typical revision of a figure: {contract.typical_revision:.1%}."
    yield f"{revision} {_calendar(contract, listed)}\n"
    if releases:
        header = ("release", "public on", "data through", "custody", "grade", "may be passed on")
        yield from _rows(header, (_release(release) for release in reversed(releases)))
        yield from _notes(releases)
    else:
        yield "No release is held.\n"
    for table in contract.tables:
        held = [release.release for release in releases if table.name in release.tables]
        yield from _table(contract, table, held)


def _calendar(contract: Contract, listed: int) -> str:
    if listed:
        return f"Releases known to exist, held or not: {listed}."
    if contract.mode == "running":
        return "No release calendar is needed: the rows say when they were public."
    return "No release calendar: what was public on an earlier day is not known."


def _release(release: Release) -> tuple[str, ...]:
    day = str(release.released_on)
    if release.released_on_status != "seen":
        day = f"{day} (inferred)" if day else "not known"
    replaced = f" (see {release.superseded_by})" if release.superseded_by else ""
    return (
        f"`{release.release}`{replaced}",
        day,
        str(release.data_through) or "not known",
        release.custody,
        release.grade,
        release.redistribute,
    )


def _notes(releases: Sequence[Release]) -> Iterator[str]:
    """One line per different note; pages of one transcription share theirs."""
    by_note: dict[str, list[str]] = {}
    for release in reversed(releases):
        if release.notes:
            by_note.setdefault(release.notes, []).append(f"`{release.release}`")
    for note, names in by_note.items():
        who = "All releases" if len(names) == len(releases) > 1 else ", ".join(names)
        yield f"- {who}: {note}"
    yield ""


def _table(contract: Contract, table: Table, held: Sequence[str]) -> Iterator[str]:
    yield f"### `{contract.source}.{table.name}`: {table.title}\n"
    public = f" Public from the day in `{table.public_from}`." if table.public_from else ""
    key = ", ".join(f"`{name}`" for name in table.primary_key)
    unique = f" One row per {key}." if key else ""
    yield f"A row is {table.row}. It is {FRAMES[table.frame]}.{unique}{public}"
    yield f"In {_in_releases(held)}.\n"
    columns = ((f"`{field.name}`", field.type, _meaning(field)) for field in table.fields)
    yield from _rows(("column", "type", "meaning"), columns)


def _in_releases(held: Sequence[str]) -> str:
    if not held:
        return "no release that is held"
    if len(held) > 8:
        return f"{len(held)} releases"
    return ", ".join(f"`{name}`" for name in held)


def _meaning(field: Field) -> str:
    """The description, the closed list of values, and whether the cell may be empty."""
    parts = [field.description]
    if field.enum and not set(field.enum) <= set(STATUSES):
        parts.append("One of " + ", ".join(f"`{value}`" for value in field.enum))
    if not field.required:
        parts.append("May be empty")
    return ". ".join(parts)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, with an empty line after it."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


if __name__ == "__main__":
    write_dictionary(find_project())
