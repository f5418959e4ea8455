"""Many machines: the same notebooks, from workers that have the same code and data, or none.

A real scheduler and real workers, each a process with a project folder of its own, over TCP.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from assay.cluster import differences, facts_of, run_on_cluster
from assay.editions import build
from assay.editions.executed import run_planned
from assay.errors import AssayError, ParameterError, StoryError
from assay.paths import Project
from assay.runner import Budget, Progress, Run, run_many
from newsroom import Newsroom
from test_runner import MARK, all_gone, pids, with_one_report, with_story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a worker is ended by its pid")

DASK = "from distributed.cli.dask_{} import main; main()"
SAY = "print(word, len(word))"
SLOW = MARK + "import time; time.sleep(0.5); print(word)"
FOREVER = MARK + "import time; time.sleep(60)"
WORDS = ("ore", "touchstone")


@dataclass
class Cluster:
    """A scheduler and its workers, each with a copy of a project."""

    folder: Path
    home: Project = field(default_factory=lambda: Project(Path()))
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def start(self) -> Cluster:
        """Start the scheduler on a free port of 127.0.0.1."""
        told = self.folder / "scheduler.json"
        self._run("scheduler", "--port", "0", "--scheduler-file", str(told), cwd=self.folder)
        self.address = wait_for(lambda: read_address(told))
        return self

    def worker(self, project: Project, before: str = "") -> subprocess.Popen[bytes]:
        """Start a worker with one thread and a copy of `project` as it is now."""
        home = self.folder / f"machine-{len(self.processes)}"
        shutil.copytree(project.root, home)
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(home / "dask"))
        return self._run("worker", self.address, *options, cwd=home, before=before)

    def wait_for_workers(self, count: int) -> None:
        """Return when so many workers have joined."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def stop(self) -> None:
        """End every process of the cluster."""
        for process in self.processes:
            process.kill()
            process.wait()

    def _run(
        self, part: str, *arguments: str, cwd: Path, before: str = ""
    ) -> subprocess.Popen[bytes]:
        code = before + DASK.format(part)
        environment = {name: text for name, text in os.environ.items() if name != "ASSAY_HOME"}
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=cwd,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process


def wait_for(found: Callable[[], str]) -> str:
    """What `found` gives once it is something."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("nothing came in a minute")


def read_address(path: Path) -> str:
    """The address in a scheduler's file, empty while it is being written."""
    try:
        return str(json.loads(path.read_text("utf-8"))["address"])
    except (OSError, ValueError):
        return ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder, named in MARKS, in which each process of a story leaves its pid."""
    folder = tmp_path_factory.mktemp("marks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARKS", str(folder))
        yield folder


@pytest.fixture
def marks(place: Path) -> Path:
    """That folder, empty."""
    for path in place.iterdir():
        path.unlink()
    return place


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with stories and one file of data."""
    return open_project(tmp_path / "here")


def open_project(home: Path) -> Project:
    """Write a project with stories and one file of data."""
    for name, source in (("say", SAY), ("slow", SLOW), ("forever", FOREVER), ("fails", "1/0")):
        with_story(home, name, source)
    (home / "data" / "claims.csv").write_text("claim_id\n", "utf-8")
    return Project(home)


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A scheduler without workers; everything of it is ended afterwards."""
    cluster = Cluster(folder)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture
def cluster(tmp_path: Path, marks: Path) -> Iterator[Cluster]:
    """A scheduler without workers, for one test."""
    (tmp_path / "cluster").mkdir()
    with started(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, place: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, for the tests that leave them as they were."""
    folder = tmp_path_factory.mktemp("pair")
    with started(folder) as cluster:
        cluster.home = open_project(folder / "here")
        cluster.worker(cluster.home)
        cluster.worker(cluster.home)
        cluster.wait_for_workers(2)
        yield cluster


def runs_of(story: str, count: int, **budget: float) -> list[Run]:
    """Runs of one story, its two words in turn."""
    return [Run(story, {"word": WORDS[i % 2]}, Budget(**budget)) for i in range(count)]  # type: ignore[arg-type]


