"""Tokens by the API: made, taken apart, and judged as each protocol would."""

import imaplib
import poplib
from base64 import b64encode
from typing import Any

import pytest

from fakeserver.server import FakeServer
from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from tests.protocols.control.conftest import Part


def explained(part: Part, token: str, **more: str) -> Any:
    return part.api.post("/tokens/explain", {"token": token, **more})


def verdicts(part: Part, token: str, **more: str) -> dict[str, str]:
    found = explained(part, token, **more)["verdicts"]
    return {name: "in" if each["is_let_in"] else str(each["refusal"]["name"]) for name, each in found.items()}


def test_a_token_that_opens_everything(part: Part) -> None:
    token = part.post("/tokens", {"user": "alice"})["access_token"]
    found = explained(part, token)
    assert found["tenant"] == part.tenant.domain
    assert found["header"]["alg"] == "RS256"
    assert found["claims"]["upn"] == f"alice@{part.tenant.domain}"
    about = {each["claim"]: each for each in found["about"]}
    assert about["scp"]["meaning"]
    assert about["exp"]["value"].endswith("Z")
    assert verdicts(part, token) == dict.fromkeys(("imap", "pop3", "smtp", "ews"), "in")
    assert found["verdicts"]["smtp"]["answer"] == "235 2.7.0 Authentication successful"


@pytest.mark.parametrize(
    "copied",
    [
        "Authorization: Bearer {}",
        "authorization:bearer  {}\n",
        '"Authorization": "Bearer {}",',
        "'{}'",
        '"Bearer {}"',
        ' "{}",\n',
        "`{}`",
    ],
)
def test_it_is_read_as_it_stood_in_a_log(part: Part, copied: str) -> None:
    token = part.post("/tokens", {"user": "alice"})["access_token"]
    explained = part.api.post("/tokens/explain", {"token": copied.format(token)})
    assert explained["verdicts"]["ews"]["is_let_in"] is True, explained["verdicts"]["ews"]
    assert explained == part.api.post("/tokens/explain", {"token": token})


def test_an_application_by_itself_is_explained_with_a_mailbox(part: Part) -> None:
    token = part.post("/tokens")["access_token"]
    for mailbox, is_let_in in ((None, False), ("alice", True), (f"alice@{part.tenant.domain}", True)):
        explained = part.api.post("/tokens/explain", {"token": token, "mailbox": mailbox})
        assert explained["verdicts"]["imap"]["is_let_in"] is is_let_in


def test_it_is_read_however_it_was_copied(part: Part) -> None:
    token = part.post("/tokens", {"user": "alice"})["access_token"]
    copied = b64encode(xoauth2("bob@elsewhere.example", token).encode()).decode()
    for text in (token, f" Bearer {token}\n", f"bearer {token}"):
        assert explained(part, text)["claims"]["upn"] == f"alice@{part.tenant.domain}"
    # The mailbox that stands beside it is the one that is opened.
    assert verdicts(part, copied)["imap"] == "MailboxNotFound"
    assert verdicts(part, token, mailbox="nobody@elsewhere.example")["pop3"] == "MailboxNotFound"


@pytest.mark.parametrize(
    ("forging", "expected"),
    [
        (
            {"scopes": ["SMTP.Send"]},
            {"imap": "ScopeMissing", "pop3": "ScopeMissing", "smtp": "in", "ews": "ScopeMissing"},
        ),
        ({"claims": {"exp": 1}}, dict.fromkeys(("imap", "pop3", "smtp", "ews"), "TokenExpired")),
        (
            {"claims": {"aud": "https://graph.microsoft.com"}},
            dict.fromkeys(("imap", "pop3", "smtp", "ews"), "AudienceWrong"),
        ),
        ({"key": "another"}, dict.fromkeys(("imap", "pop3", "smtp", "ews"), "KeyUnknown")),
        ({"key": "none"}, dict.fromkeys(("imap", "pop3", "smtp", "ews"), "AlgorithmRefused")),
    ],
)
def test_wrong_ones(part: Part, forging: dict[str, Any], expected: dict[str, str]) -> None:
    before = len(part.tenant.journal)
    token = part.post("/tokens/mint", {"user": "alice", **forging})["access_token"]
    assert verdicts(part, token) == expected
    assert len(part.tenant.journal) == before


