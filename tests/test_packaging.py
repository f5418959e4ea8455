"""The ways in (pip, uv, conda, make) ask for the same things, and say what they do."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")

CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "kaleido": "python-kaleido",
    "playwright": "playwright-python",
}


def requirements() -> list[Requirement]:
    """Every requirement pyproject.toml names: the project's own and those of its extras."""
    project = PYPROJECT["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def locked() -> dict[str, tuple[str, str]]:
    """Each locked package: its version, and the rest of its entry (marker and hashes)."""
    entries = re.findall(r"^([\w.-]+)==([\w.!+]+)((?:.*\\\n)*.*)$", LOCK, re.MULTILINE)
    return {name: (version, rest) for name, version, rest in entries}


@pytest.mark.parametrize("requirement", requirements(), ids=lambda r: r.name)
class TestEachRequirement:
    def test_is_bounded_on_both_sides(self, requirement: Requirement) -> None:
        """A next major release never arrives unasked."""
        assert {spec.operator for spec in requirement.specifier} == {">=", "<"}

    def test_is_locked_inside_its_bounds(self, requirement: Requirement) -> None:
        """What pyproject.toml allows is what the lock installs."""
        version, _ = locked()[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version)


def test_conda_asks_for_what_pyproject_asks_for() -> None:
    """environment.yml has the same names and bounds, python's own included."""
    *conda, pip = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    asked = {Requirement(line) for line in [*conda, *pip["pip"]]}

    python = Requirement(f"python{PYPROJECT['project']['requires-python']}")
    expected = {python, Requirement("pip")}
    for requirement in requirements():
        requirement.name = CONDA_NAMES.get(requirement.name, requirement.name)
        expected.add(requirement)
    assert asked == expected


def test_lock_gives_every_package_a_hash() -> None:
    """Nothing is installed that was not seen when the lock was made."""
    packages = locked()
    assert len(packages) == len(re.findall(r"^\w", LOCK, re.MULTILINE))
    bare = [name for name, (_, rest) in packages.items() if "--hash=sha256:" not in rest]
    assert not bare


def test_lock_names_no_place() -> None:
    """Neither an index nor a folder: the lock installs from any mirror."""
    assert not re.findall(r"https?:|file:|^--|(?:^|\s)\.{0,2}/", LOCK, re.MULTILINE)


def test_lock_holds_the_build_backend() -> None:
    """The project installs without build isolation, so its backend is a locked package."""
    build = PYPROJECT["project"]["optional-dependencies"]["build"]
    assert set(PYPROJECT["build-system"]["requires"]) <= set(build)


def test_pip_installs_the_lock_and_looks_for_nothing_else() -> None:
    """pip resolves no name again: it would refuse `jsonschema[extra]` that the lock names bare."""
    lines = re.findall(r"-m pip install .*", MAKEFILE)
    assert lines
    assert all("--no-deps" in line for line in lines)


def test_uv_finds_nothing_beside_the_lock() -> None:
    """uv reads bounds of its own from pyproject.toml when it installs, and refuses one that has no
    hash: what the lock is bounded by stands where the lock is made.
    """
    assert "uv" not in PYPROJECT["tool"]
    version, _ = locked()["jsonschema"]
    bounds = re.findall(r"echo '(.*)' \| uv pip compile .* --constraint -", MAKEFILE)
    assert [Requirement(bound).specifier.contains(version) for bound in bounds] == [True]


def test_lock_holds_all_that_its_packages_need() -> None:
    """Installed without looking for more, every package finds its requirements, in bounds."""
    packages = locked()
    asked = [(name, "") for name in packages]
    seen: set[tuple[str, str]] = set()
    while asked:
        name, extra = asked.pop()
        if (name, extra) in seen or not _is_installed(name):
            continue
        seen.add((name, extra))
        for needed in map(Requirement, metadata.requires(name) or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                version, _ = packages[canonicalize_name(needed.name)]
                assert needed.specifier.contains(version), (name, str(needed))
                asked += [(canonicalize_name(needed.name), of) for of in needed.extras]


def _is_installed(name: str) -> bool:
    """Whether this platform has it: the lock also names what other platforms need."""
    return any(metadata.distributions(name=name))


def test_every_verb_has_its_line_of_help() -> None:
    """`make` alone prints each verb once, with what it does."""
    verbs = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()
    printed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    helped = dict(line.split(maxsplit=1) for line in printed.stdout.splitlines())
    assert list(helped) == verbs == re.findall(r"^([a-z]+):(?!=)", MAKEFILE, re.MULTILINE)
    assert all(helped.values())
