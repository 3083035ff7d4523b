"""Reads the XML that a peer sent, and nothing but it: no document type, no entity, no file, no network."""

from lxml import etree


class NotXmlError(Exception):
    """The body is not well-formed XML, or has a document type."""


def parse(body: bytes) -> etree._Element:
    """Return the root element.

    Raises:
        NotXmlError: see there.
    """
    # Entities in attribute values are expanded even with resolve_entities off, so a document type is refused unread.
    # The zero octet keeps out UTF-16 and UTF-32, in which the words would not be found.
    if b"<!DOCTYPE" in body or b"\x00" in body[:16]:
        raise NotXmlError("a document type, or an encoding other than UTF-8")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as problem:
        raise NotXmlError(str(problem)) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXmlError("a document type")
    return root
