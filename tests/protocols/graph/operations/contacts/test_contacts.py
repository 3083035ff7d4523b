"""Contacts."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok

ORDER = (
    "@odata.context @odata.etag id createdDateTime lastModifiedDateTime changeKey categories parentFolderId birthday "
    "fileAs displayName givenName initials middleName nickName surname title yomiGivenName yomiSurname "
    "yomiCompanyName generation imAddresses jobTitle companyName department officeLocation profession "
    "businessHomePage assistantName manager homePhones mobilePhone businessPhones spouseName personalNotes children "
    "emailAddresses primaryEmailAddress secondaryEmailAddress tertiaryEmailAddress homeAddress businessAddress "
    "otherAddress"
).split()
PAVEL: dict[str, Any] = {
    "givenName": "Pavel",
    "surname": "Bansky",
    "emailAddresses": [{"address": "pavelb@fabrikam.example", "name": "Pavel Bansky"}],
    "businessPhones": ["+1 732 555 0102"],
}
#: Everything that can be written.
ALL: dict[str, Any] = {
    "categories": ["Friends"],
    "birthday": "1974-07-22T00:00:00Z",
    "fileAs": "Fort, Garth",
    "displayName": "Garth Fort",
    "givenName": "Garth",
    "initials": "G.F.",
    "middleName": "Q",
    "nickName": "Garthy",
    "surname": "Fort",
    "title": "Dr",
    "yomiGivenName": "ga",
    "yomiSurname": "fo",
    "generation": "Jr",
    "imAddresses": ["sip:garth@contoso.example"],
    "jobTitle": "Web Marketing Manager",
    "companyName": "Contoso, Inc.",
    "department": "Sales & Marketing",
    "officeLocation": "20/1101",
    "profession": "Baker",
    "businessHomePage": "https://www.contoso.example",
    "assistantName": "Alex",
    "manager": "Megan",
    "homePhones": ["1", "2"],
    "mobilePhone": "3",
    "businessPhones": ["4", "5"],
    "spouseName": "Dana",
    "personalNotes": "Likes cake",
    "children": ["Ann", "Ben"],
    "emailAddresses": [{"name": "Garth", "address": f"garth{number}@contoso.example"} for number in (1, 2, 3)],
    "homeAddress": {"street": "123 Some street", "city": "Seattle", "state": "WA", "postalCode": "98121"},
    "businessAddress": {"street": "10 Contoso Way", "city": "Redmond", "countryOrRegion": "USA"},
    "otherAddress": {"city": "Berlin"},
}


def created(graph: Graph, given: dict[str, Any] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = ok(graph.post("/me/contacts", PAVEL if given is None else given), 201)
    return made


def test_a_contact_is_made_of_a_few_facts(graph: Graph) -> None:
    answer = graph.post("/me/contacts", PAVEL)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["ETag"] == made["@odata.etag"] == f'W/"{made["changeKey"]}"'
    assert list(made) == ORDER
    alice = graph.tenant.user("alice")
    assert made["@odata.context"] == f"{graph.root}/$metadata#users('{alice.object_id}')/contacts/$entity"
    assert (made["displayName"], made["fileAs"], made["birthday"]) == ("Pavel Bansky", "", None)
    assert (made["homePhones"], made["mobilePhone"], made["imAddresses"]) == ([], None, [])
    assert (made["personalNotes"], made["children"], made["homeAddress"]) == ("", [], {})
    assert made["primaryEmailAddress"] == made["emailAddresses"][0] == PAVEL["emailAddresses"][0]
    assert made["secondaryEmailAddress"] is None
    assert ok(graph.get(f"/me/contacts/{made['id']}")) == made


def test_everything_that_is_given_is_kept(graph: Graph) -> None:
    made = created(graph, ALL)
    assert {name: made[name] for name in ALL} == ALL
    # A client sends back what it has read.
    assert {name: created(graph, made)[name] for name in ALL} == ALL


def test_what_is_not_named_stays(graph: Graph) -> None:
    path = f"/me/contacts/{created(graph, ALL)['id']}"
    changed = ok(graph.patch(path, {"homePhones": ["9"], "homeAddress": None, "title": None, "birthday": "1980-02-29"}))
    assert (changed["homePhones"], changed["businessPhones"], changed["mobilePhone"]) == (["9"], ["4", "5"], "3")
    assert (changed["homeAddress"], changed["otherAddress"], changed["title"]) == ({}, {"city": "Berlin"}, None)
    assert changed["birthday"] == "1980-02-29T00:00:00Z"
    both = {"emailAddresses": [], "tertiaryEmailAddress": {"address": "last@contoso.example"}}
    changed = ok(graph.patch(path, both))
    last = {"name": "last@contoso.example", "address": "last@contoso.example"}
    assert (changed["emailAddresses"], changed["tertiaryEmailAddress"]) == ([last], last)
    emptied = ok(graph.patch(path, dict.fromkeys(ALL)))
    assert [emptied[name] for name in ("children", "emailAddresses", "personalNotes", "surname")] == [[], [], "", None]


def test_a_change_of_something_else_is_refused(graph: Graph) -> None:
    made = created(graph)
    path = f"/me/contacts/{made['id']}"
    assert error(graph.patch(path, {"title": "x"}, headers={"If-Match": 'W/"old"'}))[:2] == (
        412,
        "ErrorIrresolvableConflict",
    )
    assert ok(graph.patch(path, {"title": "x"}, headers={"If-Match": made["@odata.etag"]}))["title"] == "x"


def test_a_contact_is_deleted(graph: Graph) -> None:
    path = f"/me/contacts/{created(graph)['id']}"
    assert ok(graph.delete(path), 204) is None
    assert error(graph.get(path))[:2] == (404, "ErrorItemNotFound")
    (item,) = graph.mailbox().messages("deleteditems")
    assert item.item_class == "IPM.Contact"


def test_a_list_comes_in_pages(graph: Graph) -> None:
    for number in range(12):
        created(graph, {"givenName": f"N{number}"})
    first = ok(graph.get("/me/contacts?$count=true&$select=givenName"))
    assert (first["@odata.count"], len(first["value"])) == (12, 10)
    assert list(first["value"][0]) == ["@odata.etag", "id", "givenName"]
    assert first["@odata.context"].endswith("/contacts(givenName)")
    rest = ok(graph.get(first["@odata.nextLink"]))
    assert [each["givenName"] for each in rest["value"]] == ["N10", "N11"]
    assert "@odata.nextLink" not in rest


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"businessPhones": ["1", "2", "3"]},
            (
                400,
                "ErrorInvalidProperty",
                "The multi value property businessPhones has 3 entries, that exceeds the max allowed value of 2.",
            ),
        ),
        (
            {"emailAddresses": [{"address": "a@b.example"}] * 4},
            (
                400,
                "ErrorInvalidProperty",
                "The multi value property emailAddresses has 4 entries, that exceeds the max allowed value of 3.",
            ),
        ),
        ({"shoeSize": 44}, (400, "RequestBodyRead", None)),
        ({"givenName": 1}, (400, "BadRequest", None)),
        ({"businessPhones": "1"}, (400, "BadRequest", None)),
        ({"businessPhones": [1]}, (400, "BadRequest", None)),
        ({"emailAddresses": ["a@b.example"]}, (400, "BadRequest", None)),
        ({"emailAddresses": [{"mail": "a@b.example"}]}, (400, "RequestBodyRead", None)),
        ({"homeAddress": {"line": "1"}}, (400, "RequestBodyRead", None)),
        ({"birthday": "yesterday"}, (400, "ErrorPropertyValidationFailure", None)),
        ({"yomiCompanyName": "x"}, (501, "NotImplemented", None)),
    ],
)
def test_what_is_no_contact(graph: Graph, given: dict[str, Any], said: tuple[int, str, str | None]) -> None:
    answer = error(graph.post("/me/contacts", given))
    assert answer[:2] == said[:2]
    assert said[2] in (None, answer[2])
    assert graph.mailbox().messages("contacts") == []


def test_what_is_no_contact_of_a_mailbox(graph: Graph) -> None:
    mail = graph.deliver("Hello").item_id.translate(str.maketrans("/+", "-_"))
    assert error(graph.get(f"/me/contacts/{mail}"))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.get("/me/contacts/x")) == (400, "ErrorInvalidIdMalformed", "Id is malformed.")


@pytest.mark.parametrize(
    ("scopes", "method", "status"),
    [
        (("Calendars.ReadWrite", "Mail.ReadWrite"), "GET", 403),
        (("Contacts.Read",), "GET", 200),
        (("Contacts.Read",), "POST", 403),
        (("Contacts.ReadWrite",), "GET", 200),
        (("Contacts.ReadWrite",), "POST", 201),
    ],
)
def test_permissions(graph: Graph, scopes: tuple[str, ...], method: str, status: int) -> None:
    answer = graph.ask(method, "/me/contacts", PAVEL if method == "POST" else None, scopes=scopes)
    assert answer.status_code == status
    if status == 403:
        assert error(answer) == (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def test_contacts_that_are_shared(graph: Graph) -> None:
    created(graph)
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    path = f"/users/{alice.upn}/contacts"
    assert error(graph.get(path, user="bob"))[:2] == (404, "ErrorItemNotFound")
    graph.tenant.rights.add_folder_permission(alice, "contacts", bob, "Reviewer")
    assert error(graph.get(path, user="bob", scopes=("Contacts.Read",)))[:2] == (403, "ErrorAccessDenied")
    shown = ok(graph.get(path, user="bob", scopes=("Contacts.Read.Shared",)))
    assert [each["displayName"] for each in shown["value"]] == ["Pavel Bansky"]
    assert error(graph.post(path, PAVEL, user="bob"))[:2] == (403, "ErrorAccessDenied")
    assert len(ok(graph.get(path, token=graph.app_token("Contacts.Read")))["value"]) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("emailAddresses/any(a:a/address eq 'PavelB@fabrikam.example')", ["Pavel"]),
        ("emailAddresses/any(a:a/address eq 'fabrikam.example')", []),
        ("startswith(surname,'f') and companyName eq 'Contoso, Inc.'", ["Garth"]),
        ("contains(displayName,'bans')", ["Pavel"]),
        ("surname ne 'Fort'", ["Pavel", "Ann"]),
        ("birthday eq 1974-07-22", ["Garth"]),
        ("categories/any(c:c eq 'friends')", ["Garth"]),
        ("mobilePhone eq '3' or nickName eq null", ["Pavel", "Garth", "Ann"]),
    ],
)
def test_a_filter(graph: Graph, asked: str, found: list[str]) -> None:
    for contact in (PAVEL, ALL, {"givenName": "Ann"}):
        ok(graph.post("/me/contacts", contact), 201)
    listed = ok(graph.get("/me/contacts", params={"$filter": asked}))
    assert [each["givenName"] for each in listed["value"]] == found
    assert ok(graph.get("/me/contacts/$count", params={"$filter": asked})) == len(found)
    assert ok(graph.get("/me/contactFolders/contacts/contacts/$count")) == 3


def test_an_order(graph: Graph) -> None:
    for contact in (PAVEL, ALL, {"givenName": "Ann"}):
        ok(graph.post("/me/contacts", contact), 201)
    for order, found in (("givenName", ["Ann", "Garth", "Pavel"]), ("surname desc", ["Garth", "Pavel", "Ann"])):
        listed = ok(graph.get(f"/me/contacts?$orderby={order}&$select=givenName"))
        assert [each["givenName"] for each in listed["value"]] == found


NODES = (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("$filter=emailAddresses/any(a:startswith(a/address,'user'))", NODES),
        ("$filter=emailAddresses/any(a:a/address gt 'user')", NODES),
        ("$filter=homeAddress/city eq 'Brno'", NODES),
        (
            "$filter=contains(emailAddresses/address, '@domain.example')",
            (
                400,
                "BadRequest",
                "Invalid filter clause: The parent value for a property access of a property 'address' is not a single "
                "value. Property access can only be applied to a single value.",
            ),
        ),
        ('$search="ann"', (501, "NotImplemented", "This fake does not perform $search of contacts.")),
        (
            "$expand=photo",
            (501, "NotImplemented", "This fake does not perform $expand=photo of microsoft.graph.contact."),
        ),
    ],
)
def test_what_is_not_to_be_asked(graph: Graph, query: str, refusal: tuple[int, str, str]) -> None:
    assert error(graph.get(f"/me/contacts?{query}")) == refusal


def test_a_contact_is_deleted_for_good(graph: Graph) -> None:
    path = f"/me/contacts/{ok(graph.post('/me/contacts', PAVEL), 201)['id']}"
    assert graph.post(f"{path}/permanentDelete").status_code == 204
    assert graph.mailbox().messages("deleteditems") == []
    assert error(graph.get(path))[:2] == (404, "ErrorItemNotFound")
