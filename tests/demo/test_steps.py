"""The demo works, and says so when something does not."""

import io
import re
import subprocess
import sys

import pytest

from fakeserver.demo import run
from fakeserver.demo.steps import Demo
from fakeserver.server import FakeServer


def test_every_way_in_and_every_refusal_is_as_it_should_be() -> None:
    out = io.StringIO()
    assert run(out) == 0
    text = out.getvalue()
    assert len(re.findall(r"^  ok ", text, re.M)) == 14
    assert "14 asked, as it should be." in text
    assert "eyJ" not in text, "no token is shown"
    assert "\x1b" not in text, "no colour outside a terminal"


def test_the_command_says_by_its_status_that_all_is_well() -> None:
    command = [sys.executable, "-W", "error::ResourceWarning", "-m", "fakeserver.cli", "demo"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_exchangelib_ews_is_asked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.demo.steps.has_exchangelib", lambda: False)
    out = io.StringIO()
    assert run(out) == 0
    assert "EWS          urllib      FindItem in bob's inbox, as the app" in out.getvalue()


def test_an_answer_that_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Demo, "_fetch", lambda self: "something else")
    out = io.StringIO()
    assert run(out) == 1
    assert "IMAP: expected 'Hello from the demo', got 'something else'" in out.getvalue()
    assert "1 not as it should be" in out.getvalue()


def test_there_are_five_refusals(m365_server: FakeServer) -> None:
    tenant = m365_server.new_tenant()
    tenant.add_user("alice")
    tenant.add_user("bob")
    demo = Demo(m365_server, tenant)
    assert len(demo.refusals()) == 5
    assert {step.protocol for step in demo.ways_in()} == {"Entra ID", "SMTP", "IMAP", "POP3", "EWS", "Autodiscover"}
    m365_server.drop_tenant(tenant)
