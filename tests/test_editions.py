"""An edition is complete and checked, or it is not there; the last one stands until then."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from assay.document import Document, el
from assay.editions import (
    hold,
    plan,
    read_desk,
    read_holds,
    read_reports,
    release_hold,
    verify,
)
from assay.editions.gates import Known, check_edition
from assay.editions.manifest import check_folder, current_edition, read_manifest
from assay.editions.reading import read_page
from assay.errors import AssayError, BuildError, CuratedError, ParameterError
from assay.ledger import compare, read_verdicts, record_verdicts
from assay.model import UnknownClaim
from assay.notify import send, summarise
from assay.pages import POLICY
from assay.signoff import approve, digest_of
from assay.spreadsheets import safe_cell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from newsroom import Newsroom, check_of, code, dossier, notebook, prose, shown, story

CLAIM = "claims/us-aid-350bn/index.html"
MOVED = replace(check_of(), now=replace(check_of().now, name="overstated"))


def signed(newsroom: Newsroom) -> None:
    """Two people approve the 350 bn page as it is."""
    from datetime import date

    check = newsroom.checks["us-aid-350bn"]
    approve(
        newsroom.project, check, digest_of(check), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
    )


class TestAnEdition:
    def test_has_every_kind_of_page(self, newsroom: Newsroom) -> None:
        """Front, lists, rule, corrections, a page a claim and a page a story."""
        outcome = newsroom.build()
        assert outcome.state == "published"
        for path in (
            "index.html",
            "claims/index.html",
            "stories/index.html",
            "corrections/index.html",
            "methodology/index.html",
            "stories/paid-out/index.html",
            *(f"claims/{claim_id}/index.html" for claim_id in newsroom.checks),
        ):
            assert read_page(newsroom.page(path)).headings == 1

    def test_is_what_its_manifest_says(self, newsroom: Newsroom) -> None:
        """Every file has its SHA-256, the releases and the claims are named."""
        newsroom.build()
        current = current_edition(newsroom.project)
        assert current
        folder, manifest = current
        assert check_folder(folder, manifest) == []
        assert set(manifest.releases) == {"sig_oar/2025-02"}
        assert manifest.claims["us-aid-350bn"]["verdict"] == "contradicted"

    def test_is_named_by_its_newest_release_and_content(self, newsroom: Newsroom) -> None:
        """The id is a date and a digest, and stands on every page."""
        outcome = newsroom.build()
        assert re.fullmatch(r"2025-02-18-[0-9a-f]{10}", outcome.edition)
        assert outcome.edition in newsroom.page(CLAIM)
        assert "assay-edition-id" not in newsroom.page(CLAIM)

    def test_stays_when_nothing_changed(self, newsroom: Newsroom) -> None:
        """The same content again is no new edition, and the ledger does not grow."""
        first = newsroom.build()
        ledger = newsroom.root / "data/ledger/verdicts.csv"
        before = ledger.read_bytes()
        again = newsroom.build()
        assert (again.state, again.edition) == ("unchanged", first.edition)
        assert ledger.read_bytes() == before
        assert str(again) == f"Nothing changed: edition {first.edition} stands."

    def test_is_made_anew_when_its_folder_was_damaged(self, newsroom: Newsroom) -> None:
        """A file changed by hand in the published folder does not stay published."""
        newsroom.build()
        (newsroom.root / "reports/current" / CLAIM).write_text("edited", "utf-8")
        assert newsroom.build().state == "published"
        assert newsroom.page(CLAIM) != "edited"

    def test_keeps_the_one_before(self, newsroom: Newsroom) -> None:
        """Editions are immutable: the earlier one is still there, whole."""
        first = newsroom.build()
        newsroom.checks["us-aid-350bn"] = MOVED
        second = newsroom.build()
        assert second.edition != first.edition
        old = newsroom.root / "reports/editions" / first.edition
        assert check_folder(old, read_manifest(old)) == []

    def test_current_is_a_link_that_can_be_moved_with_its_folder(self, newsroom: Newsroom) -> None:
        """The link is relative: reports/ may be copied or served from anywhere."""
        newsroom.build()
        assert not os.readlink(newsroom.root / "reports/current").startswith("/")

    def test_tells_which_verdicts_changed(self, newsroom: Newsroom) -> None:
        """Front page, summary, manifest and ledger say the same."""
        newsroom.build()
        newsroom.checks["us-aid-350bn"] = MOVED
        outcome = newsroom.build()
        assert [(c.claim_id, c.was, c.now) for c in outcome.changes] == [
            ("us-aid-350bn", "contradicted", "overstated")
        ]
        assert "contradicted before, overstated now" in newsroom.page("index.html")
        assert "us-aid-350bn: contradicted -> overstated" in newsroom.page("changes.txt")
        rows = [r for r in read_verdicts(newsroom.project) if r.claim_id == "us-aid-350bn"]
        assert [r.verdict for r in rows if r.clock == "now"] == ["contradicted", "overstated"]

    def test_keeps_telling_until_the_next_change(self, newsroom: Newsroom) -> None:
        """A build of unchanged data does not wash away what the last one changed."""
        newsroom.build()
        newsroom.checks["us-aid-350bn"] = MOVED
        newsroom.build()
        assert newsroom.build().state == "unchanged"
        assert "overstated now" in newsroom.page("index.html")

    def test_names_the_release_that_flipped_a_verdict(self, newsroom: Newsroom) -> None:
        """A change says which release is used now and was not before, or that readings changed."""
        was = {"x": {"verdict": "supported", "releases": ["kiel_ust@29"], "readings": "a"}}
        now = {"x": {"verdict": "depends", "releases": ["kiel_ust@30"], "readings": "b"}}
        (change,) = compare(was, now)
        assert change.because == "now uses kiel_ust 30; readings changed"

    def test_reports_a_source_that_is_older_than_allowed(self, newsroom: Newsroom) -> None:
        """A report's limit on age is said aloud, and no page depends on the day of the build."""
        from datetime import date

        newsroom.write("reports/paid-out.toml", 'story = "paid"\nmax_age = { sig_oar = 100 }\n')
        assert newsroom.build(today=date(2025, 3, 1)).stale == ()
        stale = newsroom.build(today=date(2026, 3, 1))
        assert stale.state == "unchanged"
        assert stale.stale == ("sig_oar: newest release 2025-02-18, paid-out allows 100 days",)


