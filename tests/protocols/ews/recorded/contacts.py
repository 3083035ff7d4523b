"""Contacts: made, found page by page, got, changed, and parts of them deleted."""

from collections.abc import Callable

from tests.protocols.ews.recorded.asking import (
    Client,
    Situations,
    create_item,
    delete_item,
    find_item,
    get_item,
    page,
    update_item,
    well_known,
)


def _addresses(*addresses: str) -> str:
    entries = "".join(
        f'<t:Entry Key="EmailAddress{number}">{address}</t:Entry>' for number, address in enumerate(addresses, 1)
    )
    return f"<t:EmailAddresses>{entries}</t:EmailAddresses>"


def _phones(**numbers: str) -> str:
    entries = "".join(f'<t:Entry Key="{key}">{number}</t:Entry>' for key, number in numbers.items())
    return f"<t:PhoneNumbers>{entries}</t:PhoneNumbers>"


def _place(key: str, number: str, more: str = "") -> str:
    return (
        f'<t:Entry Key="{key}"><t:Street>{number} Street</t:Street><t:City>{number} City</t:City>'
        f"<t:State>{number} State</t:State>{more}</t:Entry>"
    )


def _named(given: str, surname: str = "", between: str = "", before: str = "") -> str:
    last = f"<t:Surname>{surname}</t:Surname>" if surname else ""
    return f"<t:Contact><t:GivenName>{given}</t:GivenName>{before}{between}{last}</t:Contact>"


_JOHN = _named("John", "Smith", _addresses("john.smith@gmail.com") + _phones(HomePhone="000"))
_AT_HOME = _place("Home", "123", "<t:CountryOrRegion>123 Country</t:CountryOrRegion><t:PostalCode>12345</t:PostalCode>")
_AT_A_PLACE = _named(
    "John",
    "Smith",
    _addresses("john.smith@gmail.com")
    + f"<t:PhysicalAddresses>{_AT_HOME}</t:PhysicalAddresses>"
    + _phones(HomePhone="000"),
)
_AT_TWO_PLACES = _named(
    "John",
    "Smith",
    _addresses("john.smith@gmail.com")
    + f"<t:PhysicalAddresses>{_place('Business', '123')}{_place('Home', '321')}</t:PhysicalAddresses>",
)
_COMPLETE = _named(
    "Complete",
    "Test",
    _addresses("complete@test.com")
    + _phones(HomePhone="+1-555-0123")
    + "<t:Department>Quality Assurance</t:Department><t:JobTitle>Senior Test Engineer</t:JobTitle>",
    before="<t:CompanyName>Test Company Inc.</t:CompanyName>",
)
_AT_BUSINESS = _named(
    "Business",
    "Contact",
    _addresses("business@company.com", "personal@email.com")
    + _phones(BusinessPhone="+1-555-0100", MobilePhone="+1-555-0200"),
)
_FIELDS = '<t:FieldURI FieldURI="contacts:{}"/>'
_INDEXED = '<t:IndexedFieldURI FieldURI="contacts:{}" FieldIndex="{}"/>'


def _test_folder(client: Client) -> str:
    return client.folder("Test", well_known("contacts"), "IPF.Contact")


def _made(client: Client, *contacts: str) -> tuple[str, str]:
    folder = _test_folder(client)
    return folder, client.done(create_item(*contacts, folder=folder))


def _john_made(client: Client) -> None:
    _made(client, _JOHN)


def _none_found(client: Client) -> None:
    client.done(find_item(_test_folder(client), '<m:ContactsView MaxEntriesReturned="100"/>'))


def _found(client: Client) -> None:
    client.done(find_item(_made(client, _JOHN)[0]))


def _deleted(client: Client) -> None:
    client.done(delete_item(_made(client, _JOHN)[1]))


def _got(contact: str) -> Callable[[Client], None]:
    def get(client: Client) -> None:
        client.done(get_item(_made(client, contact)[1]))

    return get


def _set(path: str, content: str) -> str:
    return f"<t:SetItemField>{path}<t:Contact>{content}</t:Contact></t:SetItemField>"


