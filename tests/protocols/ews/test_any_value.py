"""Any text in any element of an item, and any octets where octets go: an answer, and what was taken can be read."""

from base64 import b64decode, b64encode
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import Ews, envelope
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.requirements.full_items import APPOINTMENT, CONTACT, DISTRIBUTION_LIST, MEETING, MESSAGE, POST
from tests.protocols.ews.test_user_photos import get as get_photo
from tests.world import World

EWS = Ews(World.of("alice", "bob"))
TOKEN = EWS.token(EWS.alice)
#: What items may have that none of the full ones has.
RARE = (
    "<t:Message><t:Subject>x</t:Subject><t:Attachments><t:ReferenceAttachment><t:Name>n</t:Name>"
    "<t:AttachLongPathName>https://files.example/n</t:AttachLongPathName><t:ProviderType>OneDrivePro</t:ProviderType>"
    "</t:ReferenceAttachment></t:Attachments></t:Message>",
    "<t:Message><t:Subject>x</t:Subject>"
    '<t:PolicyTag IsExplicit="true">db345a13-9c30-4c78-8b43-1f7a4f0a1c47</t:PolicyTag>'
    "</t:Message>",
)
ITEMS = (MESSAGE, APPOINTMENT, MEETING, CONTACT, DISTRIBUTION_LIST, POST, *RARE)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    st.sampled_from(
        "0 -1 99999999999 1e308 NaN true 0001-01-01T00:00:00Z 9999-12-31T23:59:59Z 2030-02-30T00:00:00Z 24:00:00 "
        "PT0S -P1D http://[ mailto: a@ <a@b> =?x?y?z?= SMTP EX Monday IPM IPM.Note. REPORT 00000000-0000-0000".split()
    ),
)
_ATTRIBUTES = st.sampled_from(["Key", "Id", "PropertyId", "PropertyTag", "PropertyType", "BodyType", "IsExplicit"])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ITEMS), st.lists(st.tuples(st.integers(0, 400), _TEXTS), min_size=1, max_size=3), st.data())
def test_any_text_in_any_element_of_an_item(item: str, changes: list[tuple[int, str]], data: st.DataObject) -> None:
    root = etree.fromstring(
        envelope(
            '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:Items>'
            f"{item}</m:Items></m:CreateItem>"
        )
    )
    inside = [node for node in root.iter("*") if str(node.tag).startswith(f"{{{TYPES}}}")]
    for place, text in changes:
        node = inside[place % len(inside)]
        if node.attrib and data.draw(st.booleans()):
            node.set(data.draw(st.sampled_from(list(node.attrib))), text)
        elif not len(node):
            node.text = text
    answer = EWS.post(etree.tostring(root), TOKEN)
    assert answer.status in (200, 500)
    for found in etree.fromstring(answer.body).iter(f"{{{TYPES}}}ItemId"):
        shown = EWS(get_item(str(found.get("Id")), base="AllProperties"))
        assert shown.codes == ["NoError"], etree.tostring(root)


@pytest.fixture(scope="module")
def exported() -> bytes:
    made = EWS(f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{MEETING}</m:Items></m:CreateItem>')
    [item_id] = [str(found.get("Id")) for found in made.all(".//t:ItemId")]
    data = EWS(f'<m:ExportItems><m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:ExportItems>')
    return data.value(".//m:Data").encode()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4), st.integers(0, 10_000))
def test_exported_octets_that_were_changed_are_no_item_or_an_item(
    exported: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    octets = bytearray(b64decode(exported))
    for place, value in changes:
        octets[place % len(octets)] = value
    if cut < len(octets):
        del octets[cut:]
    inbox = EWS.mailbox.folders.distinguished("inbox").folder_id
    answer = EWS(
        f'<m:UploadItems><m:Items><t:Item CreateAction="CreateNew"><t:ParentFolderId Id="{inbox}"/>'
        f"<t:Data>{b64encode(bytes(octets)).decode()}</t:Data></t:Item></m:Items></m:UploadItems>"
    )
    assert answer.codes[0] in ("NoError", "ErrorCorruptData", "ErrorInvalidData")


_OCTETS = st.one_of(
    st.binary(max_size=60), st.sampled_from([b"\xff\xd8\xff", b"GIF89a", b"<a/>", b"<a", b"\xef\xbb\xbf"])
)


@settings(max_examples=60, deadline=None)
@given(_OCTETS, st.sampled_from(["XmlData", "BinaryData"]))
def test_any_octets_of_a_configuration_come_back(octets: bytes, kind: str) -> None:
    name = '<t:DistinguishedFolderId Id="inbox"/>'
    content = f"<t:{kind}>{b64encode(octets).decode()}</t:{kind}>"
    EWS(
        '<m:DeleteUserConfiguration><m:UserConfigurationName Name="Any">'
        f"{name}</m:UserConfigurationName></m:DeleteUserConfiguration>"
    )
    made = EWS(
        f'<m:CreateUserConfiguration><m:UserConfiguration><t:UserConfigurationName Name="Any">{name}'
        f"</t:UserConfigurationName>{content}</m:UserConfiguration></m:CreateUserConfiguration>"
    )
    assert made.codes == ["NoError"]
    asked = EWS(
        f'<m:GetUserConfiguration><m:UserConfigurationName Name="Any">{name}</m:UserConfigurationName>'
        f"<m:UserConfigurationProperties>{kind}</m:UserConfigurationProperties></m:GetUserConfiguration>"
    )
    assert (asked.element.findtext(f".//{{{TYPES}}}{kind}") or "") == b64encode(octets).decode()


@settings(max_examples=60, deadline=None)
@given(_OCTETS)
def test_any_octets_are_a_picture_or_refused(octets: bytes) -> None:
    content = b64encode(octets).decode()
    own = EWS(
        f"<m:SetUserPhoto><m:Email>{EWS.alice.address}</m:Email><m:Content>{content}</m:Content>"
        "<m:TypeRequested>UserPhoto</m:TypeRequested></m:SetUserPhoto>"
    )
    assert own.status in (200, 500)
    attached = EWS(
        "<m:CreateItem><m:Items><t:Contact><t:Subject>x</t:Subject><t:Attachments><t:FileAttachment><t:Name>n</t:Name>"
        f"<t:IsContactPhoto>true</t:IsContactPhoto><t:Content>{content}</t:Content></t:FileAttachment></t:Attachments>"
        "</t:Contact></m:Items></m:CreateItem>"
    )
    assert attached.status in (200, 500)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.just("email=%ff&size=HR48x48")))
@example("email=a&email=b")
def test_any_query_for_a_picture_gets_an_answer(query: str) -> None:
    for text in (query, urlencode({"email": query, "size": query})):
        assert get_photo(EWS, text).status in (200, 304, 400, 404, 500)