class TestGates:
    """Each names the page and what is wrong; none lets an edition through."""

    KNOWN = Known(
        claims=frozenset({"x"}),
        readings=frozenset({"x/paid"}),
        releases=frozenset({"s/1"}),
        texts=frozenset({"t"}),
        stories=frozenset({"paid"}),
        corrections=frozenset({"2"}),
    )

    def faults(self, body: str, head: str = "", **files: bytes) -> str:
        page = (
            f'<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" '
            f'content="{POLICY}"><title>A page</title>{head}</head>'
            f"<body><h1>A page</h1>{body}</body></html>"
        )
        made = {"index.html": page.encode(), **{k.replace("__", "."): v for k, v in files.items()}}
        from assay.editions.gates import Expected

        return "\n".join(map(str, check_edition(made, self.KNOWN, Expected({}), ["/home/desk"])))

    def test_a_page_of_words_passes(self) -> None:
        """The page the other cases start from has no fault."""
        assert self.faults("<p>Words.</p>") == ""

    @pytest.mark.parametrize(
        "body",
        [
            "<p>It was 350 bn.</p>",
            "<p>It was ٣ bn.</p>",
            "<p>It was ½ of it.</p>",
            "<p>TiO2 at 7 percent</p>",
            '<p><span aria-label="350 bn">much</span></p>',
            '<input placeholder="350 bn">',
            "<table><caption>In 2024</caption></table>",
        ],
    )
    def test_a_digit_nobody_answers_for(self, body: str) -> None:
        """In text, caption, label or placeholder, in any script."""
        assert "a digit that no source answers for" in self.faults(body)

    @pytest.mark.parametrize(
        "body",
        [
            '<p data-src="claim:x">It was 350 bn.</p>',
            '<p data-src="reading:x/paid">In 2024</p>',
            '<p data-src="release:s/1">In 2024</p>',
            '<p data-src="text:t">Article 5</p>',
            '<p data-src="rule">5 percent</p>',
            '<p data-src="edition">18 February 2025</p>',
            "<p>SHA-256, TiO2 and km² are names.</p>",
            "<ol><li>no digit is typed here</li></ol>",
        ],
    )
    def test_a_digit_somebody_answers_for(self, body: str) -> None:
        """Sources that exist, and the closed list of names that hold a digit."""
        assert self.faults(body) == ""

    @pytest.mark.parametrize(
        "source",
        ["claim:y", "reading:x/other", "release:s/2", "text:u", "proof:x", "story:no", "gossip:x",
         "correction:9", "rule:5", "edition:x"],
    )  # fmt: skip
    def test_a_source_that_does_not_exist(self, source: str) -> None:
        """A made-up `data-src` is no source."""
        found = self.faults(f'<p data-src="{source}">350</p>')
        assert f"a source that does not exist; found {source}" in found

    @pytest.mark.parametrize(
        "body",
        [
            "<script>alert('x')</script>",
            '<p onclick="x()">y</p>',
            '<p style="color:red">y</p>',
            "<iframe></iframe>",
            "<style>p{}</style>",
            '<a href="javascript:x()">y</a>',
            '<form action="https://example.org"></form>',
            '<img src="data:image/png;base64,x" alt="">',
        ],
    )
    def test_what_the_policy_forbids(self, body: str) -> None:
        """Scripts, styles, frames and handlers in a page, even where a browser would refuse."""
        assert "not allowed on a page" in self.faults(body)

    @pytest.mark.parametrize(
        "body",
        [
            '<img src="https://example.org/x.png" alt="">',
            '<img src="//example.org/x.png" alt="">',
            '<script src="https://example.org/x.js"></script>',
        ],
    )
    def test_a_request_to_elsewhere(self, body: str) -> None:
        """No page loads anything from another place."""
        assert "loads from elsewhere" in self.faults(body)

    def test_links_that_lead_nowhere(self) -> None:
        """Pages, places on pages, and assets must be there."""
        found = self.faults(
            '<a href="./no.html">a</a><a href="#no">b</a><a href="./other.html#no">c</a>'
            '<img src="./no.svg" alt=""><a href="https://example.org/">d</a>',
            other__html=self.page("<p id='yes'>x</p>"),
        )
        assert "a link leads nowhere; found ./no.html" in found
        assert "not on the page; found #no" in found
        assert "not on the page; found ./other.html#no" in found
        assert "loads what is not there; found ./no.svg" in found
        assert "example.org" not in found

    def test_a_policy_that_is_late_or_softer(self) -> None:
        """The policy is first in the head, word for word."""
        late = self.page("x").replace(b"<head>", b"<head><title>t</title>")
        soft = self.page("x").replace(b"connect-src 'none'", b"connect-src *")
        assert "first element of head" in self.faults("x", other__html=late)
        assert "the policy differs" in self.faults("x", other__html=soft)

    def test_a_chart_that_was_lost(self) -> None:
        """A figure without its data, or a page with fewer charts than its notebook."""
        assert "a chart was lost" in self.faults('<figure class="chart"></figure>')

    def test_addresses_paths_and_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Memory addresses, this machine's folders and secrets of the environment stay out."""
        monkeypatch.setenv("ASSAY_SMTP_PASSWORD", "canary-11aa22bb")
        assert "a memory address" in self.faults("object at 0x7f29376ec2e0")
        assert "a path of this machine" in self.faults("x", list__txt=b"/home/desk/data")
        found = self.faults("x", list__txt=b"canary-11aa22bb")
        assert "ASSAY_SMTP_PASSWORD" in found
        assert "canary" not in found

    def test_two_elements_with_one_id(self) -> None:
        """Links to a place must have one place to go to."""
        assert "two elements have one id; found a" in self.faults("<p id=a></p><p id=a></p>")

    def page(self, body: str) -> bytes:
        return (
            f'<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" '
            f'content="{POLICY}"><title>t</title></head><body><h1>t</h1>{body}</body></html>'
        ).encode()


