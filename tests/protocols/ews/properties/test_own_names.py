"""MAPI properties that EWS has under names of its own: one value under both."""

import pytest

from fakeserver.protocols.ews.properties.table import FIELDS
from fakeserver.tenant.exchange.mapi.own_names import OWN_NAMES
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.properties.setting import deleted, set_to, update, values

CASES = [
    (
        "IPM.Note",
        'DistinguishedPropertySetId="Common" PropertyId="34051" PropertyType="Boolean"',
        "ReminderIsSet",
        "true",
    ),
    (
        "IPM.Note",
        'DistinguishedPropertySetId="Common" PropertyId="34049" PropertyType="Integer"',
        "ReminderMinutesBeforeStart",
        "5",
    ),
    (
        "IPM.Note",
        'DistinguishedPropertySetId="Common" PropertyId="34050" PropertyType="SystemTime"',
        "ReminderDueBy",
        "2026-12-01T00:00:00Z",
    ),
    (
        "IPM.Appointment",
        'DistinguishedPropertySetId="Appointment" PropertyId="33288" PropertyType="String"',
        "Location",
        "here",
    ),
    ("IPM.Task", 'DistinguishedPropertySetId="Common" PropertyId="34100" PropertyType="String"', "Mileage", "far"),
    ("IPM.Contact", 'DistinguishedPropertySetId="Address" PropertyId="32773" PropertyType="String"', "FileAs", "Doe"),
    ("IPM.Contact", 'PropertyTag="0x3A06" PropertyType="String"', "GivenName", "Joe"),
    ("IPM.Contact", 'PropertyTag="0x3A17" PropertyType="String"', "JobTitle", "clerk"),
    ("IPM.Contact", 'PropertyTag="0x3A42" PropertyType="SystemTime"', "Birthday", "1980-01-01T00:00:00Z"),
]


@pytest.mark.parametrize(("item_class", "path", "element", "value"), CASES)
def test_one_value_under_both_names(ews: Ews, item_class: str, path: str, element: str, value: str) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("inbox"), item_class, {})
    assert values(ews, item, path) == []
    to_nobody = 'SendMeetingInvitationsOrCancellations="SendToNone" '
    for change, found in ((set_to(path, f"<t:Value>{value}</t:Value>"), [value]), (deleted(path), [])):
        answer = ews(update(item, change).replace("<m:UpdateItem ", f"<m:UpdateItem {to_nobody}"))
        assert answer.codes == ["NoError"]
        assert values(ews, item, path) == found
        shown = ews(get_item(item.item_id, base="AllProperties")).texts(f".//t:{element}")
        # FileAs is shown empty.
        assert [text for text in shown if text not in ("false", "0", "")] == found


def test_what_was_set_to_nothing_is_there(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = 'DistinguishedPropertySetId="Common" PropertyId="34051" PropertyType="Boolean"'
    assert ews(update(item, set_to(path, "<t:Value>false</t:Value>"))).codes == ["NoError"]
    assert values(ews, item, path) == ["false"]


def test_each_name_is_that_of_a_property_that_can_be_set() -> None:
    writable = {row.name for row in FIELDS.values() if row.writable}
    # These are shown in the complete name, and HasPicture follows the attachments.
    others = {"title", "yomi_first_name", "yomi_last_name", "has_picture"}
    assert set(OWN_NAMES.values()) - others <= writable
