"""What is to be run, what it may take, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

AMBIGUOUS: Final = frozenset(",=()'\"")


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may take: seconds of wall time, megabytes (10^6 bytes) of memory."""

    seconds: float = 300
    megabytes: int = 2000


@dataclass(frozen=True, slots=True)
class Run:
    """One story with the parameters it is to run with."""

    story: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    budget: Budget = Budget()

    def __str__(self) -> str:
        given = ", ".join(f"{name}={_told(value)}" for name, value in self.parameters.items())
        return f"{self.story} ({given})" if given else self.story


@dataclass(frozen=True, slots=True)
class Progress:
    """Where many runs are: counts of runs, seconds since the first was started.

    `retried` counts runs that were started again because their process or machine was lost.
    """

    done: int
    total: int
    running: int
    retried: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before the first run is done."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None

    def __str__(self) -> str:
        left = self.seconds_left
        parts = [f"{self.done} of {self.total} done", f"{self.running} running"]
        if left is not None and self.done < self.total:
            parts.append(f"about {_duration(left)} left")
        if self.retried:
            parts.append(f"{self.retried} started again")
        return ", ".join(parts)


def _told(value: object) -> str:
    """A text that could be taken for two parameters in quotes: results are kept by this name."""
    return f"{value!r}" if isinstance(value, str) and set(value) & AMBIGUOUS else f"{value}"


def _duration(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 100 else f"{round(whole / 60)} min"