class TestSignOff:
    def test_nothing_is_signed_in_the_beginning(self, newsroom: Newsroom) -> None:
        """Without approvals every claim's page is a draft and says so."""
        newsroom.build()
        for claim_id in newsroom.checks:
            page = newsroom.page(f"claims/{claim_id}/index.html")
            assert "Draft: not signed by an editor" in page

    def test_a_signed_page_stays_when_its_data_changes(self, newsroom: Newsroom) -> None:
        """The approved page stands with its date, under review, until the new one is signed."""
        signed(newsroom)
        newsroom.build()
        approved = newsroom.page(CLAIM)
        newsroom.checks["us-aid-350bn"] = check_of(measured=100.0)
        newsroom.build()
        page = newsroom.page(CLAIM)
        assert "Under review. This page was signed on 1 March 2025" in page
        assert "83.4" in page
        assert "100" not in read_page(page).title
        body = approved.partition("<!--/status-->")[2]
        assert page.partition("<!--/status-->")[2] == body
        assert "Under review" in newsroom.page("claims/index.html")

    def test_a_page_under_review_survives_a_second_build(self, newsroom: Newsroom) -> None:
        """The approved page is found again in the edition that carried it on."""
        signed(newsroom)
        newsroom.build()
        newsroom.checks["us-aid-350bn"] = check_of(measured=100.0)
        newsroom.build()
        newsroom.checks["titanium-7pct"] = check_of(
            "titanium-7pct", topic="minerals", title="Has Ukraine titanium?"
        )
        newsroom.build()
        assert "83.4" in newsroom.page(CLAIM)

    def test_a_new_signature_publishes_the_new_page(self, newsroom: Newsroom) -> None:
        """Once the changed page is signed it replaces the approved one."""
        signed(newsroom)
        newsroom.build()
        newsroom.checks["us-aid-350bn"] = check_of(measured=100.0)
        newsroom.build()
        signed(newsroom)
        newsroom.build()
        assert "Signed by Ada Byron and Grace Hopper" in newsroom.page(CLAIM)
        assert "Under review" not in newsroom.page(CLAIM)

    def test_a_desk_may_publish_only_signed_pages(self, newsroom: Newsroom) -> None:
        """Unsigned pages are notices without a verdict; stories that name them wait."""
        newsroom.write("reports/desk.toml", "require_signoff = true\n")
        signed(newsroom)
        newsroom.build()
        assert "Signed by" in newsroom.page(CLAIM)
        unsigned = newsroom.page("claims/us-aid-again/index.html")
        assert "no editor has signed this page" in unsigned
        assert "83.4" not in unsigned
        assert "4.2" not in newsroom.page("claims/index.html").partition("us-aid-again")[2][:700]

    def test_a_story_waits_until_the_claims_it_names_are_signed(self, newsroom: Newsroom) -> None:
        """A desk that publishes only signed pages publishes no story ahead of them."""
        newsroom.write("reports/desk.toml", "require_signoff = true\n")
        newsroom.build()
        assert not (newsroom.root / "reports/current/stories/paid-out/index.html").exists()
        signed(newsroom)
        newsroom.build()
        assert "What had been paid out?" in newsroom.page("stories/index.html")

    def test_only_a_signed_page_speaks_to_machines(self, newsroom: Newsroom) -> None:
        """ClaimReview stands on the signed page of a desk that has an address, and nowhere else."""
        newsroom.write("reports/desk.toml", 'address = "https://desk.example"\n')
        signed(newsroom)
        newsroom.build()
        page = newsroom.page(CLAIM)
        block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        review = json.loads(block)
        assert review["@type"] == "ClaimReview"
        assert review["url"] == f"https://desk.example/current/{CLAIM}"
        assert "application/ld+json" not in newsroom.page("claims/us-aid-again/index.html")
        edition = newsroom.current()
        assert f'href="https://desk.example/editions/{edition}/{CLAIM}"' in page


