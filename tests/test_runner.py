"""Running stories: whole, in their own folder, within their budget, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import nbformat
import pytest
from assay.editions import build, read_reports
from assay.editions.publish import uninterrupted
from assay.errors import BuildError, CuratedError, ParameterError, StoryError
from assay.machine import cores, free_memory
from assay.model import Claim
from assay.paths import Project
from assay.runner import Budget, Progress, Run, Unwanted, run_many, run_story
from assay.runner.capacity import pool_size
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from newsroom import Newsroom

PARAMETERS = 'word: str = "ore"  # what is said; one of ore, touchstone\n'
MARK = "import os; open(f\"{os.environ['MARKS']}/{os.getpid()}\", 'w').close()\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose story `say` says its parameter and where it runs."""
    return with_story(tmp_path, "say", "import os\nprint(word, os.environ['ASSAY_HOME'])")


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which each process of a story leaves a file with its pid as name."""
    folder = tmp_path / "marks"
    folder.mkdir()
    monkeypatch.setenv("MARKS", str(folder))
    return folder


def with_story(folder: Path, name: str, *sources: str) -> Project:
    """Add a story with the given code cells to the project in `folder`."""
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "releases").mkdir(parents=True, exist_ok=True)
    parameters = new_code_cell(PARAMETERS)
    parameters.metadata.tags = ["parameters"]
    cells = [new_markdown_cell("# What is said?"), parameters]
    notebook = new_notebook(
        cells=cells + [new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return Project(folder)


def with_one_report(newsroom: Newsroom, settings: str = "") -> Path:
    """Make a newsroom a whole project with one report, of two pages; its folder."""
    for path in newsroom.project.reports.glob("*.toml"):
        path.unlink()
    header = ",".join(field.name for field in fields(Claim) if field.name != "row")
    newsroom.write("data/claims.csv", header + "\n")
    matrix = '[matrix]\nword = ["ore", "touchstone"]\n'
    newsroom.write("reports/said.toml", f'story = "said"\n{settings}{matrix}')
    with_story(newsroom.root, "said", "print(word)")
    return newsroom.root


def said(notebook: nbformat.NotebookNode) -> str:
    """What the last cell printed."""
    return notebook.cells[-1].outputs[0].text.strip()


def pids(marks: Path, count: int) -> list[int]:
    """The processes that left a mark, once there are `count` of them."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [int(path.name) for path in marks.iterdir()]
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{found} left a mark, expected {count}")


def all_gone(processes: list[int]) -> bool:
    """Whether none of the processes is left half a second later."""
    until = time.monotonic() + 0.5
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_runs_of_other_parameters_have_other_names() -> None:
    """Results are kept by name: a text that reads like two parameters is told from two."""
    told = {
        str(Run("say", {"first": "ore, second=slag", "second": "lead"})),
        str(Run("say", {"first": "ore", "second": "slag, second=lead"})),
    }
    assert len(told) == 2
    assert str(Run("say", {"known_on": "2025-02-22", "n": 2})) == "say (known_on=2025-02-22, n=2)"


