"""Create-, Get-, Update- and DeleteUserConfiguration."""

from base64 import b64encode

import pytest

from tests.protocols.ews.client import Answer, Ews

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
DRAFTS = '<t:DistinguishedFolderId Id="drafts"/>'
XML, OCTETS = b"<settings/>", bytes(range(256))


def entry(key: str, value: str) -> str:
    return f"<t:DictionaryEntry><t:DictionaryKey>{key}</t:DictionaryKey>{value}</t:DictionaryEntry>"


def typed(kind: str, *values: str) -> str:
    return f"<t:Type>{kind}</t:Type>" + "".join(f"<t:Value>{value}</t:Value>" for value in values)


def value(kind: str, *values: str) -> str:
    return f"<t:DictionaryValue>{typed(kind, *values)}</t:DictionaryValue>"


def name(named: str = "Program", folder: str = INBOX, prefix: str = "t") -> str:
    return f'<{prefix}:UserConfigurationName Name="{named}">{folder}</{prefix}:UserConfigurationName>'


def change(
    ews: Ews, operation: str, *entries: str, named: str = "Program", folder: str = INBOX, rest: str = ""
) -> Answer:
    dictionary = f"<t:Dictionary>{''.join(entries)}</t:Dictionary>" if entries else ""
    inside = f"{name(named, folder)}{dictionary}{rest}"
    return ews(
        f"<m:{operation}UserConfiguration><m:UserConfiguration>{inside}</m:UserConfiguration>"
        f"</m:{operation}UserConfiguration>"
    )


def get(ews: Ews, asked: str = "All", named: str = "Program", folder: str = INBOX) -> Answer:
    return ews(
        f"<m:GetUserConfiguration>{name(named, folder, 'm')}<m:UserConfigurationProperties>{asked}"
        "</m:UserConfigurationProperties></m:GetUserConfiguration>"
    )


def octets(element: str, content: bytes) -> str:
    return f"<t:{element}>{b64encode(content).decode()}</t:{element}>"


ENTRIES = (
    entry(typed("String", "zone"), value("String", "W. Europe Standard Time")),
    entry(typed("Boolean", "1"), value("Boolean", "false")),
    entry(typed("Byte", "255"), value("Byte", "0")),
    entry(typed("Integer32", "-2147483648"), value("UnsignedInteger32", "4294967295")),
    entry(typed("Integer64", "-9223372036854775808"), value("UnsignedInteger64", "18446744073709551615")),
    entry(typed("StringArray", "a", "b"), value("StringArray", "", "x")),
    entry(typed("ByteArray", "AQI="), value("DateTime", "2026-03-01T10:00:00+01:00")),
    entry(
        typed("String", "nothing"),
        '<t:DictionaryValue xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
    ),
)


def test_what_was_kept_is_read_again(ews: Ews) -> None:
    rest = octets("XmlData", XML) + octets("BinaryData", OCTETS)
    assert change(ews, "Create", *ENTRIES, rest=rest).codes == ["NoError"]
    answer = get(ews)
    assert answer.codes == ["NoError"]
    assert answer.attribute(".//t:UserConfigurationName", "Name") == "Program"
    assert answer.attribute(".//t:UserConfigurationName/t:DistinguishedFolderId", "Id") == "inbox"
    assert [child.tag.rpartition("}")[2] for child in answer.find(".//m:UserConfiguration")] == [
        "UserConfigurationName",
        "ItemId",
        "Dictionary",
        "XmlData",
        "BinaryData",
    ]
    assert [[part.text for part in key] for key in answer.all(".//t:DictionaryKey")] == [
        ["String", "zone"],
        ["Boolean", "true"],
        ["Byte", "255"],
        ["Integer32", "-2147483648"],
        ["Integer64", "-9223372036854775808"],
        ["StringArray", "a", "b"],
        ["ByteArray", "AQI="],
        ["String", "nothing"],
    ]
    assert [[part.text for part in one] for one in answer.all(".//t:DictionaryValue")] == [
        ["String", "W. Europe Standard Time"],
        ["Boolean", "false"],
        ["Byte", "0"],
        ["UnsignedInteger32", "4294967295"],
        ["UnsignedInteger64", "18446744073709551615"],
        ["StringArray", None, "x"],
        ["DateTime", "2026-03-01T09:00:00Z"],
        [],
    ]
    assert answer.value(".//t:XmlData") == b64encode(XML).decode()
    assert answer.value(".//t:BinaryData") == b64encode(OCTETS).decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Id", ["ItemId"]),
        ("XmlData Dictionary", ["Dictionary", "XmlData"]),
        ("BinaryData", []),
        ("", []),
    ],
)
def test_parts_that_are_asked_for(ews: Ews, asked: str, shown: list[str]) -> None:
    change(ews, "Create", ENTRIES[0], rest=octets("XmlData", XML))
    answer = get(ews, asked)
    assert [child.tag.rpartition("}")[2] for child in answer.find(".//m:UserConfiguration")][1:] == shown


