"""The npm package `soap` makes its client from the description.

Nothing is installed here: the package is looked for where node finds it (NODE_PATH); ``.ci/run`` installs it.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pytest_m365 import Mailbox, Target

SCRIPT = Path(__file__).parent / "node" / "soap.js"
#: seconds; node needs one to start, where others use the machine as well
LIMIT = 60


@pytest.fixture(scope="module")
def node() -> str:
    command = shutil.which("node")
    if command is None:
        pytest.skip("node is not installed")
    look = [command, "-e", "require.resolve('soap')"]
    if subprocess.run(look, cwd=SCRIPT.parent, capture_output=True, check=False, timeout=LIMIT).returncode:
        pytest.skip("node does not find the package soap: npm install it, and set NODE_PATH")
    return command


def test_messages_are_made_found_and_read(node: str, m365: Target, m365_mailbox: Mailbox) -> None:
    given = {
        "wsdl": m365.ews_url.rpartition("/")[0] + "/Services.wsdl",
        "token": m365.token("https://outlook.office365.com/EWS.AccessAsUser.All"),
    }
    ran = subprocess.run(
        [node, str(SCRIPT), json.dumps(given)],
        cwd=SCRIPT.parent,
        env=os.environ | {"NODE_EXTRA_CA_CERTS": m365.ca_file},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"folder": "Inbox", "made": "NoError", "subject": "Made by node", "isRead": True}
    assert [item.subject for item in m365_mailbox.messages()] == ["Made by node"]
