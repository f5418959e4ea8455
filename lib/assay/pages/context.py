"""What a page needs to know beside its notebook: the desk's settings, the edition, sign-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assay.ledger import Correction, VerdictRow
from assay.model import Claim
from assay.signoff import SignOff

EDITION = "assay-edition-id"
"""Stands in a page for the edition's id until all other bytes are known and the id is made."""

PageKind = Literal["claim", "story"]


@dataclass(frozen=True, slots=True)
class Newsdesk:
    """reports/desk.toml: who publishes, and how strictly.

    `address` is where the folder reports/ is served from, empty when pages are files only;
    `report_errors_to` a mail or web address. Both may be empty, and pages then say so.
    """

    name: str = "Assay"
    address: str = ""
    report_errors_to: str = ""
    require_signoff: bool = False
    front: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of an edition prints about it. `as_of` is the newest release's date."""

    as_of: str
    desk: Newsdesk = field(default_factory=Newsdesk)
    id: str = EDITION


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write: where it goes, what it is about, what stands around the story.

    `path` is relative to the edition, as `claims/us-aid-350bn/index.html`. `title_src` says whose
    digits a title holds. `history` are the claim's verdicts so far, oldest first. `downloads` maps
    a label to an address relative to the page; `documents` are the names of docs/ with a page.
    """

    kind: PageKind
    path: str
    title: str
    story: str
    edition: Edition
    title_src: str = ""
    language: str = "en"
    description: str = ""
    claim: Claim | None = None
    signoff: SignOff | None = None
    corrections: tuple[Correction, ...] = ()
    history: tuple[VerdictRow, ...] = ()
    downloads: Mapping[str, str] = field(default_factory=dict)
    claim_review: Mapping[str, object] | None = None
    documents: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The way from the page to the edition's root, as `../../`, or `./`."""
        return root_of(self.path)


def root_of(path: str) -> str:
    """The way from a page to the edition's root: `../../` for `claims/x/index.html`."""
    return "../" * path.count("/") or "./"
