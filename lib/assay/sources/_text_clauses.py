"""Stored legal texts: their provenance, coded passages cut to quotations, counted terms.

A passage is only ever copied from the stored text at its offset, never typed. Where a coding can
be repeated by a fixed pattern, code repeats it and says whether it agrees; there is one human
coder, and `second_coder` stays empty until there is another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.errors import at
from assay.releases import Cell
from assay.sources._delimited import Row, fault, read_rows, read_text

CLAUSES: Final = "../research/clauses.csv"
CLAUSES_HEADER: Final = (
    "text_id clause_topic coded_value passage file char_offset coder text_seen note".split()
)
MOST_WORDS: Final = 25

# Which words of a passage decide its coding, tried in order: a cut quotation keeps them.
DECIDING: Final[Mapping[str, tuple[str, ...]]] = {
    "consultation_hours": (r"24\)? (?:hours|годин)", r"immediately", r"consult together"),
    "duration_years": (r"\b(?:ten|10)\b", r"десяти", r"twenty years"),
    "courts": (r"national or international court", r"consultation"),
    "ratification": (r"internal legal procedures", r"signature|підписання|ratified"),
    "assurance_wording": (
        r"security commitments",
        r"security guarantees?",
        r"ГАРАНТІЇ|ГАРАНТИЯХ|Assurances",
    ),
    "money_named": (
        r"0\.25%|SEK 75 billion|NOK 75 billion|4\.5 billion US dollars|EUR 50 billion",
        r"4 billion EUR|110 млн|five million euros|appropriation",
        r"\d+ (?:m|b)illion",
    ),
    "security_guarantee": (r"swift and sustained", r"швидку та сталу", r"rapidly increase"),
}
# A coding repeated by code: topic -> (term counted, codings for which it must occur).
REPEATED: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "consultation_hours": ("hours_24", frozenset({"24", "24, where possible"})),
    "duty_to_use_force": ("force_undertaken", frozenset({"each_decides"})),
    "duration_years": ("years_10", frozenset({"10", "10 (review)"})),
}
# term -> pattern by language, searched without regard to case
TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "guarantee": {"English": r"\bguarant\w*", "Ukrainian": r"\bгарант\w*"},
    "security_guarantee": {
        "English": r"\bsecurity\s+guarant\w*|\bguarant\w*\s+of\s+(?:\w+\s+)?security",
        "Ukrainian": r"\bгаранті\w*\s+безпеки|\bбезпеков\w*\s+гарант\w*",
    },
    "assurance": {"English": r"\bassurance\w*", "Ukrainian": r"\bзапевнен\w*"},
    "commitment": {"English": r"\bcommitment\w*", "Ukrainian": r"\bзобов.язан\w*"},
    "hours_24": {
        "English": r"\b24\s*hours?\b|\btwenty[- ]four\b",
        "Ukrainian": r"\b24\s+годин\w*",
    },
    "years_10": {
        "English": r"\b(?:ten|10)(?:\s*\((?:ten|10)\))?[\s-]+years?\b",
        "Ukrainian": r"\bдесяти\s+років",
    },
    "force_undertaken": {
        "English": r"\b(?:will|shall|would|undertakes?|commits?)\b[^.;]{0,300}"
        r"(?:use of (?:armed |military )?force|\b(?:send|deploy)\s+(?:its\s+)?(?:troops|forces))",
        "Ukrainian": r"(?:надасть|буде|зобов.яз\w+)[^.;]{0,300}"
        r"(?:застосування\s+(?:збройної\s+)?сили|введення\s+військ)",
    },
    "notice_6_months": {
        "English": r"\b(?:6|six)\s+months\s+after\b[^.]*\bnotification\b",
        "Ukrainian": r"\bшіст\w+\s+місяц\w+\s+після\b[^.]*\bповідомлення\b",
    },
    "assistance_to_partner": {
        "English": r"\baggression\s+against\s+the\s+(?:United\s+Kingdom|UK)\b[^.]*\bassistance\b",
        "Ukrainian": r"\bагресі\w*\s+проти\s+Італії\b[^.]*\bдопомог\w*",
    },
}
MEASURED: Final[Mapping[str, str]] = {
    "consultation_hours": "hours",
    "duration_years": "years",
    "revenue_share": "percent",
}


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text as PROVENANCE.md describes it, checked against the stored file."""

    file: str
    title: str
    dated: str
    language: str
    text_seen: str
    read_from: str
    missing: str
    sha256: str
    content: str


def read_stored_texts(provenance: Path, texts: Sequence[Path]) -> dict[str, StoredText]:
    """Every text by file name. SourceError when a file, hash or length is not as described."""
    stored = {path.name: path for path in texts}
    found: dict[str, StoredText] = {}
    for number, line in enumerate(read_text(provenance).splitlines(), start=1):
        if not line.startswith("| `") or line.count("|") not in {9, 11}:
            continue
        text = _describe(line, at(provenance.name, number), stored)
        found[text.file] = text
    if unknown := sorted(set(stored) - set(found)):
        raise fault("no provenance for this text", provenance.name, ", ".join(unknown))
    return found


