"""papermill's door to warm kernels: `papermill --engine assay story.ipynb out.ipynb`.

Loaded by name through the entry point `papermill.engine`. papermill loads every such entry point
when it is imported, so this module imports papermill only when it is used.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from assay.kernels.job import CellTimeout, WorkerDied, run_notebook
from assay.kernels.process import Refused

# what nbclient takes and a worker understands; papermill's other options are for its own engine
OPTIONS: Final = (
    "allow_errors force_raise_errors allow_error_names record_timing store_widget_state "
    "skip_cells_with_tag coalesce_streams"
).split()


def __getattr__(name: str) -> Any:
    """`AssayEngine`, made when papermill asks for it: its base class is papermill's."""
    if name != "AssayEngine":
        raise AttributeError(name)
    return _engine()


def _engine() -> type:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbformat import from_dict
    from papermill.engines import Engine, NBClientEngine
    from papermill.log import logger

    class AssayEngine(Engine):  # type: ignore[misc]
        """Executes in a fork of the warm parent; without one, as papermill's own engine does."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
            events = run_notebook(
                nb_man.nb,
                cwd=Path.cwd(),
                environment=os.environ,
                options={name: kwargs[name] for name in OPTIONS if name in kwargs},
                cell_seconds=kwargs.get("execution_timeout") or kwargs.get("timeout"),
            )
            try:
                for event in events:
                    _follow(nb_man, event, from_dict)
            except Refused as error:
                logger.warning("No warm kernel, starting a cold one: %s", error)
                return NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **kwargs)
            except CellTimeout as error:
                raise CellTimeoutError(str(error)) from None
            except WorkerDied as error:
                raise DeadKernelError(str(error)) from None
            return nb_man.nb

    return AssayEngine


def _follow(nb_man: Any, event: dict[str, Any], from_dict: Any) -> None:
    """Tell papermill's manager of one event, as its own client does."""
    if event["event"] == "end":
        nb_man.nb.metadata.update(from_dict(event["metadata"]))
        return
    index = event["index"]
    if event["event"] == "start":
        nb_man.cell_start(nb_man.nb.cells[index], index)
        return
    cell = from_dict(event["cell"])
    cell.metadata["papermill"] = nb_man.nb.cells[index].metadata.get("papermill", {})
    nb_man.nb.cells[index] = cell
    if event["event"] == "error":
        nb_man.cell_exception(cell, cell_index=index)
    nb_man.cell_complete(cell, cell_index=index)
