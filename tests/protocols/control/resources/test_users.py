"""Accounts, groups, applications, permissions, switches, time, faults by the API: each does what Python's side does."""

from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from tests.protocols.control.conftest import Part


def test_users_are_added_changed_and_deleted(part: Part) -> None:
    tenant = part.tenant
    made = part.post("/users", {"name": "carol", "password": "Winter-2026", "aliases": ["cd"], "smtp_auth": False})
    assert made["address"] == f"carol@{tenant.domain}"
    assert (made["kind"], made["aliases"], made["has_mailbox"]) == ("member", [f"cd@{tenant.domain}"], True)
    assert made["switches"]["smtp_auth"] is False
    changed = part.ask("PATCH", "/users/carol", {"imap": False, "display_name": "Carol D.", "mfa": "required"}).json
    assert (changed["display_name"], changed["switches"]["imap"], changed["switches"]["mfa"]) == (
        "Carol D.",
        False,
        "required",
    )
    assert tenant.user("carol").imap is False
    part.ask("PATCH", "/users/carol", {"upn": "carla", "aliases": ["boss"], "password": "Summer-2026", "surname": "D"})
    carla = tenant.user("carla")
    assert (carla.aliases, carla.password, carla.surname) == ((f"boss@{tenant.domain}",), "Summer-2026", "D")
    assert part.ask("DELETE", "/users/carla").status == 204
    assert [user["kind"] for user in part.get("/users")["users"]] == ["member", "member", "shared"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("POST", "/users", {}, 400, "the key 'name' is missing"),
        ("POST", "/users", {"name": "alice"}, 400, "alice"),
        ("POST", "/users", {"name": "x", "imap": "no"}, 400, "imap takes True, False, not 'no'"),
        ("POST", "/users", {"name": "x@elsewhere.example"}, 400, "elsewhere.example"),
        ("PATCH", "/users/alice", {"imapp": True}, 400, "did you mean 'imap'?"),
        ("PATCH", "/users/alice", {"upn": "bob"}, 400, "bob"),
        ("PATCH", "/users/alice", {"upn": None}, 400, "the body: upn: a text is wanted, not null"),
        ("PATCH", "/users/alice", {"password": None}, 400, "the body: password: a text is wanted"),
        ("PATCH", "/users/alice", {"aliases": None}, 400, "the body: aliases: a list is wanted, not null"),
        ("GET", "/users/alicia", None, 404, "did you mean 'alice'?"),
        ("DELETE", "/users/nobody", None, 404, "no user 'nobody'"),
        ("POST", "/shared_mailboxes", {"name": "x", "members": ["nobody"]}, 400, "nobody"),
        ("POST", "/rooms", {"name": "alice"}, 400, "alice"),
    ],
)
def test_what_users_are_refused(part: Part, method: str, path: str, body: Any, status: int, says: str) -> None:
    answer = part.ask(method, path, body)
    assert answer.status == status
    assert says in answer.detail


def test_all_or_none_of_several_switches_is_set(part: Part) -> None:
    for wrong in ({"pop": "never"}, {"upn": "bob"}, {"upn": "carol", "aliases": ["bob"]}, {"aliases": ["x y"]}):
        assert part.ask("PATCH", "/users/alice", {"imap": False, **wrong}).status == 400
    alice = part.tenant.user("alice")
    assert (alice.imap, alice.aliases) == (True, ())


