"""Contacts: every field and every entry of their lists (MS-OXWSCONT)."""

import pytest

from tests.protocols.ews.requirements.asking import attach, change, create, file, get, made, update
from tests.protocols.ews.requirements.full_items import CONTACT
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Element of a contact -> its value in `CONTACT`.
PLAIN = {
    "FileAs": "Hart, Grace",
    "FileAsMapping": "LastCommaFirst",
    "DisplayName": "Grace Hart",
    "GivenName": "Grace",
    "Initials": "G. H.",
    "MiddleName": "May",
    "Nickname": "Gracie",
    "CompanyName": "Fabrikam",
    "AssistantName": "Ann",
    "Birthday": "1980-05-04T00:00:00Z",
    "BusinessHomePage": "http://fabrikam.com",
    "Department": "Research",
    "Generation": "II",
    "JobTitle": "Ornithologist",
    "Manager": "Max",
    "Mileage": "30",
    "OfficeLocation": "Room 4",
    "PostalAddressIndex": "Home",
    "Profession": "Science",
    "SpouseName": "Sam",
    "Surname": "Hart",
    "WeddingAnniversary": "2005-06-07T00:00:00Z",
}
_FILE_AS = "None Company LastCommaFirst FirstSpaceLast DisplayName FirstName LastFirstMiddleSuffix LastName Empty"
_PHONES = (
    "AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone "
    "HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone"
)


@holds("MS-OXWSCONT", 20, 22, 25, 27, 29, 31, 33, 37, 45, 47, 49, 51, 53, 57, 59, 63, 65, 67, 69, 71, 73, 75, 77, 79)
def test_what_was_set_is_shown(ews: EwsOverTls) -> None:
    [item] = made(ews, CONTACT)
    shown = ews(get(item))
    assert {name: shown.value(f".//t:Contact/t:{name}") for name in PLAIN} == PLAIN
    assert shown.texts(".//t:Contact/t:Children/t:String") == ["Tom"]
    assert shown.texts(".//t:Contact/t:Companies/t:String") == ["Fabrikam"]


@holds("MS-OXWSCONT", 35, 196, 198, 200, 202, 204, 208, 355, 356, 357)
def test_the_complete_name(ews: EwsOverTls) -> None:
    [item] = made(ews, CONTACT)
    shown = ews(get(item))
    parts = {
        "FirstName": "GivenName",
        "MiddleName": "MiddleName",
        "LastName": "Surname",
        "Suffix": "Generation",
        "Initials": "Initials",
        "Nickname": "Nickname",
        "FullName": "DisplayName",
    }
    for part, name in parts.items():
        assert shown.value(f".//t:CompleteName/t:{part}") == PLAIN[name]


@holds("MS-OXWSCONT", 39, 41, 43, 61, 124, 125, 126, 151, 152, 153, 184, 187, 188, 189, 225, 228, 235, 238)
@holds("MS-OXWSCONT", 239, 242, 243, 246, 247, 250, 251, 254, 255, 258, 260, 262, 264, 266, 268, 269, 272, 177)
@holds("MS-OXWSCONT", 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175)
def test_every_entry_of_its_lists(ews: EwsOverTls) -> None:
    [item] = made(ews, CONTACT)
    shown = ews(get(item))

    def keys(name: str) -> list[str]:
        return sorted(shown.attributes(f".//t:{name}/t:Entry", "Key"))

    assert shown.texts(".//t:EmailAddresses/t:Entry") == [f"grace{at}@fabrikam.com" for at in (1, 2, 3)]
    assert shown.texts(".//t:ImAddresses/t:Entry") == [f"sip:grace{at}@fabrikam.com" for at in (1, 2, 3)]
    assert keys("EmailAddresses") == ["EmailAddress1", "EmailAddress2", "EmailAddress3"]
    assert keys("ImAddresses") == ["ImAddress1", "ImAddress2", "ImAddress3"]
    assert keys("PhysicalAddresses") == ["Business", "Home", "Other"]
    assert keys("PhoneNumbers") == sorted(_PHONES.split())
    for part, value in {"Street": "1 Lake Road", "City": "Bath", "State": "Somerset", "PostalCode": "BA1"}.items():
        assert shown.texts(f".//t:PhysicalAddresses/t:Entry/t:{part}") == [value] * 3
    assert shown.texts(".//t:PhysicalAddresses/t:Entry/t:CountryOrRegion") == ["UK"] * 3


@holds("MS-OXWSCONT", 1275096, 1275098, 1275100, 1275102, 1275104)
@holds("MS-OXWSCONT", 130, 133, 180, 181, 182, 183)
@pytest.mark.parametrize(
    ("element", "word"),
    [
        *(("FileAsMapping", word) for word in _FILE_AS.split()),
        *(("PostalAddressIndex", word) for word in ("None", "Business", "Home", "Other")),
    ],
)
def test_each_word_of_an_enumeration_is_kept(ews: EwsOverTls, element: str, word: str) -> None:
    name = "<t:DisplayName>Grace</t:DisplayName>"
    before, after = ("", name) if element == "FileAsMapping" else (name, "")
    [item] = made(ews, f"<t:Contact>{before}<t:{element}>{word}</t:{element}>{after}</t:Contact>")
    assert ews(get(item)).value(f".//t:Contact/t:{element}") == word


