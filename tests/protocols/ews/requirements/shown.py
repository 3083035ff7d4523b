"""Which parts of Microsoft's schema an answer shows: its types, their children and attributes, elements of messages."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest
from lxml import etree

from tests.protocols.ews.client import schema_folder

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"


@cache
def _declared() -> dict[str, etree._Element]:
    """Return the types, groups and elements of the schema, by name."""
    if not (schema_folder() / "messages.xsd").exists():
        pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
    found: dict[str, etree._Element] = {}
    for file in ("messages.xsd", "types.xsd"):
        for node in etree.parse(str(schema_folder() / file)).getroot():
            if isinstance(node.tag, str) and node.get("name") is not None:
                key = f"element {node.get('name')}" if node.tag == f"{_XS}element" else str(node.get("name"))
                found[key] = node
    return found


def parts_shown(answer: etree._Element) -> set[str]:
    """Return the parts that an answer, a child of the SOAP body, shows."""
    name = etree.QName(answer).localname
    return {name, *_below(answer, _type_of(_declared()[f"element {name}"]))}


def _below(node: etree._Element, kind: etree._Element | str) -> Iterator[str]:
    """Yield what an element of a type shows: the type, those that it extends, and what it holds."""
    if isinstance(kind, str):
        yield kind
        return
    parts, names = _parts(kind)
    yield from names
    for held in (*node.attrib, *(child.tag for child in node.iterchildren(tag=etree.Element))):
        local = etree.QName(held).localname
        declared = parts.get(local)
        if declared is None:
            continue
        yield from (f"{name}/{local}" for name in names)
        for child in node.findall(held) if "}" in held else ():
            yield from _below(child, _type_of(declared))
        if "}" not in held:
            yield from _below(node, _simple(declared))


def _parts(kind: etree._Element) -> tuple[dict[str, etree._Element], list[str]]:
    """Return what a type holds, its base types' and groups' parts included, and the names of all of them."""
    parts: dict[str, etree._Element] = {}
    names = [str(kind.get("name"))] if kind.get("name") else []
    for node in kind.iter(f"{_XS}extension", f"{_XS}restriction", f"{_XS}group"):
        base = _declared().get(_local(node.get("base") or node.get("ref") or ""))
        if base is not None:
            more, more_names = _parts(base)
            parts |= more
            names += more_names
    for node in kind.iter(f"{_XS}element", f"{_XS}attribute"):
        parts[_local(node.get("name") or node.get("ref") or "")] = node
    return parts, names


def _type_of(declared: etree._Element) -> etree._Element | str:
    """Return an element's or attribute's type; its name where it is none of the schema's own."""
    if declared.get("ref"):
        declared = _declared()[f"element {_local(str(declared.get('ref')))}"]
    if declared.get("type"):
        name = _local(str(declared.get("type")))
        return _declared().get(name, name)
    inner = declared.find(f"{_XS}complexType")
    return inner if inner is not None else ""


def _simple(declared: etree._Element) -> str:
    """Return the name of an attribute's type."""
    return _local(str(declared.get("type", "")))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
