"""The command `ca`."""

import ssl
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from fakeserver.cli import main
from fakeserver.cli.trust.ca import ca
from fakeserver.cli.trust.recipes import CAUTION, RECIPES
from fakeserver.listeners.authorities.kept import KeptAuthority
from tests.cli.trust.page import PAGE, trust_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an authority is kept."""
    folder = tmp_path_factory.mktemp("kept")
    KeptAuthority.of(folder, ["fake"])
    return folder


def told(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["ca", "--ca-dir", str(folder), *words])


def test_all_of_it(folder: Path) -> None:
    done = told(folder)
    assert done.exit_code == 0
    facts = KeptAuthority.read(folder).described()
    assert facts["Signs for"].startswith("localhost, 127.0.0.0/8, ::1/128, ")
    assert facts["Signs for"].endswith(", fake")
    for fact in (
        facts["Authority"],
        facts["File"],
        facts["SHA-256"],
        facts["Good until"],
        *facts["Signs for"].split(", "),
    ):
        assert fact in done.output
    assert " ".join(CAUTION.split()) in " ".join(done.output.split())
    assert [name for name in RECIPES if f"({name})\n" not in done.output] == []
    assert "{ca}" not in done.output
    assert "{folder}" not in done.output


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == trust_page(), "python -m tests.cli.trust.page writes it"


def test_one_ecosystem(folder: Path) -> None:
    done = told(folder, "Node")
    assert done.output == (
        "Node (node)\n  Beside its own roots; read when it starts.\n\n"
        f"      NODE_EXTRA_CA_CERTS={folder}/ca.pem node app.mjs\n"
    )


def test_the_help_names_each_ecosystem() -> None:
    words = (ca.help or "").partition("Ecosystems:")[2].replace(".", "").replace(",", "").split()
    assert words == list(RECIPES)


def test_the_folder_may_stand_in_the_environment(folder: Path) -> None:
    done = CliRunner().invoke(main, ["ca", "--format", "pem"], env={"FAKESERVER_CA_DIR": str(folder)})
    assert done.output.encode() == (folder / "ca.pem").read_bytes()


def test_the_machines_roots_with_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roots.pem").write_text("# the roots of this machine\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "roots.pem"))
    done = told(folder, "--format", "bundle", "--output", str(tmp_path / "bundle.pem"))
    assert (done.exit_code, done.output) == (0, "")
    bundle = (tmp_path / "bundle.pem").read_text()
    assert bundle.startswith("# the roots of this machine\n")
    assert ssl.create_default_context(cadata=bundle[28:]).cert_store_stats()["x509_ca"] == 1


def test_a_store_for_java(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(folder, "--format", "jks").stdout_bytes.startswith(b"\xfe\xed\xfe\xed")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(click.UsageError, match=r"add --output roots\.jks"):
        ca.main(["--ca-dir", str(folder), "--format", "jks"], standalone_mode=False)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["jav"], "no ecosystem is 'jav'; did you mean 'java'?"),
        (["perl6"], "no ecosystem is 'perl6'; there are: alpine, certifi"),
        (["java", "--format", "jks"], "--format jks is the same for every ecosystem: leave out 'java'"),
        (["--format", "pem", "--output", "/nowhere/ca.pem"], "cannot write /nowhere/ca.pem: no such file"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
def test_what_it_cannot_do_is_said(folder: Path, words: list[str], problem: str) -> None:
    done = told(folder, *words)
    assert done.exit_code == 2
    assert problem in done.output


def test_where_there_is_none(tmp_path: Path) -> None:
    done = told(tmp_path)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert f"there is no authority in {tmp_path}; `fakeserver serve --ca-dir {tmp_path}` makes one" in done.output
    assert [*tmp_path.iterdir()] == []
    without = CliRunner().invoke(main, ["ca"])
    assert without.exit_code == 2
    assert "--ca-dir" in without.output