class TestAHold:
    def test_takes_a_page_down_without_a_build(self, newsroom: Newsroom) -> None:
        """Page, lists, search and downloads no longer have the verdict; the reason stands."""
        newsroom.build()
        done = hold(newsroom.project, "us-aid-350bn", "A source was misread")
        assert "us-aid-350bn is down" in done
        page = newsroom.page(CLAIM)
        assert "Held back by the editors" in page
        assert "A source was misread" in page
        assert "83.4" not in page
        for path in ("index.html", "claims/index.html"):
            start = "<!--claim:us-aid-350bn-->"
            block = newsroom.page(path).partition(start)[2].partition("<!--/claim")[0]
            assert "4.2" not in block
            assert "Held back by the editors" in block
        assert '"claim_id":"us-aid-350bn"' not in newsroom.page("assets/search-index.js")
        assert "\nus-aid-350bn," not in newsroom.page("claims/claims.csv")
        assert not (newsroom.root / "reports/current/claims/us-aid-350bn/check.json").exists()

    def test_leaves_a_whole_edition(self, newsroom: Newsroom) -> None:
        """The edition with the notice passes its manifest and every gate; the old one is intact."""
        first = newsroom.build()
        hold(newsroom.project, "us-aid-350bn", "A source was misread")
        current = current_edition(newsroom.project)
        assert current
        folder, manifest = current
        assert check_folder(folder, manifest) == []
        assert manifest.held == ("us-aid-350bn",)
        files = {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file()
        }
        from assay.editions.gates import Expected

        known = newsroom.read(newsroom.project).known
        assert check_edition(files, known, Expected({})) == []
        old = newsroom.root / "reports/editions" / first.edition
        assert check_folder(old, read_manifest(old)) == []

    def test_says_which_stories_still_name_the_claim(self, newsroom: Newsroom) -> None:
        """A hold takes one page down; the editor hears what else has its numbers."""
        newsroom.build()
        done = hold(newsroom.project, "us-aid-350bn", "A source was misread")
        assert "stories/paid-out/index.html" in done

    def test_is_kept_by_the_next_build(self, newsroom: Newsroom) -> None:
        """A scheduled build does not put a held page back."""
        newsroom.build()
        hold(newsroom.project, "us-aid-350bn", "A source was misread")
        newsroom.build()
        assert "Held back by the editors" in newsroom.page(CLAIM)
        assert newsroom.build().state == "unchanged"

    def test_ends_when_it_is_released(self, newsroom: Newsroom) -> None:
        """The next build brings the page back, and the record keeps both lines."""
        newsroom.build()
        hold(newsroom.project, "us-aid-350bn", "A source was misread")
        release_hold(newsroom.project, "us-aid-350bn", "Read again and right")
        assert read_holds(newsroom.project) == {}
        newsroom.build()
        assert "83.4" in newsroom.page(CLAIM)
        assert (newsroom.root / "data/holds.csv").read_text("utf-8").count("us-aid-350bn") == 2

    def test_needs_a_reason_and_a_claim(self, newsroom: Newsroom) -> None:
        """The reason stands on the page; a claim nobody knows is an error."""
        newsroom.build()
        with pytest.raises(ParameterError, match="needs a reason"):
            hold(newsroom.project, "us-aid-350bn", " ")
        newsroom.write("data/claims.csv", _header())
        with pytest.raises(UnknownClaim, match="no-such"):
            hold(newsroom.project, "no-such", "why")
        hold(newsroom.project, "us-aid-350bn", "why")
        with pytest.raises(ParameterError, match="already"):
            hold(newsroom.project, "us-aid-350bn", "why")
        with pytest.raises(ParameterError, match="not held"):
            release_hold(newsroom.project, "us-aid-again", "why")


