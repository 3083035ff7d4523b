"""Dates and times in milliseconds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Attachment
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item

FIELDS = fields("item:DateTimeReceived", "item:LastModifiedTime", "item:Attachments", "item:Flag")
TAG = '<t:ExtendedFieldURI PropertyTag="0x3008" PropertyType="SystemTime"/>'


def get(item: Any) -> str:
    return get_item(item.item_id, paths=FIELDS + TAG)


def flag(item: Any) -> str:
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
        f'<t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Flag"/>'
        "<t:Message><t:Flag><t:FlagStatus>Flagged</t:FlagStatus><t:StartDate>2026-01-01T00:00:00Z</t:StartDate>"
        "<t:DueDate>2026-01-02T00:00:00Z</t:DueDate></t:Flag></t:Message></t:SetItemField></t:Updates></t:ItemChange>"
        "</m:ItemChanges></m:UpdateItem>"
    )


@pytest.mark.parametrize(
    ("header", "fraction"),
    [("", ""), ("<t:DateTimePrecision>Seconds</t:DateTimePrecision>", ""),
     ("<t:DateTimePrecision>Milliseconds</t:DateTimePrecision>", ".250")],
)  # fmt: skip
def test_every_time_of_an_item_has_the_precision_asked_for(ews: Ews, header: str, fraction: str) -> None:
    ews.tenant.clock.freeze(datetime(2023, 11, 14, 22, 13, 20, 250_000, UTC))
    item = ews.mailbox.deliver(subject="x", attachments=[Attachment("a", b"x")])
    ews(flag(item))
    answer = ews(get(item), header=header)
    now = f"2023-11-14T22:13:20{fraction}Z"
    for path in ("t:DateTimeReceived", "t:LastModifiedTime", "t:FileAttachment/t:LastModifiedTime", "t:Value"):
        assert set(answer.texts(f".//{path}")) == {now}, path
    zeros = ".000" if fraction else ""
    assert answer.texts(".//t:StartDate") == [f"2026-01-01T00:00:00{zeros}Z"]
    attachment = f'<t:AttachmentId Id="{answer.attribute(".//t:AttachmentId", "Id")}"/>'
    content = ews(f"<m:GetAttachment><m:AttachmentIds>{attachment}</m:AttachmentIds></m:GetAttachment>", header=header)
    assert content.texts(".//t:LastModifiedTime") == [now]


def test_times_of_folders_too(ews: Ews) -> None:
    folder = ews.mailbox.folders.distinguished("inbox")
    asked = (
        f"<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{TAG}"
        f'</t:AdditionalProperties></m:FolderShape><m:FolderIds><t:FolderId Id="{folder.folder_id}"/></m:FolderIds>'
        "</m:GetFolder>"
    )
    answer = ews(asked, header="<t:DateTimePrecision>Milliseconds</t:DateTimePrecision>")
    assert answer.value(".//t:Value") == folder.modified_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_precision_that_there_is_not_is_a_schema_fault(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    answer = ews(get(item), header="<t:DateTimePrecision>Minutes</t:DateTimePrecision>")
    assert "ErrorSchemaValidation" in answer.text
