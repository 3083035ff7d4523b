"""Reads the XML that a peer sent, without document types, entities, files or network access."""

import re
from typing import Final

from lxml import etree

from fakeserver.steps import Pace, Steps

#: Deepest nesting of elements that a request may have; the richest real ones stay under 30.
MAX_DEPTH: Final = 200
#: Most start and end tags together: each element takes a hundred octets of memory and more, however short it is.
MAX_TAGS: Final = 1_000_000
#: Octets that are parsed at a time.
_PIECE: Final = 256 * 1024
# libxml2 refuses text nodes over 10 MB without `huge_tree`; an attachment may be larger.
_HUGE_FROM: Final = 9_000_000
#: A document type, and what may stand before it. Nowhere else can one be: what looks like it in CDATA is text, and
#: clients send whole HTML pages so.
_DOCUMENT_TYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?>(?:\s++|<\?.*?\?>|<!--.*?-->)*)<!DOCTYPE", re.DOTALL)
_VERSION = re.compile(rb"""<\?xml\s+version\s*=\s*["'](?!1\.0["'])([^"']{0,100})""")
_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
#: Encodings that spell markup as ASCII does.
_ENCODINGS: Final = frozenset((b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"))


#: libxml2's codes -> what .NET says instead; ``{}`` is the first name or number in libxml2's own sentence.
#: Sources: nmarus/node-ews#49 for the prefix. Assumption: the others are .NET's as well.
_SENTENCES: Final = {
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "Root element is missing.",
    etree.ErrorTypes.ERR_DOCUMENT_END: "There are multiple root elements.",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "The '{}' start tag on line {} does not match the end tag of '{}'.",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "Unexpected end of file has occurred. The following elements are not "
    "closed: {}.",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "Reference to undeclared entity '{}'.",
    etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: "'{}' is a duplicate attribute name.",
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "The prefix '{}' is not defined.",
}
#: The names and numbers in libxml2's sentences.
_FACTS = re.compile(
    r"(?:mismatch:|in tag|Entity|Attribute|prefix) '?([^\s']+)'?(?: line (\d+) and ([^\s,]+))?", re.ASCII
)


class NotXmlError(Exception):
    """The body is not well-formed XML, has a document type, or nests too deeply; the text is as the service says it."""

    def __init__(self, problem: str, line: int = 1, position: int = 1) -> None:
        super().__init__(problem)
        #: where, both from 1
        self.line, self.position = max(line, 1), max(position, 1)


def _parser(*, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
    )


_PARSER = _parser(huge=False)


def parse(body: bytes) -> Steps[etree._Element]:
    """Return the root element; a long body is read in steps.

    Raises:
        NotXmlError: it is not well-formed, has a document type, or nests too deeply.
    """
    # Refused before parsing: entities in attribute values are expanded even where resolve_entities is off. The check of
    # the beginning refuses encodings in which the words would not be found (UTF-16, UTF-7, EBCDIC).
    start = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _ENCODING.match(start)
    if start[:1] != b"<" or b"\x00" in start or (declared and declared[1].lower() not in _ENCODINGS):
        raise NotXmlError("Data at the root level is invalid. Line 1, position 1.")
    if version := _VERSION.match(start):
        place = body.find(b"version") + len(b'version="')
        number = version[1].decode("ascii", "replace")
        raise NotXmlError(f"Version number '{number}' is invalid. Line 1, position {place + 1}.", 1, place + 1)
    if _DOCUMENT_TYPE.match(body):
        raise NotXmlError("For security reasons DTD is prohibited in this XML document.")
    try:
        root = etree.fromstring(body, _PARSER) if len(body) <= _PIECE else (yield from _parse_in_pieces(body))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _not_xml(error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXmlError("For security reasons DTD is prohibited in this XML document.")
    if len(body) > _HUGE_FROM and (yield from _depth(root)) > MAX_DEPTH:
        raise NotXmlError("The document nests too deeply.")
    return root


def _parse_in_pieces(body: bytes) -> Steps[etree._Element]:
    parser = _parser(huge=len(body) > _HUGE_FROM)
    tags = 0
    for start in range(0, len(body), _PIECE):
        piece = body[start : start + _PIECE]
        tags += piece.count(b"<")
        if tags > MAX_TAGS:
            raise NotXmlError("The document has too many elements.")
        parser.feed(piece)
        yield
    return parser.close()


def _not_xml(error: Exception) -> NotXmlError:
    """Return the error in .NET's words, at the position that libxml2 reports, which may be the end of a tag."""
    line, position = (max(number, 1) for number in getattr(error, "position", (1, 1)))
    facts = _FACTS.search(str(error))
    sentence = _SENTENCES.get(getattr(error, "code", 0), "The document is not well-formed.")
    names = [] if facts is None else [name[:100] for name in facts.groups() if name]
    if sentence.count("{}") > len(names):
        sentence = "The document is not well-formed."
    return NotXmlError(f"{sentence.format(*names)} Line {line}, position {position}.", line, position)


def _depth(root: etree._Element) -> Steps[int]:
    deepest = depth = 0
    pace = Pace()
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if pace.is_over():
            yield
    return deepest
