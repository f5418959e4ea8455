"""Legal texts of the war and the minerals talks: what is held, coded clauses, reported clauses.

Releases by custody: `coding-1` codes copies of official texts gathered by third parties;
`press-1` holds passages of texts known from press copies only, and what outlets said of texts
that are not public; `press-2` adds accounts filed since. The texts themselves are never
committed: only quotations of at most 25 words, cut by code from the stored file, with its hash
and the offset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._text_clauses import (
    CLAUSES,
    StoredText,
    check_by_code,
    count_terms,
    measure_of,
    presence_of,
    quote_clause,
    read_clauses,
    read_stored_texts,
)
from assay.sources._text_facts import (
    NOT_HELD,
    OTHER_FILES,
    PRESS_COPIES,
    SECURITY_FILES,
    facts_of,
    translation_note,
)
from assay.sources._text_reports import report_rows

FOLDER: Final = "texts/"
UNSEEN: Final = "../research/legal_texts_raw.csv"
RAW_HEADER: Final = (
    "id title date parties status legal_form binding_in_law security_guarantee_class "
    "security_guarantee_text duty_to_use_force consultation_clause past_aid_repayment "
    "new_aid_treatment revenue_share_percent revenue_base money_ceiling money_ceiling_currency "
    "fund_ownership_and_governance governing_law_and_disputes first_refusal_or_offtake "
    "occupied_territory_clause eu_clause ratification_or_entry_into_force source_publisher "
    "source_title source_url source_date citation_status notes"
).split()

FILES: Final = (
    CLAUSES,
    UNSEEN,
    FOLDER + "PROVENANCE.md",
    *(FOLDER + name for name in (*SECURITY_FILES, *OTHER_FILES)),
)
PLAN_COPY: Final = "https://globalnews.ca/news/11537323/ukraine-russia-peace-plan-trump-details/"
ONE_CODER: Final = (
    "One person coded the clauses; there is no second coder. Codings of hours, years and the use "
    "of force were repeated by fixed patterns (column code_check, table terms)."
)

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "coding-1": ReleaseFacts(
        title="Legal texts held and their clauses, first coding",
        files=FILES,
        address="https://github.com/Yevdokymenko/AgreementMindBot_Project",
        licence="Official texts of states, free to quote; short quotations",
        citation="Texts of the Office of the President of Ukraine and partner governments, NATO "
        "and the United Nations, as gathered by third parties; coded for this project",
        released_on="",
        released_on_status="unknown",
        data_through="2026-01-06",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="derived_only",
        notes=ONE_CODER + " Each row is public from the date of its text (public_on).",
    ),
    "press-1": ReleaseFacts(
        title="Drafts and agreements known from press copies and reports",
        files=FILES,
        address="https://kyivindependent.com/the-full-text-of-the-us-ukraine-minerals-agreement",
        licence="Facts and short quotations, with the outlet's name",
        citation="Press copies and press accounts named row by row; coded for this project",
        released_on="",
        released_on_status="unknown",
        data_through="2026-01-31",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="derived_only",
        notes=ONE_CODER + " Reports were typed from excerpts of the pages named in each row.",
    ),
    "press-2": ReleaseFacts(
        title="What outlets said of texts that are not public, with the army of the 28-point plan",
        files=FILES,
        address=PLAN_COPY,
        licence="Facts and short quotations, with the outlet's name",
        citation="Press accounts named row by row; coded for this project",
        released_on="",
        released_on_status="unknown",
        data_through="2026-01-31",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="derived_only",
        notes="All accounts of press-1 and those of the size of the army in the 28-point plan. "
        "Typed from excerpts of the pages named in each row.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the coding of the stored texts, or what is known from the press."""
    facts = expect_files("legal_texts", release, RELEASES, files)
    clauses_path, unseen_path, provenance, *texts = files
    stored = read_stored_texts(provenance, texts)
    clauses = read_clauses(clauses_path)
    named = {row["file"]: row["text_id"] for row in clauses if row["file"]}
    press = release == "press-1"
    rows = [
        _clause_row(row, stored[row["file"]])
        for row in clauses
        if row["text_seen"] != "report" and (row["text_id"] in PRESS_COPIES) == press
    ]
    _number_parts(rows)
    if release == "press-2":
        tables = {"reports": report_rows(release)}
        used = [path for path in texts if named[path.name] == "lt-28-point-2025"]
    elif press:
        tables = {"press_clauses": rows, "reports": report_rows(release)}
        used = [clauses_path, *(p for p in texts if named[p.name] in PRESS_COPIES)]
    else:
        held = {named[name]: text for name, text in stored.items()}
        tables = {
            "texts": [*_held_rows(held), *_not_held_rows(unseen_path)],
            "clauses": rows,
            "terms": _term_rows(held),
        }
        used = list(files)
    return write_release(
        project, "legal_texts", release, facts, tables, [(path, COMPILED) for path in used]
    )


