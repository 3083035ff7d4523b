"""getMailTips, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults

PATH = "/me/getMailTips"


def tips(graph: Graph, *addresses: str, options: str | None = None, **more: Any) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"EmailAddresses": list(addresses)}
    if options is not None:
        asked["MailTipsOptions"] = options
    said = ok(graph.post(PATH, asked, **more))
    assert said["@odata.context"] == f"{graph.root}/$metadata#Collection(microsoft.graph.mailTips)"
    assert list(faults(said["value"], "Collection(graph.mailTips)")) == []
    return list(said["value"])


def test_all_of_somebody(graph: Graph) -> None:
    bob = graph.tenant.user("bob").address
    assert tips(graph, bob) == [
        {
            "emailAddress": {"name": "", "address": bob},
            "automaticReplies": {"message": ""},
            "mailboxFull": False,
            "externalMemberCount": 0,
            "totalMemberCount": 1,
            "maxMessageSize": 36 * 1024 * 1024,
            "deliveryRestricted": False,
            "isModerated": False,
            "recipientScope": "internal",
            "recipientSuggestions": [],
        }
    ]


def test_what_somebody_away_tells(graph: Graph) -> None:
    bob, now = graph.tenant.user("bob").address, graph.tenant.clock.now()
    away = graph.mailbox("bob").automatic_replies
    away.set("Away until Monday")
    wanted = "automaticReplies, MailboxFullStatus"
    assert tips(graph, bob, options=wanted) == [
        {
            "emailAddress": {"name": "", "address": bob},
            "automaticReplies": {"message": "Away until Monday"},
            "mailboxFull": False,
        }
    ]
    away.set("Away", start=now, end=now + timedelta(days=1))
    (said,) = tips(graph, bob, options="automaticReplies")
    assert list(said["automaticReplies"]) == ["message", "scheduledStartTime", "scheduledEndTime"]
    assert said["automaticReplies"]["scheduledEndTime"] == {
        "dateTime": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M:%S.%f}0",
        "timeZone": "UTC",
    }


def test_the_language_of_a_reply_that_ews_has_set(graph: Graph) -> None:
    from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, Reply, ReplyState

    settings = AutomaticReplySettings(ReplyState.ENABLED, internal=Reply("Weg", "de-DE"))
    with graph.tenant.lock:
        graph.mailbox("bob").automatic_replies.change(settings)
    (said,) = tips(graph, graph.tenant.user("bob").address, options="automaticReplies")
    assert said["automaticReplies"]["messageLanguage"] == {"locale": "de-DE", "displayName": "German (Germany)"}


def test_groups_strangers_and_nobody(graph: Graph) -> None:
    tenant = graph.tenant
    inner = tenant.add_distribution_group("inner", [tenant.user("bob"), "x@elsewhere.example"])
    team = tenant.add_distribution_group("team", [tenant.user("alice"), inner], allowed_senders=[tenant.user("bob")])
    nobody = f"nobody@{tenant.user('bob').address.partition('@')[2]}"
    group, stranger, missing = tips(graph, team.address, "x@elsewhere.example", nobody)
    assert (group["totalMemberCount"], group["externalMemberCount"], group["deliveryRestricted"]) == (3, 1, True)
    assert (stranger["recipientScope"], stranger["externalMemberCount"]) == ("external", 1)
    assert "maxMessageSize" not in stranger
    for each in (group, stranger, missing):
        assert not {"automaticReplies", "mailboxFull"} & each.keys()
    (said,) = tips(graph, team.address, options="deliveryRestriction", user="bob")
    assert said["deliveryRestricted"] is False


def test_of_nobody_nothing_is_said(graph: Graph) -> None:
    assert tips(graph) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "BadRequest"),
        ({"EmailAddresses": None}, "BadRequest"),
        ({"EmailAddresses": "bob@contoso.com"}, "BadRequest"),
        ({"EmailAddresses": [1]}, "BadRequest"),
        ({"EmailAddresses": [""]}, "BadRequest"),
        ({"EmailAddresses": [], "MailTipsOptions": "automaticReplies, weather"}, "BadRequest"),
        ({"EmailAddresses": [], "MailTipsOptions": ["automaticReplies"]}, "BadRequest"),
        ({"EmailAddresses": [], "SendingAs": "x"}, "RequestBodyRead"),
    ],
)
def test_what_is_no_request(graph: Graph, given: dict[str, Any], code: str) -> None:
    assert error(graph.post(PATH, given))[:2] == (400, code)


def test_it_needs_the_permission_to_read_mail(graph: Graph) -> None:
    bob = graph.tenant.user("bob").address
    assert len(tips(graph, bob, scopes=("Mail.Read",))) == 1
    for scope in ("Mail.ReadBasic", "Mail.Send", "MailboxSettings.Read"):
        assert error(graph.post(PATH, {"EmailAddresses": [bob]}, scopes=(scope,)))[:2] == (403, "ErrorAccessDenied")
