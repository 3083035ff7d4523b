"""Node programs with fixed names, led by the hook."""

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_m365 import Mailbox, Redirect, Target
from tests.children.namespaces import needs_a_network
from tests.node import NodeScript, node_script

SCRIPTS = Path(__file__).parent / "node"


def result(redirect: Redirect, script: NodeScript, *arguments: str, **options: Any) -> dict[str, Any]:
    said = redirect.run([script.node, script.path, *arguments], **options).stdout
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


@pytest.fixture
def mail() -> NodeScript:
    for package in ("axios", "imapflow", "nodemailer"):
        node_script(SCRIPTS / "real_names.js", package)
    return node_script(SCRIPTS / "real_names.js", "@azure/msal-node")


def test_msal_imapflow_nodemailer_and_fetch(m365_redirect: Redirect, m365_mailbox: Mailbox, mail: NodeScript) -> None:
    answer = result(m365_redirect, mail)
    assert answer["subject"] == "From node"
    assert answer["statuses"] == [200] * 4
    assert answer["closed"].startswith(
        "www.office.com port 443 is kept from the network: nothing of it leads to the fake"
    )
    assert "test_node.py::test_msal_imapflow" in answer["closed"]
    assert [message.subject for message in m365_mailbox.messages()] == ["From node"]


@needs_a_network
def test_the_same_program_in_a_network_of_its_own(m365_redirect: Redirect, mail: NodeScript) -> None:
    answer = result(m365_redirect, mail, isolated=True)
    assert (answer["subject"], answer["address"]) == ("From node", "127.0.0.1")


def test_every_way_to_look_up_and_to_connect(m365: Target, m365_redirect: Redirect) -> None:
    answer = result(m365_redirect, node_script(SCRIPTS / "lookups.mjs", "net"), m365.domain)
    exchange = f"{m365.domain.removesuffix('.onmicrosoft.com')}.mail.protection.outlook.com"
    address = answer["address"]
    assert address.startswith("127.36.")
    assert answer["found"] == {
        "imported": {"address": address, "family": 4},
        "all": [{"address": address, "family": 4}],
        "ipv6": {"address": f"::ffff:{address}", "family": 6},
        "ttl": [{"address": address, "ttl": 60}],
        "byType": [address],
        "byResolver": [address],
        "none": "ENODATA queryMX ENODATA outlook.office365.com",
        "recorded": f"ENODATA querySRV ENODATA {m365.domain}",
        "mx": [{"exchange": exchange, "priority": 0}],
        "srv": [{"name": "autodiscover.outlook.com", "port": 443, "priority": 0, "weight": 0}],
        "txt": "v=spf1",
        "cname": ["autodiscover.outlook.com"],
        "closed": "ENOTFOUND www.office.com is kept from the network",
        "elsewhere": "127.0.0.1",
    }
    assert answer["answers"] == {
        "options": "* OK",
        "positional": "+OK ",
        "byAddress": "* OK",
        "plain": "220 ",
        "ownLookup": "220 ",
        "otherPort": "ENOTFOUND outlook.office365.com port 143 is kept from the network",
        "closed": "ENOTFOUND www.office.com port 443 is kept from the network",
    }
    assert answer["kept"] == {"host": "outlook.office365.com", "port": 993}


def test_options_of_the_users_own_are_kept(m365_redirect: Redirect, monkeypatch: pytest.MonkeyPatch) -> None:
    node = node_script(SCRIPTS / "lookups.mjs", "net").node
    monkeypatch.setenv("NODE_OPTIONS", "--title=mine")
    assert m365_redirect.run([node, "-p", "process.title"]).stdout == "mine\n"
