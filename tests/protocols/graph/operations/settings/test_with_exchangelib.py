"""Settings of Graph and of EWS are the same: exchangelib on the other side."""

from collections.abc import Iterator
from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.settings.rules import PATH, made, names

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def account(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Alice's mailbox by exchangelib."""
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as opened:
        yield opened


def test_a_rule_of_graph_is_seen_by_ews(graph: Graph, account: Any) -> None:
    made(
        graph,
        "Bills",
        conditions={"subjectContains": ["bill"], "isNonDeliveryReport": True},
        actions={"moveToFolder": ok(graph.get("/me/mailFolders/archive"))["id"], "stopProcessingRules": True},
    )
    (rule,) = account.rules
    assert (rule.display_name, rule.priority, rule.is_enabled) == ("Bills", 1, True)
    assert (rule.conditions.contains_subject_strings, rule.conditions.is_ndr) == (["bill"], True)
    assert rule.actions.stop_processing_rules is True
    account.delete_rule(rule)
    assert names(graph) == []


def test_a_rule_of_ews_is_seen_and_changed_by_graph(graph: Graph, account: Any) -> None:
    account.create_rule(
        exchangelib.properties.Rule(
            account=account,
            display_name="From Eve",
            priority=1,
            is_enabled=True,
            conditions=exchangelib.properties.Conditions(contains_sender_strings=["eve"], importance="High"),
            exceptions=exchangelib.properties.Exceptions(has_attachments=True),
            actions=exchangelib.properties.Actions(assign_categories=["Eve"]),
        )
    )
    (said,) = ok(graph.get(PATH))["value"]
    assert (said["displayName"], said["isEnabled"]) == ("From Eve", True)
    assert said["conditions"] == {"importance": "high", "senderContains": ["eve"]}
    assert said["exceptions"] == {"hasAttachments": True}
    assert said["actions"] == {"assignCategories": ["Eve"]}
    ok(graph.patch(f"{PATH}/{said['id']}", {"actions": {"markAsRead": True}}))
    (rule,) = account.rules
    assert (rule.actions.mark_as_read, rule.actions.assign_categories) == (True, None)
    assert rule.conditions.contains_sender_strings == ["eve"]


def test_automatic_replies(graph: Graph, account: Any) -> None:
    replies = {
        "status": "scheduled",
        "externalAudience": "contactsOnly",
        "scheduledStartDateTime": {"dateTime": "2126-03-20T18:00:00", "timeZone": "UTC"},
        "scheduledEndDateTime": {"dateTime": "2126-03-28T18:00:00", "timeZone": "UTC"},
        "internalReplyMessage": "In",
        "externalReplyMessage": "Out",
    }
    ok(graph.patch("/me/mailboxSettings", {"automaticRepliesSetting": replies}))
    seen = account.oof_settings
    assert (seen.state, seen.external_audience) == ("Scheduled", "Known")
    assert (seen.internal_reply, seen.external_reply) == ("In", "Out")
    assert str(seen.start).startswith("2126-03-20 18:00")
    account.oof_settings = exchangelib.settings.OofSettings(
        state="Enabled", external_audience="None", internal_reply="Gone", external_reply="x"
    )
    said = ok(graph.get("/me/mailboxSettings/automaticRepliesSetting"))
    assert (said["status"], said["externalAudience"], said["internalReplyMessage"]) == ("alwaysEnabled", "none", "Gone")


def test_working_hours_of_another_time_zone(graph: Graph, account: Any) -> None:
    given = {"daysOfWeek": ["monday"], "startTime": "10:00:00", "timeZone": {"name": "Tokyo Standard Time"}}
    ok(graph.patch("/me/mailboxSettings", {"workingHours": given}))
    now = exchangelib.EWSDateTime(2026, 12, 7, tzinfo=exchangelib.EWSTimeZone("UTC"))
    later = exchangelib.EWSDateTime(2026, 12, 8, tzinfo=exchangelib.EWSTimeZone("UTC"))
    (view,) = account.protocol.get_free_busy_info(
        [(account, "Required", False)], start=now, end=later, requested_view="DetailedMerged"
    )
    (period,) = view.working_hours
    assert (period.weekdays, period.start.hour, period.end.hour) == ([1], 10, 17)
    assert view.working_hours_timezone.bias == -540
