"""The whole record in open formats, as far as rights allow.

    export(project, Path("record"), ["datapackage", "sqlite"])

A folder is written whole or not at all, and the same record gives the same bytes. It says itself
what it leaves out, and why.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rapidfuzz import process

from assay.editions.holds import read_holds
from assay.editions.inputs import newest_date, verify_releases
from assay.editions.reports import read_desk
from assay.errors import ParameterError
from assay.export.curated import curated_tables
from assay.export.data_tables import data_tables
from assay.export.ledger_tables import Holding, history_tables, ledger_tables
from assay.export.packages import write_package
from assay.export.parquet import write_parquet
from assay.export.readme import readme_of
from assay.export.record import LeftOut, Record, RecordTable, fields_of, row_of
from assay.export.reviews import write_reviews
from assay.export.sheets import write_sheets
from assay.export.sqlite import write_sqlite
from assay.model import Check
from assay.pages import Newsdesk
from assay.paths import Project
from assay.releases import list_releases, list_sources, read_contract, sha256_of
from assay.signoff import SignOff, read_approvals, state_of

__all__ = ["FORMATS", "export"]

FORMATS = ("datapackage", "sqlite", "parquet", "claimreview", "spreadsheet")
_WRITERS = {
    "datapackage": write_package,
    "sqlite": write_sqlite,
    "parquet": write_parquet,
    "spreadsheet": write_sheets,
}


def export(
    project: Project,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    *,
    checks: Iterable[Check] | None = None,
) -> list[Path]:
    """Write the record into `folder`, one folder per format, and return every file.

    `checks` None: every claim is checked now. ParameterError for an unknown format or a folder
    that has something in it; BuildError when what was written is not valid; ReleaseError for an
    edited release. In each of these cases `folder` is as it was.
    """
    chosen = _formats(formats)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError(f"{folder} is not empty: an export overwrites nothing.")
    verify_releases(project)
    found = list(_check(project) if checks is None else checks)
    desk, approvals = read_desk(project), read_approvals(project)
    signoffs = {check.claim.claim_id: state_of(check, approvals) for check in found}
    withheld = _withheld(project, desk, found, signoffs)
    open_checks = [check for check in found if check.claim.claim_id not in withheld]
    record = _record(project, desk, open_checks, signoffs, withheld)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
    try:
        for name in chosen:
            if name in _WRITERS:
                _WRITERS[name](record, staging / name)
        reviews = 0
        if "claimreview" in chosen:
            reviews = write_reviews(
                project, open_checks, signoffs, record.as_of, staging / "claimreview"
            )
        (staging / "README.md").write_text(readme_of(record, chosen, reviews), "utf-8")
        _write_sums(staging)
        os.chmod(staging, 0o755)  # noqa: S103 (mkdtemp made it private; an export is public)
        os.replace(staging, folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _formats(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        nearest = process.extractOne(unknown[0], FORMATS, score_cutoff=50)
        perhaps = f" Perhaps {nearest[0]}?" if nearest else ""
        raise ParameterError(f"No format {unknown[0]!r}; there are {', '.join(FORMATS)}.{perhaps}")
    return tuple(name for name in FORMATS if name in formats)


def _check(project: Project) -> list[Check]:
    from assay.checks import check_claims

    return check_claims(project)


def _withheld(
    project: Project, desk: Newsdesk, checks: Sequence[Check], signoffs: Mapping[str, SignOff]
) -> dict[str, str]:
    """Claims that no page shows as they are now, and why: no export shows them either."""
    holds = read_holds(project)
    withheld = {}
    for check in checks:
        claim_id = check.claim.claim_id
        if claim_id in holds or check.claim.publication == "held":
            withheld[claim_id] = "held back by the editors"
        elif signoffs[claim_id].state == "changed":
            withheld[claim_id] = "under review: it has changed since two people signed it"
        elif desk.require_signoff and signoffs[claim_id].state != "approved":
            withheld[claim_id] = "two people have not signed it"
    return withheld


def _record(
    project: Project,
    desk: Newsdesk,
    checks: Sequence[Check],
    signoffs: Mapping[str, SignOff],
    withheld: Mapping[str, str],
) -> Record:
    holdings = tuple(
        Holding(read_contract(project, source), list_releases(project, source))
        for source in list_sources(project)
    )
    releases = tuple(release for item in holdings for release in item.releases)
    data, not_passed_on = data_tables(project, holdings)
    claims = (LeftOut("claim", name, 1, "", why) for name, why in sorted(withheld.items()))
    left_out = (*not_passed_on, *claims)
    claim_ids = [*(check.claim.claim_id for check in checks), *withheld]
    return Record(
        title=f"{desk.name}: the record",
        as_of=newest_date(releases).isoformat(),
        tables=(
            *ledger_tables(project, holdings, frozenset(table.name for table in data)),
            *curated_tables(project, checks, signoffs),
            *history_tables(project, claim_ids, frozenset(withheld)),
            _left_out_table(left_out),
            *data,
        ),
        left_out=left_out,
        citations=tuple(
            dict.fromkeys(f"{r.citation}. {r.address} ({r.licence})" for r in releases)
        ),
    )


def _left_out_table(left_out: Sequence[LeftOut]) -> RecordTable:
    described = {
        "kind": "table or claim",
        "name": "what it is",
        "rows": "its rows",
        "redistribute": "what its publisher allows: derived_only or ask",
        "why": "why it is left out",
        "licence": "its terms, in words",
        "address": "where its publisher has it",
    }
    return RecordTable(
        "left_out",
        "What is left out",
        "One row is something the project holds that is not here.",
        fields_of(LeftOut, described),
        ("kind", "name"),
        lambda: (row_of(item, tuple(described)) for item in left_out),
    )


def _write_sums(folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
