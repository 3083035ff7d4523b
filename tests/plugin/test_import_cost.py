"""What the plugin costs a project that has it installed and doesn't use it: nothing heavy is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

#: what only a fixture of ours may bring in
HEAVY = ("aiohttp", "aiosmtpd", "asyncio", "cryptography", "exchangelib", "jwt", "lxml", "msal", "ssl", "trustme")


def imported_by(*command: str, where: Path) -> set[str]:
    """Run Python with -X importtime and return the names of the modules it imported."""
    # Only our plugin: others (pytest-asyncio, pytest-randomly) import asyncio and more by themselves.
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=where, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


def heavy_among(modules: set[str]) -> list[str]:
    return sorted(name for name in HEAVY if any(module == name or module.startswith(f"{name}.") for module in modules))


def test_a_run_that_uses_no_fixture_imports_nothing_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "test_it.py").write_text("def test_it():\n    assert 1\n")
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    without = imported_by(*command, where=tmp_path)
    with_plugin = imported_by(*command, "-p", "pytest_m365.plugin", where=tmp_path)
    added = with_plugin - without
    assert heavy_among(added) == []
    assert {name for name in added if name.partition(".")[0] in ("pytest_m365", "fakeserver")} == {
        "pytest_m365",
        "pytest_m365.options",
        "pytest_m365.plugin",
    }


@pytest.mark.parametrize("package", ["pytest_m365", "fakeserver", "fakeserver.journal", "fakeserver.wire"])
def test_a_package_is_cheap_to_import(package: str, tmp_path: Path) -> None:
    assert heavy_among(imported_by("-c", f"import {package}", where=tmp_path)) == []


def test_the_types_of_a_test_load_by_name() -> None:
    import pytest_m365

    for name in pytest_m365.__all__:
        assert getattr(pytest_m365, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Mailbx'"):
        _ = pytest_m365.Mailbx
