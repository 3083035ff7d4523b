"""What a strict type checker sees of a target in a test of somebody else's."""

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_m365
from pytest_m365 import plugin

MSAL = """
from msal.application import ConfidentialClientApplication, PublicClientApplication
from pytest_m365 import Mailbox, Target, Tenant

def program(app: PublicClientApplication, daemon: ConfidentialClientApplication) -> None: ...

def test_msal(m365: Target) -> None:
    reveal_type(m365.msal_public())
    reveal_type(m365.msal_daemon())
    program(m365.msal_public(), m365.msal_daemon())
"""
MISSPELT = """
def test_misspelt(m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    m365.usrname = "bob"
    m365_fake.ews_enabld = False
    m365_fake.policies.basic_ath = True
    m365_fake.users[0].smpt_auth = True
    m365_mailbox.adress = "bob"
"""


def checked(tmp_path: Path, source: str, option: str) -> str:
    """Return what a strict mypy says, in a folder of its own: no settings of this project apply."""
    pytest.importorskip("mypy")
    (tmp_path / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "mypy", "--strict", option, "test_it.py"]
    roots = os.pathsep.join(path for path in sys.path if path)
    environment = {name: value for name, value in os.environ.items() if name != "MYPYPATH"} | {"PYTHONPATH": roots}
    return subprocess.run(
        command, cwd=tmp_path, env=environment, text=True, capture_output=True, check=False, timeout=280
    ).stdout


def test_msal_clients_have_their_types_and_misspelt_names_are_found(tmp_path: Path) -> None:
    said = checked(tmp_path, MSAL + MISSPELT, "--follow-untyped-imports")
    assert 'Revealed type is "msal.application.PublicClientApplication"' in said
    assert 'Revealed type is "msal.application.ConfidentialClientApplication"' in said
    wrong = MISSPELT.count(" = ")
    assert said.count("[attr-defined]") == wrong
    assert f"Found {wrong} errors" in said


def test_without_msals_types_a_program_gets_whatever_it_takes(tmp_path: Path) -> None:
    said = checked(tmp_path, MSAL, "--disable-error-code=import-untyped")
    assert said.count('Revealed type is "Any"') == 2
    assert "Success: no issues found" in said


def test_the_type_of_each_fixture_can_be_imported() -> None:
    tree = ast.parse(inspect.getsource(plugin))
    returned = [
        node.returns
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("m365") and node.returns is not None
    ]
    named = {part.id for each in returned for part in ast.walk(each) if isinstance(part, ast.Name)}
    assert named - {"Iterator", "Any", "imaplib", "poplib", "smtplib", "str"} <= set(pytest_m365.__all__)
    assert "Browser" in named
