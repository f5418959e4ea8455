"""Many runs at once: a thread follows each process, the caller's thread watches over all."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assay.errors import StoryError
from assay.machine import memory_of
from assay.paths import Project
from assay.runner.execution import NotStarted, Place, execute, read_form
from assay.runner.records import Progress, Run

if TYPE_CHECKING:
    from nbformat import NotebookNode

LOOK_SECONDS: Final = 0.1
"""How long the caller's thread sleeps at most before it looks at budgets."""

GRACE_SECONDS: Final = 0.5
"""How long runs that were stopped are waited for."""

TOO_MUCH: Final = "Make the story take less, or give its report a larger budget."


class Unwanted(StoryError):
    """Whoever asked for the runs is gone or has changed their mind."""


class Live:
    """A run under way: its process once there is one, and why it was ended if it was."""

    def __init__(self, index: int, run: Run) -> None:
        self.index, self.run = index, run
        self.reason, self.tries = "", 0
        self.stop, self._stopping = os.pipe()
        self._pid = 0
        self._began = 0.0
        self._kill: Callable[[], object] | None = None
        self._lock = threading.Lock()
        self._is_over = False

    def started(self, pid: int, kill: Callable[[], object] | None = None, /) -> None:
        """As `execution.Watch`."""
        with self._lock:
            self._pid, self._kill, self._began = pid, kill, time.monotonic()
            if self.reason and kill:
                kill()

    def end(self, reason: str) -> None:
        """End the run's process, from any thread; the first reason stays."""
        with self._lock:
            if self.reason or self._is_over:
                return
            self.reason = reason
            os.write(self._stopping, b"1")
            if self._kill:
                with contextlib.suppress(ProcessLookupError):
                    self._kill()

    def over(self) -> None:
        """The run has ended: nothing is left to watch."""
        with self._lock:
            self._is_over = True
            os.close(self.stop)
            os.close(self._stopping)

    def look(self) -> None:
        """End the run when it has spent its budget."""
        with self._lock:
            pid, began = self._pid, self._began
        if not pid or self.reason:
            return
        budget = self.run.budget
        seconds = time.monotonic() - began
        taken = memory_of(pid, budget.megabytes * 10**6)
        if seconds > budget.seconds:
            self.end(f"ran longer than {budget.seconds:g} s, its budget of time")
        elif taken:
            what = f"took {taken / 1e6:,.0f} MB of memory"
            self.end(f"{what}, its budget is {budget.megabytes:,} MB")


class Pool:
    """Executes runs, `size` at a time. One use; see `runner.run_many`."""

    def __init__(
        self,
        project: Project,
        runs: Sequence[Run],
        size: int,
        environment: Mapping[str, str],
        tell: Callable[[Progress], object],
        is_wanted: Callable[[], bool],
    ) -> None:
        self.runs, self.size, self.environment = runs, size, environment
        self.tell, self.is_wanted = tell, is_wanted
        self.forms = {story: read_form(project, story) for story in {run.story for run in runs}}
        self.waiting = list(reversed(range(len(runs))))
        self.live: dict[Live, threading.Thread] = {}
        self.heard: queue.SimpleQueue[tuple[Live, NotebookNode | BaseException]]
        self.heard = queue.SimpleQueue()
        self.results: dict[int, NotebookNode] = {}
        self.retried = 0

    def execute(self, folder: Path, parent: Path | None = None) -> list[NotebookNode]:
        """Every executed notebook, in order; each run has a folder of its own under `folder`.
        `parent` is the socket of the batch's warm parent.

        However this ends, no run's process is left.
        """
        self.began, self.parent = time.monotonic(), parent
        try:
            while len(self.results) < len(self.runs):
                self._fill(folder)
                self._hear()
                if not self.is_wanted():
                    raise Unwanted("The runs are no longer wanted.")
                for live in self.live:
                    live.look()
        finally:
            self._stop()
        return [self.results[index] for index in range(len(self.runs))]

    def _fill(self, folder: Path) -> None:
        while self.waiting and len(self.live) < self.size:
            index = self.waiting.pop()
            live = Live(index, self.runs[index])
            own = folder / str(index)
            # daemons: an interrupt does not wait for one that is starting the warm parent
            thread = threading.Thread(target=self._follow, args=(live, own), daemon=True)
            self.live[live] = thread
            thread.start()
            self._tell()

    def _follow(self, live: Live, folder: Path) -> None:
        outcome: NotebookNode | BaseException
        try:
            outcome = self._try_twice(live, folder)
        except BaseException as error:
            outcome = error
        live.over()
        self.heard.put((live, outcome))

    def _try_twice(self, live: Live, folder: Path) -> NotebookNode:
        form = self.forms[live.run.story]
        for live.tries in (1, 2):
            own = folder / str(live.tries)
            own.mkdir(parents=True)
            try:
                return execute(form, live.run, Place(own, self.environment, self.parent), live)
            except NotStarted as error:
                reason = str(error).strip().splitlines()[0]
                if live.reason:
                    break
        raise StoryError(f"{live.run} could not be started, twice: {reason}")

    def _hear(self) -> None:
        try:
            live, outcome = self.heard.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return
        self.live.pop(live).join()
        self.retried += live.tries > 1
        if live.reason:
            raise StoryError(f"{live.run} {live.reason}. {TOO_MUCH}")
        if isinstance(outcome, BaseException):
            raise outcome
        self.results[live.index] = outcome
        self._tell()

    def _tell(self) -> None:
        seconds = time.monotonic() - self.began
        done, total, running = len(self.results), len(self.runs), len(self.live)
        self.tell(Progress(done, total, running, self.retried, seconds))

    def _stop(self) -> None:
        for live in self.live:
            live.end("was stopped")
        until = time.monotonic() + GRACE_SECONDS
        for thread in self.live.values():
            thread.join(max(0.0, until - time.monotonic()))