class TestOneRun:
    def test_has_its_parameters(self, project: Project) -> None:
        """The given value reaches the kernel, which knows its project."""
        notebook = run_story(project, "say", {"word": "touchstone"})
        assert said(notebook) == f"touchstone {project.root}"

    def test_is_the_same_twice(self, project: Project) -> None:
        """A run in normal form has no trace of its time or kernel."""
        assert run_story(project, "say") == run_story(project, "say")

    def test_with_a_wrong_parameter_starts_no_kernel(self, project: Project) -> None:
        """The call is refused before anything runs, with the allowed values."""
        with pytest.raises(ParameterError, match=r"'lead' is not allowed\. Known: ore, touchstone"):
            run_story(project, "say", {"word": "lead"})

    def test_has_an_empty_folder_of_its_own(self, tmp_path: Path) -> None:
        """What a story writes beside itself is in nobody's way, and gone afterwards."""
        source = "import os; open('x', 'x').close(); print(os.getcwd(), os.listdir())"
        project = with_story(tmp_path, "say", source)
        folders = []
        for notebook in run_many(project, [Run("say", {"word": "ore"})] * 3, jobs=2):
            folder, _, listed = said(notebook).partition(" ")
            assert listed == "['x']"
            folders.append(folder)
        assert len(set(folders)) == 3
        assert not any(Path(folder).exists() for folder in folders)

    def test_does_without_a_warm_kernel(
        self, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where no kernel can be forked, a cold one gives the same notebook, and cannot say what it
        read: it stands for everything.
        """
        warm = run_story(project, "say")
        (tmp_path / "assay").touch()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))  # no folder can be made there
        assert warm.metadata.pop("reads") == []
        assert run_story(project, "say") == warm

    @pytest.mark.faults
    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("raise ValueError('no such row')", r"say \(word=ore\) raised ValueError; found no su"),
            ("import os; os._exit(1)", r"say \(word=ore\) did not run to its end: .*died"),
            ("import sys; sys.exit(0)", "the cell did not run in its turn"),
            ("import sys; print('careful', file=sys.stderr)", "wrote to its error stream"),
        ],
    )
    def test_that_breaks_is_one_clear_error(
        self, tmp_path: Path, source: str, message: str
    ) -> None:
        """A raising cell, a dead kernel and a story that stops itself never give half a report."""
        project = with_story(tmp_path, "say", source, "print('end')")
        with pytest.raises(StoryError, match=message):
            run_story(project, "say")


class TestManyRuns:
    def test_keep_their_order_and_their_parameters(self, project: Project) -> None:
        """Runs in parallel processes come back as they were asked for."""
        words = ["ore", "touchstone", "ore", "touchstone"]
        notebooks = run_many(project, [Run("say", {"word": word}) for word in words], jobs=2)
        assert [said(notebook).split()[0] for notebook in notebooks] == words

    def test_say_how_far_they_are(self, project: Project) -> None:
        """Every start and end is told, with counts, and with a time left once one is done."""
        told: list[Progress] = []
        run_many(project, [Run("say", {"word": "ore"})] * 3, jobs=2, progress=told.append)
        assert [at.done for at in told if at.running == 0] == [3]
        assert {at.total for at in told} == {3}
        assert max(at.running for at in told) == 2
        assert all((at.seconds_left is None) == (at.done == 0) for at in told)
        assert told[-1].seconds_left == 0

    def test_of_none_are_none(self, project: Project) -> None:
        """Nothing to run starts nothing."""
        assert run_many(project, []) == []

    @pytest.mark.faults
    def test_stop_at_the_first_failure(self, tmp_path: Path, marks: Path) -> None:
        """What still runs is ended, and what waits is not begun."""
        with_story(tmp_path, "slow", MARK + "import time; time.sleep(60)")
        project = with_story(
            tmp_path,
            "fails",
            "import os, time\nwhile not os.listdir(os.environ['MARKS']): pass\n1/0",
        )
        runs = [Run("slow", {"word": "ore"}), Run("fails", {"word": "ore"})] * 2
        with pytest.raises(StoryError, match=r"fails \(word=ore\) raised ZeroDivisionError"):
            run_many(project, runs, jobs=2)
        (only,) = pids(marks, 1)
        assert all_gone([only])

    @pytest.mark.faults
    def test_stop_when_nobody_wants_them(self, tmp_path: Path, marks: Path) -> None:
        """A caller that is asked and says no gets an error, and no process stays."""
        project = with_story(tmp_path, "slow", MARK + "import time; time.sleep(60)")
        with pytest.raises(Unwanted):
            run_many(
                project, [Run("slow", {"word": "ore"})], is_wanted=lambda: not list(marks.iterdir())
            )
        assert all_gone(pids(marks, 1))


class TestABudget:
    @pytest.mark.faults
    def test_of_time_ends_a_run(self, tmp_path: Path, marks: Path) -> None:
        """A story that never ends is ended, and the message names it and its budget."""
        project = with_story(tmp_path, "endless", MARK + "while True: pass")
        with pytest.raises(StoryError) as caught:
            run_story(project, "endless", budget=Budget(seconds=0.5))
        told = "endless (word=ore) ran longer than 0.5 s, its budget of time. Make the story take "
        assert str(caught.value).startswith(told)
        assert all_gone(pids(marks, 1))

    @LINUX
    @pytest.mark.faults
    def test_of_memory_ends_a_run(self, tmp_path: Path, marks: Path) -> None:
        """A story that takes more than it may is ended, and the message says how much it took."""
        project = with_story(
            tmp_path, "big", MARK + "held = b'x' * 900_000_000; import time; time.sleep(60)"
        )
        with pytest.raises(StoryError) as caught:
            run_story(project, "big", budget=Budget(megabytes=400))
        found = str(caught.value)
        assert found.startswith("big (word=ore) took ")
        assert " MB of memory, its budget is 400 MB. Make the story take less" in found
        assert all_gone(pids(marks, 1))

    @pytest.mark.faults
    def test_holds_for_a_cold_kernel(
        self, tmp_path: Path, marks: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where no kernel can be forked, a run is ended all the same."""
        project = with_story(tmp_path, "endless", MARK + "while True: pass")
        (tmp_path / "assay").touch()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        with pytest.raises(StoryError, match="ran longer than 4 s, its budget of time"):
            run_story(project, "endless", budget=Budget(seconds=4))
        assert all_gone(pids(marks, 1))

    @LINUX
    def test_counts_what_a_run_takes_and_not_what_it_shares(self, project: Project) -> None:
        """The warm parent's own memory is nobody's in particular: a small story fits in 200 MB."""
        assert run_story(project, "say", budget=Budget(megabytes=200))

    @pytest.mark.faults
    def test_is_set_by_its_report(self, newsroom: Newsroom) -> None:
        """`budget` of a report reaches its runs: the build is held back and says whose it was."""
        desk = with_one_report(newsroom, "budget = { seconds = 1 }\n")
        with_story(desk, "said", "while True: pass")
        with pytest.raises(BuildError, match=r"said \(word=\w+\) ran longer than 1 s, its budget"):
            build(newsroom.project)

    @pytest.mark.faults
    @pytest.mark.parametrize("budget", ["seconds = 0", "seconds = 1.5", "hours = 1"])
    def test_of_a_report_is_whole_and_named(self, newsroom: Newsroom, budget: str) -> None:
        """Another key, a fraction or nothing is refused where the report is read."""
        with_one_report(newsroom, f"budget = {{ {budget} }}\n")
        with pytest.raises(CuratedError, match=r"reports/said\.toml, budget\.\w+: not a budget"):
            read_reports(newsroom.project)


class TestAStart:
    """IPython runs the files of its profile before the first cell: there a start can fail."""

    @pytest.fixture
    def startup(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The file that every kernel of this test runs as it starts."""
        folder = tmp_path / "ipython" / "profile_default" / "startup"
        folder.mkdir(parents=True)
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
        return folder / "fails.py"

    @LINUX
    @pytest.mark.faults
    def test_that_fails_is_tried_once_more_and_counted(
        self, project: Project, marks: Path, startup: Path
    ) -> None:
        """A process that dies before its first cell is no fault of the story."""
        startup.write_text(MARK + "if len(os.listdir(os.environ['MARKS'])) == 1: os._exit(1)\n")
        told: list[Progress] = []
        (notebook,) = run_many(project, [Run("say", {"word": "ore"})], progress=told.append)
        assert said(notebook) == f"ore {project.root}"
        assert len(pids(marks, 2)) == 2
        assert told[-1].retried == 1
        assert str(told[-1]) == "1 of 1 done, 0 running, 1 started again"

    @LINUX
    @pytest.mark.faults
    def test_that_fails_twice_is_an_error(
        self, project: Project, marks: Path, startup: Path
    ) -> None:
        """Two attempts are enough: the story is named, and it is said that it did not begin."""
        startup.write_text(MARK + "os._exit(1)\n")
        with pytest.raises(
            StoryError, match=r"say \(word=ore\) could not be started, twice: .*die"
        ):
            run_story(project, "say")
        assert len(pids(marks, 2)) == 2


class TestAnInterrupt:
    @pytest.fixture
    def desk(self, newsroom: Newsroom) -> Path:
        """A project with one report, of two pages, and an edition of it."""
        with_one_report(newsroom)
        build(newsroom.project)
        return newsroom.root

    @LINUX
    @pytest.mark.faults
    def test_stops_a_build_within_a_second_and_publishes_nothing(
        self, desk: Path, marks: Path
    ) -> None:
        """Ctrl-C: no process, no stage, no lock is left, and the last edition stands."""
        before = (desk / "reports" / "current").resolve()
        with_story(desk, "said", MARK + "import time; time.sleep(60)")
        command = [sys.executable, "-c", "from assay.cli import main; main()", "build"]
        with subprocess.Popen(
            command, cwd=desk, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as running:
            assert running.stderr
            kernels = pids(marks, min(2, cores()))
            began = time.monotonic()
            running.send_signal(signal.SIGINT)
            told = next(line for line in running.stderr if line.startswith("Stopped"))
            seconds = time.monotonic() - began
            assert all_gone(kernels)
        assert told.strip() == "Stopped; nothing was published."
        assert running.returncode == 130
        assert seconds < 1
        reports = desk / "reports"
        assert (reports / "current").resolve() == before
        assert sorted(path.name for path in (reports / "editions").iterdir()) == sorted(
            [".lock", before.name]
        )
        assert not (reports / "held").exists()

    def test_comes_too_late_once_an_edition_is_switched(self) -> None:
        """What was put in place is recorded too; afterwards an interrupt is heard again."""
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


class TestThePool:
    def test_is_as_large_as_it_is_told(self) -> None:
        """A number of jobs is taken as it is, but never more than there are runs."""
        assert pool_size(7, 100) == 7
        assert pool_size(7, 3) == 3

    def test_is_never_empty(self) -> None:
        """No job at all is refused; a machine without free memory still runs one at a time."""
        with pytest.raises(ParameterError, match="--jobs 0: expected at least 1"):
            pool_size(0, 3)
        assert pool_size(None, 1) == 1

    def test_asks_the_machine_for_memory(self, tmp_path: Path) -> None:
        """What /proc/meminfo calls available is what can be taken."""
        (tmp_path / "meminfo").write_text("MemTotal: 8000 kB\nMemAvailable: 2000 kB\n")
        assert free_memory(proc=tmp_path, cgroups=tmp_path) == 2000 * 1024
        assert free_memory(proc=tmp_path / "none", cgroups=tmp_path) is None

    def test_asks_every_control_group(self, tmp_path: Path) -> None:
        """The smallest room counts, of the own group or of one above; cached files are room."""
        (tmp_path / "self").mkdir()
        (tmp_path / "self" / "cgroup").write_text("0::/desk.slice/build\n")
        (tmp_path / "meminfo").write_text("MemAvailable: 2000000 kB\n")
        own = tmp_path / "desk.slice" / "build"
        own.mkdir(parents=True)
        (own / "memory.max").write_text("max\n")
        (own / "cpu.max").write_text("100000 100000\n")
        (own.parent / "memory.max").write_text("900000\n")
        (own.parent / "memory.current").write_text("500000\n")
        (own.parent / "memory.stat").write_text("anon 1\ninactive_file 100000\n")
        assert free_memory(proc=tmp_path, cgroups=tmp_path) == 500_000
        assert cores(proc=tmp_path, cgroups=tmp_path) == 1


def test_one_machine_needs_no_cluster_and_no_store(project: Project) -> None:
    """A build here imports nothing of the tools for many machines and remote stores."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom assay import cli, editions\n"
        "from assay.editions import build, executed\nfrom assay.paths import Project\n"
        "from assay.runner import Run, run_many\n"
        "run_many(Project(Path(sys.argv[1])), [Run('say', {'word': 'ore'})])\n"
        "far = {'distributed', 'dask', 'fsspec', 's3fs', 'aiobotocore'}\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in far), "
        "[name for name in ('assay.cluster', 'assay.stores') if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", code, str(project.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"