def test_a_picture_comes_as_octets_and_no_file_of_the_server_is_read(part: Part, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    for method, path, body in (
        ("POST", "/users", {"name": "carol", "photo": str(secret)}),
        ("POST", "/rooms", {"name": "room1", "photo": str(secret)}),
        ("PATCH", "/users/alice", {"photo": str(secret)}),
    ):
        answer = part.ask(method, path, body)
        assert (answer.status, "the picture's octets in base64" in answer.detail) == (400, True)
    answer = part.api.ask("POST", "/tenants", {"users": [{"name": "x", "photo": str(secret)}]})
    assert (answer.status, "users[0]: photo" in answer.detail) == (400, True)
    part.ask("PATCH", "/users/alice", {"photo": b64encode(b"GIF89a").decode()})
    assert part.tenant.user("alice").photo == b"GIF89a"
    part.ask("PATCH", "/users/alice", {"photo": None})
    assert part.tenant.user("alice").photo is None


def test_sessions_are_revoked(part: Part) -> None:
    before = part.tenant.user("alice").tokens_valid_from
    assert part.ask("POST", "/users/alice/revoke").status == 204
    assert part.tenant.user("alice").tokens_valid_from > before


def test_what_has_members(part: Part) -> None:
    tenant = part.tenant
    shared = part.post("/shared_mailboxes", {"name": "sales", "members": ["alice"]})
    assert (shared["kind"], shared["password"]) == ("shared", None)
    team = part.post("/distribution_groups", {"name": "team", "members": ["alice", "eve@elsewhere.example"]})
    assert team["members"] == [f"alice@{tenant.domain}", "eve@elsewhere.example"]
    room = part.post("/rooms", {"name": "room1", "display_name": "Room 1"})
    assert (room["kind"], room["display_name"]) == ("room", "Room 1")
    floor = part.post("/room_lists", {"name": "floor1"})
    assert (floor["members"], floor["is_room_list"]) == ([f"room1@{tenant.domain}"], True)
    assert [group["address"].partition("@")[0] for group in part.get("/groups")["groups"]] == ["team", "floor1"]
    folder = part.post("/public_folders", {"name": "Projects/2026", "address": "projects"})
    assert (folder["name"], folder["path"]) == ("2026", "Projects/2026")
    part.tenant.deliver("projects", subject="For all")
    answer = part.ask("POST", "/distribution_groups", {"name": "sales"})
    assert (answer.status, "sales" in answer.detail) == (400, True)


def test_applications(part: Part) -> None:
    tenant = part.tenant
    made = part.post(
        "/apps",
        {
            "name": "Importer",
            "application": ["full_access_as_app"],
            "delegated": ["IMAP.AccessAsUser.All"],
            "consent": "none",
        },
    )
    assert (made["kind"], made["application"], made["delegated"], made["consents"], made["roles"]) == (
        "confidential",
        ["full_access_as_app"],
        ["IMAP.AccessAsUser.All"],
        [],
        [],
    )
    assert made["client_secret"] == made["secrets"][0]["value"]
    granted = part.ask(
        "POST", "/apps/Importer/consent", {"user": "alice", "permissions": ["IMAP.AccessAsUser.All"]}
    ).json
    assert granted["consents"] == [{"user": f"alice@{tenant.domain}", "permissions": ["IMAP.AccessAsUser.All"]}]
    assert granted["roles"] == []
    granted = part.post(f"/apps/{made['client_id']}/consent")
    assert any(each["user"] is None for each in granted["consents"])
    assert granted["roles"] == ["full_access_as_app"]
    assert part.ask("DELETE", "/apps/Importer/consent").json["roles"] == []
    answer = part.ask("POST", "/apps/Importer/consent", {"permissions": ["SMTP.Send"]})
    assert (answer.status, "does not ask for 'SMTP.Send'; it asks for IMAP.AccessAsUser.All" in answer.detail) == (
        400,
        True,
    )
    answer = part.ask("POST", "/apps/Importer/secrets", {"days": 1e300})
    assert (answer.status, "is in no year from 1 to 9999" in answer.detail) == (400, True)
    added = part.post("/apps/Importer/secrets", {"value": "s3cret", "days": -1})
    assert datetime.fromisoformat(added["expires_at"]) < datetime.now(UTC)
    assert part.get("/apps/Importer")["client_secret"] == "s3cret"
    assert part.ask("DELETE", f"/apps/Importer/secrets/{added['key_id']}").status == 204
    assert part.ask("DELETE", f"/apps/Importer/secrets/{added['key_id']}").status == 404
    pem = trustme.CA().cert_pem.bytes().decode()
    assert part.post("/apps/Importer/certificates", {"certificate": pem})["x5t"]
    assert part.ask("POST", "/apps/Importer/certificates", {"certificate": "no"}).status == 400
    assert part.ask("DELETE", "/apps/Importer").status == 204
    assert "no application 'Importer'" in part.ask("GET", "/apps/Importer").detail
    assert len(part.get("/apps")["apps"]) == 2


def test_permissions_on_mailboxes(part: Part) -> None:
    entry = {"mailbox": "alice", "trustee": "bob", "right": "SendAs"}
    part.post("/mailbox_permissions", entry)
    shown = {"mailbox": f"alice@{part.tenant.domain}", "trustee": f"bob@{part.tenant.domain}", "right": "SendAs"}
    assert shown in part.get("/mailbox_permissions")["mailbox_permissions"]
    assert part.ask("DELETE", "/mailbox_permissions", entry).status == 204
    assert shown not in part.get("/mailbox_permissions")["mailbox_permissions"]
    assert (
        "did you mean 'FullAccess'" in part.ask("POST", "/mailbox_permissions", entry | {"right": "FulAccess"}).detail
    )
    assert part.ask("POST", "/mailbox_permissions", entry | {"trustee": "bobb"}).status == 404


def test_every_switch_has_its_name_and_its_meaning(part: Part) -> None:
    found = part.api.get("/switches")
    assert [row["name"] for row in found["policies"]] == list(Policies.rows)
    assert [row["name"] for row in found["users"]] == list(UserSwitches.rows)
    assert all(row["meaning"] and row["takes"] for row in (*found["policies"], *found["users"]))


def test_policies_are_set_all_or_none(part: Part) -> None:
    assert part.get("/policies")["basic_auth"] is False
    assert part.ask("PATCH", "/policies", {"basic_auth": True, "imap_connections": 3}).json["imap_connections"] == 3
    answer = part.ask("PATCH", "/policies", {"basic_auth": False, "imap_connections": "many"})
    assert (answer.status, "imap_connections takes" in answer.detail) == (400, True)
    assert part.tenant.policies.basic_auth is True
    assert "did you mean 'basic_auth'?" in part.ask("PATCH", "/policies", {"basic_auht": True}).detail


def test_time_moves_stops_and_runs(part: Part) -> None:
    assert part.get("/clock")["frozen"] is False
    moved = part.post("/clock/advance", {"hours": 2, "minutes": -60})
    assert 3590 < moved["ahead"] < 3610
    frozen = part.post("/clock/freeze", {"at": "2026-03-01T09:30:00+01:00"})
    assert (frozen["now"], frozen["frozen"]) == ("2026-03-01T08:30:00Z", True)
    part.post("/clock/advance", {"seconds": 1})
    assert part.tenant.clock.now() == datetime(2026, 3, 1, 8, 30, 1, tzinfo=UTC)
    assert part.post("/clock/unfreeze")["frozen"] is False
    for path, body, says in (
        ("/clock/advance", {}, "has no duration"),
        ("/clock/advance", {"hour": 1}, "did you mean 'hours'?"),
        ("/clock/advance", {"days": 1e9}, "year"),
        ("/clock/freeze", {"at": "2026-03-01T09:30:00"}, "time zone"),
        ("/clock/freeze", {"at": "tomorrow"}, "at"),
    ):
        answer = part.ask("POST", path, body)
        assert (answer.status, says in answer.detail) == (400, True), answer


def test_faults_are_ordered_listed_and_cancelled(part: Part) -> None:
    first = part.post("/faults", {"kind": "throttle", "place": "ews", "times": 2, "retry_after": 3})
    assert (first["id"], first["kind"], first["in_force"], first["taken"]) == ("1", "throttle", True, 0)
    part.post("/faults", {"kind": "drop", "place": "imap", "within": "FETCH", "user": "alice"})
    assert part.ask("DELETE", "/faults/1").status == 204
    assert [each["in_force"] for each in part.get("/faults")["faults"]] == [False, True]
    assert part.ask("DELETE", "/faults").status == 204
    assert part.tenant.faults.in_force == ()
    assert part.ask("DELETE", "/faults/3").status == 404
    for body, says in (
        ({"kind": "throtle", "place": "ews"}, "did you mean 'throttle'?"),
        ({"kind": "throttle"}, "needs 'place'"),
        ({"kind": "throttle", "place": "ews", "time": 2}, "did you mean 'times'?"),
        ({"kind": "throttle", "place": "ews", "user": "nobody"}, "nobody"),
    ):
        answer = part.ask("POST", "/faults", body)
        assert (answer.status, says in answer.detail) == (400, True), answer


def test_the_kinds_of_faults(part: Part) -> None:
    from fakeserver.tenant.faults.faults import kinds

    found = {kind["name"]: kind for kind in part.api.get("/faults")["kinds"]}
    assert list(found) == kinds()
    assert {each["name"] for each in found["throttle"]["parameters"]} >= {"place", "operation", "retry_after"}
    assert "imap" in found["throttle"]["places"]
    assert found["throttle"]["where"] == ["user", "app", "nth", "times", "for_", "probability", "seed"]
    assert all(kind["meaning"] for kind in found.values())
