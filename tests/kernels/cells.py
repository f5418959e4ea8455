"""Cells that use each of a kernel's ways to speak, and how two runs of them are compared."""

from __future__ import annotations

from typing import Any

CELLS = (
    "1 + 1",
    "print('out'); import sys; print('err', file=sys.stderr)",
    "import os; os.system('echo from a subprocess');",
    "import pandas as pd; pd.DataFrame({'a': [1, None]})",
    "import plotly.graph_objects as go; go.Figure(go.Bar(x=['a'], y=[1]))",
    "from IPython.display import display; h = display('first', display_id='x')",
    "h.update('second')",
    "from IPython.display import clear_output; print('gone'); clear_output(); print('kept')",
    "import asyncio; await asyncio.sleep(0); 'awaited'",
    "%%bash\necho from bash",
    "import ipywidgets; ipywidgets.IntSlider(3)",
    "input('who? ')",
    "def f():\n    raise ValueError('no such row')\nf()",
    "__name__, __doc__",
    "import this_is_not_there",
)


def streams_joined(outputs: list[Any]) -> list[Any]:
    """Outputs with each stream in one piece: where a stream is cut is a matter of timing."""
    joined: dict[str, str] = {}
    others = []
    for output in outputs:
        if output.output_type == "stream":
            joined[output.name] = joined.get(output.name, "") + output.text
        else:
            others.append(output)
    return [joined, others]


def without_widget_ids(value: Any) -> Any:
    """Widgets have a random id each: one run's is another's `*`."""
    if isinstance(value, dict):
        return {
            key: "*" if key == "model_id" else without_widget_ids(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_widget_ids(item) for item in value]
    return value
