"""Headline figures as governments, institutes and the press printed them, one release per page.

The two raw files are hand transcriptions with quote and address; nothing in them is a data file
of a publisher. Rows of the US special inspector general belong to `sig_oar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from assay.corrections import apply_corrections
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import COMPILED, expect_files

HEADLINES: Final = "aid/transcribed_from_public_pages/headline_figures.csv"
EU_UK_CREA: Final = "aid/transcribed_eu_uk_crea/eu_uk_crea_headline_figures.csv"
HEADLINE_HEADER: Final = (
    "id subject measure value unit as_of definition publisher page_title_or_outlet url quote "
    "primary_or_secondary caveat"
).split()
EU_UK_CREA_HEADER: Final = "date publisher measure value unit breakdown_or_quote url note".split()
MOST_WORDS: Final = 24
IDW_BASE: Final = "https://idw-online.de/"

# The page's own qualifier, where the printed figure is a bound or was computed by us.
STATUS: Final = {
    "us12": "more_than",  # "at least"
    "us18": "more_than",  # "more than"
    "eu01": "more_than",  # "surpassing"
    "eu05": "less_than",  # "up to"
    "wb02": "derived",  # RDNA5 less its stated increase
}

# release id, addresses of its page, released_on, how sure, what the page is
PAGES: Final[tuple[tuple[str, str, str, Literal["seen", "inferred", "unknown"], str], ...]] = (
    ("usaid-oig-node-7030", "https://oig.usaid.gov/node/7030", "", "unknown", "USAID OIG"),
    ("usni-gao-2024-06-04", "https://news.usni.org/2024/06/04/", "2024-06-04", "inferred",
     "GAO report, reprinted by USNI News"),
    ("crs-r47275-copy", "https://www.capitollabsllc.com/crs/", "", "unknown", "CRS R47275, copy"),
    ("crs-security-assistance-2024-05-22", "http://heinonline.org/", "2024-05-22", "seen",
     "CRS, U.S. Security Assistance to Ukraine"),
    ("crfb-2024-05", "https://www.crfb.org/", "2024-05", "inferred",
     "Committee for a Responsible Federal Budget"),
    ("usaid-oig-node-7272", "https://oig.usaid.gov/node/7272", "", "unknown", "USAID OIG"),
    ("kiel-idw-850744", IDW_BASE + "de/news850744", "2025-04", "inferred", "Kiel press release"),
    ("kiel-2024-04-25", "https://www.ifw-kiel.de/", "2024-04-25", "seen", "Kiel news"),
    ("cash-ch-2025-08-12", "https://www.cash.ch/", "2025-08-12", "seen", "cash.ch, news agency"),
    ("brussels-times-2025-11", "https://www.brusselstimes.com/", "2025-11", "inferred",
     "Brussels Times on the European Commission"),
    ("anadolu-2025-11", "https://www.aa.com.tr/", "2025-11", "inferred",
     "Anadolu on the European Commission"),
    ("sieps-2026", "https://sieps.se/", "2026", "inferred", "SIEPS"),
    ("euaa-asylum-report-2025", "https://euaa.europa.eu/", "2025", "inferred",
     "EU Agency for Asylum, Asylum Report 2025"),
    ("wb-rdna5-2026-02-23", "https://www.miragenews.com/", "2026-02-23", "seen",
     "World Bank release, Mirage News"),
    ("razomua-rdna5", "https://razomua.media/", "", "unknown", "razomua.media on RDNA5"),
    ("kmu-rdna3", "https://www.kmu.gov.ua/", "2024-02-15", "inferred", "Government of Ukraine"),
    ("imf-pr-23-101", "https://www.imf.org/", "2023-03-31", "seen", "IMF press release 23/101"),
    ("trt-2024-08-07", "https://www.trt.net.tr/", "2024-08-07", "inferred", "TRT, in Hungarian"),
    ("imolaoggi-2024-08-15", "https://www.imolaoggi.it/", "2024-08-15", "inferred", "Imola Oggi"),
    ("eunews-2024-12-17", "https://eunews.it/", "2024-12-17", "seen", "eunews.it"),
    ("kiel-idw-844261", IDW_BASE + "en/news844261", "2024-12", "inferred", "Kiel press release"),
    ("newsgroove-2024-07", "https://www.newsgroove.co.uk/", "2024-07", "inferred",
     "copy of The Guardian"),
    ("newsio-2025-04-11", "https://newsio.com/", "2025-04-11", "inferred", "copy of Sky News"),
    ("united24-2025-02", "https://united24media.com/", "2025-02", "inferred",
     "United24 on The Guardian and CREA"),
    ("evidencenetwork-2025-02", "https://evidencenetwork.ca/", "2025-02", "inferred",
     "evidencenetwork.ca on CREA"),
    ("espreso-2025-02", "https://global.espreso.tv/", "2025-02", "inferred",
     "Espreso on The Guardian"),
)  # fmt: skip
# Read on the publisher's own page, or on the press service it publishes through.
OWN_PAGE: Final = (
    "usaid-oig-node-7030",
    "usaid-oig-node-7272",
    "kiel-idw-850744",
    "kiel-idw-844261",
    "kiel-2024-04-25",
    "euaa-asylum-report-2025",
    "kmu-rdna3",
    "imf-pr-23-101",
)
ADDRESS_OF: Final = {release: address for release, address, *_ in PAGES}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    release: ReleaseFacts(
        title=f"Headline figures: {page}",
        files=(HEADLINES, EU_UK_CREA),
        address=address,
        licence="Facts and short quotes",
        citation=page,
        released_on=released_on,
        released_on_status=sure,
        data_through="",
        retrieved_on="2026-11-23",
        custody="transcribed" if release in OWN_PAGE else "press",
        redistribute="yes",
        superseded_by="",
        notes="Typed from an excerpt of a stored page, not from the full page.",
    )
    for release, address, released_on, sure, page in PAGES
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the figures of one page. Units as printed: bn of a currency, or percent."""
    facts = expect_files("published_figures", release, RELEASES, files)
    figures = _read_headline_figures(files[0]) + _read_eu_uk_crea(files[1])
    apply_corrections(project, "published_figures", "figures", figures, files[0].name)
    rows = [row for row in figures if page_of(str(row["url"])) == release]
    used = [path for path, first in zip(files, ("", "crea"), strict=True) if _feeds(rows, first)]
    publisher = ""
    if rows:
        publisher, facts = str(rows[0]["publisher"]), replace(facts, address=str(rows[0]["url"]))
    raw = [(path, COMPILED) for path in used]
    tables = {"figures": rows}
    return write_release(project, "published_figures", release, facts, tables, raw, publisher)


