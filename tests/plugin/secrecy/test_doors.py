"""Ways in which a run ends or is stopped that no report of a test has: none shows a secret."""

import sys
from uuid import uuid4

import pytest

from pytest_m365 import secrecy

CONFTEST = """
import os
import pytest
from pytest_m365.secrecy import secrets_of

SECRET = os.environ["DOORS_SECRET"]

def pytest_configure(config):
    secrets_of(config).add(SECRET)

"""


@pytest.fixture(params=[[], ["-p", "xdist", "-n1"]], ids=["alone", "xdist"])
def options(request: pytest.FixtureRequest) -> list[str]:
    if request.param:
        pytest.importorskip("xdist")
    return list(request.param)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    # The others' plugins take seconds, and have no part in this.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p pytest_m365.plugin")
    value = f"Zr8Q~{uuid4().hex}"
    monkeypatch.setenv("DOORS_SECRET", value)
    return value


def said_by(pytester: pytest.Pytester, secret: str, *options: str) -> str:
    """Run, and return all that is said, in which no 12 characters beside each other are the secret's."""
    result = pytester.runpytest_subprocess(*options)
    said = f"{result.stdout.str()}\n{result.stderr.str()}"
    assert [secret[i : i + 12] for i in range(len(secret) - 11) if secret[i : i + 12] in said] == []
    return said


def test_a_usage_error_of_a_plugin(pytester: pytest.Pytester, secret: str, options: list[str]) -> None:
    pytester.makeconftest(f"{CONFTEST}    raise pytest.UsageError(f'it is not {{SECRET}}')")
    assert "ERROR: it is not <redacted>" in said_by(pytester, secret, *options)


def test_a_usage_error_of_the_command_line(pytester: pytest.Pytester, secret: str) -> None:
    pytester.makeconftest(CONFTEST)
    assert "ERROR: file or directory not found: <redacted>.py" in said_by(pytester, secret, f"{secret}.py")


def test_a_test_that_ends_the_run(pytester: pytest.Pytester, secret: str, options: list[str]) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile("import os, pytest\ndef test_it(): pytest.exit(f'no more of {os.environ[\"DOORS_SECRET\"]}')")
    said = said_by(pytester, secret, *options)
    assert "no more of <redacted>" in said or "-n1" in options


def test_a_run_that_is_stopped(pytester: pytest.Pytester, secret: str, options: list[str]) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import os
        def test_it(request):
            request.session.shouldstop = f"stopped by {os.environ['DOORS_SECRET']}"
        def test_never():
            pass
        """
    )
    assert "stopped by <redacted>" in said_by(pytester, secret, *options)


@pytest.mark.parametrize("hook", ["pytest_runtest_protocol(item)", "pytest_collection_modifyitems(items)"])
def test_an_error_of_a_plugin(pytester: pytest.Pytester, secret: str, options: list[str], hook: str) -> None:
    pytester.makeconftest(f"{CONFTEST}def {hook}:\n    raise RuntimeError(f'broken by {{SECRET}}')")
    pytester.makepyfile("def test_it(): pass")
    said = said_by(pytester, secret, *options)
    assert "INTERNALERROR" in said
    assert "broken by <redacted>" in said


def test_a_module_that_cannot_be_collected(pytester: pytest.Pytester, secret: str, options: list[str]) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile("import os\nprint(os.environ['DOORS_SECRET'])\nraise RuntimeError(os.environ['DOORS_SECRET'])")
    assert "RuntimeError: <redacted>" in said_by(pytester, secret, *options)


def test_names_that_are_the_same_then_are_told_apart(pytester: pytest.Pytester, secret: str) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import os
        import pytest
        SECRET = os.environ["DOORS_SECRET"]
        @pytest.mark.parametrize("x", [SECRET, SECRET[:20], SECRET.encode(), "other", 1])
        def test_values(x): pass
        @pytest.mark.parametrize("x", [1, 2], ids=[SECRET, SECRET[:20]])
        def test_ids(x, request): assert "<redacted>" in request.node.name
        """
    )
    said = said_by(pytester, secret, "-v")
    for name in ("values[<redacted>0]", "values[<redacted>1]", "values[<redacted>2]", "values[other]", "values[1]"):
        assert f"::test_{name} PASSED" in said
    assert "::test_ids[<redacted>] PASSED" in said
    assert "::test_ids[<redacted>]-2 PASSED" in said
    assert "<redacted>0" in said_by(pytester, secret, "--collect-only")


def test_a_run_that_ends_leaves_the_streams_as_they_were(
    pytester: pytest.Pytester, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile("import os\ndef test_it(): print(os.environ['DOORS_SECRET'])")
    pytester.runpytest_inprocess("-s").assert_outcomes(passed=1)
    assert "<redacted>" in capsys.readouterr().out
    sys.stdout.write(f"{secret}\n")
    assert capsys.readouterr().out == f"{secret}\n"


def test_what_a_program_writes_for_its_test_is_as_it_was(pytester: pytest.Pytester, secret: str) -> None:
    """A test that looks for secrets where they must not be would find none."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import logging
        import os
        SECRET = os.environ["DOORS_SECRET"]
        def test_it(capsys, caplog, tmp_path):
            print(SECRET)
            logging.getLogger("program").warning("logged %s", SECRET)
            (tmp_path / "log.txt").write_text(SECRET)
            assert capsys.readouterr().out == f"{SECRET}\\n"
            assert f"logged {SECRET}" in caplog.text
            assert (tmp_path / "log.txt").read_text() == SECRET
        def test_the_other(capfd):
            os.write(1, SECRET.encode())
            assert capfd.readouterr().out == SECRET
        """
    )
    assert "2 passed" in said_by(pytester, secret)


def test_the_log_file_of_a_plugin_that_comes_later(pytester: pytest.Pytester, secret: str) -> None:
    pytester.makeconftest(
        f"""{CONFTEST}    config.pluginmanager.register(LogsByItself())

import logging

class LogsByItself:
    log_file_handler = logging.FileHandler("own.log")
    logging.getLogger("program").addHandler(log_file_handler)
"""
    )
    pytester.makepyfile(
        "import logging, os\ndef test_it(): logging.getLogger('program').warning('of %s', os.environ['DOORS_SECRET'])"
    )
    assert "1 passed" in said_by(pytester, secret)
    assert (pytester.path / "own.log").read_text() == "of <redacted>\n"


def test_a_run_has_one_registry(pytester: pytest.Pytester) -> None:
    config = pytester.parseconfigure()
    assert secrecy.secrets_of(config) is secrecy.secrets_of(config)
    assert secrecy.secrets_of(config) is not secrecy.secrets_of(pytester.parseconfigure())
