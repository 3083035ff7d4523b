"""ews-javascript-api, a port of the EWS Managed API: what that client can do, in one process of node."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from fakeserver.server.server import FakeServer
from pytest_m365 import Mailbox, Target, Tenant
from tests.node import NodeClients, node_script

Ask: TypeAlias = Callable[..., dict[str, Any]]

SCOPE = "https://outlook.office365.com/EWS.AccessAsUser.All"
SCRIPT = Path(__file__).parent / "node" / "managed_api" / "index.js"


@pytest.fixture(scope="module")
def node(m365_server: FakeServer) -> Iterator[NodeClients]:
    """The client, in one process for all tests."""
    with node_script(SCRIPT, "ews-javascript-api").at_work(m365_server.ca_file) as clients:
        yield clients


@pytest.fixture
def ask(node: NodeClients, m365: Target) -> Ask:
    """Give the client a task as the first user; what it says of an error fails the test."""

    def asked(way: str, **given: Any) -> dict[str, Any]:
        seen = node.ask(way, **{"ews": m365.ews_url, "token": m365.token(SCOPE)} | given)
        assert "error" not in seen, seen["stack"]
        return seen

    return asked


@pytest.fixture
def bob(m365_fake: Tenant) -> str:
    """A second user's address."""
    return m365_fake.add_user("bob").address


# --- mail ------------------------------------------------------------------------------------------------------------


def test_folders(ask: Ask, bob: str) -> None:
    assert ask("folders", friend=bob) == {"found": 2, "name": "Two", "folderClass": None}


def test_every_property_that_it_knows_of_messages(ask: Ask) -> None:
    seen = ask("everyProperty")
    assert seen["known"] > 50
    assert seen["seen"] == ["Known", 2, ["Red"], 1]


def test_every_filter(ask: Ask) -> None:
    assert ask("filters") == {
        "equal": "bee",
        "notEqual": "ant cat",
        "greater": "cat",
        "greaterOrEqual": "bee cat",
        "less": "ant",
        "lessOrEqual": "ant bee",
        "exists": "ant bee cat",
        "not": "none",
        "bitmask": "bee",
        "contains": "ant cat",
        "prefix": "ant",
        "body": "bee",
        "category": "ant",
        "twoProperties": "ant bee cat none",
        "either": "ant cat",
    }


def test_views(ask: Ask) -> None:
    seen = ask("views")
    assert seen["page"] == [["bee", "ant"], 3, False]
    assert seen["last"] == ["cat"]
    assert seen["groups"] == [["bee"], ["ant", "cat"]], "by the greatest subject"


def test_batches(ask: Ask) -> None:
    seen = ask("batches")
    assert seen["results"] == [0, 0, 2, 0, 0]
    assert seen["bound"] == ["1!", "2!", "Id is malformed."]


def test_attachments(ask: Ask) -> None:
    assert ask("attachments") == {"first": ["a.txt", "Hi", "one", True], "then": [["b.bin", 3]]}


