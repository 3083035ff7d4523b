"""What appointments show under MAPI's names."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.properties.setting import set_to, update, values

START, END = datetime(2027, 1, 5, 9, tzinfo=UTC), datetime(2027, 1, 5, 9, 45, tzinfo=UTC)

CASES = [
    ("0x8205", "Integer", "2"),
    ("0x820D", "SystemTime", "2027-01-05T09:00:00Z"),
    ("0x820E", "SystemTime", "2027-01-05T09:45:00Z"),
    ("0x8213", "Integer", "45"),
    ("0x8215", "Boolean", "false"),
    ("0x8217", "Integer", "0"),
    ("0x8218", "Integer", "1"),
    ("0x8223", "Boolean", "false"),
]


def path(which: str, kind: str) -> str:
    return f'DistinguishedPropertySetId="Appointment" PropertyId="{int(which, 16)}" PropertyType="{kind}"'


def appointment(ews: Ews, item_class: str = "IPM.Appointment", **more: Any) -> Any:
    folder = ews.mailbox.folders.distinguished("calendar")
    return ews.mailbox.items.add(folder, item_class, {"subject": "x", "start": START, "end": END, **more})


@pytest.mark.parametrize(("which", "kind", "value"), CASES)
def test_it_is_read_from_what_the_appointment_is(ews: Ews, which: str, kind: str, value: str) -> None:
    assert values(ews, appointment(ews), path(which, kind)) == [value]
    assert values(ews, appointment(ews, "IPM.Note"), path(which, kind)) == []
    assert values(ews, appointment(ews), path(which, "Double")) == []


def test_what_a_client_sets_there_is_kept(ews: Ews) -> None:
    item = appointment(ews)
    asked = update(
        item, set_to(path("0x8205", "Integer"), "<t:Value>3</t:Value>").replace("t:Message", "t:CalendarItem")
    )
    to_nobody = 'SendMeetingInvitationsOrCancellations="SendToNone" '
    assert ews(asked.replace("<m:UpdateItem ", f"<m:UpdateItem {to_nobody}")).codes == ["NoError"]
    assert values(ews, item, path("0x8205", "Integer")) == ["3"]


def test_appointments_are_found_by_whether_they_recur(ews: Ews) -> None:
    appointment(ews)
    asked = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction>'
        f'<t:IsEqualTo><t:ExtendedFieldURI {path("0x8223", "Boolean")}/><t:FieldURIOrConstant><t:Constant Value="%s"/>'
        "</t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds>"
        '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )
    assert [len(ews(asked % recurs).all(".//t:CalendarItem")) for recurs in ("true", "false")] == [0, 1]
