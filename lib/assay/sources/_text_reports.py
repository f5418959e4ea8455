"""What outlets said of texts that are not public, or not held in full: one row an account.

Typed for this project from excerpts of the pages named. `saw_text` is true only where the page
says that the outlet had the text before it; officials and unnamed sources never count. Reprints
of one agency are one outlet. Pages of weak hosts are named without an address.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from assay.model import PartialDate
from assay.releases import Cell
from assay.sources._text_pages import (
    ANNEX,
    AXAR_FUND,
    BABEL_RADA,
    BUSINESSLIVE,
    CHOSUN,
    COURANT_NYT,
    ESPRESO_FUND,
    GLOBAL_28,
    KATHMANDU_REUTERS,
    KI_FUND,
    KI_HANDED,
    KI_NYT,
    KINSTELLAR,
    LAWFARE,
    LIGA_28,
    LIGA_FT,
    LIGA_TELEGRAPH,
    RAZUMKOV,
    RBC_NYT,
    STAR_NYT,
    TAGESSCHAU,
    TELEGRAPH_MARCH,
    TRIBUNE_NYT,
    UP_AXIOS,
    UP_EP,
    UP_MARCH,
    UP_NBC,
    UP_RADA,
    Page,
)

DRAFT_7_FEB: Final = "lt-us-draft-2025-02-07"
DRAFT_14_FEB: Final = "lt-us-draft-2025-02-14"
DRAFT_21_FEB: Final = "lt-us-draft-2025-02-21"
DRAFT_22_FEB: Final = "lt-us-draft-2025-02-22"
DRAFT_25_FEB: Final = "lt-us-draft-2025-02-25"
DRAFT_MARCH: Final = "lt-us-draft-2025-03"
FUND: Final = "lt-us-ua-fund-2025-04-30"


FIRST: Final = "press-1"
SECOND: Final = "press-2"


class Report(NamedTuple):
    """One outlet's account of one point of one text. `number` is in `unit`.

    `since` is the first release that holds the account.
    """

    text_id: str
    topic: str
    outlet: str
    coded_value: str
    saw_text: bool
    page: Page
    number: str = ""
    unit: str = ""
    note: str = ""
    since: str = FIRST


UNDATED: Final = "by its terms; the account does not date the draft"
NO_ADDRESS: Final = "named in the coding table; the page's address was not kept"

REPRINT: Final = "read only in a reprint on a weak host"

REPORTS: Final[tuple[Report, ...]] = (
    Report(DRAFT_7_FEB, "handed_over_on", "Kyiv Independent", "2025-02-12", False, KI_HANDED,
           note="quotes the President of Ukraine on the day: received today"),
    Report(DRAFT_7_FEB, "handed_over_on", "Reuters", "2025-02-12", False, BUSINESSLIVE,
           note="on Wednesday"),
    Report(DRAFT_7_FEB, "handed_over_on", "NBC News", "2025-02-13", False, UP_NBC,
           note="dates the meeting one day later than the others"),
    Report(DRAFT_7_FEB, "revenue_share", "The Telegraph", "50", True, LIGA_TELEGRAPH, "50",
           "percent", "of recurring resource revenues and of the value of new licences"),
    Report(DRAFT_7_FEB, "governing_law", "The Telegraph", "New York law", True, LIGA_TELEGRAPH),
    Report(DRAFT_7_FEB, "first_refusal", "The Telegraph", "exportable minerals", True,
           LIGA_TELEGRAPH),
    Report(DRAFT_7_FEB, "lien", "The Telegraph", "on the revenues", True, LIGA_TELEGRAPH),
    Report(DRAFT_7_FEB, "security_guarantee", "The New York Times", "none_reported", False,
           TRIBUNE_NYT, note="says the first draft lacked them; the drafts it had were later"),
    Report(DRAFT_7_FEB, "ceiling", "The New York Times", "none_reported", False, KI_NYT,
           note="says the 500 billion were not in the first draft; the drafts it had were later"),
    Report(DRAFT_14_FEB, "revenue_share", "The New York Times", "50", True, TRIBUNE_NYT, "50",
           "percent"),
    Report(DRAFT_14_FEB, "security_guarantee", "The New York Times", "none_reported", True,
           STAR_NYT, note="earlier drafts had no phrase on security guarantees"),
    Report(DRAFT_21_FEB, "revenue_share", "The New York Times", "50", True, KI_NYT, "50",
           "percent"),
    Report(DRAFT_21_FEB, "revenue_share", "Ekonomichna Pravda", "50", True, UP_EP, "50",
           "percent", "net of operating costs"),
    Report(DRAFT_21_FEB, "revenue_share", "Axios", "50", True, UP_AXIOS, "50", "percent", UNDATED),
    Report(DRAFT_21_FEB, "ceiling", "The New York Times", "USD 500 bn", True, KI_NYT, "500",
           "USD bn"),
    Report(DRAFT_21_FEB, "ceiling", "Axios", "USD 500 bn", True, UP_AXIOS, "500", "USD bn",
           UNDATED + "; not to be paid to the US itself"),
    Report(DRAFT_21_FEB, "ceiling", "Ekonomichna Pravda", "a sum to be agreed", True, UP_EP,
           note="names no sum in the excerpt read"),
    Report(DRAFT_21_FEB, "ownership", "The New York Times", "100", True, KI_NYT, "100", "percent",
           "financial interest of the US in the fund"),
    Report(DRAFT_21_FEB, "ownership", "Ekonomichna Pravda", "100", True, UP_EP, "100", "percent",
           "financial interest of the US in the fund; managed jointly"),
    Report(DRAFT_21_FEB, "security_guarantee", "The New York Times", "none_reported", True,
           KI_NYT),
    Report(DRAFT_21_FEB, "security_guarantee", "Axios", "none_reported", True, UP_AXIOS,
           note=UNDATED + "; no US military commitment"),
    Report(DRAFT_21_FEB, "liberated_territory", "The New York Times", "66", True,
           Page("news-pravda.com", "", "2025-02-23"), "66", "percent", REPRINT),
    Report(DRAFT_21_FEB, "liberated_territory", "Euronews", "66", True,
           Page("reprint of Euronews", "", "2025-02"), "66", "percent",
           REPRINT + "; " + UNDATED),
    Report(DRAFT_21_FEB, "liberated_territory", "Ekonomichna Pravda", "more than 50", True, UP_EP,
           note="may exceed 50 percent; names no other figure"),
    Report(DRAFT_21_FEB, "new_aid_counts", "Ekonomichna Pravda", "raises Ukraine's contribution",
           True, UP_EP, note="aid that is no loan, given after signature"),
    Report(DRAFT_21_FEB, "new_aid_counts", "The New York Times", "raises Ukraine's contribution",
           True, RBC_NYT, note="as a term of the earlier draft: twice the later aid"),
    Report(DRAFT_22_FEB, "ceiling", "The Financial Times", "none_reported", True,
           Page("EADaily", "", "2025-02-23"), note=REPRINT),
    Report(DRAFT_22_FEB, "ownership", "The Financial Times", "none_reported", True,
           Page("EADaily", "", "2025-02-23"), note=REPRINT),
    Report(DRAFT_25_FEB, "security_guarantee", "Reuters", "support_for_efforts", True,
           KATHMANDU_REUTERS, note="no security pledge of the US's own"),
    Report(DRAFT_25_FEB, "security_guarantee", "The New York Times", "support_for_efforts", True,
           STAR_NYT, note="no specific US commitment"),
    Report(DRAFT_25_FEB, "ceiling", "The Financial Times", "none_reported", True, LIGA_FT,
           note="of the text dated 24 February"),
    Report(DRAFT_25_FEB, "ceiling", "The New York Times", "none_reported", True, RBC_NYT,
           note="of the text then under discussion"),
    Report(DRAFT_25_FEB, "ratification", "Kyiv Independent", "fund agreement to be ratified", True,
           Page("Kyiv Independent", "", "2025-02-26"), note=NO_ADDRESS),
    Report(DRAFT_MARCH, "past_aid_repayment", "European Pravda", "all aid since 2022", True,
           UP_MARCH),
    Report(DRAFT_MARCH, "past_aid_repayment", "The Telegraph", "past aid as debt", True,
           TELEGRAPH_MARCH),
    Report(DRAFT_MARCH, "interest", "European Pravda", "4", True, UP_MARCH, "4", "percent",
           "a year"),
    Report(DRAFT_MARCH, "interest", "The Telegraph", "4", True, TELEGRAPH_MARCH, "4", "percent"),
    Report(DRAFT_MARCH, "ceiling", "The Telegraph", "USD 100 bn, at least", True, TELEGRAPH_MARCH,
           "100", "USD bn", "until at least this much is repaid"),
    Report(DRAFT_MARCH, "ceiling", "European Pravda", "the value of all aid", True, UP_MARCH,
           note="names no sum in the text; quotes an estimate of 123 from the Kiel Institute"),
    Report(DRAFT_MARCH, "security_guarantee", "The Telegraph", "none_reported", True,
           TELEGRAPH_MARCH),
    Report(DRAFT_MARCH, "security_guarantee", "The New York Times", "none_reported", True,
           COURANT_NYT, note="the copy's page is undated; late March 2025 by its text"),
    Report(DRAFT_MARCH, "revenue_share", "European Pravda", "50", True, UP_MARCH, "50",
           "percent"),
    Report(DRAFT_MARCH, "revenue_share", "The New York Times", "50", True, COURANT_NYT, "50",
           "percent"),
    Report(DRAFT_MARCH, "security_guarantee", "Razumkov Centre", "none_reported", True, RAZUMKOV,
           note="a research centre's account of the 58 pages"),
    Report(DRAFT_MARCH, "past_aid_repayment", "Razumkov Centre", "past aid as debt", True,
           RAZUMKOV),
    Report(DRAFT_MARCH, "past_aid_repayment", "Reuters", "all wartime aid", False,
           Page("Kitco News", "https://www.kitco.com/news/off-the-wire/2025-03-31/zelenskiy-"
                "cautious-new-minerals-deal-says-past-us-aid-was-not-loan", "2025-03"),
           note="saw a summary of the draft"),
    Report(DRAFT_MARCH, "board", "Razumkov Centre", "3 of 5 named by the US", True, RAZUMKOV),
    Report(DRAFT_MARCH, "board", "The Telegraph", "3 of 5 named by the US", True,
           TELEGRAPH_MARCH),
    Report(DRAFT_MARCH, "governing_law", "The Telegraph", "New York jurisdiction", True,
           TELEGRAPH_MARCH),
    Report(FUND, "security_guarantee", "Kyiv Independent", "none_reported", True, KI_FUND),
    Report(FUND, "security_guarantee", "ChosunBiz", "none_reported", False, CHOSUN,
           note="does not say that it read the text"),
    Report(FUND, "security_guarantee", "Associated Press", "none_reported", True,
           Page("reprint of the Associated Press", "", "2025-05"), note=REPRINT),
    Report(FUND, "past_aid_repayment", "Lawfare", "none_reported", True, LAWFARE),
    Report(FUND, "past_aid_repayment", "tagesschau", "none_reported", True, TAGESSCHAU,
           note=NO_ADDRESS),
    Report(FUND, "new_aid_counts", "Espreso", "adds to the US contribution", True, ESPRESO_FUND,
           note="Article VI, paragraph 5"),
    Report(FUND, "new_aid_counts", "tagesschau", "adds to the US contribution", True, TAGESSCHAU,
           note=NO_ADDRESS),
    Report(FUND, "revenue_share", "Kinstellar", "50", True, KINSTELLAR, "50", "percent",
           "of royalties from new or unused licences and production sharing"),
    Report(FUND, "revenue_share", "Kyiv Independent", "50", True, KI_FUND, "50", "percent",
           "new licences only"),
    Report(FUND, "courts", "European Pravda", "consultations", True, AXAR_FUND),
    Report(FUND, "governing_law", "European Pravda", "none_reported", True, AXAR_FUND,
           note="does not subject Ukraine to the US legal system"),
    Report(FUND, "eu_clause", "European Pravda", "to be revised on conflict with accession", True,
           AXAR_FUND),
    Report(FUND, "votes_in_favour", "Ukrainska Pravda", "338", True, UP_RADA, "338", "votes",
           "the sitting of 8 May 2025"),
    Report(FUND, "votes_in_favour", "Babel", "338", True, BABEL_RADA, "338", "votes",
           "the broadcast of the sitting; factions named add up to the total"),
    Report(FUND, "ratification", "Ukrainska Pravda", "Rada, 8 May 2025", True, UP_RADA),
    Report("lt-gbr-100-year-2025", "duration_years", "House of Commons Library", "100", True,
           Page("House of Commons Library", "", "2025"), "100", "years", NO_ADDRESS),
    Report("lt-gbr-100-year-2025", "money_named", "Azzet", "GBP 3 bn a year", False,
           Page("Azzet", "", "2025"), "3", "GBP bn", NO_ADDRESS),
    Report("lt-gbr-100-year-2025", "ratification", "LB.ua", "in force 15 October 2025", False,
           Page("LB.ua", "", "2025-10-15"), note=NO_ADDRESS),
    Report("sec-grc-2024", "security_guarantee", "online.ua", "reported", False,
           Page("online.ua", "", "2024-10"), note="signed; what it says was not seen"),
    Report("lt-budapest-1994", "consultation_hours", "Wikipedia", "none_reported", False,
           Page("Wikipedia", "https://en.wikipedia.org/wiki/Budapest_Memorandum", "2026"),
           note="consultation if questions arise, no hours"),
    Report("lt-paris-2026", "duty_to_use_force", "Sky News", "may include military capabilities",
           True, Page("LIGA.net", "", "2026-01"), note="of a draft; " + NO_ADDRESS),
    Report("lt-28-point-2025", "money_named", "Axios",
           "USD 100 bn of frozen assets, half of the profits to the US", True, LIGA_28,
           "100", "USD bn"),
    Report("lt-28-point-2025", "compensation", "Axios", "for the guarantee, to the US", True,
           LIGA_28),
    Report("lt-28-point-2025", "compensation", "Associated Press", "for the guarantee, to the US",
           True, GLOBAL_28),
    Report("lt-28-point-2025", "army_size", "Axios", "limited to 600,000", True, LIGA_28,
           since=SECOND),
    Report("lt-28-point-2025", "army_size", "Associated Press", "limited to 600,000", True,
           GLOBAL_28, note="point 6 of the copy", since=SECOND),
    Report("lt-us-guarantee-annex-2025-11", "duty_to_use_force", "Axios", "may include force",
           True, ANNEX),
    Report("lt-us-guarantee-annex-2025-11", "duration_years", "Axios", "10", True, ANNEX, "10",
           "years", "renewable"),
)  # fmt: skip


def report_rows(release: str) -> list[dict[str, Cell]]:
    """The table `reports` of a release (press-1, press-2 ...), by texts, topics and outlets.

    A later release holds what the earlier ones held and what was filed since.
    """
    return sorted(
        (_to_row(report) for report in REPORTS if report.since <= release),
        key=lambda row: (str(row["text_id"]), str(row["clause_topic"]), str(row["outlet"])),
    )


def _to_row(report: Report) -> dict[str, Cell]:
    lacks = report.coded_value == "none_reported"
    return {
        "text_id": report.text_id,
        "clause_topic": report.topic,
        "outlet": report.outlet,
        "presence": "none_reported" if lacks else "reported",
        "coded_value": report.coded_value,
        "value": Decimal(report.number) if report.number else None,
        "unit": report.unit,
        "saw_text": report.saw_text,
        "page_publisher": report.page.publisher,
        "page_url": report.page.url,
        "page_on": report.page.page_on,
        "public_on": _last_day(report.page.page_on),
        "note": report.note,
    }


def _last_day(page_on: str) -> date | None:
    return PartialDate.parse(page_on).last
