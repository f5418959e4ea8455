"""The guides name only what the command line has, and count nothing by hand."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from assay.cli import cli

ROOT = Path(__file__).resolve().parents[1]
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
