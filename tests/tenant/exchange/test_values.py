from fakeserver.tenant.exchange.values import DeleteMode, EmailAddress, ExtendedPropertyKey


def test_delete_modes_are_named_as_ews_names_them() -> None:
    assert [DeleteMode(name) for name in ("HardDelete", "SoftDelete", "MoveToDeletedItems")] == list(DeleteMode)


def test_an_address_without_a_name_shows_itself() -> None:
    assert EmailAddress("Alice", "a@b.com").display == "Alice"
    assert EmailAddress("", "a@b.com").display == "a@b.com"


def test_property_keys_are_equal_by_value() -> None:
    assert ExtendedPropertyKey(None, 0x0E08, "Long") == ExtendedPropertyKey(None, 0x0E08, "Long")
