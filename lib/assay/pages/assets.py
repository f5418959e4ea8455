"""Style and scripts every page shares, and the one plotly.js taken from the installed package."""

from __future__ import annotations

from importlib.resources import files

from assay.errors import BuildError


def read_assets() -> dict[str, bytes]:
    """Address in the edition -> bytes. BuildError when plotly's script is not installed."""
    static = files("assay.pages") / "static"
    assets = {
        f"assets/{item.name}": item.read_bytes()
        for item in sorted(static.iterdir(), key=lambda item: item.name)
        if item.is_file()
    }
    plotly = files("plotly") / "package_data" / "plotly.min.js"
    if not plotly.is_file():
        raise BuildError("The installed plotly package has no package_data/plotly.min.js.")
    assets["assets/plotly.min.js"] = plotly.read_bytes()
    return assets