class TestACluster:
    def test_gives_what_one_machine_gives(self, pair: Cluster) -> None:
        """Two workers over TCP: the notebooks are the same, in the same order."""
        told: list[Progress] = []
        runs = runs_of("say", 5)
        found = run_on_cluster(pair.home, runs, pair.address, progress=told.append)
        assert found == run_many(pair.home, runs)
        assert told[-1].done == told[-1].total == 5
        assert told[-1].retried == 0

    @pytest.mark.faults
    def test_survives_a_worker_killed_half_way(
        self, cluster: Cluster, project: Project, marks: Path
    ) -> None:
        """What ran there is run elsewhere, its process is gone, and the notebooks are the same."""
        victim = cluster.worker(project)
        cluster.worker(project)
        cluster.wait_for_workers(2)
        lines: list[str] = []
        killed: list[int] = []

        def kill_half_way(at: Progress) -> None:
            if at.done >= 5 and not killed:
                killed.append(at.done)
                victim.kill()

        runs = runs_of("slow", 10)
        told: list[Progress] = []
        found = run_on_cluster(
            project,
            runs,
            cluster.address,
            progress=lambda at: (told.append(at), kill_half_way(at)),
            say=lines.append,
        )
        assert killed
        assert victim.wait() == -signal.SIGKILL
        assert found == run_many(project, runs)
        (line,) = lines
        assert line.startswith("Lost worker tcp://127.0.0.1:")
        assert told[-1].retried == 1
        assert all_gone(pids(marks, 10))

    @pytest.mark.faults
    def test_tells_a_storys_failure_as_one_machine_does(self, pair: Cluster) -> None:
        """The same error with the same words: story, parameters, cell, reason."""
        runs = runs_of("fails", 1)
        with pytest.raises(StoryError) as there:
            run_on_cluster(pair.home, runs, pair.address)
        with pytest.raises(StoryError) as here:
            run_many(pair.home, runs)
        assert str(there.value) == str(here.value)

    @pytest.mark.faults
    def test_keeps_budgets_on_the_workers(self, pair: Cluster, marks: Path) -> None:
        """A run's budget travels with it."""
        with pytest.raises(StoryError, match=r"forever \(word=ore\) ran longer than 0.5 s"):
            run_on_cluster(pair.home, runs_of("forever", 1, seconds=0.5), pair.address)
        assert all_gone(pids(marks, 1))

    @pytest.mark.faults
    @pytest.mark.parametrize(
        "leave", ["0.5", "0"], ids=["", "on a machine too busy to say it left"]
    )
    def test_stops_when_the_build_is_interrupted(
        self, pair: Cluster, marks: Path, leave: str
    ) -> None:
        """Ctrl-C is a KeyboardInterrupt at one machine, and ends the stories on the others."""
        code = (
            "import sys\nfrom pathlib import Path\nfrom assay import cluster\n"
            "from assay.paths import Project\nfrom assay.runner import Run\n"
            "cluster.LEAVE_SECONDS = float(sys.argv[3])\n"
            "try:\n"
            "    cluster.run_on_cluster(Project(Path(sys.argv[1])),"
            " [Run('forever', {'word': 'ore'})] * 3, sys.argv[2])\n"
            "except KeyboardInterrupt:\n    print('stopped', flush=True)\n    sys.stdin.read()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, str(pair.home.root), pair.address, leave],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as build:
            assert build.stdout
            running = pids(marks, 2)
            build.send_signal(signal.SIGINT)
            assert build.stdout.readline() == "stopped\n"
            # while the build's process is still there, and long before the stories' own end
            assert any(all_gone(running) for _ in range(20))

    @pytest.mark.faults
    def test_keeps_what_it_gave_when_leaving_takes_too_long(
        self, pair: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Notebooks that came back are not lost to a machine too busy to say it left."""
        monkeypatch.setattr("assay.cluster.LEAVE_SECONDS", 0)
        runs = runs_of("say", 2)
        assert run_on_cluster(pair.home, runs, pair.address) == run_many(pair.home, runs)

    def test_builds_the_edition_that_one_machine_builds(
        self, cluster: Cluster, newsroom: Newsroom
    ) -> None:
        """Equal editions have equal ids: every byte of the site is the same."""
        with_one_report(newsroom)
        cluster.worker(newsroom.project)
        elsewhere = Project(shutil.copytree(newsroom.root, cluster.folder / "elsewhere"))
        cluster.wait_for_workers(1)
        there = partial(run_on_cluster, address=cluster.address)
        outcome = build(elsewhere, execute=partial(run_planned, run_all=there))
        assert outcome.state == "published"
        assert outcome.edition == build(newsroom.project).edition


class TestAWorker:
    @pytest.mark.faults
    def test_with_other_data_is_refused(self, cluster: Cluster, project: Project) -> None:
        """The file is named, nothing is run there, and the others do the work."""
        cluster.worker(project)
        (project.data / "claims.csv").write_text("claim_id\nus-aid-350bn\n", "utf-8")
        (project.data / "ledger").mkdir()
        (project.data / "ledger" / "verdicts.csv").write_text("not read by a story\n", "utf-8")
        cluster.worker(project)
        cluster.wait_for_workers(2)
        lines: list[str] = []
        runs = runs_of("say", 3)
        found = run_on_cluster(project, runs, cluster.address, say=lines.append)
        assert found == run_many(project, runs)
        (line,) = lines
        assert line.startswith("Refused worker tcp://127.0.0.1:")
        assert line.endswith(": data/claims.csv differs.")

    @pytest.mark.faults
    def test_that_is_the_only_one_and_does_not_fit_stops_the_build(
        self, cluster: Cluster, project: Project
    ) -> None:
        """Without a worker that fits there is an error that says why for each."""
        cluster.worker(project)
        cluster.worker(project, before="import sys; sys.modules['assay'] = None; ")
        cluster.wait_for_workers(2)
        (project.notebooks / "say.ipynb").unlink()
        with pytest.raises(AssayError) as caught:
            run_on_cluster(project, runs_of("slow", 1), cluster.address)
        told = str(caught.value).splitlines()
        assert len(told) == 3
        assert any("notebooks/say.ipynb is not held here" in line for line in told)
        assert any("assay" in line and "notebooks" not in line for line in told[:2])
        assert told[2] == "No worker at the scheduler has our code and data."

    @pytest.mark.faults
    def test_that_was_the_last_ends_the_build_when_it_is_lost(
        self, cluster: Cluster, project: Project, marks: Path
    ) -> None:
        """Nothing waits for a machine that may never come back."""
        only = cluster.worker(project)
        cluster.wait_for_workers(1)

        def kill(at: Progress) -> None:
            if list(marks.iterdir()):
                only.kill()

        with pytest.raises(AssayError, match="Every worker that fits has left the cluster"):
            run_on_cluster(project, runs_of("forever", 2), cluster.address, progress=kill)
        assert all_gone(pids(marks, 1))

    def test_is_told_apart_by_versions_code_and_data(self, project: Project) -> None:
        """What differs is named, three things at most, then counted."""
        here = facts_of(project)
        assert {"Python", "pandas", "numpy", "papermill", "assay/runner/pool.py"} <= set(here)
        there = {**here, "pandas": "2.0.0", "data/claims.csv": "", "assay/errors.py": ""}
        del there["notebooks/say.ipynb"]
        assert differences(here, here) == []
        assert differences(here, there) == [
            "assay/errors.py differs",
            "data/claims.csv differs",
            "notebooks/say.ipynb is missing there",
            "1 more",
        ]
        told = differences({"pandas": "3.1.1"}, {"pandas": "2.0.0"})
        assert told == ["pandas 2.0.0 there, 3.1.1 here"]


class TestAScheduler:
    @pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://a:1", "tcp://host", ""])
    def test_has_an_address_of_a_known_form(self, address: str, project: Project) -> None:
        """Anything else is refused before a connection is tried."""
        with pytest.raises(ParameterError, match=r"expected a scheduler's address, as tcp://host"):
            run_on_cluster(project, runs_of("say", 1), address)

    @pytest.mark.faults
    def test_that_does_not_answer_is_said_so(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A closed port is an error in so many words, after a bounded wait."""
        monkeypatch.setattr("assay.cluster.CONNECT_SECONDS", 1)
        with pytest.raises(AssayError, match=r"No scheduler answers at tcp://127.0.0.1:9"):
            run_on_cluster(project, runs_of("say", 1), "tcp://127.0.0.1:9")

    @pytest.mark.faults
    def test_that_leaves_ends_the_build(
        self, cluster: Cluster, project: Project, marks: Path
    ) -> None:
        """Its runs cannot come back: that is an error, not a wait."""
        cluster.worker(project)
        cluster.wait_for_workers(1)

        def kill(at: Progress) -> None:
            if list(marks.iterdir()):
                cluster.processes[0].kill()

        with pytest.raises(AssayError, match="scheduler"):
            run_on_cluster(project, runs_of("forever", 2), cluster.address, progress=kill)
        assert all_gone(pids(marks, 1))

    def test_with_nothing_to_run_is_not_asked(self, project: Project) -> None:
        """No run, no connection."""
        assert run_on_cluster(project, [], "tcp://127.0.0.1:9") == []
