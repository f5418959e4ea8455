"""What a stored legal text does not say of itself: kind, parties, status, when it was public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

PARTNERS: Final[Mapping[str, str]] = {
    "gbr": "United Kingdom", "deu": "Germany", "fra": "France", "dnk": "Denmark",
    "can": "Canada", "ita": "Italy", "nld": "Netherlands", "fin": "Finland", "lva": "Latvia",
    "esp": "Spain", "bel": "Belgium", "prt": "Portugal", "swe": "Sweden", "nor": "Norway",
    "isl": "Iceland", "jpn": "Japan", "usa": "United States", "eur": "European Union",
    "est": "Estonia", "ltu": "Lithuania", "pol": "Poland", "lux": "Luxembourg",
    "rou": "Romania", "cze": "Czechia", "svn": "Slovenia", "irl": "Ireland", "hrv": "Croatia",
    "alb": "Albania", "grc": "Greece",
}  # fmt: skip


class TextFacts(NamedTuple):
    """What the stored file does not say of itself. `public_on`: when anyone could read it."""

    kind: str
    parties: str
    status: str
    public_on: str
    public_on_basis: str


OTHERS: Final[Mapping[str, TextFacts]] = {
    "lt-nato-1949": TextFacts("treaty", "members of NATO (Ukraine is not one)", "in_force",
                              "1949-04-04", "signed"),
    "lt-budapest-1994": TextFacts("memorandum", "Ukraine; Russia; United Kingdom; United States",
                                  "signed", "1994-12-19", "published"),
    "lt-budapest-1994-uk": TextFacts("memorandum", "Ukraine; Russia; United Kingdom; United States",
                                     "signed", "1994-12-19", "published"),
    "lt-budapest-1994-ru": TextFacts("memorandum", "Belarus; Russia; United Kingdom; United States",
                                     "signed", "1995-01-13", "published"),
    "lt-g7-vilnius-2023": TextFacts("declaration", "G7; European Union", "adopted", "2023-07-12",
                                    "published"),
    "lt-paris-2026": TextFacts("declaration", "Coalition of the Willing; Ukraine", "adopted",
                               "2026-01-06", "published"),
    "lt-us-ua-fund-2025-04-30": TextFacts("fund_agreement", "United States; Ukraine", "in_force",
                                          "2025-05-01", "published"),
    "lt-us-draft-2025-02-25": TextFacts("draft_agreement", "United States; Ukraine", "draft",
                                        "2025-02-26", "reported"),
    "lt-us-draft-2025-02-21": TextFacts("draft_agreement", "United States; Ukraine", "draft",
                                        "2025-02-28", "reported"),
    "lt-28-point-2025": TextFacts("peace_plan", "draft of the United States", "draft",
                                  "2025-11-21", "reported"),
}  # fmt: skip
PRESS_COPIES: Final = (
    "lt-us-ua-fund-2025-04-30",
    "lt-us-draft-2025-02-25",
    "lt-us-draft-2025-02-21",
    "lt-28-point-2025",
)
# Rows of legal_texts_raw.csv about texts of which no word is held.
NOT_HELD: Final[Mapping[str, TextFacts]] = {
    "lt-us-draft-2025-02-07": TextFacts("draft_agreement", "", "draft", "2025-02-17", "reported"),
    "lt-us-draft-2025-02-14": TextFacts("draft_agreement", "", "draft", "2025-02-22", "reported"),
    "lt-us-draft-2025-03": TextFacts("draft_agreement", "", "draft", "2025-03-28", "reported"),
    "lt-moi-2025-04-17": TextFacts("memorandum_of_intent", "", "signed", "2025-04-18", "reported"),
    "lt-lpa-2025-05-13": TextFacts("commercial_agreement", "", "signed", "2025-07-31",
                                   "reported"),
    "lt-us-guarantee-annex-2025-11": TextFacts("guarantee_document", "", "draft", "2025-11-30",
                                               "reported"),
    "lt-intent-uk-fr-ua-2026": TextFacts("declaration_of_intent", "", "signed", "2026-01-06",
                                         "reported"),
    "lt-us-ua-guarantee-2026": TextFacts("guarantee_document", "", "draft", "2026-01-31",
                                         "reported"),
}  # fmt: skip
SECURITY_FILES: Final = tuple(
    f"sec_{code}_{day}_{language}.txt"
    for code, day, language in (
        ("alb", "2025-01-21", "en"), ("bel", "2024-05-28", "en"), ("can", "2024-02-24", "en"),
        ("cze", "2024-07-18", "en"), ("deu", "2024-02-16", "en"), ("dnk", "2024-02-23", "en"),
        ("esp", "2024-05-27", "en"), ("est", "2024-06-27", "en"), ("eur", "2024-06-27", "en"),
        ("fin", "2024-04-03", "en"), ("fra", "2024-02-16", "en"), ("gbr", "2024-01-12", "en"),
        ("hrv", "2024-10-09", "en"), ("irl", "2024-09-04", "en"), ("isl", "2024-05-31", "en"),
        ("ita", "2024-02-24", "uk"), ("jpn", "2024-06-13", "en"), ("ltu", "2024-06-27", "en"),
        ("lux", "2024-07-10", "en"), ("lva", "2024-04-11", "en"), ("nld", "2024-03-01", "en"),
        ("nor", "2024-05-31", "en"), ("pol", "2024-07-08", "en"), ("prt", "2024-05-28", "en"),
        ("rou", "2024-07-11", "en"), ("svn", "2024-07-18", "en"), ("swe", "2024-05-31", "en"),
        ("usa", "2024-06-13", "en"),
    )
)  # fmt: skip
OTHER_FILES: Final = (
    "north_atlantic_treaty_1949_en.txt",
    "budapest_memorandum_1994_en_excerpt.txt",
    "budapest_memorandum_1994_uk_excerpt.txt",
    "budapest_memorandum_belarus_1994_ru_title_excerpt.txt",
    "g7_joint_declaration_vilnius_2023-07-12_en_excerpt.txt",
    "paris_declaration_2026-01-06_en_excerpt.txt",
    "us_ukraine_fund_agreement_2025-04-30_en_excerpt.txt",
    "us_ukraine_draft_2025-02-25_en_excerpt.txt",
    "us_ukraine_draft_2025-02-21_en_ocr_excerpt.txt",
    "reported_28_point_plan_2025-11-20_en_excerpt.txt",
)


def facts_of(text_id: str, dated: str = "") -> TextFacts:
    """Kind, parties, status and date of a text. `dated` is used for security agreements."""
    if text_id in OTHERS:
        return OTHERS[text_id]
    partner = PARTNERS[text_id.split("-")[1]]
    return TextFacts("security_agreement", f"Ukraine; {partner}", "signed", dated, "signed")


def translation_note(text_id: str) -> str:
    """Which language is authentic, where the stored text is not in it."""
    return {
        "sec-fra-2024": "signed in French and Ukrainian only; the English is a translation",
        "sec-ita-2024": "held in Ukrainian only; the English text prevails by its last sentence",
    }.get(text_id, "")