def page_of(url: str) -> str:
    """The release a figure belongs to, by the address of its page; '' when none is registered."""
    tail = url.rsplit("/", 1)[-1]
    for release, address in ADDRESS_OF.items():
        if url == address or (address.startswith(IDW_BASE) and tail == address.rsplit("/", 1)[-1]):
            return release
        if address.endswith("/") and url.startswith(address):
            return release
    return ""


def read_headlines(path: Path) -> list[Row]:
    """Rows of headline_figures.csv; ids must be there and different."""
    rows = list(read_rows(path, HEADLINE_HEADER))
    seen: set[str] = set()
    for row in rows:
        if not row["id"] or row["id"] in seen:
            raise fault("an id is empty or used twice", row.at("id"), row["id"])
        seen.add(row["id"])
    return rows


def cut_quote(quote: str, figure: str) -> str:
    """At most 24 words of a quote that keep `figure`, ended at a clause where one fits.

    Of a quote that already leaves words out (" ... "), the first piece with the figure is kept.
    """
    if len(quote.split()) <= MOST_WORDS:
        return quote
    pieces = [piece for piece in quote.split(" ... ") if figure in piece]
    words = (pieces[0] if pieces else quote).split()
    if len(words) <= MOST_WORDS:
        return " ".join(words)
    kept = words[:MOST_WORDS]
    ends = [number for number, word in enumerate(kept, start=1) if word[-1] in ",;"]
    if ends and ends[-1] >= MOST_WORDS // 2:
        return " ".join(kept[: ends[-1]]).rstrip(",;")
    return " ".join(kept) + "…"


def _feeds(rows: Sequence[dict[str, Cell]], prefix: str) -> bool:
    from_crea = [str(row["figure_id"]).startswith("crea") for row in rows]
    return any(from_crea) if prefix else not all(from_crea)


def _read_headline_figures(path: Path) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    title = ""
    for row in read_headlines(path):
        title = title if row["page_title_or_outlet"] == "same" else row["page_title_or_outlet"]
        value = row.number("value")
        rows.append(
            {
                "figure_id": row["id"],
                "publisher": row["publisher"],
                "subject": row["subject"],
                "measure": row["measure"],
                "value": value,
                "unit": row["unit"],
                "status": STATUS.get(row["id"], "reported"),
                "as_of": row["as_of"],
                "definition": row["definition"],
                "page_title": title,
                "url": row["url"],
                "quote": cut_quote(row["quote"], row["value"]),
                "primary_or_secondary": row["primary_or_secondary"],
                "caveat": row["caveat"],
            }
        )
    return rows


def _read_eu_uk_crea(path: Path) -> list[dict[str, Cell]]:
    """Rows without a verbatim quote: their breakdown is kept as the definition."""
    rows: list[dict[str, Cell]] = []
    for number, row in enumerate(read_rows(path, EU_UK_CREA_HEADER), start=1):
        own = page_of(row["url"]) in OWN_PAGE
        rows.append(
            {
                "figure_id": f"crea{number:02d}",
                "publisher": row["publisher"],
                "subject": "",
                "measure": row["measure"],
                "value": row.number("value"),
                "unit": row["unit"],
                "status": "reported",
                "as_of": row["date"],
                "definition": row["breakdown_or_quote"],
                "page_title": "",
                "url": row["url"],
                "quote": "",
                "primary_or_secondary": "primary" if own else "secondary",
                "caveat": row["note"],
            }
        )
    return rows
