"""Whom to thank: every release used, with citation, licence, dates, custody and hash."""

from __future__ import annotations

from collections.abc import Iterable

from assay.document import Document, Element, el
from assay.model import Check, Release
from assay.narrative.phrases import date_in_words, document, fill
from assay.narrative.words import Words, words_in
from assay.paths import Project

HASH_SHOWN = 12


def credits(
    used: Iterable[Check | Release], *, project: Project | None = None, language: str = "en"
) -> Document:
    """Releases used by checks, or given as such: one row each, in order of source and date.

    Checks name their releases; the birth certificates are read from `project` (default: the
    project around the working folder). ReleaseError when one of them is not held.
    """
    words = words_in(language)
    found: dict[tuple[str, str], Release] = {}
    for item in used:
        releases = (item,) if isinstance(item, Release) else _releases_of(item, project)
        found.update({(release.source, release.release): release for release in releases})
    if not found:
        return document(el("p", words["credits.none"], cls="credits"))
    names = ("work", "licence", "released", "retrieved", "custody", "digest")
    head = el("tr", *(el("th", words[f"credits.{name}"], scope="col") for name in names))
    ordered = sorted(found.values(), key=lambda r: (r.source, str(r.released_on), r.release))
    return document(
        el(
            "table",
            el("caption", words["credits.caption"]),
            el("thead", head),
            el("tbody", *(_row(release, words) for release in ordered)),
            cls="credits",
        )
    )


def _releases_of(check: Check, project: Project | None) -> list[Release]:
    from assay.paths import find_project
    from assay.releases import open_release

    place = project or find_project()
    findings = (*check.now_findings, *check.then_findings)
    names = {(used.source, used.release) for finding in findings for used in finding.releases}
    return [open_release(place, source, release) for source, release in sorted(names)]


def _row(release: Release, words: Words) -> Element:
    source = f"release:{release.source}/{release.release}"
    date = date_in_words(release.released_on, words)
    if release.released_on_status == "inferred":
        date = words["credits.released.inferred"].format(date=date)
    custody = fill(
        words["credits.custody.value"],
        custody=words[f"custody.{release.custody}"],
        grade=release.grade,
    )
    title = f"{release.citation} ({release.source} {release.release})"
    linked = el("a", title, href=release.address) if _is_web(release.address) else title
    return el(
        "tr",
        el("td", linked, src=source),
        el("td", release.licence, src=source),
        el("td", date, src=source),
        el("td", date_in_words(release.retrieved_on, words), src=source),
        el("td", *custody),
        el("td", el("code", release.digest[:HASH_SHOWN]), src=source),
    )


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
