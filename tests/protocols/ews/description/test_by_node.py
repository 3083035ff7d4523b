"""The npm package `soap` makes its client from the description."""

import json
from pathlib import Path

import pytest

from pytest_m365 import Mailbox, Target
from tests.node import NodeScript, node_script


@pytest.fixture
def script() -> NodeScript:
    return node_script(Path(__file__).parent / "node" / "soap.js", "soap")


def test_messages_are_made_found_and_read(script: NodeScript, m365: Target, m365_mailbox: Mailbox) -> None:
    given = {
        "wsdl": m365.ews_url.rpartition("/")[0] + "/Services.wsdl",
        "token": m365.token("https://outlook.office365.com/EWS.AccessAsUser.All"),
    }
    printed = script.result(m365, json.dumps(given))
    assert printed == {"folder": "Inbox", "made": "NoError", "subject": "Made by node", "isRead": True}
    assert [item.subject for item in m365_mailbox.messages()] == ["Made by node"]
