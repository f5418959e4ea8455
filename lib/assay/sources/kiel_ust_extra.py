"""Kiel tracker, sheets beside the main ones: EU shares, weapons, procurement, single activities.

The same uploads as releases of `kiel_ust`, under the same names: those releases were written
first and are immutable, so what else the uploads hold is a source of its own. The members'
shares of EU aid are the same money as the EU institutions' own row: count one or the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import Rows, expect_files, month_span
from assay.sources._kiel_facts import READ_FROM
from assay.sources._kiel_facts import RELEASES as MAIN
from assay.sources._kiel_figures import SUMMARY
from assay.sources._kiel_rows import TYPES, donor_of, month_of, tracked_until, value_of

EU_SHARES: Final = (
    "country iso bilateral_pct_gdp eu_share_pct_gdp total_pct_gdp eu_share_bn".split()
)
WEAPONS: Final = "donor category number_of_weapons monetary_value_eur weapons_list".split()
PROCUREMENT: Final = "year month stockpile procurement unspecified nato_purl".split()
INFO: Final = "release period date label".split()
ACTIVITIES: Final = (
    "giver dato kategori maal verdi_eur verdi_eur_redistr verdi_eur_activity maaned_nr "
    "maaned_finnes verdi_eur_mrd"
).split()
WITH_EU: Final = (
    "land er_eu_medlem er_geografisk_europa financial_allocation humanitarian_allocation "
    "military_allocation total_allocation financial_commitment humanitarian_commitment "
    "military_commitment total_commitment total_allocation_inkl_eu total_commitment_inkl_eu"
).split()
DISBURSEMENTS: Final = "giver er_eu_medlem aar maaned verdi_eur_mrd".split()
STAGES: Final = {"Allocation": "allocated", "Commitment": "committed"}
SAME_MONEY: Final = (
    "The members' shares of EU aid are the same money as the EU institutions' row in kiel_ust. "
)


def _facts(release: str, folder: str, names: str, what: str, notes: str) -> ReleaseFacts:
    main = MAIN[release]
    return replace(
        main,
        title=f"{main.title.split(':')[0].split(', first')[0].split(', corrected')[0]}: {what}",
        files=tuple(f"aid/{folder}/{name}.csv" for name in names.split()),
        notes=notes,
    )


WEB: Final = "release_info eu_aid_shares weapons procurement_trends"
WEB_NOTES: Final = (
    SAME_MONEY + "Weapons are tanks, infantry fighting vehicles, howitzers, rocket launchers and "
    "air defence only. Procurement with PURL sums to 168.05, not to the military allocations of "
    "172.99: it is no breakdown of them."
)
RELEASES: Final[dict[str, ReleaseFacts]] = {
    "19": _facts(
        "19",
        "kiel_release_20_third_party_database",
        "a_summary_EUR",
        "shares of EU aid",
        SAME_MONEY + "Number inferred: see kiel_ust, release 19.",
    ),
    "28": _facts(
        "28",
        "kiel_release_28_third_party_extract",
        "bilateral_activities financial_disbursements country_summary_eu",
        "activities, disbursements, shares of EU aid",
        SAME_MONEY + "Third-party extract, 10 of about 89 columns, Norwegian headers. 284 rows "
        "have no date (EUR 17.21 bn). The extract of disbursements leaves out months of 0. "
        "Slovenia's humanitarian activities sum to 0.0067 bn more than its summary. Left out: "
        "the monthly series of the same folder, which drops the undated rows.",
    ),
    "29-first": _facts(
        "29-first",
        "kiel_release_29_website_2026-07-27_before_fix",
        WEB,
        "EU shares, weapons, procurement (first web files)",
        "Defective first upload: the values of weapons were converted at wrong rates. " + WEB_NOTES,
    ),
    "29-corrected": _facts(
        "29-corrected",
        "kiel_release_29_website_2026-08-04",
        WEB,
        "EU shares, weapons, procurement (corrected web files)",
        WEB_NOTES,
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write what `release` holds beside the tables of `kiel_ust`; units as in each row."""
    facts = expect_files("kiel_ust_extra", release, RELEASES, files)
    tables = READERS[release](*files)
    raw = [(path, READ_FROM[release]) for path in files]
    return write_release(project, "kiel_ust_extra", release, facts, tables, raw)


def _read_figures(summary: Path) -> dict[str, Rows]:
    """Release 19: each member's share of EU and Investment Bank aid, from the country summary."""
    rows: Rows = []
    for row in read_rows(summary, SUMMARY):
        if row["eu_member"] == "1":
            donor = donor_of(row["country"], row.at("country"))
            for word, stage in (("allocations", "allocated"), ("commitments", "committed")):
                for measure, column in (
                    ("eu_share", f"share_in_total_eu_{word}__billion"),
                    ("bilateral_and_eu_share", f"total_bilateral_and_eu_{word}__billion"),
                ):
                    value = row.number(column)
                    rows.append(_share("19", donor, stage, measure, value))
    return {"eu_shares": rows}


def _read_web(release: str, info: Path, shares: Path, weapons: Path, buys: Path) -> dict[str, Rows]:
    _check_info(info, release)
    return {
        "eu_shares": list(_read_web_shares(release, shares)),
        "weapons": list(_read_weapons(release, weapons)),
        "procurement": list(_read_procurement(buys)),
    }


