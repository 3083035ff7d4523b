"""Every property of contacts and lists that the schema names: made, shown, set, deleted, searched and sorted by."""

from collections.abc import Callable
from typing import Final

import pytest

from fakeserver.protocols.ews.properties.contact import CONTACT
from fakeserver.protocols.ews.properties.contact_networks import NETWORKS
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.properties.paths import INDEXED_FIELD_URI
from fakeserver.protocols.ews.values.contacts import ENTRIES
from tests.protocols.ews.client import Ews
from tests.protocols.ews.requirements.asking import change, create, get, made, update, uri

#: Of no contact that is in a mailbox: the service says no to whoever sets them.
_READ_ONLY: Final = frozenset(
    "CompleteName ContactSource HasPicture PhoneticFullName PhoneticFirstName PhoneticLastName Alias Notes Photo "
    "DirectoryId ManagerMailbox DirectReports".split()
)
_STRINGS: Final = "<t:String>a</t:String><t:String>b</t:String>"
_ENTRY: Final = '<t:Entry Key="{}">x</t:Entry>'
#: Element -> what it holds, where that is no text.
_VALUES: Final = {
    "FileAsMapping": "LastName",
    "EmailAddresses": _ENTRY.format("EmailAddress2"),
    "AbchEmailAddresses": "<t:Email><t:Type>Business</t:Type><t:Address>a@x.com</t:Address>"
    "<t:IsMessengerEnabled>true</t:IsMessengerEnabled><t:Capabilities>9</t:Capabilities></t:Email>",
    "PhysicalAddresses": '<t:Entry Key="Home"><t:City>Bath</t:City></t:Entry>',
    "PhoneNumbers": _ENTRY.format("IPPhone"),
    "ImAddresses": _ENTRY.format("ImAddress3"),
    "Birthday": "1980-05-04T00:00:00Z",
    "WeddingAnniversary": "1980-05-04T00:00:00Z",
    "PostalAddressIndex": "Other",
    "UserSMIMECertificate": "<t:Base64Binary>AAAA</t:Base64Binary>",
    "MSExchangeCertificate": "<t:Base64Binary>AAAA</t:Base64Binary>",
    "Urls": "<t:Url><t:Type>Feed</t:Type><t:Name>n</t:Name><t:Address>http://x.com</t:Address></t:Url>",
    **dict.fromkeys(("Children", "Companies", "Mris"), _STRINGS),
    **dict.fromkeys(("ContactShortId", "TrustLevel", "PresenceTrustLevel"), "7"),
    **dict.fromkeys(("Cid", "PassportId"), "-9223372036854775808"),
    **dict.fromkeys(("AbchContactId", "ConversationGuid"), "00062004-0000-0000-c000-000000000046"),
    **dict.fromkeys(
        "IsAutoUpdateDisabled IsMessengerEnabled IsHidden IsPrivate InviteFree HidePresenceAndProfile "
        "IsPendingOutbound SupportGroupFeeds UnifiedInbox NotInBirthdayCalendar MobileIMEnabled".split(),
        "true",
    ),
}
#: What a contact shows of them when all are deleted.
_OF_ITSELF: Final = frozenset(("FileAs",))
_NOT_SEARCHED: Final = frozenset(
    "AbchEmailAddresses PhysicalAddresses Urls UserSMIMECertificate MSExchangeCertificate".split()
)
_ROWS: Final = {row.element: row for row in (*CONTACT, *NETWORKS)}
_WRITABLE: Final = [name for name in _ROWS if name not in _READ_ONLY]


def element(name: str) -> str:
    return f"<t:{name}>{_VALUES.get(name, 'x')}</t:{name}>"


def find(more: str) -> str:
    return (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        f'{more}<m:ParentFolderIds><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds></m:FindItem>'
    )


def remove(path: str) -> str:
    return f"<t:DeleteItemField>{path}</t:DeleteItemField>"


def test_every_uri_of_the_schema_has_a_row(schema_values: Callable[[str], set[str]]) -> None:
    known = {uri for uri in schema_values("UnindexedFieldURIType") if uri.startswith("contacts:")}
    # The culture is that of all items.
    assert known - {row.uri for row in _ROWS.values()} == {"contacts:Culture"}
    assert set(INDEXED_FIELD_URI.words) == schema_values("DictionaryURIType")


def test_what_is_set_is_shown_and_can_be_deleted(ews: Ews) -> None:
    whole = "".join(map(element, [name for name in _ROWS if name in _WRITABLE]))
    [item] = made(ews, f"<t:Contact>{whole}</t:Contact>")

    def shown() -> dict[str, str]:
        contact = ews(get(item)).find(".//t:Contact")
        texts = {name: contact.find(f"{{*}}{name}") for name in _WRITABLE}
        return {name: "".join(map(str, found.itertext())) for name, found in texts.items() if found is not None}

    made_so = shown()
    assert made_so.keys() == set(_WRITABLE)
    assert ews(update(item, *(remove(uri(_ROWS[name].uri)) for name in _WRITABLE))).codes == ["NoError"]
    # With the names the display name is gone, and what the mapping has made.
    assert shown().keys() == _OF_ITSELF
    changes = [change(_ROWS[name].uri, element(name), "Contact") for name in _WRITABLE]
    assert ews(update(item, *changes)).codes == ["NoError"]
    assert shown() == made_so


