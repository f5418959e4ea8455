"""Two named people sign exactly what a page shows; anything else unsigns it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from assay.checks import check_claims
from assay.cli import cli
from assay.errors import CuratedError, ParameterError
from assay.model import Check
from assay.paths import Project
from assay.signoff import Approval, approve, digest_of, read_approvals, state_of
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from newsroom import Newsroom, check_of

HEADER = "claim_id,digest,approved_by,second_reader,on\n"
TWO = ("Ada Byron", "Grace Hopper")


def with_finding(**changes: object) -> Check:
    """The 350 bn check with another finding."""
    check = check_of()
    finding = replace(check.now_findings[0], **changes)  # type: ignore[arg-type]
    return replace(check, now_findings=(finding,))


class TestTheDigest:
    def test_is_the_same_for_the_same_page(self) -> None:
        """Made twice, equal; 64 hex digits."""
        assert digest_of(check_of()) == digest_of(check_of())
        assert re.fullmatch(r"[0-9a-f]{64}", digest_of(check_of()))

    @pytest.mark.parametrize(
        "changed",
        [
            check_of(title="Another question?"),
            check_of(quote="Other words"),
            check_of(tested_as="Another sentence."),
            check_of(reply="We disagree."),
            with_finding(low=83.5, high=83.5),
            with_finding(status="holds"),
            with_finding(is_floor=True),
            replace(check_of(), now=replace(check_of().now, name="overstated")),
            replace(check_of(), now=replace(check_of().now, flags=("near",))),
            replace(check_of(), now=replace(check_of().now, grade="C")),
            replace(check_of(), then=None),
            replace(check_of(), readings=(replace(check_of().readings[0], warrant="Other"),)),
            replace(check_of(), readings=(replace(check_of().readings[0], sql="SELECT 1"),)),
        ],
    )
    def test_changes_with_anything_the_page_shows(self, changed: Check) -> None:
        """Row, reading, warrant, query, measure, status, verdict, flag or grade."""
        assert digest_of(changed) != digest_of(check_of())

    @given(st.floats(min_value=83.36, max_value=83.44))
    def test_keeps_while_the_shown_number_keeps(self, measured: float) -> None:
        """What moves below the rounding shown does not unsign a page: 83.4 stays 83.4."""
        assert digest_of(with_finding(low=measured, high=measured)) == digest_of(check_of())

    def test_ignores_the_line_of_the_file(self) -> None:
        """Sorting the table of claims signs nothing off."""
        moved = replace(check_of(), claim=replace(check_of().claim, row=99, publication="ready"))
        assert digest_of(moved) == digest_of(check_of())


class TestApprovals:
    def test_there_are_none_in_the_repository(self, project: Project) -> None:
        """The project ships with no page signed by anybody."""
        assert read_approvals(project) == ()
        assert (project.data / "approvals.csv").read_text("utf-8") == HEADER

    def test_an_approval_fits_its_digest_only(self, newsroom: Newsroom) -> None:
        """Signed, then changed, then signed again."""
        check, changed = check_of(), check_of(title="Another question?")
        approve(newsroom.project, check, digest_of(check), *TWO, date(2025, 3, 1))
        approvals = read_approvals(newsroom.project)
        assert state_of(check, approvals).state == "approved"
        state = state_of(changed, approvals)
        assert (state.state, state.on) == ("changed", "2025-03-01")
        approve(newsroom.project, changed, digest_of(changed), *TWO, date(2025, 4, 1))
        assert state_of(changed, read_approvals(newsroom.project)).on == "2025-04-01"

    def test_an_approval_is_of_one_claim(self) -> None:
        """The digest of one page approves no other."""
        check = check_of()
        other = Approval("us-aid-again", digest_of(check), *TWO, "2025-03-01")
        assert state_of(check, [other]).state == "draft"

    @pytest.mark.parametrize("names", [("Ada Byron", "ada byron"), ("", "B"), ("A", " ")])
    def test_two_different_people_are_needed(
        self, newsroom: Newsroom, names: tuple[str, str]
    ) -> None:
        """One person twice is one person."""
        with pytest.raises(ParameterError):
            approve(newsroom.project, check_of(), digest_of(check_of()), *names, date(2025, 3, 1))
        assert read_approvals(newsroom.project) == ()

    @pytest.mark.parametrize("read", ["", "abc", "0" * 12, digest_of(with_finding(low=1.0))])
    def test_a_page_that_is_another_now_is_not_signed(self, newsroom: Newsroom, read: str) -> None:
        """What two people have read is what they sign: no other digest, no few digits of one."""
        with pytest.raises(ParameterError, match="not the digest of the page as it is now"):
            approve(newsroom.project, check_of(), read, *TWO, date(2025, 3, 1))
        assert read_approvals(newsroom.project) == ()

    def test_twelve_digits_as_printed_are_enough(self, newsroom: Newsroom) -> None:
        """The row holds the whole digest."""
        digest = digest_of(check_of())
        approve(newsroom.project, check_of(), digest[:12], *TWO, date(2025, 3, 1))
        assert [a.digest for a in read_approvals(newsroom.project)] == [digest]

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("x,abcdefabcdef,A,a,2025-03-01", "row 2: one person twice; found A"),
            ("x,abcdefabcdef,A,,2025-03-01", "row 2, column second_reader: no name"),
            ("x,abc,A,B,2025-03-01", "row 2, column digest: not a digest; found abc"),
            ("x,abcdefabcdeg,A,B,2025-03-01", "row 2, column digest: not a digest"),
            ("x,abcdefabcdef,A,B,1 March", "row 2, column on: not a date; found 1 March"),
        ],
    )
    def test_a_faulty_row_is_located(self, newsroom: Newsroom, row: str, message: str) -> None:
        """Row, column, what was found."""
        newsroom.write("data/approvals.csv", HEADER + row + "\n")
        with pytest.raises(CuratedError, match=re.escape(message)):
            read_approvals(newsroom.project)

    def test_other_columns_are_refused(self, newsroom: Newsroom) -> None:
        """A file with another header is not read by guess."""
        newsroom.write("data/approvals.csv", "claim,who\n")
        with pytest.raises(CuratedError, match=r"columns differ; .*, with claim, who"):
            read_approvals(newsroom.project)

    def test_a_file_without_a_last_line_end_is_continued_well(self, newsroom: Newsroom) -> None:
        """A spreadsheet that leaves out the last line end does not join two rows."""
        newsroom.write("data/approvals.csv", HEADER + "x,abcdefabcdef,A,B,2025-03-01")
        approve(newsroom.project, check_of(), digest_of(check_of()), *TWO, date(2025, 3, 1))
        assert [a.claim_id for a in read_approvals(newsroom.project)] == ["x", "us-aid-350bn"]


def test_the_command_signs_what_was_read(project: Project, tmp_path: Path) -> None:
    """`assay sign` in a copy of the record: the row, the words; and a refusal in one message."""
    for part in project.data.iterdir():
        if part.name not in (".cache", "approvals.csv"):
            (tmp_path / "data").mkdir(exist_ok=True)
            (tmp_path / "data" / part.name).symlink_to(part)
    copy = Project(tmp_path)
    (check,) = check_claims(copy, ["us-aid-350bn"])
    names = ["--approved-by", TWO[0], "--second-reader", TWO[1]]

    def sign(digest: str) -> Result:
        asked = ["sign", "us-aid-350bn", "--digest", digest, *names]
        return CliRunner().invoke(cli, asked, env={"ASSAY_HOME": str(tmp_path)})

    refused = sign("0" * 64)
    assert isinstance(refused.exception, ParameterError)
    assert read_approvals(copy) == ()
    told = sign(digest_of(check)[:16])
    assert "Approved by Ada Byron, second reader Grace Hopper" in told.output
    (row,) = read_approvals(copy)
    assert state_of(check, [row]).state == "approved"
