"""Tenants by the API: made, listed, dropped, reset; and snapshots of them."""

import gc
import imaplib
import weakref
from typing import Any

import pytest

from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.protocols.control.api import Api
from tests.protocols.control.conftest import Part


def subjects(part: Part) -> list[str]:
    return [message["subject"] for message in part.get("/mailboxes/alice/messages")["messages"]]


def test_a_tenant_is_what_a_configuration_says(api: Api, server: FakeServer) -> None:
    made = api.post(
        "/tenants",
        {
            "domain": "fabrikam.com",
            "label": "where invoices go",
            "tenant_id": "5C8A2B8E-1C3B-4C52-9D0F-0F6FF8F9A001",
            "policies": {"basic_auth": True},
            "users": [{"name": "carol", "password": "Winter-2026", "imap": False}],
            "shared_mailboxes": [{"name": "sales"}],
            "apps": [{"name": "Importer", "application": ["full_access_as_app"], "secret": "s3cret"}],
            "messages": [{"to": "carol", "subject": "Hello", "received_at": "2026-03-01T09:30:00Z"}],
            "faults": [{"kind": "throttle", "place": "ews", "times": 2}],
        },
    )
    tenant = server.cloud.by_domain("fabrikam.com")
    assert tenant is not None
    assert made["tenant_id"] == tenant.tenant_id == "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001"
    assert (made["name"], made["label"], tenant.organization.label) == ("Fabrikam", *["where invoices go"] * 2)
    assert made["users"] == [{"upn": "carol@fabrikam.com", "password": "Winter-2026"}]
    assert made["shared_mailboxes"] == ["sales@fabrikam.com"]
    assert made["imap"] == server.imap._asdict()
    assert made["authority"] == server.authority(tenant)
    assert made["url"] == f"{server.control_url}/tenants/{tenant.tenant_id}"
    assert (made["public_app"], made["daemon_app"]) == (tenant.public_app.client_id, tenant.daemon_app.client_id)
    assert tenant.policies.basic_auth is True
    assert tenant.user("carol").imap is False
    assert [item.subject for item in tenant.mailbox("carol").messages()] == ["Hello"]
    assert len(tenant.faults.in_force) == 1
    assert api.get("/tenants/fabrikam.com")["domain"] == "fabrikam.com"
    assert api.ask("DELETE", "/tenants/FABRIKAM.COM").status == 204
    assert server.cloud.by_domain("fabrikam.com") is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"user": []}, "there is no key 'user'; did you mean 'users'?"),
        ({"users": [{"nam": "x"}]}, "users[0]: there is no key 'nam'; did you mean 'name'?"),
        ({"users": [{"name": "x", "imapp": True}]}, "did you mean 'imap'?"),
        ({"users": [{"name": 1}]}, "users[0]: name"),
        ({"policies": {"basic_auht": True}}, "the tenant has no switch 'basic_auht'"),
        ({"tenant_id": "x"}, "GUID"),
        (
            {"messages": [{"to": "alice", "file": "/etc/passwd"}]},
            "messages[0]: file: nothing is read from the server's disk here",
        ),
        (
            {"apps": [{"name": "x", "certificate": "/etc/passwd"}]},
            "apps[0]: certificate: here it is the text of the PEM file, not its path",
        ),
        ({"messages": [{"to": "nobody"}]}, "nobody"),
        ({"tenants": [{"domain": "a.example"}]}, "one by one"),
    ],
)
def test_what_is_no_configuration(api: Api, server: FakeServer, body: dict[str, Any], says: str) -> None:
    before = server.cloud.tenants
    answer = api.ask("POST", "/tenants", body)
    assert (answer.status in (400, 404), says in answer.detail) == (True, True), answer
    assert server.cloud.tenants == before


def test_a_domain_that_is_taken_goes_to_another(api: Api) -> None:
    first, second = (api.post("/tenants")["domain"] for _ in range(2))
    assert first != second
    for domain in (first, second):
        api.ask("DELETE", f"/tenants/{domain}")