class TestCorrections:
    ROW = "2025-04-01,us-aid-350bn,82.4,83.4,a typing slip\n"
    HEADER = "on,claim_id,was,now,because\n"

    def test_stand_on_both_pages_and_lead_the_front_page(self, newsroom: Newsroom) -> None:
        """On the claim, on the list, and first among what changed."""
        newsroom.build()
        newsroom.write("data/corrections_log.csv", self.HEADER + self.ROW)
        newsroom.build()
        for path in (CLAIM, "corrections/index.html", "index.html"):
            assert "a typing slip" in newsroom.page(path)
        assert "Correction: us-aid-350bn: a typing slip" in newsroom.page("changes.txt")

    def test_are_never_deleted(self, newsroom: Newsroom) -> None:
        """A build without a correction that was published is held back."""
        newsroom.write("data/corrections_log.csv", self.HEADER + self.ROW)
        newsroom.build()
        newsroom.write("data/corrections_log.csv", self.HEADER)
        with pytest.raises(BuildError, match="A correction was deleted or edited"):
            newsroom.build()
        assert "a typing slip" in newsroom.page(CLAIM)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("2025-04,us-aid-350bn,a,b,c", "row 2, column on: not a date; found 2025-04"),
            ("2025-04-01,nobody,a,b,c", "row 2, column claim_id: no such claim; found nobody"),
            ("2025-04-01,us-aid-350bn,a,,c", "row 2, column now: empty cell"),
        ],
    )
    def test_a_faulty_row_is_located(self, newsroom: Newsroom, row: str, message: str) -> None:
        """Row and column, what was found."""
        newsroom.write("data/corrections_log.csv", self.HEADER + row + "\n")
        with pytest.raises(BuildError, match=re.escape(message)):
            newsroom.build()


