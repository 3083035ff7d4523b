"""What the plugin costs a project that has it installed and doesn't use it: nothing heavy is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

#: what only a fixture of ours may bring in
HEAVY = ("aiohttp", "aiosmtpd", "asyncio", "cryptography", "exchangelib", "jwt", "lxml", "msal", "ssl", "trustme")


#: tells at the end of a run what is imported; ``-X importtime`` leaves out what importlib is asked for by a call
CONFTEST = """
import sys

def pytest_unconfigure():
    with open("modules.txt", "w") as file:
        file.write("\\n".join(sys.modules))
"""


def modules_after_run(where: Path, *arguments: str) -> set[str]:
    """Run pytest there and return the names of all modules that were imported."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    run = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return set((where / "modules.txt").read_text().split())


def modules_after_import(package: str) -> set[str]:
    code = f"import sys, {package}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def heavy_among(modules: set[str]) -> list[str]:
    return sorted(name for name in HEAVY if any(module == name or module.startswith(f"{name}.") for module in modules))


def test_a_run_that_uses_no_fixture_imports_nothing_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the others' plugins: pytest-asyncio and pytest-randomly import asyncio and more by themselves.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text("def test_it():\n    assert 1\n")
    added = modules_after_run(tmp_path, "-p", "pytest_m365.plugin") - modules_after_run(tmp_path)
    assert heavy_among(added) == []
    assert {name for name in added if name.partition(".")[0] in ("pytest_m365", "fakeserver")} == {
        "pytest_m365",
        "pytest_m365.options",
        "pytest_m365.plugin",
        "pytest_m365.stash",
    }


def test_a_marker_whose_test_does_not_run_imports_nothing_heavy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "conftest.py").write_text(CONFTEST)
    test = "import pytest\n\n@pytest.mark.m365(basic_auth=True, imap=False)\ndef test_it(m365): pass\n"
    (tmp_path / "test_it.py").write_text(test)
    added = modules_after_run(tmp_path, "-p", "pytest_m365.plugin", "--collect-only") - modules_after_run(
        tmp_path, "--collect-only"
    )
    assert "pytest_m365.switches" in added
    assert heavy_among(added) == []


@pytest.mark.parametrize("package", ["pytest_m365", "fakeserver", "fakeserver.tenant.journal", "fakeserver.wire"])
def test_a_package_is_cheap_to_import(package: str) -> None:
    added = modules_after_import(package) - modules_after_import("sys")
    assert heavy_among(added) == []


def test_the_types_of_a_test_load_by_name() -> None:
    import pytest_m365

    for name in pytest_m365.__all__:
        assert getattr(pytest_m365, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Mailbx'"):
        _ = pytest_m365.Mailbx
