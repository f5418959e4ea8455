"""What was measured on: machine, versions, bytecode, and how busy it was."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import cache_from_source, find_spec
from pathlib import Path

PACKAGES = "ipykernel nbclient papermill nbval nbconvert plotly pandas duckdb".split()


def describe() -> Iterator[str]:
    """The facts to print above a table."""
    lines = _text("/proc/cpuinfo").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "?")
    memory = _text("/proc/meminfo").split()
    size = f"{int(memory[1]) / 1e6:.0f} GB" if len(memory) > 1 else "?"
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{usable} cores ({model}), {size}, {platform.system()} {platform.release()}"
    yield f"Python {platform.python_version()}, " + ", ".join(
        f"{name} {version(name)}" for name in PACKAGES
    )
    kept = "not written here" if sys.dont_write_bytecode else "written"
    yield f"bytecode of assay {_bytecode('assay')}, of pandas {_bytecode('pandas')}, {kept}"


def load() -> str:
    """How busy the machine was in the last minute."""
    return f"load {os.getloadavg()[0]:.1f}"


def _bytecode(package: str) -> str:
    """Whether a package's modules lie compiled on the disk: cold starts hang on it."""
    spec = find_spec(package)
    folder = Path(str(spec.origin)).parent if spec else Path()
    sources = list(folder.rglob("*.py"))
    present = sum(Path(cache_from_source(str(path))).is_file() for path in sources)
    return "present" if present > len(sources) / 2 else "absent"


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""