def test_what_no_client_sets(ews: Ews) -> None:
    [item] = made(ews, "<t:Contact/>")
    for name in sorted(_READ_ONLY):
        path = uri(f"contacts:{name}")
        assert ews(update(item, remove(path))).codes == ["ErrorInvalidPropertyDelete"], name
        assert ews(get(item, base="IdOnly", more=path)).codes == ["NoError"], name
    for name, value in {"Alias": "x", "Notes": "x", "Photo": "AAAA", "HasPicture": "true"}.items():
        given = f"<t:{name}>{value}</t:{name}>"
        assert ews(create(f"<t:Contact>{given}</t:Contact>")).codes == ["ErrorInvalidPropertySet"], name
        assert ews(update(item, change(f"contacts:{name}", given, "Contact"))).codes == ["ErrorInvalidPropertySet"]


def test_nothing_of_a_contact_is_appended_to(ews: Ews) -> None:
    [item] = made(ews, "<t:Contact/>")
    for name in _WRITABLE:
        added = f"<t:Contact>{element(name)}</t:Contact>"
        answer = ews(update(item, f"<t:AppendToItemField>{uri(_ROWS[name].uri)}{added}</t:AppendToItemField>"))
        assert answer.codes == ["ErrorInvalidPropertyAppend"], name


def test_each_is_searched_and_sorted_by(ews: Ews) -> None:
    whole = "".join(map(element, _WRITABLE))
    [item] = made(ews, f"<t:Contact>{whole}</t:Contact>")
    for name in _WRITABLE:
        path = uri(_ROWS[name].uri)
        searched = f"<m:Restriction><t:Exists>{path}</t:Exists></m:Restriction>"
        ordered = f'<m:SortOrder><t:FieldOrder Order="Ascending">{path}</t:FieldOrder></m:SortOrder>'
        if name in _NOT_SEARCHED:
            assert ews(find(searched)).codes == ["ErrorUnsupportedPathForQuery"], name
        elif name in ("EmailAddresses", "PhoneNumbers", "ImAddresses"):
            assert ews(find(searched)).attributes(".//t:ItemId", "Id") == [item], name
        else:
            assert ews(find(searched + ordered)).attributes(".//t:ItemId", "Id") == [item], name
            continue
        assert ews(find(ordered)).codes == ["ErrorUnsupportedPathForSortGroup"], name


@pytest.mark.parametrize("field", ["EmailAddress", "ImAddress", "PhoneNumber"])
def test_one_entry_of_several(ews: Ews, field: str) -> None:
    plural = {"EmailAddress": "EmailAddresses", "ImAddress": "ImAddresses", "PhoneNumber": "PhoneNumbers"}[field]
    [item] = made(ews, "<t:Contact/>")
    for key in ENTRIES[plural].keys:
        path = f'<t:IndexedFieldURI FieldURI="contacts:{field}" FieldIndex="{key}"/>'
        value = f"<t:Contact><t:{plural}>{_ENTRY.format(key)}</t:{plural}></t:Contact>"
        assert ews(update(item, f"<t:SetItemField>{path}{value}</t:SetItemField>")).codes == ["NoError"], key
        refused = ews(update(item, f"<t:AppendToItemField>{path}{value}</t:AppendToItemField>"))
        assert refused.codes == ["ErrorInvalidPropertyAppend"], key
        assert ews(get(item, base="IdOnly", more=path)).attributes(f".//t:{plural}/t:Entry", "Key") == [key]
        equal = f'<t:IsEqualTo>{path}<t:FieldURIOrConstant><t:Constant Value="x"/></t:FieldURIOrConstant></t:IsEqualTo>'
        order = f'<m:SortOrder><t:FieldOrder Order="Ascending">{path}</t:FieldOrder></m:SortOrder>'
        found = ews(find(f"<m:Restriction>{equal}</m:Restriction>{order}"))
        assert found.attributes(".//t:ItemId", "Id") == [item], key
        assert ews(update(item, remove(path))).codes == ["NoError"], key
    assert ews(get(item)).all(f".//t:{plural}") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cid", "9223372036854775808"),
        ("PassportId", "1.5"),
        ("ContactShortId", "2147483648"),
        ("AbchContactId", "x"),
        ("IsPrivate", "yes"),
        ("Urls", "<t:Url><t:Type>feed</t:Type></t:Url>"),
        ("Urls", "<t:Url><t:Name>n</t:Name></t:Url>"),
        ("Urls", ""),
        ("AbchEmailAddresses", "<t:Email><t:Type>Other</t:Type></t:Email>"),
    ],
)
def test_values_that_the_schema_does_not_have(ews: Ews, name: str, value: str) -> None:
    answer = ews(create(f"<t:Contact><t:{name}>{value}</t:{name}></t:Contact>"))
    assert answer.status == 500
    assert "ErrorSchemaValidation" in answer.text


def test_what_is_kept_is_kept_by_all_versions(ews: Ews) -> None:
    header = '<t:RequestServerVersion Version="Exchange2010"/>'
    refused = ews(create("<t:Contact><t:Gender>Female</t:Gender></t:Contact>"), header=header)
    assert refused.status == 500
    assert all(isinstance(row, Field) and row.writable for row in NETWORKS)
