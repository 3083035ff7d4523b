"""FindFolder."""

import pytest

from fakeserver.tenant.exchange.mapi.own_names import PROPERTY_SETS
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType
from tests.protocols.ews.client import Ews


def request(parent: str = "root", traversal: str = "Deep", view: str = "", restriction: str = "") -> str:
    found = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    return (
        f'<m:FindFolder Traversal="{traversal}"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>'
        f'{view}{found}<m:ParentFolderIds><t:DistinguishedFolderId Id="{parent}"/></m:ParentFolderIds></m:FindFolder>'
    )


def is_equal_to(field: str, value: str) -> str:
    return (
        f'<t:IsEqualTo><t:FieldURI FieldURI="{field}"/><t:FieldURIOrConstant><t:Constant Value="{value}"/>'
        "</t:FieldURIOrConstant></t:IsEqualTo>"
    )


def view(most: int, offset: int) -> str:
    return f'<m:IndexedPageFolderView MaxEntriesReturned="{most}" Offset="{offset}" BasePoint="Beginning"/>'


def test_a_deep_search_of_the_root_finds_the_whole_tree(ews: Ews) -> None:
    answer = ews(request())
    names = answer.texts(".//t:DisplayName")
    assert len(names) > 40
    assert {"Top of Information Store", "Inbox", "Common Views", "GAL Contacts"} <= set(names)
    root = answer.find(".//m:RootFolder")
    assert root.get("TotalItemsInView") == str(len(names))
    assert root.get("IncludesLastItemInRange") == "true"
    assert root.get("IndexedPagingOffset") is None


def test_parents_stand_before_their_children(ews: Ews) -> None:
    answer = ews(request())
    seen = {ews.folder_id("root")}
    for folder in answer.find(".//t:Folders"):
        ids = {child.tag.rpartition("}")[2]: str(child.get("Id")) for child in folder}
        assert ids["ParentFolderId"] in seen
        seen.add(ids["FolderId"])


def test_a_shallow_search_finds_what_is_right_below(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    outer = ews.mailbox.folders.create(inbox, "outer")
    ews.mailbox.folders.create(outer, "inner")
    assert ews(request("inbox", "Shallow")).texts(".//t:DisplayName") == ["outer"]
    assert ews(request("inbox", "Deep")).texts(".//t:DisplayName") == ["outer", "inner"]
    assert ews(request("inbox", "SoftDeleted")).texts(".//t:DisplayName") == []


def test_pages_follow_one_another(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    for name in "cab":
        ews.mailbox.folders.create(inbox, name)
    first = ews(request("inbox", view=view(2, 0)))
    assert first.texts(".//t:DisplayName") == ["a", "b"]
    assert dict(first.find(".//m:RootFolder").items()) == {
        "IndexedPagingOffset": "2",
        "TotalItemsInView": "3",
        "IncludesLastItemInRange": "false",
    }
    second = ews(request("inbox", view=view(2, 2)))
    assert second.texts(".//t:DisplayName") == ["c"]
    assert second.find(".//m:RootFolder").get("IncludesLastItemInRange") == "true"


@pytest.mark.parametrize(
    ("field", "value", "names"),
    [
        ("folder:DisplayName", "Inbox", ["Inbox"]),
        ("folder:DisplayName", "INBOX", ["Inbox"]),
        ("folder:FolderClass", "IPF.Appointment", ["Calendar"]),
    ],
)
def test_a_restriction_finds_folders_by_their_properties(ews: Ews, field: str, value: str, names: list[str]) -> None:
    answer = ews(request("msgfolderroot", "Shallow", restriction=is_equal_to(field, value)))
    assert answer.texts(".//t:DisplayName") == names


def test_a_calculated_property_cannot_be_searched(ews: Ews) -> None:
    answer = ews(request(restriction=is_equal_to("folder:EffectiveRights", "x")))
    assert "ErrorUnsupportedPathForQuery" in answer.text


def test_an_unknown_traversal_is_a_schema_fault(ews: Ews) -> None:
    answer = ews(request(traversal="Sideways"))
    assert answer.status == 500
    assert "ErrorSchemaValidation" in answer.text


def test_what_the_schema_does_not_allow_comes_before_other_errors(ews: Ews) -> None:
    answer = ews(
        '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>'
        '<m:IndexedPageFolderView MaxEntriesReturned="1" Offset="0" BasePoint="Middle"/><m:Restriction><t:And/>'
        '</m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindFolder>'
    )
    assert (answer.status, answer.element.findtext(".//faultcode")) == (500, "a:ErrorSchemaValidation")


def test_find_folder_gives_the_beginning_of_long_values(ews: Ews) -> None:
    words = ExtendedPropertyKey(PROPERTY_SETS["PublicStrings"], "Words", PropertyType.STRING)
    ews.mailbox.folders.distinguished("inbox").properties[words] = "w" * 300
    path = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Words" PropertyType="String"/>'
    asked = f"</t:BaseShape><t:AdditionalProperties>{path}</t:AdditionalProperties>"
    assert ews(request("msgfolderroot").replace("</t:BaseShape>", asked)).texts(".//t:Value") == ["w" * 255]
