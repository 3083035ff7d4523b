"""Of lists, the entries that a shape names and no others."""

from lxml import etree

from fakeserver.protocols.ews.answers.entries import entries_writer
from fakeserver.protocols.ews.properties.paths import IndexedPath, read_item_path
from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import Ews


def path(uri: str, index: str) -> IndexedPath:
    node = etree.fromstring(f'<t:IndexedFieldURI xmlns:t="{TYPES}" FieldURI="{uri}" FieldIndex="{index}"/>')
    found = read_item_path(node)
    assert isinstance(found, IndexedPath)
    return found


def test_header_fields_that_the_message_has(ews: Ews) -> None:
    item = ews.mailbox.deliver(b"X-One: 1\r\nX-Two: <2>\r\nSubject: x\r\n\r\n.")
    paths = [path("item:InternetMessageHeader", name) for name in ("X-Two", "X-Three")]
    assert entries_writer("InternetMessageHeaders", paths, finding=False)(item) == (
        '<t:InternetMessageHeaders><t:InternetMessageHeader HeaderName="X-Two">&lt;2&gt;</t:InternetMessageHeader>'
        "</t:InternetMessageHeaders>"
    )
    assert entries_writer("InternetMessageHeaders", paths[1:], finding=False)(item) == ""