def test_reset_leads_back_to_the_beginning(part: Part) -> None:
    tenant = part.tenant
    first = tenant.user("alice").password
    part.post("/mailboxes/alice/messages", {"subject": "Later"})
    part.post("/users", {"name": "carol"})
    part.ask("PATCH", "/policies", {"basic_auth": True})
    part.ask("PATCH", "/users/alice", {"imap": False, "password": "Another-1"})
    part.post("/faults", {"kind": "down", "place": "imap"})
    part.post("/clock/advance", {"days": 90})
    assert subjects(part) == ["Later"]
    made = part.post("/reset")
    assert [user["upn"].partition("@")[0] for user in made["users"]] == ["alice", "bob"]
    assert subjects(part) == []
    assert tenant.policies.basic_auth is False
    assert (tenant.user("alice").imap, tenant.user("alice").password) == (True, first)
    assert tenant.faults.in_force == ()
    assert abs(tenant.clock.ahead) < 60
    assert part.get("/journal")["exchanges"] == []
    # And again.
    part.post("/mailboxes/alice/messages", {"subject": "Later still"})
    part.post("/reset")
    assert subjects(part) == []


def test_clients_are_told_goodbye_at_a_reset(part: Part, server: FakeServer) -> None:
    tenant: Tenant = part.tenant
    client = imaplib.IMAP4_SSL(*server.imap, ssl_context=server.ssl_context())
    token = tenant.token(tenant.public_app, "alice")
    client.authenticate("XOAUTH2", lambda _: f"user=alice@{tenant.domain}\x01auth=Bearer {token}\x01\x01".encode())
    part.post("/reset")
    with pytest.raises(imaplib.IMAP4.abort):
        client.noop()
    client.shutdown()


def test_a_tenant_that_python_made_has_no_beginning(api: Api, server: FakeServer) -> None:
    tenant = server.new_tenant()
    answer = api.ask("POST", f"/tenants/{tenant.tenant_id}/reset")
    assert answer.status == 400
    assert "tenant.snapshots.begin()" in answer.detail
    server.drop_tenant(tenant)


def test_snapshots_are_ways_back(part: Part) -> None:
    assert part.ask("POST", "/restore").status == 409
    part.post("/mailboxes/alice/messages", {"subject": "One"})
    first = part.post("/snapshots")
    part.post("/mailboxes/alice/messages", {"subject": "Two"})
    second = part.post("/snapshots")
    part.post("/mailboxes/alice/messages", {"subject": "Three"})
    assert [each["id"] for each in part.get("/snapshots")["snapshots"]] == [first["id"], second["id"]]
    part.post("/restore")
    assert subjects(part) == ["Two", "One"]
    part.post("/restore", {"snapshot": first["id"]})
    assert subjects(part) == ["One"]
    part.post("/restore", {"snapshot": second["id"]})
    assert subjects(part) == ["Two", "One"]
    assert part.ask("DELETE", f"/snapshots/{first['id']}").status == 204
    assert part.ask("DELETE", f"/snapshots/{first['id']}").status == 404
    assert "no snapshot '0'" in part.ask("POST", "/restore", {"snapshot": "0"}).detail


def test_snapshots_go_with_their_tenant(api: Api, server: FakeServer) -> None:
    path = f"/tenants/{api.post('/tenants', {'users': [{'name': 'alice'}]})['tenant_id']}"
    api.post(f"{path}/snapshots")
    tenant = weakref.ref(server.cloud.tenants[-1])
    assert path.endswith(tenant().tenant_id)  # type: ignore[union-attr]
    api.ask("DELETE", path)
    # The server's thread may still have its last frames of that call; once it answers another, it has none.
    api.get("/tenants")
    gc.collect()
    assert tenant() is None


def test_snapshots_are_bounded(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeserver.protocols.control.resources import snapshots

    monkeypatch.setattr(snapshots, "MOST", 2)
    part.post("/snapshots")
    part.post("/snapshots")
    assert part.ask("POST", "/snapshots").status == 409


def test_settings_to_copy(part: Part) -> None:
    blocks = {block["name"]: block for block in part.get("/settings")["blocks"]}
    assert len(blocks) >= 8
    assert all(
        part.tenant.tenant_id in block["text"] or part.tenant.domain in block["text"] for block in blocks.values()
    )