def test_replies_and_forwards(ask: Ask, bob: str, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(subject="Plans", sender=bob)
    assert ask("answers", friend=bob) == {"from": bob, "saved": "FW: Plans"}
    assert sorted(one.subject for one in m365_fake.mailbox(bob).messages()) == ["FW: Plans", "RE: Plans"]


# --- calendar --------------------------------------------------------------------------------------------------------


def test_every_pattern(ask: Ask) -> None:
    starts = {
        "daily": ("DailyPattern", "2027-02-01", "2027-02-03", "2027-02-05"),
        "weekly": ("WeeklyPattern", "2027-02-01", "2027-02-05", "2027-02-15"),
        "monthly": ("MonthlyPattern", "2027-02-15", "2027-03-15", "2027-04-15"),
        "relativeMonthly": ("RelativeMonthlyPattern", "2027-02-09", "2027-03-09", "2027-04-13"),
        "yearly": ("YearlyPattern", "2027-03-03", "2028-03-03", "2029-03-03"),
        "relativeYearly": ("RelativeYearlyPattern", "2027-03-31", "2028-03-31", "2029-03-30"),
    }
    assert ask("patterns") == {
        name: [kind, [f"{day}T09:00" for day in days], True] for name, (kind, *days) in starts.items()
    }


def test_occurrences(ask: Ask) -> None:
    assert ask("occurrences") == {
        "view": [
            ["Daily", "2027-02-01T09:00"],
            ["Daily", "2027-02-02T09:00"],
            ["Later", "2027-02-03T12:00"],
            ["Daily", "2027-02-05T09:00"],
        ],
        "changed": 1,
        "deleted": 1,
        "gone": "Occurrence with this index was previously deleted from the recurrence.",
    }


def test_every_property_that_it_knows_of_appointments(ask: Ask) -> None:
    seen = ask("everyAppointmentProperty")
    assert seen["known"] > 40
    assert seen["duration"] == 60


def test_a_meeting(ask: Ask, bob: str, m365: Target, m365_fake: Tenant) -> None:
    carol, room = m365_fake.add_user("carol").address, m365_fake.add_room("room1").address
    given = {"guest": bob, "other": carol, "room": room}
    tokens = {"guestToken": m365.token(SCOPE, mailbox=bob), "otherToken": m365.token(SCOPE, mailbox=carol)}
    assert ask("meetings", **given, **tokens) == {
        "responses": ["Accepted: Plans", "Accepted: Plans", "Declined: Plans"],
        "tracked": [3, 4, 3],
        "updated": True,
        "cancellation": "Canceled: Plans",
        "left": 0,
    }


# --- people and settings ---------------------------------------------------------------------------------------------


def test_contacts(ask: Ask) -> None:
    seen = ask("contacts")
    assert seen == {"fileAs": "Lovelace, Ada", "city": "Paris", "second": "ada@example.org"}


def test_groups_and_names(ask: Ask, bob: str, m365_fake: Tenant) -> None:
    group = m365_fake.add_distribution_group("team", ["alice", "bob"]).address
    seen = ask("groups", group=group, member=bob)
    assert seen == {
        "own": [bob],
        "group": sorted([m365_fake.user("alice").address, bob]),
        "resolved": [1, bob, "Bob"],
        "nobody": 0,
    }


def test_tasks(ask: Ask) -> None:
    assert ask("tasks") == {"due": "2027-03-08", "pattern": "DailyRegenerationPattern", "status": "In Progress"}


def test_settings(ask: Ask, bob: str, m365: Target) -> None:
    seen = ask("settings", own=m365.username, friend=bob)
    assert seen["away"] == [2, "Away", "Away, too", "2027-03-01T00:00:00.000Z"]
    assert seen["configuration"] == [{"key": "word", "value": "one"}, {"key": "list", "value": ["a", "b"]}]
    assert seen["gone"].startswith("The specified object was not found in the store.")
    assert (seen["delegates"], seen["without"]) == ([bob], 0)


def test_rules(ask: Ask, m365_mailbox: Mailbox) -> None:
    seen = ask("rules")
    assert (seen["name"], seen["words"]) == ("Renamed", ["buy"])
    m365_mailbox.deliver(subject="Please buy this")
    assert [one.subject for one in m365_mailbox.messages("Junk Email")] == ["Please buy this"]
    assert ask("withoutRule", id=seen["id"]) == {"left": 0}


def test_free_busy_and_rooms(ask: Ask, bob: str, m365: Target, m365_fake: Tenant) -> None:
    room = m365_fake.add_room("room1").address
    floor = m365_fake.add_room_list("floor1", [room]).address
    seen = ask("freeBusy", people=[m365.username, bob])
    assert seen == {"merged": [96, 96], "suggestions": 2, "lists": [floor], "rooms": [room]}


def test_autodiscover(ask: Ask, m365: Target) -> None:
    url = m365.ews_url.replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc")
    seen = ask("autodiscover", url=url, own=m365.username)
    assert seen == {"ews": m365.ews_url, "missing": ["AlternateMailboxes"]}


# --- following -------------------------------------------------------------------------------------------------------


def test_conversations(ask: Ask, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(subject="Plans")
    assert ask("conversations") == {"topic": "Plans", "count": 1, "nodes": 1, "marked": 0}


def test_pulled_notifications(ask: Ask) -> None:
    events = ["Created", "Modified", "Deleted"]
    assert ask("pull") == {"events": events, "after": "The specified subscription was not found."}


def test_streamed_notifications(ask: Ask, m365: Target) -> None:
    assert ask("streaming", sameUser=m365.token(SCOPE)) == {"events": ["Created"]}


def test_sync(ask: Ask) -> None:
    assert ask("sync") == {"folders": [True, 0], "changes": [[], [0], [1], [2]]}


def test_ids(ask: Ask, m365: Target) -> None:
    assert set(ask("ids", own=m365.username).values()) == {True}


def test_impersonation(ask: Ask, bob: str, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.mailbox(bob).deliver(subject="For Bob")
    seen = ask("impersonation", token=m365.app_token(), address=bob)
    assert seen["alone"] == "ExchangeImpersonation SOAP header must be present for this type of OAuth token."
    assert seen["subjects"] == ["For Bob"]