def _set_part_of_a_place(part: str, text: str) -> str:
    entry = f'<t:Entry Key="Home"><t:{part}>{text}</t:{part}></t:Entry>'
    path = _INDEXED.format(f"PhysicalAddress:{part}", "Home")
    return _set(path, f"<t:PhysicalAddresses>{entry}</t:PhysicalAddresses>")


def _changed(client: Client) -> str:
    _, item_id = _made(client, _AT_A_PLACE)
    return client.done(
        update_item(
            item_id,
            _set(_FIELDS.format("GivenName"), "<t:GivenName>Jane</t:GivenName>"),
            _set(_INDEXED.format("EmailAddress", "EmailAddress1"), _addresses("jane.smith@gmail.com")),
            _set(_INDEXED.format("PhoneNumber", "HomePhone"), _phones(HomePhone="111")),
            _set_part_of_a_place("Street", "123 Street New"),
            _set_part_of_a_place("City", "123 City New"),
        )
    )


def _changed_and_got(client: Client) -> None:
    client.done(get_item(_changed(client)))


def _with_less(client: Client) -> None:
    _, item_id = _made(client, _AT_TWO_PLACES)
    parts = [(part, "Home") for part in ("Street", "City", "State")] + [("City", "Business")]
    paths = [_FIELDS.format("GivenName"), *(_INDEXED.format(f"PhysicalAddress:{part}", key) for part, key in parts)]
    client.done(update_item(item_id, *(f"<t:DeleteItemField>{path}</t:DeleteItemField>" for path in paths)))
    client.done(get_item(item_id))


def _six(client: Client) -> tuple[str, str]:
    return _made(client, *(_named(f"John {number}") for number in range(1, 6)), _named("Doe 1"))


def _first_page(client: Client) -> None:
    client.done(find_item(_six(client)[0], page("Item", 0)))


def _second_page(client: Client) -> None:
    client.done(find_item(_six(client)[0], page("Item", 2)))


def _ten(client: Client) -> None:
    folder, _ = _made(client, _JOHN, _JOHN)
    names = [f"Bulk{number}" for number in range(1, 11)]
    ten = [_named(name, "Test", _addresses(f"{name.lower()}@test.com")) for name in names]
    client.done(create_item(*ten, folder=folder))
    client.done(find_item(folder))


_FILE = "Contacts/ContactsAPITest."
CONTACTS: Situations = {
    (f"{_FILE}testGetContacts", 2): _none_found,
    (f"{_FILE}testGetContacts", 4): _found,
    (f"{_FILE}testCreateContact", 2): _john_made,
    (f"{_FILE}testCreateContact", 3): _got(_JOHN),
    (f"{_FILE}testCreateContact", 4): _deleted,
    (f"{_FILE}testUpdateContact", 3): _changed,
    (f"{_FILE}testUpdateContact", 4): _changed_and_got,
    (f"{_FILE}testDeleteContactField", 4): _with_less,
    (f"{_FILE}testPaging", 2): _six,
    (f"{_FILE}testPaging", 3): _first_page,
    (f"{_FILE}testPaging", 4): _second_page,
    (f"{_FILE}testContactBulkOperations", 3): _ten,
    (f"{_FILE}testContactFieldVariations", 3): _got(_named("Min", "Test")),
    (f"{_FILE}testContactFieldVariations", 5): _got(_COMPLETE),
    (f"{_FILE}testContactFieldVariations", 7): _got(_AT_BUSINESS),
    (f"{_FILE}testInternationalContactSupport", 3): _got(
        _named("François", "Müller", _addresses("francois.muller@example.com"))
    ),
    (f"{_FILE}testInternationalContactSupport", 5): _got(_named("田中", "太郎", _addresses("tanaka.taro@example.jp"))),
    (f"{_FILE}testInternationalContactSupport", 7): _got(
        _named("Владимир", "Иванов", _addresses("vladimir.ivanov@example.ru"))
    ),
}
