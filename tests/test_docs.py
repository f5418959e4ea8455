"""README and guides name only what is there, count nothing by hand, and say what is measured."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from assay.checks import check_claims
from assay.cli import cli
from assay.paths import Project
from assay.rating import as_page, sensitivity

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
GENERATED = {"catch-rate.md", "data-dictionary.md", "sensitivity.md"}
GUIDES = [
    ROOT / "README.md",
    ROOT / "notebooks" / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in GENERATED),
]
COMMAND = re.compile(
    r"(?:`|^ *|\.venv/bin/)assay ([a-z][a-z-]*)((?:[^`\n#]|\n(?=[^\n`]*`))*)", re.M
)


def commands(guide: Path) -> list[tuple[str, str]]:
    """Each `assay VERB …` of a guide's code: the verb and what follows it."""
    text = guide.read_text("utf-8")
    spans = re.findall(r"```.*?```|`[^`]+`|^ {4}assay [^\n]+", text, re.DOTALL | re.MULTILINE)
    return [found for span in spans for found in COMMAND.findall(span)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_a_guide_exists(guide: Path) -> None:
    """Verb, verb of a group, and every option."""
    for verb, rest in commands(guide):
        assert verb in cli.commands, f"assay {verb}"
        command = cli.commands[verb]
        if isinstance(command, click.Group):
            sub = rest.split()[0]
            assert sub in command.commands, f"assay {verb} {sub}"
            command = command.commands[sub]
        known = {name for item in command.params for name in item.opts}
        for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest):
            assert option in known, f"assay {verb} {option}"


def test_every_verb_stands_in_a_guide() -> None:
    """A verb nobody can read about does not exist for a newcomer."""
    named = {verb for guide in GUIDES for verb, _ in commands(guide)}
    assert set(cli.commands) <= named


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_guide_counts_nothing_by_hand(guide: Path) -> None:
    """How many claims, sources or releases there are changes daily; the pages count them."""
    text = guide.read_text("utf-8")
    assert not re.findall(r"\b\d+ (?:claims|sources|releases|calendars|events)\b", text)


@pytest.mark.parametrize("claim_id", ["us-aid-350bn", "us-aid-100bn-grant"])
def test_the_two_verdicts_of_the_readme_are_today_s(project: Project, claim_id: str) -> None:
    """Reason and every rated reading stand in the README as `assay check` gives them."""
    (check,) = check_claims(project, [claim_id])
    assert check.now.because in " ".join(README.split())
    for finding in check.now_findings:
        if finding.role != "context":
            ends = sorted({f"{finding.low:.1f}", f"{finding.high:.1f}"}, key=float)
            row = rf"\| {finding.reading}, [\w ]+ \| {finding.role} \| {' to '.join(ends)} \|"
            assert re.search(row, README), finding.reading


def test_the_readme_s_links_lead_somewhere() -> None:
    """Every file the README names is there."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_readme_s_commands_are_verbs_of_the_makefile() -> None:
    """`make` knows each verb the README tells a newcomer to use."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    verbs = re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE)
    assert {"report", "lab"} <= set(verbs)
    for verb in verbs:
        assert re.search(rf"^{verb}:.*##", makefile, re.MULTILINE), verb


def test_the_readme_leads_to_every_guide() -> None:
    """No page of docs/ is left for a newcomer to find alone."""
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)\)", README))
    assert linked == {path.name for path in (ROOT / "docs").glob("*.md")}


def test_the_page_on_thresholds_is_today_s(project: Project) -> None:
    """Every threshold, the values tried, and the verdicts that change, as `assay sensitivity`."""
    page = (ROOT / "docs" / "sensitivity.md").read_text("utf-8")
    assert page == as_page(sensitivity(check_claims(project)))
