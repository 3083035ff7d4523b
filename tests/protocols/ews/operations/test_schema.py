"""Says by its outcome whether the answers in these tests were checked against Microsoft's schema."""

from collections.abc import Callable

from lxml import etree


def test_the_schema_is_there_and_refuses_what_it_should(ews_schema: Callable[[], etree.XMLSchema]) -> None:
    schema = ews_schema()
    assert not schema.validate(etree.fromstring(b"<nonsense/>"))
