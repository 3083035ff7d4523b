"""Programs that know Microsoft Graph by its name, in processes of their own."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_m365 import Redirect, Target
from tests.children.namespaces import installed, needs_a_network
from tests.node import node_script

PYTHON = """
import json, os, urllib.parse, urllib.request
read = os.environ.__getitem__
form = {"grant_type": "client_credentials", "client_id": read("M365_DAEMON_CLIENT_ID"),
        "client_secret": read("M365_CLIENT_SECRET"), "scope": "https://graph.microsoft.com/.default"}
url = f"https://login.microsoftonline.com/{read('M365_TENANT_ID')}/oauth2/v2.0/token"
token = json.load(urllib.request.urlopen(url, urllib.parse.urlencode(form).encode()))["access_token"]
url = f"https://graph.microsoft.com/v1.0/users/{read('M365_USERNAME')}"
request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
print(urllib.request.urlopen(request).read().decode())
"""
NODE = """
const { M365_TENANT_ID, M365_DAEMON_CLIENT_ID, M365_CLIENT_SECRET, M365_USERNAME } = process.env;
const body = new URLSearchParams({ grant_type: "client_credentials", client_id: M365_DAEMON_CLIENT_ID,
  client_secret: M365_CLIENT_SECRET, scope: "https://graph.microsoft.com/.default" });
const url = `https://login.microsoftonline.com/${M365_TENANT_ID}/oauth2/v2.0/token`;
const said = await fetch(url, { method: "POST", body });
const headers = { Authorization: `Bearer ${(await said.json()).access_token}` };
console.log(await (await fetch(`https://graph.microsoft.com/v1.0/users/${M365_USERNAME}`, { headers })).text());
"""


def answered(redirect: Redirect, *command: str, **options: Any) -> Any:
    return json.loads(redirect.run(command, **options).stdout)


def test_python_is_led_there(m365: Target, m365_redirect: Redirect) -> None:
    assert answered(m365_redirect, sys.executable, "-c", PYTHON)["userPrincipalName"] == m365.username


def test_node_is_led_there(m365: Target, m365_redirect: Redirect) -> None:
    node = node_script(Path(__file__), "net").node
    found = answered(m365_redirect, node, "--input-type=module", "-e", NODE)
    assert found["userPrincipalName"] == m365.username


@pytest.mark.parametrize("isolated", [False, pytest.param(True, marks=needs_a_network)])
def test_curl_is_led_there(m365: Target, m365_redirect: Redirect, isolated: bool) -> None:
    token = m365.app_token("https://graph.microsoft.com/.default")
    url = f"https://graph.microsoft.com/v1.0/users/{m365.username}"
    said = ["-sS", "-H", f"Authorization: Bearer {token}", url]
    assert answered(m365_redirect, installed("curl", "curl"), *said, isolated=isolated)["mail"] == m365.username