def test_an_update_replaces_the_parts_that_it_has(ews: Ews) -> None:
    change(ews, "Create", ENTRIES[0], rest=octets("XmlData", XML))
    key = get(ews).attribute(".//t:ItemId", "ChangeKey")
    assert change(ews, "Update", ENTRIES[1], named="PROGRAM").codes == ["NoError"]
    answer = get(ews)
    assert answer.texts(".//t:DictionaryKey/t:Value") == ["true"]
    assert answer.value(".//t:XmlData") == b64encode(XML).decode()
    assert answer.attribute(".//t:ItemId", "ChangeKey") != key


def test_a_name_stands_once_in_each_folder(ews: Ews) -> None:
    assert change(ews, "Create").codes == ["NoError"]
    assert change(ews, "Create").codes == ["ErrorItemSave"]
    assert change(ews, "Create", folder=DRAFTS).codes == ["NoError"]
    assert get(ews).codes == get(ews, folder=DRAFTS).codes == ["NoError"]


def test_a_deleted_one_is_gone(ews: Ews) -> None:
    change(ews, "Create")
    delete = f"<m:DeleteUserConfiguration>{name(prefix='m')}</m:DeleteUserConfiguration>"
    assert ews(delete).codes == ["NoError"]
    assert ews(delete).codes == ["ErrorItemNotFound"]
    assert get(ews).codes == ["ErrorItemNotFound"]
    assert change(ews, "Update").codes == ["ErrorItemNotFound"]


def test_it_is_an_associated_item(ews: Ews) -> None:
    change(ews, "Create", ENTRIES[0])
    inbox = ews.mailbox.folders.distinguished("inbox")
    assert [item.item_class for item in inbox.items.values()] == ["IPM.Configuration.Program"]
    assert (inbox.visible_count, inbox.unread_count) == (0, 0)


@pytest.mark.parametrize("named", ["a b", "ä", "x" * 237, "IPM.Configuration.x", "a/b"])
def test_what_is_no_name(ews: Ews, named: str) -> None:
    assert change(ews, "Create", named=named).codes == ["ErrorInvalidValueForProperty"]
    assert change(ews, "Create", named="x" * 236).codes == ["NoError"]


@pytest.mark.parametrize(
    "wrong",
    [
        typed("Byte", "256"),
        typed("Boolean", "yes"),
        typed("Integer32", "2147483648"),
        typed("UnsignedInteger64", "-1"),
        typed("Integer64", "9" * 5000),
        typed("DateTime", "soon"),
        typed("ByteArray", "!"),
        typed("String", "a", "b"),
    ],
)
def test_what_is_no_value_of_its_type(ews: Ews, wrong: str) -> None:
    one = entry(typed("String", "x"), f"<t:DictionaryValue>{wrong}</t:DictionaryValue>")
    assert change(ews, "Create", one).codes == ["ErrorInvalidValueForProperty"]
    assert get(ews).codes == ["ErrorItemNotFound"]


def test_a_key_stands_once(ews: Ews) -> None:
    assert change(ews, "Create", ENTRIES[0], ENTRIES[0]).codes == ["ErrorInvalidValueForProperty"]


def test_a_colleague_needs_a_right_to_the_folder(ews: Ews) -> None:
    change(ews, "Create")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    others = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    asked = (
        f"<m:GetUserConfiguration>{name(folder=others, prefix='m')}<m:UserConfigurationProperties>All"
        "</m:UserConfigurationProperties></m:GetUserConfiguration>"
    )
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]
    ews.tenant.rights.add_folder_permission(ews.alice, "inbox", ews.bob, "Reviewer")
    assert ews(asked, ews.bob).codes == ["NoError"]
    deleted = f"<m:DeleteUserConfiguration>{name(folder=others, prefix='m')}</m:DeleteUserConfiguration>"
    assert ews(deleted, ews.bob).codes == ["ErrorAccessDenied"]
