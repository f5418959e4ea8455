"""The page that lies on top of an export: what is here, whose it is, what is not here."""

from __future__ import annotations

from collections.abc import Sequence

from assay.export.record import LeftOut, Record

FORMS = {
    "datapackage": "`datapackage/`: a Data Package, CSV with a description of every column.",
    "sqlite": "`sqlite/`: one SQLite file; `datasette sqlite/assay.db --metadata "
    "sqlite/metadata.json` shows it in a browser.",
    "parquet": "`parquet/`: one Parquet file a table, decimals and dates typed.",
    "spreadsheet": "`spreadsheet/`: CSV to open in a spreadsheet. Text that would run as a formula "
    "has a ' before it; for anything but reading take the Data Package.",
}


def readme_of(record: Record, formats: Sequence[str], reviews: int) -> str:
    """The text of README.md. `reviews` is how many ClaimReview files were written."""
    lines = [f"# {record.title}", "", f"As of {record.as_of}, the newest release held.", ""]
    lines += [f"- {FORMS[name]}" for name in formats if name in FORMS]
    if "claimreview" in formats:
        lines.append(f"- {_reviews(reviews)}")
    lines += [
        "- `SHA256SUMS`: the hash of every file; `sha256sum -c SHA256SUMS` compares them.",
        "",
        "The tables `claims`, `readings`, `findings`, `verdicts` are the project's own; a verdict "
        "whose `sign_off` is `draft` or `changed` has not been signed by two people as it stands. "
        "`sources`, `releases`, `calendar` and `columns` describe the data. A table "
        "`<source>__<table>` has the rows of every release that may be passed on; releases are "
        "vintages of one series: choose one, never add them up.",
        "",
        "Claims were picked. Counts, shares and ranks by speaker or side mean nothing.",
        "",
        "## Whom the record rests on",
        "",
        "Findings rest on all of these, those whose rows are left out too. Cite them.",
        "",
        *(f"- {line}" for line in record.citations),
        "",
        "## What is left out",
        "",
        *_left_out(record.left_out),
    ]
    return "\n".join(lines) + "\n"


def _reviews(count: int) -> str:
    if count:
        return f"`claimreview/`: ClaimReview as JSON-LD, {count} signed claims."
    return (
        "No ClaimReview: it is written only for a rated claim that two people signed as it is, and "
        "whose page has an address (`reports/desk.toml`)."
    )


def _left_out(left_out: Sequence[LeftOut]) -> list[str]:
    if not left_out:
        return ["Nothing."]
    return [
        f"- {item.name}" + (f", {item.rows} rows" if item.kind == "table" else "") + f": {item.why}"
        + (f". {item.licence}; {item.address}" if item.licence else "")
        for item in left_out
    ]  # fmt: skip
