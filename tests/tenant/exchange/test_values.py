from fakeserver.tenant.exchange.values import EmailAddress, ExtendedPropertyKey, PropertyType


def test_an_address_without_a_name_shows_itself() -> None:
    assert EmailAddress("Alice", "a@b.com").display == "Alice"
    assert EmailAddress("", "a@b.com").display == "a@b.com"


def test_property_keys_are_equal_by_value() -> None:
    key = ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_64)
    assert key == ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_64)
    assert key != ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_64, multiple=True)