def _describe(line: str, place: str, stored: Mapping[str, Path]) -> StoredText:
    cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split(" | ")]
    if len(cells) == 8:
        file, title, dated, language, read_from, length, sha256, missing = cells
        seen = "full"
    elif len(cells) == 10:
        file, title, dated, language, read_from, seen, length, missing, _, sha256 = cells
    else:
        raise fault("not a row about a text", place, f"{len(cells)} cells", "8 or 10")
    file = file.strip("` ")
    if file not in stored:
        raise fault("the text is missing", place, "", file)
    raw = stored[file].read_bytes()
    if (digest := hashlib.sha256(raw).hexdigest()) != sha256:
        raise fault("the text is not the one described", file, digest[:12], sha256[:12])
    content = raw.decode("utf-8")
    if len(content) != int(length):
        raise fault("the text has another length", file, str(len(content)), length)
    return StoredText(file, title, dated, language, seen, read_from, missing, sha256, content)


def read_titles(provenance: Path) -> dict[str, tuple[str, str]]:
    """Title and date of every stored text by file name, without opening the texts."""
    rows = re.finditer(r"^\| `([^`]+)` \| (.+?) \| ([\d-]+) \|", read_text(provenance), re.M)
    return {row[1]: (row[2], row[3]) for row in rows}


def read_clauses(path: Path) -> list[Row]:
    """Rows of clauses.csv, reports included."""
    return list(read_rows(path, CLAUSES_HEADER))


def quote_clause(row: Row, text: StoredText) -> tuple[str, int | None]:
    """The passage cut to 25 words and its offset, or ("", None) when the row has no passage.

    SourceError when the passage is not what stands at its offset in the stored text.
    """
    if not row["passage"]:
        return "", None
    offset = row.whole("char_offset")
    standing = text.content[offset : offset + len(row["passage"])]
    if standing != row["passage"]:
        place = row.at("char_offset")
        raise fault("the passage does not stand there", place, standing[:40], row["passage"][:40])
    start, end = cut_passage(row["passage"], DECIDING.get(row["clause_topic"], ()))
    return row["passage"][start:end], offset + start


def cut_passage(passage: str, deciding: Sequence[str]) -> tuple[int, int]:
    """Where to cut so that at most 25 words of one line stay, with the deciding words if any.

    `deciding` are patterns, tried in order; the first that occurs is kept, with up to five
    words after it. Without one, the cut keeps the beginning.
    """
    matches = (re.search(pattern, passage) for pattern in deciding)
    match = next((found for found in matches if found), None)
    begin, end = match.span() if match else (0, 0)
    line_start = passage.rfind("\n", 0, begin) + 1
    line_end = passage.find("\n", end) if "\n" in passage[end:] else len(passage)
    words = [found.span() for found in re.compile(r"\S+").finditer(passage, line_start, line_end)]
    last = next((number for number, (_, stop) in enumerate(words) if stop >= end), 0)
    first = 0 if last < MOST_WORDS else min(last + 6, len(words)) - MOST_WORDS
    kept = words[first : first + MOST_WORDS]
    return kept[0][0], kept[-1][1]


def count_terms(text: StoredText) -> dict[str, tuple[str, int]]:
    """Pattern and number of matches of every term in a text."""
    counted = {}
    for term, patterns in TERMS.items():
        pattern = patterns[text.language]
        hits = len(re.findall(pattern, text.content, flags=re.IGNORECASE))
        counted[term] = (pattern, hits)
    return counted


def check_by_code(topic: str, coded_value: str, text: StoredText) -> str:
    """`agrees` or `disagrees` when a fixed pattern can repeat the coding, else empty."""
    if text.text_seen != "full" or topic not in REPEATED:
        return ""
    term, needs_it = REPEATED[topic]
    if topic == "duration_years" and coded_value not in needs_it:
        return ""
    occurs = count_terms(text)[term][1] > 0
    return "agrees" if occurs == (coded_value in needs_it) else "disagrees"


def presence_of(coded_value: str) -> str:
    """Whether the clause is there: present, absent, not_in_excerpt or none_reported."""
    if coded_value in {"absent", "neither", "not_found"}:
        return "absent"
    if coded_value in {"absent in what was seen", "not_in_what_was_seen"}:
        return "not_in_excerpt"
    return "none_reported" if coded_value == "none_reported" else "present"


def measure_of(topic: str, coded_value: str) -> tuple[Cell, str]:
    """The number and unit a coding begins with, for topics that have one."""
    number = re.match(r"\d+", coded_value)
    if topic not in MEASURED or not number:
        return None, ""
    return Decimal(number.group()), MEASURED[topic]
