"""One alarm: something in a release that an expert would look at, with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assay.errors import Fault

Kind = Literal[
    "unit",
    "lifetime",
    "swap",
    "shift",
    "inversion",
    "currency",
    "lost",
    "state",
    "label",
    "bound",
    "words",
]
MISTAKE = (
    "If the provider is wrong, correct it in data/corrections/{source}.csv and ingest again; if "
    "it is right, accept it in data/reconciliations/exceptions.csv with a reason and a date."
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """`key` names the series the alarm is about, the same from run to run; it and `kind` and
    `release` are what an accepted exception names.
    """

    kind: Kind
    source: str
    release: str
    key: str
    fault: Fault = field(compare=False)

    @property
    def about(self) -> tuple[str, str, str, str]:
        return self.kind, self.source, self.release, self.key


def todo_for(source: str, first: str) -> str:
    """`first` says where to look; then what to do with what is found."""
    return f"{first} {MISTAKE.format(source=source)}"
