"""Writes XML Schema: elements and types from `Datatype`."""

from collections.abc import Collection
from typing import Final

from lxml import etree

from fakeserver.protocols.ews.soap.datatypes import Datatype
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XML, XML_LANG, XSD

_NAMESPACES: Final = {"xs": XSD, "m": MESSAGES, "t": TYPES}


class SchemaDocument:
    """An XML Schema that is being written.

    Args:
        target: the namespace that it defines.
        known: names of the types that are defined, here or in a document imported; another, which is a simple type of
            the schema, is written as a string.
    """

    def __init__(self, target: str, known: Collection[str]) -> None:
        self.root = etree.Element(
            _xs("schema"), nsmap=_NAMESPACES, targetNamespace=target, elementFormDefault="qualified", version="1.0"
        )
        self._known = known

    def imports(self, namespace: str, location: str) -> None:
        """Import another document."""
        etree.SubElement(self.root, _xs("import"), namespace=namespace, schemaLocation=location)

    def define_element(self, name: str, of_type: Datatype) -> None:
        """Define an element that stands by itself."""
        self._typed(etree.SubElement(self.root, _xs("element"), name=name), of_type)

    def define_type(self, name: str, of_type: Datatype) -> None:
        """Define a type with a name, given without its prefix."""
        if of_type.words:
            self._simple_type(self.root, of_type, {"name": name})
        else:
            self._complex_type(self.root, of_type, {"name": name})

    def octets(self) -> bytes:
        """Return the document, UTF-8."""
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="utf-8", pretty_print=True))

    def _typed(self, node: etree._Element, of_type: Datatype) -> None:
        """Give an element or attribute its type: by its name, or written inside."""
        if of_type.name.startswith(("xs:", "m:")) or of_type.name in self._known:
            node.set("type", of_type.name)
        elif of_type.words:
            self._simple_type(node, of_type, {})
        elif of_type.children or of_type.attributes or of_type.text:
            self._complex_type(node, of_type, {})
        else:
            node.set("type", "xs:string")

    def _simple_type(self, parent: etree._Element, of_type: Datatype, attributes: dict[str, str]) -> None:
        node = etree.SubElement(parent, _xs("simpleType"), attributes)
        restriction = etree.SubElement(node, _xs("restriction"), base="xs:string")
        for word in of_type.words:
            etree.SubElement(restriction, _xs("enumeration"), value=word)

    def _complex_type(self, parent: etree._Element, of_type: Datatype, attributes: dict[str, str]) -> None:
        node = etree.SubElement(parent, _xs("complexType"), attributes)
        if of_type.text:
            content = etree.SubElement(node, _xs("simpleContent"))
            node = etree.SubElement(content, _xs("extension"), base="xs:string")
        elif of_type.base:
            content = etree.SubElement(node, _xs("complexContent"))
            node = etree.SubElement(content, _xs("extension"), base=of_type.base)
        elif of_type.children:
            self._children(node, of_type)
        for attribute, inner in of_type.attributes.items():
            if attribute == XML_LANG:
                etree.SubElement(node, _xs("anyAttribute"), namespace=XML, processContents="lax")
            else:
                self._typed(etree.SubElement(node, _xs("attribute"), name=attribute), inner)

    def _children(self, node: etree._Element, of_type: Datatype) -> None:
        if of_type.many:
            group = etree.SubElement(node, _xs("choice"), minOccurs="0", maxOccurs="unbounded")
        else:
            group = etree.SubElement(node, _xs("sequence"))
        for name, inner in of_type.children.items():
            # One with a prefix is an element of the other namespace, which is defined there.
            is_other = ":" in name
            child = etree.SubElement(group, _xs("element"), {"ref" if is_other else "name": name})
            if not of_type.many:
                child.set("minOccurs", "0")
                child.set("maxOccurs", "unbounded" if name in of_type.repeated else "1")
            if inner.nillable:
                child.set("nillable", "true")
            if not is_other:
                self._typed(child, inner)


def _xs(name: str) -> str:
    return f"{{{XSD}}}{name}"
