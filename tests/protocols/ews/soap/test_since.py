"""RequestServerVersion decides what a request may ask for."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.ews.properties.field_uris import is_field_uri
from fakeserver.protocols.ews.properties.folder import NEWER_DISTINGUISHED_IDS
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from fakeserver.protocols.ews.soap.since import OTHERS, PROPERTIES, WORDS, newer_than
from fakeserver.protocols.ews.soap.versions import VERSIONS
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.getting import fields, get_item

SCHEMA = "The request failed schema validation: "
NONE = "The Enumeration constraint failed."


def asked(ews: Ews, body: str, version: str) -> Answer:
    """Send a request with a version."""
    return ews(body, header=f'<t:RequestServerVersion Version="{version}"/>')


def fault(answer: Answer) -> str:
    """Return code and text of a fault."""
    return f"{answer.element.findtext('faultcode')}: {answer.element.findtext('faultstring')}"


def get_folder(folder: str) -> str:
    return (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:DistinguishedFolderId Id="{folder}"/></m:FolderIds></m:GetFolder>'
    )


def update(updates: str, attributes: str = "") -> Callable[[str], str]:
    return lambda item_id: (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" {attributes}>'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item_id}"/><t:Updates>{updates}</t:Updates></t:ItemChange>'
        "</m:ItemChanges></m:UpdateItem>"
    )


READ = (
    '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>true</t:IsRead></t:Message>'
    "</t:SetItemField>"
)


def create(item: str) -> Callable[[str], str]:
    return lambda item_id: (
        '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">'
        f"<m:Items>{item}</m:Items></m:CreateItem>"
    )


def bad_word(where: str, value: str, kind: str) -> str:
    said = f"The value '{value}' is invalid according to its datatype '{TYPES}:{kind}' - {NONE}"
    return f"The {where} is invalid - {said}"


def contact(children: str) -> Callable[[str], str]:
    return create(f"<t:Contact>{children}</t:Contact>")


FLAGGED = "<t:Message><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag></t:Message>"

#: since, the request for an item's id, what an older version is told
NEWER = [
    (
        "Exchange2010",
        lambda item_id: (
            '<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId><m:ItemIds>'
            f'<t:ItemId Id="{item_id}"/></m:ItemIds><m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:CopyItem>'
        ),
        f"The element 'CopyItem' in namespace '{MESSAGES}' has invalid child element 'ReturnNewItemIds' in namespace "
        f"'{MESSAGES}'.",
    ),
    (
        "Exchange2013",
        update(READ, 'SuppressReadReceipts="true"'),
        "The 'SuppressReadReceipts' attribute is not declared.",
    ),
    (
        "Exchange2013",
        lambda item_id: get_item(item_id, paths=fields("item:TextBody")),
        "The 'FieldURI' attribute is invalid - The value 'item:TextBody' is invalid according to its datatype "
        f"'{TYPES}:UnindexedFieldURIType' - {NONE}",
    ),
    (
        "Exchange2013",
        create(FLAGGED),
        f"The element 'Message' in namespace '{TYPES}' has invalid child element 'Flag' in namespace '{TYPES}'.",
    ),
    (
        "Exchange2010",
        lambda item_id: (
            '<m:FindItem Traversal="Associated"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
            '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
        ),
        "The 'Traversal' attribute is invalid - The value 'Associated' is invalid according to its datatype "
        f"'{TYPES}:ItemQueryTraversalType' - {NONE}",
    ),
    (
        "Exchange2013",
        lambda item_id: get_folder("favorites"),
        bad_word("'Id' attribute", "favorites", "DistinguishedFolderIdNameType"),
    ),
    (
        "Exchange2015",
        lambda item_id: get_folder("yammerroot"),
        bad_word("'Id' attribute", "yammerroot", "DistinguishedFolderIdNameType"),
    ),
    (
        "Exchange2013",
        create("<t:CalendarItem><t:LegacyFreeBusyStatus>WorkingElsewhere</t:LegacyFreeBusyStatus></t:CalendarItem>"),
        bad_word(f"'{TYPES}:LegacyFreeBusyStatus' element", "WorkingElsewhere", "LegacyFreeBusyType"),
    ),
    (
        "Exchange2010",
        contact("<t:FileAsMapping>DisplayName</t:FileAsMapping>"),
        bad_word(f"'{TYPES}:FileAsMapping' element", "DisplayName", "FileAsMappingType"),
    ),
    (
        "Exchange2015",
        contact('<t:PhoneNumbers><t:Entry Key="Mms">1</t:Entry></t:PhoneNumbers>'),
        bad_word("'Key' attribute", "Mms", "PhoneNumberKeyType"),
    ),
    (
        "Exchange2013",
        create(
            "<t:Message><t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress>"
            "<t:MailboxType>GroupMailbox</t:MailboxType></t:Mailbox></t:ToRecipients></t:Message>"
        ),
        bad_word(f"'{TYPES}:MailboxType' element", "GroupMailbox", "MailboxTypeType"),
    ),
    (
        "Exchange2010_SP1",
        lambda item_id: (
            "<m:UpdateDelegate><m:Mailbox><t:EmailAddress>alice@contoso.onmicrosoft.com</t:EmailAddress></m:Mailbox>"
            "<m:DeliverMeetingRequests>NoForward</m:DeliverMeetingRequests></m:UpdateDelegate>"
        ),
        bad_word(f"'{MESSAGES}:DeliverMeetingRequests' element", "NoForward", "DeliverMeetingRequestsType"),
    ),
    (
        "Exchange2013",
        create(
            '<t:Message><t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Sharing" '
            'PropertyName="p" PropertyType="String"/><t:Value>v</t:Value></t:ExtendedProperty></t:Message>'
        ),
        bad_word("'DistinguishedPropertySetId' attribute", "Sharing", "DistinguishedPropertySetType"),
    ),
    (
        "Exchange2010",
        contact(
            '<t:EmailAddresses><t:Entry Key="EmailAddress1" RoutingType="SMTP">a@b.example</t:Entry></t:EmailAddresses>'
        ),
        "The 'RoutingType' attribute is not declared.",
    ),
]


def test_posts_came_with_the_first_service_pack(ews: Ews) -> None:
    post = create("<t:PostItem><t:Subject>x</t:Subject></t:PostItem>")("").replace(
        "<m:Items>", '<m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/></m:SavedItemFolderId><m:Items>'
    )
    assert "has invalid child element 'PostItem'" in fault(asked(ews, post, "Exchange2007"))
    assert asked(ews, post, "Exchange2007_SP1").codes == ["NoError"]


@pytest.mark.parametrize(("since", "request_for", "sentence"), NEWER)
def test_what_is_newer_than_the_version_is_none(
    ews: Ews, since: str, request_for: Callable[[str], str], sentence: str
) -> None:
    item = ews.mailbox.deliver(subject="x")
    body = request_for(item.item_id)
    older = VERSIONS[VERSIONS.index(since) - 1]
    for version in ("Exchange2007_SP1", older):
        refused = asked(ews, body, version)
        assert (refused.status, fault(refused)) == (500, f"a:ErrorSchemaValidation: {SCHEMA}{sentence}")
    for version in (since, "Exchange2016", "V2018_01_08"):
        assert asked(ews, body, version).status == 200


OPERATIONS = [
    # OfficeDev/ews-managed-api; the example of web-service-reference/emptyfolder-operation asks for this version, too.
    ("EmptyFolder", "Exchange2010_SP1", '<m:EmptyFolder DeleteType="SoftDelete" DeleteSubFolders="0"><m:FolderIds/>'),
    ("GetDelegate", "Exchange2007_SP1", '<m:GetDelegate IncludePermissions="true">'),
    ("ConvertId", "Exchange2007_SP1", '<m:ConvertId DestinationFormat="EwsId"><m:SourceIds/>'),
]


@pytest.mark.parametrize(("name", "since", "start"), OPERATIONS)
def test_an_operation_that_is_newer_has_an_error_of_its_own(ews: Ews, name: str, since: str, start: str) -> None:
    body = f"{start}</m:{name}>"
    assert fault(asked(ews, body, VERSIONS[VERSIONS.index(since) - 1])) == (
        "a:ErrorIncorrectSchemaVersion: The request is valid but does not specify the correct server version in the "
        "RequestServerVersion SOAP header.  Ensure that the RequestServerVersion SOAP header is set with the correct "
        "RequestServerVersionValue."
    )
    assert "ErrorIncorrectSchemaVersion" not in asked(ews, body, since).text


def test_the_public_folders_are_newer_than_their_name(ews: Ews) -> None:
    body = get_folder("publicfoldersroot")
    assert fault(asked(ews, body, "Exchange2007")).startswith("a:ErrorIncorrectSchemaVersion: ")
    assert asked(ews, body, "Exchange2007_SP1").codes == ["ErrorNoPublicFolderReplicaAvailable"]


@pytest.mark.parametrize(
    ("version", "shown"), [("Exchange2007_SP1", False), ("Exchange2010", True), ("Exchange2016", True)]
)
def test_a_base_shape_has_no_newer_properties(ews: Ews, version: str, shown: bool) -> None:
    item = ews.mailbox.deliver(subject="x")
    answer = asked(ews, get_item(item.item_id, base="AllProperties"), version)
    assert answer.value(".//t:Subject") == "x"
    assert bool(answer.all(".//t:ConversationId")) is shown


@pytest.mark.parametrize(("version", "shown"), [("Exchange2007", False), ("Exchange2007_SP1", True)])
def test_neither_has_that_of_a_folder(ews: Ews, version: str, shown: bool) -> None:
    answer = asked(ews, get_folder("inbox").replace("IdOnly", "AllProperties"), version)
    assert answer.value(".//t:DisplayName") == "Inbox"
    assert bool(answer.all(".//t:EffectiveRights")) is shown


def test_the_newest_versions_have_everything() -> None:
    newest = newer_than("V2018_01_08")
    assert (newest.properties, newest.elements, newest.attributes, newest.words) == (frozenset(), frozenset(), {}, {})
    assert newer_than("Exchange2016") == newest


def test_a_name_stands_in_the_tables_once() -> None:
    for table in (PROPERTIES, OTHERS):
        names = " ".join(table.values()).split()
        assert len(names) == len(set(names))
        assert set(table) <= set(VERSIONS)
    words = [(name, word) for table in WORDS.values() for name, words in table.items() for word in words.split()]
    assert len(words) == len(set(words))
    assert set(WORDS) <= set(VERSIONS)


def test_the_properties_are_the_schemas(schema_values: Callable[[str], set[str]]) -> None:
    names = set(" ".join(PROPERTIES.values()).split())
    assert names <= schema_values("UnindexedFieldURIType")
    assert all(map(is_field_uri, names))


def test_the_words_are_the_schemas(schema_values: Callable[[str], set[str]]) -> None:
    for version, table in WORDS.items():
        for name, words in table.items():
            newer = NEWER_DISTINGUISHED_IDS if version == "Exchange2016" else set()
            assert set(words.split()) <= schema_values(name) | newer, name
