"""A story runs again only when something it read has changed, and a build that would read just
what the last one read makes nothing anew.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from assay.editions import build, plan, read_reports
from assay.editions.executed import run_planned
from assay.editions.keys import AROUND, Keys
from assay.editions.reports import Planned
from assay.model import Claim
from assay.paths import Project
from assay.runner import Run, run_many
from assay.trace import files_read
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from newsroom import Newsroom

READING = """-- reading: disbursed
-- role: primary
-- label: What had been paid out
-- says: Disbursed of all appropriations
-- warrant: The inspector general's own word for that stage
-- unit: USD bn
WITH evidence AS (SELECT * FROM sig_oar.funding WHERE stage = 'disbursed')
SELECT value FROM evidence
"""
HOLDS = "on,claim_id,state,because"
SETS = "set_id,member,member_code,source,citation\neu27,Austria,AUT,EU,a page\n"
READS = ("claim:us-aid-350bn", "readings:us-aid-350bn", "source:sig_oar", "newest day")
warm = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def write_claims(newsroom: Newsroom, right_if: str = "right", order: int = 1) -> None:
    """The newsroom's table of claims, with one cell to change, from first to last or back."""
    names = [field.name for field in fields(Claim) if field.name != "row"]
    claims = [check.claim for check in newsroom.checks.values()]
    changed = replace(claims[0], right_if=f"It is right if {right_if}.")
    with (newsroom.root / "data/claims.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for claim in [changed, *claims[1:]][::order]:
            cells = [getattr(claim, name) for name in names]
            writer.writerow(["" if c is None else str(c).lower() if c in (True, False) else c
                             for c in cells])  # fmt: skip


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a table of claims, a reading, and one story in two pages."""
    write_claims(newsroom)
    newsroom.write("data/readings/us-aid-350bn.sql", READING)
    for path in newsroom.project.reports.glob("*.toml"):
        path.unlink()
    newsroom.write("reports/said.toml", 'story = "said"\n[matrix]\nword = ["ore", "slag"]\n')
    tell(newsroom, "print(word)")
    return newsroom


def tell(newsroom: Newsroom, *sources: str) -> None:
    """Write the story: its parameter, then these cells."""
    parameter = new_code_cell('word: str = "ore"  # what is said')
    parameter.metadata["tags"] = ["parameters"]
    cells = [new_markdown_cell("# What is said?"), parameter, *map(new_code_cell, sources)]
    kernel = {"name": "python3", "display_name": "Python 3"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    newsroom.write("notebooks/said.ipynb", nbformat.writes(made))


def pages(newsroom: Newsroom) -> tuple[Planned, ...]:
    """The two pages."""
    return plan(read_reports(newsroom.project), ())


def parts(newsroom: Newsroom, *reads: str) -> dict[str, str]:
    """What a run that read these depends on, from what lies on the disk now."""
    days = sorted(str(p.name) for p in (newsroom.project.releases / "sig_oar").iterdir())
    keys = Keys(newsroom.project, days[-2])
    return keys.parts(pages(newsroom)[0], {"word": "ore"}, reads or READS)


def run_twice(newsroom: Newsroom, between: Callable[[], object] = lambda: None) -> list[str]:
    """What is said of the second of two runs of all pages, after something happened between."""
    run_planned(newsroom.project, pages(newsroom))
    between()
    told: list[str] = []
    run_planned(newsroom.project, pages(newsroom), explain=told.append)
    return told


class TestWhatARunDependsOn:
    @pytest.mark.parametrize(
        "path",
        [
            "data/approvals.csv",
            "data/holds.csv",
            "data/ledger/verdicts.csv",
            "docs/methodology.md",
            "reports/desk.toml",
            "data/readings/titanium-7pct.sql",
            "data/calendars/kiel_ust.csv",
            "data/sources/kiel_ust.toml",
            "data/reconciliations/rules.csv",
            "notebooks/other.ipynb",
        ],
    )
    def test_is_not_what_it_did_not_read(self, desk: Newsroom, path: str) -> None:
        """Signing, holding, style, documents, other stories, readings and sources run nothing."""
        before = parts(desk)
        desk.write(path, "changed")
        assert parts(desk) == before

    @pytest.mark.parametrize(
        ("path", "part"),
        [
            ("data/readings/us-aid-350bn.sql", "readings:us-aid-350bn"),
            ("data/calendars/sig_oar.csv", "source:sig_oar"),
            ("data/crosswalks/sets.csv", "shared tables"),
            ("data/corrections/sig_oar.csv", "shared tables"),
            ("notebooks/said.ipynb", "story"),
            ("requirements.lock", "lock"),
        ],
    )
    def test_is_what_it_read_and_what_all_share(self, desk: Newsroom, path: str, part: str) -> None:
        """A change of it, and of nothing else, is seen."""
        before = parts(desk)
        desk.write(path, SETS if path.endswith("sets.csv") else "changed")
        after = parts(desk)
        assert [name for name in after if after[name] != before[name]] == [part]

    def test_is_its_claims_row_wherever_it_stands(self, desk: Newsroom) -> None:
        """An edited cell counts, the order of the table does not, nor another claim's cells."""
        before, other = parts(desk), parts(desk, "claim:titanium-7pct")
        write_claims(desk, order=-1)
        assert parts(desk) == before
        write_claims(desk, right_if="something else")
        assert parts(desk)["claim:us-aid-350bn"] != before["claim:us-aid-350bn"]
        assert parts(desk, "claim:titanium-7pct") == other

    def test_is_what_ipython_runs_first(
        self, desk: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A startup file of the person who builds is part of every run."""
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
        before = parts(desk)
        startup = tmp_path / "ipython" / "profile_default" / "startup" / "00-first.py"
        startup.parent.mkdir(parents=True)
        startup.write_text("import math", "utf-8")
        now = parts(desk)
        assert {name for name in now if now[name] != before[name]} == {"lock"}

    @pytest.mark.parametrize("read", ["claims", "topic:aid", "family:us-aid-350bn"])
    def test_is_every_claim_of_what_it_asked_for(self, desk: Newsroom, read: str) -> None:
        """All claims, a topic or a family: a cell of any of them counts."""
        before = parts(desk, read)
        write_claims(desk, right_if="something else")
        assert parts(desk, read)[read] != before[read]

    def test_is_a_new_release_of_its_source(self, desk: Newsroom) -> None:
        """A release counts for who read its source, and for who says what day is the newest."""
        before = parts(desk, *READS, "source:kiel_ust")
        desk.release("2025-05", "2025-05-15", 83.5)
        after = parts(desk, *READS, "source:kiel_ust")
        changed = [name for name in after if after[name] != before[name]]
        assert changed == ["source:sig_oar", "newest day"]

    def test_is_what_lies_behind_a_link(self, desk: Newsroom) -> None:
        """Releases on another disk count like those in the folder; so they do for other machines.
        A link to nothing, as an editor leaves beside a file that is open, is nothing.
        """
        elsewhere = desk.root / "elsewhere"
        desk.project.releases.rename(elsewhere)
        desk.project.releases.symlink_to(elsewhere)
        (desk.project.data / ".#claims.csv").symlink_to("somebody@somewhere")
        before, sent = Keys(desk.project).digest("source:sig_oar"), set(files_read(desk.project))
        desk.release("2025-05", "2025-05-15", 83.5)
        assert Keys(desk.project).digest("source:sig_oar") != before
        added = {path.relative_to(desk.project.releases) for path in
                 set(files_read(desk.project)) - sent}  # fmt: skip
        assert added == {
            Path("sig_oar/2025-05", name) for name in ("datapackage.json", "funding.csv")
        }

    @pytest.mark.parametrize(
        "place", ["data/releases/sig_oar/.staging-1", "notebooks/.ipynb_checkpoints"]
    )
    def test_is_no_file_in_a_hidden_folder(self, desk: Newsroom, place: str) -> None:
        """A release that is being written, an editor's copies: they come and go."""
        before, sent = Keys(desk.project).all, set(files_read(desk.project))
        desk.write(f"{place}/datapackage.json", "{}")
        assert Keys(desk.project).all == before
        assert set(files_read(desk.project)) == sent

    def test_is_everything_where_nobody_watched(self, desk: Newsroom) -> None:
        """A run on a cold kernel depends on every claim and every source."""
        reads = ("claims", "every source")
        before = parts(desk, *reads)
        desk.release("2025-05", "2025-05-15", 83.5)
        write_claims(desk, right_if="something else")
        after = parts(desk, *reads)
        assert {name for name in after if after[name] != before[name]} == set(reads)

    def test_is_all_code_that_a_story_loads(self) -> None:
        """No room of the package that a kernel imports is left out of the key of its code."""
        code = (
            "import sys, assay.kernels.worker, assay.charts, assay.narrative, assay.reporter\n"
            "print(*{name.split('.')[1] for name in sys.modules if name.startswith('assay.')})"
        )
        import subprocess

        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        loaded = set(told.stdout.split())
        assert "reporter" in loaded
        # a page's context is imported for its proofs, which are in the key; an approval's state
        # and the ledger's rows are put around a notebook and are in no cell
        assert loaded & AROUND <= {"pages", "signoff", "ledger"}


@warm
class TestAStoryThatRan:
    def test_says_what_it_read(self, desk: Newsroom) -> None:
        """The source of a table it asked for, and nothing else."""
        tell(desk, "from assay import reporter", "len(reporter.table('sig_oar.funding'))")
        run_planned(desk.project, pages(desk))
        index = json.loads((desk.project.cache / "runs" / "index.json").read_text("utf-8"))
        for entry in index["runs"].values():
            own = {"story", "parameters", "code", "lock", "shared tables"}
            assert set(entry["parts"]) - own == {"source:sig_oar"}

    def test_is_not_run_again(self, desk: Newsroom) -> None:
        """With nothing changed no process is started, and the outputs are the same."""
        tell(desk, "import os\nprint(os.getpid())")
        first = run_planned(desk.project, pages(desk))
        told: list[str] = []
        assert run_planned(desk.project, pages(desk), explain=told.append) == first
        assert told == ["0 of 2 stories run again."]

    def test_runs_again_for_what_it_read_and_says_so(self, desk: Newsroom) -> None:
        """The reason names the part and the file."""
        tell(desk, "from assay import reporter", "reporter.claim('us-aid-350bn').right_if")
        told = run_twice(desk, lambda: write_claims(desk, right_if="something else"))
        assert told == [
            "2 of 2 stories run again.",
            "  changed: claim:us-aid-350bn (data/claims.csv): 2 said",
        ]

    @pytest.mark.parametrize("asked", ["check('titanium-7pct')", "checks('minerals')"])
    def test_runs_again_when_a_query_it_used_is_edited(self, desk: Newsroom, asked: str) -> None:
        """Also one that stands with a claim the story did not ask for."""
        named = READING.partition("WITH")[0] + "-- query: us-aid-350bn/disbursed\n"
        desk.write("data/readings/titanium-7pct.sql", named)
        tell(desk, "from assay import reporter", f"checked = reporter.{asked}")
        edited = READING.replace("SELECT value FROM", "SELECT 2 * value AS value FROM")
        told = run_twice(desk, lambda: desk.write("data/readings/us-aid-350bn.sql", edited))
        assert told == [
            "2 of 2 stories run again.",
            "  changed: readings:us-aid-350bn (data/readings/us-aid-350bn.sql): 2 said",
        ]

    def test_that_was_never_run_says_so(self, desk: Newsroom) -> None:
        """A new page of a story is the only one to run."""
        report = 'story = "said"\n[matrix]\nword = ["ore", "slag", "lead"]\n'
        told = run_twice(desk, lambda: desk.write("reports/said.toml", report))
        assert told == ["1 of 3 stories run again.", "  never run before: said (word=lead)"]

    @pytest.mark.faults
    def test_runs_again_when_a_file_was_changed_and_put_back_meanwhile(
        self, desk: Newsroom
    ) -> None:
        """The bytes are those of before; what the story read in between is not known."""
        path = desk.root / "data/readings/us-aid-350bn.sql"

        def run_all(project: Project, runs: Sequence[Run]) -> list[NotebookNode]:
            path.write_text("-- another", "utf-8")
            done = run_many(project, runs)
            path.write_text(READING, "utf-8")
            return done

        run_planned(desk.project, pages(desk), run_all=run_all)
        told: list[str] = []
        run_planned(desk.project, pages(desk), explain=told.append)
        assert told == ["2 of 2 stories run again.", "  never run before: 2 said"]

    @pytest.mark.faults
    def test_runs_again_when_what_was_kept_is_damaged(self, desk: Newsroom) -> None:
        """One changed character, a lost file, a broken index: found, and made anew."""
        runs = desk.project.cache / "runs"

        def damage() -> None:
            first, second = sorted(runs.glob("*.ipynb"))
            first.write_text(first.read_text("utf-8").replace("ore", "fee"), "utf-8")
            second.unlink()

        told = run_twice(desk, damage)
        assert told[1:] == ["  damaged where it was kept: 2 said"]
        (runs / "index.json").write_text("{", "utf-8")
        told = run_twice(desk)
        assert told == ["0 of 2 stories run again."]


@warm
class TestABuild:
    def test_of_what_was_built_reads_it_and_makes_nothing(self, desk: Newsroom) -> None:
        """The edition stands: no claim is tested, no story asked for, no page composed."""
        first = build(desk.project)
        again = build(desk.project, execute=not_to_be_run)
        assert (again.state, again.edition, again.pages) == ("unchanged", first.edition, 2)

    @pytest.mark.parametrize(
        "path", ["docs/methodology.md", "reports/desk.toml", "data/holds.csv", "data/claims.csv"]
    )
    def test_sees_every_change(self, desk: Newsroom, path: str) -> None:
        """One byte more in any file that a build reads, and it looks at everything again."""
        build(desk.project)
        place = desk.root / path
        before = place.read_text("utf-8") if place.exists() else HOLDS * path.endswith("holds.csv")
        place.write_text(before + "\n", "utf-8")
        assert was_read_again(desk)

    def test_sees_an_edited_ledger(self, desk: Newsroom) -> None:
        """What builds themselves write is compared as the last one left it."""
        build(desk.project)
        ledger = desk.root / "data/ledger/verdicts.csv"
        ledger.write_text(ledger.read_text("utf-8").rpartition("\n2")[0] + "\n", "utf-8")
        assert was_read_again(desk)

    @pytest.mark.faults
    def test_sees_a_damaged_edition(self, desk: Newsroom) -> None:
        """A page that was edited is no edition that stands."""
        outcome = build(desk.project)
        (outcome.folder / "index.html").write_text("edited", "utf-8")
        again = build(desk.project)
        assert again.state == "published"
        assert "edited" not in (again.folder / "index.html").read_text("utf-8")

    @pytest.mark.faults
    def test_sees_what_was_changed_and_put_back_while_it_ran(self, desk: Newsroom) -> None:
        """A build does not stand for a state of the disk that it may not have read."""
        text = (desk.root / "docs/methodology.md").read_text("utf-8")

        def edit(*args: Any, **options: Any) -> list[NotebookNode]:
            desk.write("docs/methodology.md", "# Another rule")
            done = run_planned(*args, **options)
            desk.write("docs/methodology.md", text)
            return done

        build(desk.project, execute=edit)
        assert was_read_again(desk)

    @pytest.mark.faults
    def test_sees_what_was_edited_while_it_ran(self, desk: Newsroom) -> None:
        """A file saved in the middle of a build is not taken for read."""

        def edit(*args: Any, **options: Any) -> list[NotebookNode]:
            done = run_planned(*args, **options)
            desk.write("docs/methodology.md", "# Another rule\n\nSaved while a build ran.\n")
            return done

        build(desk.project, execute=edit)
        again = build(desk.project)
        assert again.state == "published"


def not_to_be_run(*_: Any) -> Sequence[NotebookNode]:
    raise AssertionError("a story was asked for")


def was_read_again(newsroom: Newsroom) -> bool:
    """Whether a build asks for its stories."""
    asked: list[Path] = []

    def run(*args: Any, **options: Any) -> list[NotebookNode]:
        asked.append(newsroom.root)
        return run_planned(*args, **options)

    build(newsroom.project, execute=partial(run))
    return bool(asked)
