"""Pages that list: the front page, claims, stories, corrections, documents, and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assay.document import Node, Proof, el, numbers_in, to_html, to_text
from assay.ledger import Correction
from assay.model import Claim
from assay.pages.cells import relink, to_prose
from assay.pages.context import Edition
from assay.pages.figures import inert_json
from assay.pages.frame import date_in_words, render
from assay.pages.proofs import link_numbers, proof_list
from assay.pages.write import report_address

TOPICS = {
    "minerals": "Critical minerals",
    "aid": "Aid",
    "guarantees": "Security guarantees",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim in a list: its words, its verdict in words, its page if it has one."""

    claim: Claim
    path: str
    headline: tuple[Node, ...]
    verdict: str
    note: str = ""

    @property
    def linked(self) -> str:
        """The headline as HTML, its numbers linked to the page's proofs."""
        return to_html(link_numbers(self.headline))

    @property
    def words(self) -> str:
        """What stands for the verdict, as plain text."""
        return self.note or to_text([el("span", *self.headline)])


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story in a list."""

    path: str
    title: str
    title_src: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A verdict that changed with this edition, in words."""

    entry: Entry
    was: str
    now: str
    because: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the listing pages are made of. `not_updated` are sentences, `documents` names."""

    edition: Edition
    entries: tuple[Entry, ...]
    stories: tuple[StoryEntry, ...]
    corrections: tuple[Correction, ...] = ()
    new_corrections: tuple[Correction, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
    is_first: bool = True
    not_updated: tuple[str, ...] = ()
    not_tested: tuple[Node, ...] = ()
    cards: tuple[Entry, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)

    @property
    def claim_pages(self) -> dict[str, str]:
        return {entry.claim.claim_id: entry.path for entry in self.entries if entry.path}

    @property
    def titles(self) -> dict[str, str]:
        return {entry.claim.claim_id: entry.claim.title for entry in self.entries}


def write_front(site: Site) -> str:
    """The front page: search, what changed, six claims in words, how fresh, how we rate."""
    nodes = [node for entry in site.cards for node in entry.headline]
    nodes += [*site.not_tested, *(n for c in site.changes for n in c.entry.headline)]
    return _render(
        site,
        "front.html",
        "index.html",
        "Have we checked it?",
        "",
        not_tested=to_html(link_numbers(site.not_tested)),
        proofs=_proofs(nodes),
    )


def write_claims(site: Site) -> str:
    """All claims by topic, each with its verdict in words; never a total."""
    topics = {
        name: [entry for entry in site.entries if entry.claim.topic == topic]
        for topic, name in TOPICS.items()
    }
    nodes = [node for entry in site.entries for node in entry.headline]
    return _render(
        site,
        "claims.html",
        "claims/index.html",
        "All claims",
        "claims",
        topics={name: found for name, found in topics.items() if found},
        proofs=_proofs(nodes),
    )


def write_stories(site: Site) -> str:
    """All stories, by title."""
    return _render(site, "stories.html", "stories/index.html", "Stories", "stories")


def write_corrections(site: Site) -> str:
    """Every public correction, newest first, and how to report an error."""
    return _render(site, "corrections.html", "corrections/index.html", "Corrections", "corrections")


def write_document(site: Site, name: str, source: str) -> str:
    """A document of docs/ as a page: `name` is its file's stem, `source` its Markdown.

    Its numbers are constants of the rule. Links to documents that have no page become words.
    """
    first, _, rest = source.partition("\n")
    title = first.removeprefix("# ").strip() if first.startswith("# ") else name.title()
    pages = {other: f"../{other}/index.html" for other in site.documents}
    prose = to_prose(relink(rest if first.startswith("# ") else source, pages))
    return _render(site, "document.html", f"{name}/index.html", title, name, prose=prose)


def write_notice(
    edition: Edition, path: str, title: str, title_src: str, heading: str, because: str, on: str
) -> str:
    """The page that stands where a claim's page is held back."""
    return render(
        "notice.html",
        path,
        edition,
        kind="notice",
        section="claims",
        title=title,
        title_src=title_src,
        heading=heading,
        because=because,
        on=on,
        report_address=report_address(edition.desk, path),
    )


def write_index(entries: Sequence[Entry]) -> str:
    """The search index as a classic script, one claim a line, with the words for units."""
    from assay.search import search_index

    records = search_index({entry.claim.claim_id: entry.claim for entry in entries}, {})
    lines = [
        inert_json(
            {
                **record,
                "path": entry.path,
                "verdict": entry.words,
                "said": date_in_words(str(entry.claim.said_on)),
            }
        )
        for record, entry in zip(records, entries, strict=True)
    ]
    index = "window.assayIndex = [\n" + ",\n".join(lines) + "\n];\n"
    return f"window.assayWords = {inert_json(_units())};\n{index}"


def _units() -> dict[str, object]:
    from assay import search

    tables: tuple[tuple[str, Mapping[Any, str]], ...] = (
        ("scales", search.SCALES),
        ("currencies", search.CURRENCIES),
        ("masses", search.MASSES),
    )
    counts = {f"{word} times": count for word, count in search.SMALL.items()}
    multiples = {word: float(value) for word, value in search.MULTIPLES.items()}
    return {
        **{
            name: {str(meaning): words.split() for meaning, words in table.items()}
            for name, table in tables
        },
        "percents": search.PERCENTS.split(),
        "months": search.MONTHS.split(),
        "stop": sorted(search.STOP_WORDS),
        "parts": {words: float(share) for words, share in search.PARTS.items()},
        "multiples": counts | multiples,
    }


def _render(
    site: Site, template: str, path: str, title: str, section: str, **values: object
) -> str:
    return render(
        template,
        path,
        site.edition,
        kind=template.removesuffix(".html"),
        section=section,
        title=title,
        title_src="",
        site=site,
        corrections=site.corrections,
        claim_pages=site.claim_pages,
        titles=site.titles,
        report_address=report_address(site.edition.desk, path),
        **values,
    )


def _proofs(nodes: Sequence[Node]) -> str:
    proofs: dict[str, Proof] = {n.proof.key: n.proof for n in numbers_in(nodes)}
    return to_html(proof_list(proofs))


__all__ = [
    "ChangeEntry",
    "Entry",
    "Site",
    "StoryEntry",
    "write_claims",
    "write_corrections",
    "write_document",
    "write_front",
    "write_index",
    "write_notice",
    "write_stories",
]