def test_the_verdict_is_what_the_protocols_say(part: Part, server: FakeServer) -> None:
    tenant = part.tenant
    tenant.user("alice").imap = False
    token = part.post("/tokens/mint", {"user": "alice", "scopes": ["IMAP.AccessAsUser.All"]})["access_token"]
    found = explained(part, token)["verdicts"]
    address = f"alice@{tenant.domain}"
    imap = imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context())
    imap.authenticate("XOAUTH2", lambda _: xoauth2(address, token).encode())
    with pytest.raises(imaplib.IMAP4.error) as refused:
        imap.select("INBOX")
    imap.shutdown()
    said, later = found["imap"]["answer"].splitlines()
    assert said == "A1 OK AUTHENTICATE completed."
    assert later.removeprefix("A2 BAD ") in str(refused.value)
    pop3 = poplib.POP3_SSL(*server.pop3, context=server.ssl_context())
    with pytest.raises(poplib.error_proto) as wrong:
        pop3_authenticate(pop3, address, token)
    pop3.close()
    assert wrong.value.args[0].decode() == found["pop3"]["answer"]
    assert "x-ms-diagnostics" not in found["ews"]["answer"]
    assert found["ews"]["answer"].startswith("HTTP 403")


def test_app_only_tokens(part: Part) -> None:
    token = part.post("/tokens", {})["access_token"]
    assert verdicts(part, token)["ews"] == "in"
    assert verdicts(part, token)["imap"] == "MailboxMustBeNamed"
    assert verdicts(part, token, mailbox=f"alice@{part.tenant.domain}")["imap"] == "in"


@pytest.mark.parametrize(
    "text", ["", "x", "a.b.c", "....", "eyJ0eXAiOiJKV1Qi", "Bearer ", "\x00", "é.é.é", "a" * 40_000]
)
def test_what_is_no_token(part: Part, text: str) -> None:
    answer = part.api.ask("POST", "/tokens/explain", {"token": text})
    assert (answer.status, "not a JWT" in answer.detail) == (400, True)


def test_a_tenant_that_is_not_here(part: Part) -> None:
    token = part.post("/tokens/mint", {"user": "alice", "claims": {"tid": "11111111-1111-4111-8111-111111111111"}})
    found = explained(part, token["access_token"])
    assert (found["tenant"], found["verdicts"]["ews"]["refusal"]["name"]) == (None, "TenantUnknown")
    assert "2000004" in found["verdicts"]["ews"]["answer"]


def test_what_the_token_service_refuses(part: Part) -> None:
    part.ask("DELETE", f"/apps/{part.tenant.public_app.client_id}/consent")
    answer = part.ask("POST", "/tokens", {"user": "alice", "scopes": ["IMAP.AccessAsUser.All"]})
    assert (answer.status, answer.json["error"]) == (409, "ConsentMissing")
    assert answer.json["refusal"]["fix"]
    facts = answer.json["refusal"]["facts"]
    assert (facts["user"], "IMAP.AccessAsUser.All" in str(facts)) == (f"alice@{part.tenant.domain}", True)
    for body, says in (
        ({"user": "nobody"}, "nobody"),
        ({"app": "nothing"}, "no application"),
        ({"scope": []}, "did you mean 'scopes'?"),
    ):
        refused = part.ask("POST", "/tokens", body)
        assert (refused.status, says in refused.detail) == (400, True)
    assert "it is 'current', 'another' or 'none'" in part.ask("POST", "/tokens/mint", {"key": "mine"}).detail