@holds("MS-OXWSCONT", 301001)
@holds("MS-OXWSCDATA", 262)
@pytest.mark.parametrize("where", ["inbox", "calendar", "tasks"])
def test_contacts_are_made_among_contacts(ews: EwsOverTls, where: str) -> None:
    answer = ews(create("<t:Contact><t:DisplayName>Grace</t:DisplayName></t:Contact>", to=where))
    assert answer.codes == ["ErrorCannotCreateContactInNonContactFolder"]


_TITLED = (
    "<t:Contact>"
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x3a45" PropertyType="String"/><t:Value>Dr</t:Value>'
    "</t:ExtendedProperty>"
    '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Address" PropertyId="32812"'
    ' PropertyType="String"/><t:Value>Gureisu</t:Value></t:ExtendedProperty>'
    '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Address" PropertyId="32813"'
    ' PropertyType="String"/><t:Value>Hato</t:Value></t:ExtendedProperty>'
    "<t:Surname>Hart</t:Surname></t:Contact>"
)


@holds("MS-OXWSCONT", 193, 194, 209, 210, 211, 212)
def test_the_title_and_how_the_name_is_spoken(ews: EwsOverTls) -> None:
    [item] = made(ews, _TITLED)
    shown = ews(get(item))
    parts = {"Title": "Dr", "LastName": "Hart", "YomiFirstName": "Gureisu", "YomiLastName": "Hato"}
    assert {part: shown.value(f".//t:CompleteName/t:{part}") for part in parts} == parts


#: What a contact of a mailbox keeps of other networks.
_KEPT = {
    "AccountName": "grace",
    "IsAutoUpdateDisabled": "true",
    "Comment": "Of the lake",
    "ContactType": "Person",
    "Gender": "Female",
    "ObjectId": "9f",
    "SourceId": "LAKE",
    "Cid": "1",
    "SkypeAuthCertificate": "AAAA",
    "SkypeId": "live:grace",
    "YomiNickname": "Gure",
    "PersonId": "7",
}
_ORDER = (
    "AccountName IsAutoUpdateDisabled Comment ContactType Gender ObjectId SourceId Urls Cid SkypeAuthCertificate "
    "SkypeId YomiNickname PersonId"
)
_URL = "<t:Url><t:Type>Business</t:Type><t:Name>Birds</t:Name><t:Address>http://birds.example</t:Address></t:Url>"


@holds("MS-OXWSCONT", 334001, 334003, 334007, 334011, 334013, 334017, 334025, 334031, 334033, 334035, 334039, 334043)
@holds("MS-OXWSCONT", 1275004, 1275006, 1275008, 1275012, 1275014, 1275018, 1275022, 1275026, 1275032, 1275034)
@holds("MS-OXWSCONT", 1275036, 1275040, 1275044, 1275082, 1275084, 1275094, 120009)
@holds("MS-OXWSCONT", 224002, 224004, 224005, 224006, 224007, 224008, 224009, 224011, 224013, 224014)
def test_what_other_networks_have_of_a_contact(ews: EwsOverTls) -> None:
    values = {**_KEPT, "Urls": _URL}
    [item] = made(
        ews, f"<t:Contact>{''.join(f'<t:{name}>{values[name]}</t:{name}>' for name in _ORDER.split())}</t:Contact>"
    )
    shown = ews(get(item))
    assert {name: shown.value(f".//t:Contact/t:{name}") for name in _KEPT} == _KEPT
    url = {"Type": "Business", "Name": "Birds", "Address": "http://birds.example"}
    assert {part: shown.value(f".//t:Urls/t:Url/t:{part}") for part in url} == url


@holds("MS-OXWSCONT", 1275086, 1275088, 1275090, 1275106, 1275108)
def test_what_came_with_later_versions(ews: EwsOverTls) -> None:
    [item] = made(
        ews,
        '<t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress1" Name="Grace">grace@fabrikam.com</t:Entry>'
        '</t:EmailAddresses><t:PhoneNumbers><t:Entry Key="BusinessMobile">1</t:Entry><t:Entry Key="IPPhone">2</t:Entry>'
        "</t:PhoneNumbers></t:Contact>",
    )
    shown = ews(get(item))
    entry = shown.find(".//t:EmailAddresses/t:Entry")
    expected = {"Key": "EmailAddress1", "Name": "Grace", "RoutingType": "SMTP", "MailboxType": "Contact"}
    assert {name: entry.get(name) for name in expected} == expected
    assert shown.attributes(".//t:PhoneNumbers/t:Entry", "Key") == ["BusinessMobile", "IPPhone"]


@holds("MS-OXWSCONT", 1275002)
@holds("MS-OXWSATT", 318005)
def test_a_picture_of_a_contact(ews: EwsOverTls) -> None:
    [item] = made(ews, "<t:Contact/>")
    picture = file("ContactPicture.jpg", inside="<t:IsContactPhoto>true</t:IsContactPhoto>")
    assert ews(attach(item, picture)).codes == ["NoError"]
    shown = ews(get(item))
    assert shown.value(".//t:Contact/t:HasPicture") == "true"
    assert shown.value(".//t:FileAttachment/t:IsContactPhoto") == "true"


@holds("MS-OXWSCONT", 81001)
def test_the_server_knows_of_the_picture(ews: EwsOverTls) -> None:
    picture = "<t:HasPicture>true</t:HasPicture>"
    assert ews(create(f"<t:Contact>{picture}</t:Contact>")).codes == ["ErrorInvalidPropertySet"]
    [item] = made(ews, "<t:Contact/>")
    assert ews(update(item, change("contacts:HasPicture", picture, "Contact"))).codes == ["ErrorInvalidPropertySet"]