def _clause_row(row: Row, text: StoredText) -> dict[str, Cell]:
    topic, coded = row["clause_topic"], row["coded_value"]
    facts = facts_of(row["text_id"], text.dated)
    quotation, offset = quote_clause(row, text)
    value, unit = measure_of(topic, coded)
    return {
        "text_id": row["text_id"],
        "kind": facts.kind,
        "parties": facts.parties,
        "status": facts.status,
        "clause_topic": topic,
        "part": 1,
        "presence": presence_of(coded),
        "coded_value": coded,
        "value": value,
        "unit": unit,
        "quotation": quotation,
        "char_offset": offset,
        "passage_words": len(row["passage"].split()),
        "file": text.file,
        "text_sha256": text.sha256,
        "text_seen": row["text_seen"],
        "coder": row["coder"],
        "second_coder": "",
        "code_check": check_by_code(topic, coded, text),
        "public_on": date.fromisoformat(facts.public_on),
        "note": row["note"],
    }


def _number_parts(rows: Sequence[dict[str, Cell]]) -> None:
    """Count the rows of one text and topic: an annex may say something else than the text."""
    seen: dict[tuple[Cell, Cell], int] = {}
    for row in rows:
        key = row["text_id"], row["clause_topic"]
        seen[key] = seen.get(key, 0) + 1
        row["part"] = seen[key]


def _held_rows(held: Mapping[str, StoredText]) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for text_id, text in sorted(held.items()):
        facts = facts_of(text_id, text.dated)
        rows.append(
            {
                "text_id": text_id,
                "title": text.title,
                "kind": facts.kind,
                "parties": facts.parties,
                "status": facts.status,
                "dated": text.dated,
                "text_seen": text.text_seen,
                "language": text.language,
                "file": text.file,
                "text_sha256": text.sha256,
                "characters": len(text.content),
                "missing": text.missing,
                "read_from": text.read_from,
                "translation_note": translation_note(text_id),
                "public_on": date.fromisoformat(facts.public_on),
                "public_on_basis": facts.public_on_basis,
            }
        )
    return rows


def _not_held_rows(path: Path) -> list[dict[str, Cell]]:
    by_id = {row["id"]: row for row in read_rows(path, RAW_HEADER)}
    rows: list[dict[str, Cell]] = []
    for text_id, facts in sorted(NOT_HELD.items()):
        if text_id not in by_id:
            raise fault("a text is missing: the file is cut off", path.name, "", text_id)
        row = by_id[text_id]
        rows.append(
            {
                "text_id": text_id,
                "title": row["title"],
                "kind": facts.kind,
                "parties": row["parties"],
                "status": facts.status,
                "dated": str(PartialDate.parse(row["date"])),
                "text_seen": "reported",
                "language": "",
                "file": "",
                "text_sha256": "",
                "characters": None,
                "missing": "everything",
                "read_from": row["source_url"] or row["source_publisher"],
                "translation_note": "",
                "public_on": date.fromisoformat(facts.public_on),
                "public_on_basis": facts.public_on_basis,
            }
        )
    return rows


def _term_rows(held: Mapping[str, StoredText]) -> list[dict[str, Cell]]:
    return [
        {
            "text_id": text_id,
            "kind": facts_of(text_id, text.dated).kind,
            "term": term,
            "pattern": pattern,
            "hits": hits,
            "language": text.language,
            "text_sha256": text.sha256,
            "public_on": date.fromisoformat(facts_of(text_id, text.dated).public_on),
        }
        for text_id, text in sorted(held.items())
        if text.text_seen == "full"
        for term, (pattern, hits) in count_terms(text).items()
    ]
