"""Changes of items, read; what they do is tested with UpdateItem."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request import updates as module
from fakeserver.protocols.ews.request.updates import read_updates
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.values import Importance
from tests.protocols.ews.client import Ews


def updates(content: str) -> Any:
    return etree.fromstring(f'<t:Updates xmlns:t="{TYPES}">{content}</t:Updates>')


def test_a_later_change_sees_an_earlier_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="one")
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="Text">{}</t:Body>'
        "</t:Message></t:AppendToItemField>"
    )
    changes = read_updates(updates(append.format("two") + append.format("three")), item)
    assert changes["body"].content == "onetwothree"


def test_what_is_appended_must_be_what_is_named(ews: Ews) -> None:
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="message:ToRecipients"/><t:Message>'
        "<t:IsRead>1</t:IsRead></t:Message></t:AppendToItemField>"
    )
    with pytest.raises(EwsError):
        read_updates(updates(append), ews.mailbox.deliver(subject="x"))


def test_deleting_gives_the_default_where_there_must_be_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    delete = '<t:DeleteItemField><t:FieldURI FieldURI="{}"/></t:DeleteItemField>'
    changes = read_updates(updates(delete.format("item:Importance") + delete.format("item:Subject")), item)
    assert changes == {"importance": Importance.NORMAL, "subject": None}


SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
VALUE = "<t:Message><t:Subject>y</t:Subject></t:Message>"


@pytest.mark.parametrize(
    "content",
    [
        "<t:SetItemField/>",
        f"<t:SetItemField>{SUBJECT}</t:SetItemField>",
        f"<t:SetItemField>{SUBJECT}{VALUE}{VALUE}</t:SetItemField>",
        f"<t:DeleteItemField>{SUBJECT}{SUBJECT}</t:DeleteItemField>",
        "<t:Nonsense/>",
    ],
)
def test_a_change_that_has_not_each_of_its_parts_once_is_a_fault(ews: Ews, content: str) -> None:
    with pytest.raises(Violation):
        read_updates(updates(content), ews.mailbox.deliver(subject="x"))


def test_the_zone_of_many_times_is_looked_for_once(ews: Ews, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []
    usual = module._own_zone

    def counted(name: str, *rest: Any) -> Any:
        looked_for.append(name)
        return usual(name, *rest)

    monkeypatch.setattr(module, "_own_zone", counted)
    set_field = (
        '<t:SetItemField><t:FieldURI FieldURI="calendar:{0}"/><t:CalendarItem>{1}</t:CalendarItem></t:SetItemField>'
    )
    start = set_field.format("Start", "<t:Start>2026-07-01T10:00:00</t:Start>")
    zone = set_field.format("StartTimeZone", '<t:StartTimeZone Id="W. Europe Standard Time"/>')
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {})
    changes = read_updates(updates(start * 50 + zone), item)
    assert looked_for == [t("StartTimeZone")]
    assert changes["start"] == datetime(2026, 7, 1, 8, tzinfo=UTC)


SET_CLASS = (
    '<t:SetItemField><t:FieldURI FieldURI="item:ItemClass"/><t:Message><t:ItemClass>{}</t:ItemClass></t:Message>'
    "</t:SetItemField>"
)
DELETE = "<t:DeleteItemField>{}</t:DeleteItemField>"
TAG = '<t:ExtendedFieldURI PropertyTag="0x001A" PropertyType="String"/>'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (SET_CLASS.format("IPM.Appointment"), "ErrorObjectTypeChanged"),
        (SET_CLASS.format(""), "ErrorInvalidValueForProperty"),
        (
            '<t:DeleteItemField><t:FieldURI FieldURI="item:ItemClass"/></t:DeleteItemField>',
            "ErrorInvalidPropertyDelete",
        ),
        (f"<t:DeleteItemField>{TAG}</t:DeleteItemField>", "ErrorInvalidPropertyDelete"),
        (
            f"<t:SetItemField>{TAG}<t:Message><t:ExtendedProperty>{TAG}<t:Value>IPM.Task</t:Value></t:ExtendedProperty>"
            "</t:Message></t:SetItemField>",
            "ErrorObjectTypeChanged",
        ),
    ],
)
def test_an_item_stays_of_its_kind(ews: Ews, change: str, code: str) -> None:
    with pytest.raises(EwsError, match=code):
        read_updates(updates(change), ews.mailbox.deliver(subject="x"))


def test_another_class_of_the_same_kind_is_set(ews: Ews) -> None:
    changes = read_updates(updates(SET_CLASS.format("IPM.Note.Other")), ews.mailbox.deliver(subject="x"))
    assert changes == {"item_class": "IPM.Note.Other"}


@pytest.mark.parametrize(
    "uri",
    [
        "message:ApprovalRequestData",
        "message:VotingInformation",
        "message:ReminderMessageData",
        "message:ConversationIndex",
        "item:RightsManagementLicenseData",
        "item:IconIndex",
    ],
)
def test_what_only_the_service_sets_is_not_updated(ews: Ews, uri: str) -> None:
    name = uri.partition(":")[2]
    change = f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:Message><t:{name}/></t:Message></t:SetItemField>'
    with pytest.raises(EwsError, match="ErrorInvalidPropertySet"):
        read_updates(updates(change), ews.mailbox.deliver(subject="x"))
