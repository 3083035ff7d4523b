"""What a reference attachment says of its file."""

from lxml import etree

from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.values.references import read_reference, write_reference
from fakeserver.tenant.exchange.values import FileReference

WHOLE = FileReference("https://a.example/x", "OneDrivePro", "https://a.example", "https://t", "https://p", 2, 1, False)


def node(inside: str) -> etree._Element:
    return etree.fromstring(f'<t:ReferenceAttachment xmlns:t="{TYPES}">{inside}</t:ReferenceAttachment>')


def test_what_is_written_is_read() -> None:
    for reference in (WHOLE, FileReference("https://a.example/x"), FileReference()):
        assert read_reference(node(write_reference(reference))) == reference


def test_what_is_not_known_is_not_written() -> None:
    assert write_reference(FileReference(is_folder=True)) == "<t:AttachmentIsFolder>true</t:AttachmentIsFolder>"
