"""Whether JSON is what the metadata says: no member that its type does not have, each of the right kind."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from tests.protocols.graph.metadata.derive import NAMES

KNOWN: Final[dict[str, Any]] = json.loads(NAMES.read_text(encoding="utf-8"))
_KINDS: Final = {
    "Edm.Boolean": bool,
    "Edm.Int32": int,
    "Edm.Int64": int,
    "Edm.Double": (int, float),
    "Edm.String": str,
    "Edm.Binary": str,
}
_TEXTS: Final = {
    "Edm.DateTimeOffset": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z"),
    "Edm.Guid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "Edm.TimeOfDay": re.compile(r"\d\d:\d\d:\d\d\.\d{7}"),
    "Edm.Date": re.compile(r"\d{4}-\d\d-\d\d"),
    "Edm.Duration": re.compile(r"-?P.+"),
}


def members(name: str, room: str) -> dict[str, str]:
    """Return a type's members with those of its bases: its ``properties``, or its ``navigation``."""
    declared = KNOWN["entities"].get(name) or KNOWN["complex"][name]
    above = members(declared["base"], room) if "base" in declared else {}
    return {**above, **declared[room]}


def faults(value: Any, edm: str, where: str = "") -> Iterator[str]:
    """Yield what is wrong with a value of a type, e.g. ``graph.message`` or ``Collection(Edm.String)``."""
    if edm.startswith("Collection("):
        inner = edm.removeprefix("Collection(").removesuffix(")")
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
            return
        for number, each in enumerate(value):
            yield from faults(each, inner, f"{where}[{number}]")
        return
    if value is None:
        return
    if edm in _KINDS:
        if not isinstance(value, _KINDS[edm]) or (isinstance(value, bool) and edm != "Edm.Boolean"):  # type: ignore[arg-type]
            yield f"{where}: {value!r} is no {edm}"
    elif edm in _TEXTS:
        if not isinstance(value, str) or not _TEXTS[edm].fullmatch(value):
            yield f"{where}: {value!r} is no {edm}"
    else:
        yield from _faults_of_named(value, edm.removeprefix("graph."), where)


def _faults_of_named(value: Any, name: str, where: str) -> Iterator[str]:
    """Yield what is wrong with a value of one of Graph's own types; a type that is not known holds anything."""
    if name in KNOWN["enums"]:
        if value not in KNOWN["enums"][name]:
            yield f"{where}: {value!r} is none of {name}"
        return
    if name not in KNOWN["entities"] and name not in KNOWN["complex"]:
        return
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no {name}"
        return
    name = str(value.get("@odata.type", f"#microsoft.graph.{name}")).removeprefix("#microsoft.graph.")
    known = {**members(name, "properties"), **members(name, "navigation")}
    for key, member in value.items():
        if key in known:
            yield from faults(member, known[key], f"{where}.{key}")
        elif "@odata." not in key:
            yield f"{where}.{key}: {name} has no such member"
