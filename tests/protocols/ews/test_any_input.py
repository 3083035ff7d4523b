"""Whatever comes to EWS, elements in any order or octets of any kind, gets an answer."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.protocols.ews.client import Ews, envelope

NAMES = st.sampled_from(
    "m:GetItem m:FindItem m:CreateItem m:UpdateItem m:DeleteItem m:ItemShape t:BaseShape m:ItemIds t:ItemId m:Items "
    "t:Message t:Body t:Subject m:ParentFolderIds t:DistinguishedFolderId m:Restriction t:And t:Not t:IsEqualTo "
    "t:FieldURI t:FieldURIOrConstant t:Constant t:Updates m:ItemChanges t:ItemChange t:SetItemField t:Attachments "
    "t:FileAttachment t:ItemAttachment t:Content t:ExtendedProperty t:ExtendedFieldURI m:IndexedPageItemView "
    "t:ToRecipients t:Mailbox t:EmailAddress m:SortOrder t:FieldOrder t:AdditionalProperties t:MimeContent".split()
)
VALUES = st.sampled_from(
    "inbox item:Subject message:ToRecipients 0x0e07 Integer HTML Default AAAA AAMk= 1 -1 true Descending "
    "SaveOnly SendAndSaveCopy HardDelete AlwaysOverwrite Shallow x".split()
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        "Id ChangeKey FieldURI Value Traversal MaxEntriesReturned Offset Order MessageDisposition DeleteType "
        "ConflictResolution BodyType PropertyTag PropertyType".split()
    ),
    VALUES,
    max_size=3,
)
TREES = st.recursive(
    st.tuples(NAMES, ATTRIBUTES, VALUES).map(lambda leaf: tree(leaf[0], leaf[1], leaf[2])),
    lambda inner: st.tuples(NAMES, ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda node: tree(node[0], node[1], "".join(node[2]))
    ),
    max_leaves=25,
)


def tree(name: str, attributes: dict[str, str], content: str) -> str:
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_any_tree_of_elements_gets_an_answer(ews: Ews, body: str) -> None:
    response = ews.post(envelope(body), ews.token(ews.alice))
    assert response.status in (200, 500)
    etree.fromstring(response.body)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_any_bytes_get_an_answer(ews: Ews, body: bytes) -> None:
    assert ews.post(body, ews.token(ews.alice)).status == 500
