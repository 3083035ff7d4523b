"""The catalogue against Microsoft's schema."""

from collections.abc import Callable

from fakeserver.protocols.ews.properties.field import snake_case
from fakeserver.protocols.ews.properties.folder import FOLDER_FIELDS, SCHEMA_DISTINGUISHED_IDS
from fakeserver.protocols.ews.properties.item_classes import NEW_ITEM_CLASSES, element_for_class
from fakeserver.protocols.ews.properties.table import FIELDS, ITEM_ELEMENTS


def test_every_uri_is_one_of_the_schema(schema_values: Callable[[str], set[str]]) -> None:
    known = schema_values("UnindexedFieldURIType")
    assert set(FIELDS) <= known
    assert set(FOLDER_FIELDS) <= known
    assert schema_values("DistinguishedFolderIdNameType") == SCHEMA_DISTINGUISHED_IDS


def test_names_in_the_tenant_follow_from_the_elements() -> None:
    assert snake_case("DateTimeReceived") == "date_time_received"
    assert snake_case("UID") == "uid"
    assert snake_case("IsReadReceiptRequested") == "is_read_receipt_requested"
    assert FIELDS["message:From"].name == "from_"


def test_a_new_item_shows_as_the_element_it_was() -> None:
    for element, item_class in NEW_ITEM_CLASSES.items():
        assert element_for_class(item_class) == ("Message" if element == "Item" else element)


def test_an_element_has_no_child_twice() -> None:
    for children in ITEM_ELEMENTS.values():
        assert len(children) == len(set(children))
