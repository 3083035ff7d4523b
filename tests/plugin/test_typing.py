"""What a strict type checker sees of a target in a test of somebody else's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
from msal.application import ConfidentialClientApplication, PublicClientApplication
from pytest_m365 import Target

def program(app: PublicClientApplication, daemon: ConfidentialClientApplication) -> None: ...

def test_it(m365: Target) -> None:
    reveal_type(m365.msal_public())
    reveal_type(m365.msal_daemon())
    program(m365.msal_public(), m365.msal_daemon())
"""


def checked(tmp_path: Path, source: str, *options: str) -> tuple[int, str]:
    """Return the status and the output of a strict mypy, in a folder of its own: no settings of this project apply."""
    pytest.importorskip("mypy")
    (tmp_path / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "mypy", "--strict", *options, "test_it.py"]
    roots = os.pathsep.join(path for path in sys.path if path)
    environment = {name: value for name, value in os.environ.items() if name != "MYPYPATH"} | {"PYTHONPATH": roots}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, text=True, capture_output=True, check=False, timeout=120
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("option", "public", "confidential"),
    [
        (
            "--follow-untyped-imports",
            "msal.application.PublicClientApplication",
            "msal.application.ConfidentialClientApplication",
        ),
        # As mypy comes, msal's own names are Any, and ours with them: whatever a program takes, it gets.
        ("--disable-error-code=import-untyped", "Any", "Any"),
    ],
)
def test_msal_clients_are_what_a_program_takes(tmp_path: Path, option: str, public: str, confidential: str) -> None:
    status, said = checked(tmp_path, TEST, option)
    assert f'Revealed type is "{public}"' in said
    assert f'Revealed type is "{confidential}"' in said
    assert status == 0, said


MISSPELT = """
from pytest_m365 import Mailbox, Target, Tenant

def test_it(m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    m365.usrname = "bob"
    m365_fake.ews_enabld = False
    m365_fake.policies.basic_ath = True
    m365_fake.users[0].smpt_auth = True
    m365_mailbox.adress = "bob"
"""


def test_a_misspelt_name_is_found(tmp_path: Path) -> None:
    _, said = checked(tmp_path, MISSPELT)
    assert said.count("[attr-defined]") == MISSPELT.count(" = ")
