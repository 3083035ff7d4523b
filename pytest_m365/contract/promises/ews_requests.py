"""EWS: the codes of requests that are wrong, and whether they are faults (500) or response messages (200)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.answers import NOT_FOUND, SCHEMA
from pytest_m365.contract.promises.ews_asks import (
    INBOX,
    ITEM,
    MESSAGE,
    contains,
    create,
    delete_item,
    ews,
    find,
    get_folder,
    get_item,
    set_field,
    update,
    where,
)
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("EWS")
_RC: Known = ("D", "EWSRC")
_IS_X = '<t:FieldURIOrConstant><t:Constant Value="x"/></t:FieldURIOrConstant>'

_REFUSED: tuple[tuple[str, str, Known, tuple[str, ...], str, str], ...] = (
    (
        "version-unknown",
        "a RequestServerVersion that does not exist is a fault",
        _RC,
        (),
        "500 ErrorInvalidServerVersion: The specified server version is invalid.",
        "version-unknown",
    ),
    (
        "unknown-operation",
        "an operation that does not exist is an invalid request",
        _RC,
        ("<m:Frobnicate/>",),
        "500 ErrorInvalidRequest: The request is invalid.",
        "unknown-operation",
    ),
    (
        "empty-body",
        "an empty body is an invalid request",
        _RC,
        ("",),
        "500 ErrorInvalidRequest: The request is invalid.",
        "",
    ),
    (
        "find-by-content",
        "FindItem does not search a message's content",
        ("T*", "ManagedAPI"),
        (find(where(f'<t:IsEqualTo><t:FieldURI FieldURI="item:MimeContent"/>{_IS_X}</t:IsEqualTo>')),),
        "200 ErrorUnsupportedPathForQuery: The property can not be used with this type of restriction.",
        "find-by-content",
    ),
    (
        "find-content",
        "FindItem does not give a message's content",
        ("T*", "EWSRC"),
        (create(), find(paths=("item:MimeContent",))),
        "200 ErrorInvalidPropertyForOperation: Property is not valid for this operation.",
        "find-content",
    ),
    (
        "find-text-body",
        "FindItem does not give a text's body",
        ("T", "exchangelib"),
        (create(), find(paths=("item:TextBody",))),
        "200 ErrorInvalidPropertyForOperation: Property is not valid for this operation.",
        "",
    ),
    (
        "page-of-nothing",
        "a page has one item at least",
        ("D", "EWSRC, ManagedAPI"),
        (find('<m:IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>'),),
        "200 ErrorInvalidPagingMaxRows: MaxEntriesReturned must be greater than zero.",
        "page-of-nothing",
    ),
    (
        "item-id-none",
        "an item id that is none is malformed",
        _RC,
        (get_item('<t:ItemId Id="x"/>'),),
        "200 ErrorInvalidIdMalformed: Id is malformed.",
        "",
    ),
    (
        "read-only-property",
        "a property that the server sets is not set at creation",
        _RC,
        (create("<t:Message><t:Size>7</t:Size></t:Message>"),),
        "200 ErrorInvalidPropertySet: Set action is invalid for property.",
        "read-only-property",
    ),
    (
        "property-of-another-kind",
        "a contact's property is none of a message",
        ("T*", "EWSRC"),
        (create(), update(set_field("contacts:GivenName", "<t:GivenName>B</t:GivenName>", "Contact"))),
        "200 ErrorInvalidPropertyRequest: Property is not valid for this object type.",
        "property-of-another-kind",
    ),
    (
        "update-mismatch",
        "a change that names one property and holds another is refused",
        ("I", "cases, ManagedAPI"),
        (create(), update(set_field("item:Subject", "<t:IsRead>true</t:IsRead>"))),
        "200 ErrorUpdatePropertyMismatch: Property for update does not match property in object.",
        "",
    ),
    (
        "update-count",
        "a change that holds two properties is refused",
        ("I", "cases"),
        (create(), update(set_field("item:Subject", "<t:Subject>B</t:Subject><t:IsRead>true</t:IsRead>"))),
        "200 ErrorIncorrectUpdatePropertyCount: An object within a change description must contain one and only one property to modify.",
        "",
    ),
    (
        "contains-on-flag",
        "Contains searches texts alone",
        ("T", "exchangelib, EWSRC"),
        (find(where(contains("message:IsRead", "a"))),),
        "200 ErrorContainsFilterWrongType: The Contains filter can only be used for string properties.",
        "",
    ),
    (
        "contains-on-size",
        "Contains does not search numbers",
        ("I", "cases, EWSRC"),
        (find(where(contains("item:Size", "a"))),),
        "200 ErrorContainsFilterWrongType: The Contains filter can only be used for string properties.",
        "",
    ),
    (
        "exists-on-flag",
        "Exists does not search what each item has",
        _RC,
        (find(where('<t:Exists><t:FieldURI FieldURI="message:IsRead"/></t:Exists>')),),
        "200 ErrorInvalidPropertyForExists: Property cannot be used in Exists expression.  Use IsEqualTo instead.",
        "",
    ),
    (
        "path-unknown",
        "a property that does not exist is against the schema",
        ("I", "cases"),
        (find(paths=("item:Frobnicated",)),),
        SCHEMA,
        "",
    ),
    (
        "misplaced",
        "an element in the wrong place is against the schema",
        ("T", "cases"),
        (find(contains("item:Subject", "a")),),
        SCHEMA,
        "",
    ),
    (
        "get-item-gone",
        "an item that was deleted is not found",
        _RC,
        (create(), delete_item(), get_item()),
        NOT_FOUND,
        "",
    ),
    (
        "send-to-nobody",
        "a message to nobody is not sent",
        ("T", "cases"),
        (create(how="SendOnly").replace("<m:SavedItemFolderId>", "<!--").replace("</m:SavedItemFolderId>", "-->"),),
        "200 ErrorInvalidRecipients: At least one recipient isn't valid., A message can't be sent because it contains no recipients.",
        "",
    ),
    (
        "send-to-no-address",
        "what is no address is no recipient",
        ("I", "cases"),
        (
            create(
                "<t:Message><t:Subject>A</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>a@pytest-m365.invalid; b@pytest-m365.invalid</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>",
                how="SendOnly",
            )
            .replace("<m:SavedItemFolderId>", "<!--")
            .replace("</m:SavedItemFolderId>", "-->"),
        ),
        "200 ErrorInvalidRecipients: At least one recipient isn't valid., Recipient '<address>; <address>' isn't resolved. All recipients must be resolved before a message can be submitted.",
        "",
    ),
    (
        "not-performed",
        "FindTags, which the fake does not perform",
        ("U", "no record"),
        ("<m:FindTags/>",),
        "500 ErrorInvalidOperation: This fake does not perform FindTags (undocumented: Microsoft's own programs use it).",
        "not-performed",
    ),
)

for _name, _says, _known, _bodies, _expected, _row in _REFUSED:
    _ask = ews(get_folder(INBOX), version="Exchange1999") if _name == "version-unknown" else ews(*_bodies)
    TABLE.add(
        _name,
        _says,
        _known,
        _ask,
        _expected,
        rows=f"ews-requests-{_row}-" if _row and "gone" not in _row else f"ews-folder-gone-{_row}-" if _row else "",
    )

TABLE.add(
    "version-older",
    "an operation newer than RequestServerVersion is refused",
    ("T", "exchangelib, EWSOPS"),
    ews(
        "<m:EmptyFolder DeleteType='HardDelete' DeleteSubFolders='false'><m:FolderIds><t:FolderId Id='{folder}'/></m:FolderIds></m:EmptyFolder>",
        version="Exchange2007",
    ),
    "500 ErrorIncorrectSchemaVersion: The request is valid but does not specify the correct server version in the "
    "RequestServerVersion SOAP header.  Ensure that the RequestServerVersion SOAP header is set with the correct "
    "RequestServerVersionValue.",
    rows="ews-requests-version-older-",
)
TABLE.add(
    "version-none",
    "without RequestServerVersion a request is answered",
    ("I", "cases"),
    ews(get_folder(INBOX), version=""),
    "200 NoError",
)


TABLE.add(
    "get-property-of-another-kind",
    "a contact's property that is asked of a message is passed over, or refused",
    ("T", "cases"),
    ews(create(), get_item(ITEM, "IdOnly", "contacts:GivenName")),
    "200 NoError",
    "200 ErrorInvalidPropertyRequest: Property is not valid for this object type.",
)


@TABLE.asked(
    "content-type",
    ("U", "no record"),
    "GetFolder with the content type of SOAP 1.2",
    "415\n(empty body)",
    rows="ews-requests-content-type-",
    kind="http",
)
def _content_type(asker: Asker) -> Sequence[str]:
    """The content type of SOAP 1.2 is not taken."""
    return asker.ews(get_folder(INBOX), Content_Type="application/soap+xml; charset=utf-8").answer.front_end()


@TABLE.asked(
    "malformed",
    ("T", "cases"),
    "XML that does not end",
    "500 ErrorInvalidRequest",
    "500 ErrorSchemaValidation",
    "500 ErrorInvalidRequest: The request is invalid.",
    SCHEMA,
    "500\n(a body)",
)
def _malformed(asker: Asker) -> Sequence[str]:
    """XML that is none is a fault."""
    return asker.ews("<m:GetFolder>").lines()


@TABLE.asked(
    "change-key-old",
    ("D", "EWSRC"),
    "UpdateItem twice with the first change key, ConflictResolution NeverOverwrite",
    "200 ErrorIrresolvableConflict: The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
)
def _conflict(asker: Asker) -> Sequence[str]:
    """An update by an old change key is a conflict where nothing may be overwritten."""
    made = asker.ews(create(MESSAGE).replace("{folder}", asker.ews_folder))
    item = f'<t:ItemId Id="{made.id("ItemId")}" ChangeKey="{made.change_key("ItemId")}"/>'
    body = update(set_field("item:Subject", "<t:Subject>B</t:Subject>"), item).replace(
        "AlwaysOverwrite", "NeverOverwrite"
    )
    asker.ews(body)
    return asker.ews(body).lines()