def _check_info(path: Path, release: str) -> None:
    """The upload says which release it is, and of which day."""
    row = next(read_rows(path, INFO), Row(dict.fromkeys(INFO, "").items(), path.name, 1))
    found = (row["release"], row["date"])
    wanted = (release.split("-")[0], MAIN[release].released_on)
    if found != wanted:
        place = row.at("date")
        raise fault("files of another upload", place, " of ".join(found), " of ".join(wanted))


def _read_web_shares(release: str, path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, EU_SHARES):
        donor = donor_of(row["country"], row.at("country"))
        for column, measure, unit in (
            ("eu_share_bn", "eu_share", "EUR bn"),
            ("bilateral_pct_gdp", "bilateral", "percent"),
            ("eu_share_pct_gdp", "eu_share", "percent"),
            ("total_pct_gdp", "bilateral_and_eu_share", "percent"),
        ):
            value = row.number(column)
            yield _share(release, donor, "allocated", measure, value, unit)


def _read_weapons(release: str, path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, WEAPONS):
        value = row.number("monetary_value_eur")
        yield {
            **donor_of(row["donor"], row.at("donor")),
            **tracked_until(release),
            "category": row["category"],
            "units": row.whole("number_of_weapons"),
            **value_of(value, "EUR", known="estimated"),
            "items": row["weapons_list"],
        }


def _read_procurement(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, PROCUREMENT):
        for channel in PROCUREMENT[2:]:
            value = row.number(channel)
            yield {**month_of(row), "channel": channel, **value_of(value)}


def _read_extract(activities: Path, disbursements: Path, with_eu: Path) -> dict[str, Rows]:
    return {
        "activities": list(_read_activities(activities)),
        "disbursements": list(_read_disbursements(disbursements)),
        "eu_shares": list(_read_with_eu(with_eu)),
    }


def _read_activities(path: Path) -> Iterator[dict[str, Cell]]:
    """One row per sub-activity. A commitment row prints 0 as its allocated value: no zero."""
    for row in read_rows(path, ACTIVITIES):
        kind, stage = row["kategori"].lower(), STAGES.get(row["maal"], "")
        if kind not in TYPES or not stage:
            place = row.at("kategori" if kind not in TYPES else "maal")
            raise fault("not a known kind", place, row["kategori"], ", ".join(TYPES))
        value = row.number("verdi_eur")
        measured = value_of(value, "EUR")
        if stage == "committed":
            measured |= {"value": None, "status": "not_applicable"}
        spread = row.number("verdi_eur_redistr")
        yield {
            "line": row.line,
            **donor_of(row["giver"], row.at("giver")),
            "aid_type": kind,
            "stage": stage,
            **_announced(row),
            **measured,
            "value_spread": None if stage == "committed" else spread,
        }


def _announced(row: Row) -> dict[str, Cell]:
    """The day where there is one, else the tracker's month (1 is January 2022), else nothing."""
    if row["dato"]:
        day = row.day("dato")
        return {"announced_from": day, "announced_to": day, "date_precision": "day"}
    if row["maaned_finnes"] != "True":
        return {"announced_from": None, "announced_to": None, "date_precision": "unknown"}
    number = row.whole("maaned_nr", "a month number")
    span = month_span(2022 + (number - 1) // 12, (number - 1) % 12 + 1)
    return {
        "announced_from": span["period_start"],
        "announced_to": span["period_end"],
        "date_precision": "month",
    }


def _read_disbursements(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, DISBURSEMENTS):
        month = month_of(row, "aar", "maaned")
        value = row.number("verdi_eur_mrd")
        yield {**donor_of(row["giver"], row.at("giver")), **month, **value_of(value)}


def _read_with_eu(path: Path) -> Iterator[dict[str, Cell]]:
    """The share is what the total with EU aid has over the bilateral total."""
    for row in read_rows(path, WITH_EU):
        if row["er_eu_medlem"] != "True":
            continue
        donor = donor_of(row["land"], row.at("land"))
        for column, stage in (("total_allocation", "allocated"), ("total_commitment", "committed")):
            own = row.number(column)
            with_eu = row.number(f"{column}_inkl_eu")
            if with_eu < own:
                place = row.at(f"{column}_inkl_eu")
                raise fault("less with EU aid than without", place, str(with_eu), f"over {own}")
            yield _share("28", donor, stage, "bilateral_and_eu_share", with_eu)
            yield _share("28", donor, stage, "eu_share", with_eu - own, known="derived")


def _share(
    release: str,
    donor: dict[str, Cell],
    stage: str,
    measure: str,
    value: Decimal,
    unit: str = "EUR bn",
    known: str = "reported",
) -> dict[str, Cell]:
    return {
        **donor,
        **tracked_until(release),
        "stage": stage,
        "measure": measure,
        **value_of(value, unit, known),
    }


READERS: Final[dict[str, Callable[..., dict[str, Rows]]]] = {
    "19": _read_figures,
    "28": _read_extract,
    "29-first": lambda *files: _read_web("29-first", *files),
    "29-corrected": lambda *files: _read_web("29-corrected", *files),
}