class TestVerify:
    def test_says_what_is_in_order(self, newsroom: Newsroom) -> None:
        """One line a source, one for the curated tables, one for the edition."""
        newsroom.write("data/claims.csv", _header())
        (newsroom.root / "data/readings").mkdir()
        newsroom.write("reports/claims.toml", 'story = "dossier"\n[matrix]\nclaim_id = "all"\n')
        newsroom.build()
        lines = verify(newsroom.project)
        assert lines[0] == "sig_oar: 1 release is as it was ingested"
        assert lines[-1].endswith("files are as they were published")

    def test_names_everything_that_is_not(self, newsroom: Newsroom) -> None:
        """An edited table and an edited page are both in one message."""
        newsroom.write("data/claims.csv", _header())
        (newsroom.root / "data/readings").mkdir()
        newsroom.build()
        (newsroom.root / "data/releases/sig_oar/2025-02/funding.csv").write_text("x", "utf-8")
        (newsroom.root / "reports/current/index.html").write_text("x", "utf-8")
        (newsroom.root / "reports/current/new.html").write_text("x", "utf-8")
        with pytest.raises(AssayError) as raised:
            verify(newsroom.project)
        said = str(raised.value)
        assert "the table was edited after it was ingested" in said
        assert "index.html: a file of the edition was changed" in said
        assert "new.html: a file that the manifest does not name" in said


class TestHistory:
    def test_stands_on_the_claims_page(self, newsroom: Newsroom) -> None:
        """Every verdict the claim has had, and why it changed."""
        newsroom.build()
        newsroom.checks["us-aid-350bn"] = MOVED
        newsroom.build()
        history = newsroom.page(CLAIM).partition('id="history"')[2].partition("</section>")[0]
        assert history.count("Data as of") == 1, "one day stands once, however much changed on it"
        text = " ".join(re.sub("<[^>]+>", " ", history).split())
        assert "Contradicted. Then Overstated: the claim&#39;s row or the rule changed." in text


class TestReadings:
    def test_a_changed_warrant_needs_a_reason(self, newsroom: Newsroom) -> None:
        """Roles and warrants were set before the reading ran; changing one is a dated row."""
        newsroom.build()
        check = check_of()
        changed = replace(check.readings[0], warrant="Another sentence")
        newsroom.checks["us-aid-350bn"] = replace(check, readings=(changed,))
        with pytest.raises(BuildError, match="the warrant was changed after the reading had been"):
            newsroom.build()
        held = next((newsroom.root / "reports/held").glob("*/reason.txt")).read_text("utf-8")
        assert "data/readings/us-aid-350bn.sql, reading disbursed: the warrant" in held
        row = held.partition("readings.csv: ")[2].strip().rstrip(".")
        ledger = newsroom.root / "data/ledger/readings.csv"
        ledger.write_text(
            ledger.read_text("utf-8") + row.replace("<why>", "the speaker explained it") + "\n",
            "utf-8",
        )
        assert newsroom.build().state == "published"

    def test_the_ledger_only_grows(self, newsroom: Newsroom) -> None:
        """What was recorded is a beginning of what is recorded later."""
        newsroom.build()
        path = newsroom.root / "data/ledger/verdicts.csv"
        before = path.read_bytes()
        newsroom.checks["us-aid-350bn"] = MOVED
        newsroom.build()
        assert path.read_bytes().startswith(before)
        assert len(path.read_bytes()) > len(before)
        record_verdicts(newsroom.project, ())
        assert path.read_bytes().startswith(before)


