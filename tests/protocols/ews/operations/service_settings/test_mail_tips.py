"""GetMailTips."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from tests.protocols.ews.client import Answer, Ews


def tips(ews: Ews, *recipients: str, wanted: str = "All", sender: str = "") -> Answer:
    listed = "".join(f"<t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox>" for one in recipients)
    return ews(
        f"<m:GetMailTips><m:SendingAs><t:EmailAddress>{sender or ews.alice.address}</t:EmailAddress></m:SendingAs>"
        f"<m:Recipients>{listed}</m:Recipients><m:MailTipsRequested>{wanted}</m:MailTipsRequested></m:GetMailTips>"
    )


def test_all_of_somebody(ews: Ews) -> None:
    answer = tips(ews, ews.bob.address)
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError", "NoError"])
    found = answer.find(".//m:MailTips")
    assert [(etree.QName(part).localname, part.text) for part in found.iter() if not len(part)] == [
        ("Name", "Bob"),
        ("EmailAddress", ews.bob.address),
        ("RoutingType", "SMTP"),
        ("PendingMailTips", None),
        ("Message", None),
        ("MailboxFull", "false"),
        ("TotalMemberCount", "1"),
        ("ExternalMemberCount", "0"),
        ("MaxMessageSize", str(36 * 1024 * 1024)),
        ("DeliveryRestricted", "false"),
        ("IsModerated", "false"),
        ("InvalidRecipient", "false"),
    ]


def test_what_somebody_away_tells(ews: Ews) -> None:
    away = ews.tenant.mailbox("bob").automatic_replies
    away.set("inside", "outside")
    assert tips(ews, ews.bob.address, wanted="OutOfOfficeMessage").texts(".//t:Message") == ["inside"]
    assert tips(ews, ews.bob.address, sender="x@elsewhere.example").texts(".//t:Message") == ["outside"]
    now = datetime.now(UTC)
    away.set("inside", start=now - timedelta(days=1), end=now + timedelta(days=1))
    answer = tips(ews, ews.bob.address)
    assert len(answer.find(".//t:Duration")) == 2
    ews.tenant.clock.advance(days=2)
    assert tips(ews, ews.bob.address).texts(".//t:Message") == [""]


def test_groups_strangers_and_nobody(ews: Ews) -> None:
    inner = ews.tenant.add_distribution_group("inner", [ews.bob, "x@elsewhere.example"])
    team = ews.tenant.add_distribution_group("team", [ews.alice, ews.bob, inner], allowed_senders=[ews.bob])
    inner.members.append(team)
    answer = tips(ews, team.address, "x@elsewhere.example", "nobody@contoso.onmicrosoft.com")
    assert answer.texts(".//t:TotalMemberCount") == ["3", "1", "1"]
    assert answer.texts(".//t:ExternalMemberCount") == ["1", "1", "0"]
    assert answer.texts(".//t:DeliveryRestricted") == ["true", "false", "false"]
    assert answer.texts(".//t:InvalidRecipient") == ["false", "false", "true"]
    assert answer.all(".//t:OutOfOffice") == []
    assert tips(ews, team.address, sender=ews.bob.address).texts(".//t:DeliveryRestricted") == ["false"]


def test_only_what_is_asked_for(ews: Ews) -> None:
    answer = tips(ews, ews.bob.address, wanted="TotalMemberCount MaxMessageSize")
    assert [etree.QName(part).localname for part in answer.find(".//m:MailTips")] == [
        "RecipientAddress", "PendingMailTips", "TotalMemberCount", "MaxMessageSize",
    ]  # fmt: skip
    assert tips(ews).all("m:ResponseMessages") == []


@pytest.mark.parametrize("wanted", ["Everything", "All Everything"])
def test_a_tip_that_there_is_not(ews: Ews, wanted: str) -> None:
    answer = tips(ews, ews.bob.address, wanted=wanted)
    assert (answer.status, answer.value("faultcode")) == (500, "a:ErrorSchemaValidation")
