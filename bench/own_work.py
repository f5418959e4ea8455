"""The cells' own work: a story's code cells, run by IPython in one process that is warm.

What is counted is running the cell and making its result's mime bundle, on the clock of this
process's processor, so that other people's work on the machine does not count as the cells'.
Everything a process keeps between reports is kept here: imports, the claims, the open desk. No
report that has a process of its own can have that, which makes this the strictest measure.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


def main() -> None:
    """Read parameter sets from standard input, print the seconds of each set's code cells."""
    notebook = nbformat.read(sys.argv[1], as_version=4)  # type: ignore[no-untyped-call]
    shell: Any = InteractiveShell.instance()
    sets = json.load(sys.stdin)
    for parameters in sets[:3]:
        seconds_of(shell, notebook, parameters)
    print(json.dumps([seconds_of(shell, notebook, parameters) for parameters in sets]))


def seconds_of(shell: Any, notebook: Any, parameters: dict[str, Any]) -> list[float]:
    """Processor seconds of each code cell of one report, in a namespace of its own."""
    shell.reset(new_session=True)
    spent = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        source = cell.source
        if "parameters" in cell.metadata.get("tags", ()):
            source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        started = time.process_time()
        with capture_output():
            result = shell.run_cell(source)
        if result.result is not None:
            json.dumps(shell.display_formatter.format(result.result)[0])
        spent.append(time.process_time() - started)
        result.raise_error()
    return spent


if __name__ == "__main__":
    main()