class TestReports:
    def test_a_matrix_is_its_product_in_each_language(self, newsroom: Newsroom) -> None:
        """Every combination has a page, the first language at the plain address."""
        newsroom.write(
            "reports/paid-out.toml",
            'story = "paid"\nlanguages = ["en", "uk"]\n[matrix]\nstage = ["paid", "Planned out"]\n',
        )
        planned = plan(read_reports(newsroom.project), tuple(newsroom.checks))
        paths = [page.path for page in planned if not page.claim_id]
        assert paths == [
            "stories/paid-out-paid/index.html",
            "stories/paid-out-planned-out/index.html",
            "stories/paid-out-paid/uk.html",
            "stories/paid-out-planned-out/uk.html",
        ]
        assert planned[-1].parameters == {"stage": "Planned out", "language": "uk"}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("storey = 'paid'", "reports/bad.toml, storey: unknown key"),
            ("title = 'x'", "reports/bad.toml: no story"),
            ("story = 'nothing'", "reports/bad.toml, story: no such story; found 'nothing'"),
            ("story = 'paid'\ncron = '61 * * * *'", "reports/bad.toml, cron: not a cron line"),
            ("story = 'paid'\ntimezone = 'Kyiv'\ncron = '0 6 * * *'", "no time zone 'Kyiv'"),
            ("story = 'paid'\nlanguages = 'en'", "languages: wrong type; found 'en'"),
            ("story = 'paid'\n[matrix]\nstage = 'all'", "only claim_id may be `all`"),
            ("story = 'paid'\n[matrix]\nstage = []", "a matrix holds lists"),
            ("story = 'paid'\nmax_age = { sig_oar = '9' }", "days are whole"),
            ("story = ", "reports/bad.toml: not TOML"),
            ("story = 'dossier'\n[matrix]\nclaim_id = 'all'", "two reports make the claims' pages"),
        ],
    )
    def test_a_faulty_definition_is_located(
        self, newsroom: Newsroom, text: str, message: str
    ) -> None:
        """File, key, what was found and what is expected."""
        newsroom.write("reports/bad.toml", text)
        with pytest.raises(CuratedError, match=re.escape(message)):
            read_reports(newsroom.project)

    def test_a_claim_that_does_not_exist_is_refused(self, newsroom: Newsroom) -> None:
        """A report names claims of the table only."""
        newsroom.write(
            "reports/claims.toml", 'story = "dossier"\n[matrix]\nclaim_id = ["nobody"]\n'
        )
        with pytest.raises(CuratedError, match="no such claim; found nobody"):
            plan(read_reports(newsroom.project), tuple(newsroom.checks))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("require_signof = true", "unknown key"),
            ("require_signoff = 'yes'", "wrong type"),
            ("address = 'http://x.example'", "not an address"),
        ],
    )
    def test_faulty_settings_are_located(self, newsroom: Newsroom, text: str, message: str) -> None:
        """A misspelt setting never turns sign-off off in silence."""
        newsroom.write("reports/desk.toml", text)
        with pytest.raises(CuratedError, match=message):
            read_desk(newsroom.project)


class TestTheSameBytes:
    SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from newsroom import Newsroom
room = Newsroom(Path(sys.argv[1])).open()
print(room.build().edition)
"""

    def build(self, folder: Path, **environment: str) -> str:
        script = self.SCRIPT.format(tests=str(Path(__file__).parent))
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder)],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def test_come_out_of_two_builds_on_two_machines(self, tmp_path: Path) -> None:
        """Another folder, another hash seed, another time zone: the same files, byte for byte."""
        one, two = tmp_path / "one", tmp_path / "elsewhere" / "two"
        first = self.build(one, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati")
        second = self.build(two, PYTHONHASHSEED="2", TZ="Pacific/Pago_Pago")
        assert first == second
        files = [
            {
                path.relative_to(root / "reports/current").as_posix(): path.read_bytes()
                for path in (root / "reports/current/").rglob("*")
                if path.is_file() and path.name != "run.json"
            }
            for root in (one, two)
        ]
        assert files[0] == files[1]


def test_a_story_runs_for_real_and_becomes_a_page(newsroom: Newsroom) -> None:
    """From a notebook on the disk through papermill to a page, with nothing made by hand."""
    source = new_notebook(
        cells=[
            new_markdown_cell("# What does a document look like?"),
            new_code_cell(
                'stage: str = "disbursed"  # the stage', metadata={"tags": ["parameters"]}
            ),
            new_code_cell(
                "from assay.document import Document, el\n"
                'Document((el("p", f"The stage is {stage}.", cls="a", lang="en", id="b"),))'
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    newsroom.write("notebooks/paid.ipynb", nbformat.writes(source))
    newsroom.write("notebooks/dossier.ipynb", nbformat.writes(source))
    newsroom.write("reports/claims.toml", 'story = "dossier"\n[matrix]\nstage = ["one"]\n')
    newsroom.write("reports/paid-out.toml", 'story = "paid"\n[parameters]\nstage = "obligated"\n')
    outcome = newsroom.build(execute=None)
    assert outcome.pages == 2
    assert newsroom.build(execute=None).state == "unchanged"
    assert "The stage is obligated." in newsroom.page("stories/paid-out/index.html")
    assert "The stage is one." in newsroom.page("stories/claims-one/index.html")


def test_a_mail_that_cannot_be_sent_is_said_and_nothing_more() -> None:
    """Publishing never depends on a mail server, and no password is printed."""
    settings = {
        "ASSAY_SMTP_HOST": "localhost",
        "ASSAY_SMTP_PORT": "9",
        "ASSAY_SMTP_USER": "desk",
        "ASSAY_SMTP_PASSWORD": "canary-33cc",
        "ASSAY_NOTIFY_FROM": "desk@example.org",
        "ASSAY_NOTIFY_TO": "editor@example.org",
    }
    told = send("x", "y", settings)
    assert told.startswith("Nobody was told: the mail server did not take the message")
    assert "canary" not in told
    assert send("x", "y", {}) == "Nobody was told: no mail server is set."
    assert "ASSAY_NOTIFY_TO" in send("x", "y", {"ASSAY_SMTP_HOST": "a", "ASSAY_NOTIFY_FROM": "b"})


def test_a_summary_puts_corrections_first() -> None:
    """Corrections, then verdicts; and it says so when there is nothing."""
    assert summarise("e", (), ()) == "Edition e\nNo verdict changed.\n"
    (change,) = compare({"x": {"verdict": "supported"}}, {"x": {"verdict": "depends"}})
    lines = summarise("e", [change], ["x: slip"]).splitlines()
    assert lines[1:] == [
        "Correction: x: slip",
        "x: supported -> depends (the claim's row or the rule changed)",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_downloaded_table_runs_nothing(start: str) -> None:
    """No cell of the claims file is a formula in a spreadsheet; a number stays one."""
    assert safe_cell(f"{start}HYPERLINK(x)") == f"'{start}HYPERLINK(x)"
    assert safe_cell("-5") == "-5"
    assert safe_cell("+1,200.5") == "+1,200.5"
    assert safe_cell("") == ""


def test_the_numbers_of_the_search_are_those_of_the_table(newsroom: Newsroom) -> None:
    """The index holds each claim's figure in base units, and is a script, not a download."""
    newsroom.build()
    script = newsroom.page("assets/search-index.js")
    rows = script.partition("window.assayIndex = [\n")[2].removesuffix("\n];\n").split(",\n")
    index = {entry["claim_id"]: entry for entry in map(json.loads, rows)}
    values = [number["value"] for number in index["us-aid-350bn"]["numbers"]]
    assert 350e9 in values
    assert index["us-aid-350bn"]["path"] == CLAIM


def test_a_digit_typed_into_prose_stops_the_build(newsroom: Newsroom) -> None:
    """A number written by hand in a story's Markdown holds the edition back."""
    newsroom.make = lambda page, check: (
        dossier(check) if check else notebook(prose("# Why?\n\nIt was 83.4 bn."))
    )
    with pytest.raises(BuildError, match="a digit that no source answers for"):
        newsroom.build()


def test_a_story_may_name_a_release_it_holds(newsroom: Newsroom) -> None:
    """Digits of a release's own facts are answered for by the release."""
    words = Document((el("p", "Report of 18 February 2025", src="release:sig_oar/2025-02"),))
    newsroom.make = lambda page, check: (
        dossier(check) if check else notebook(prose("# Why?"), code("x", shown(words)))
    )
    assert newsroom.build().state == "published"


def test_stories_are_listed_by_their_question(newsroom: Newsroom) -> None:
    """The list shows the notebook's own title."""
    newsroom.make = lambda page, check: (
        dossier(check) if check else story(newsroom.checks["us-aid-350bn"])
    )
    newsroom.build()
    assert "What had been paid out?" in newsroom.page("stories/index.html")


def _header() -> str:
    from dataclasses import fields

    from assay.model import Claim

    return ",".join(field.name for field in fields(Claim) if field.name != "row") + "\n"
