"""names.json, made of Microsoft's metadata: ``python -m tests.protocols.graph.metadata.derive cleanMetadata.xml``.

The file is ``clean_v10_metadata/cleanMetadata.xml`` of github.com/microsoftgraph/msgraph-metadata: the whole of v1.0.
What is kept of it are names alone, and those of mail and its neighbours alone.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NAMES = Path(__file__).with_name("names.json")
_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
#: the commit that names.json was made of
COMMIT = "f54f11b6 (2026-08-20)"

#: what mail is made of, and what mail programs touch beside it
ENTITIES = """
    message eventMessage eventMessageRequest eventMessageResponse calendarSharingMessage mailFolder mailSearchFolder
    attachment fileAttachment itemAttachment referenceAttachment
    openTypeExtension singleValueLegacyExtendedProperty multiValueLegacyExtendedProperty
    messageRule outlookCategory outlookUser inferenceClassification inferenceClassificationOverride
    event calendar contact contactFolder subscription user
""".split()
COMPLEX = """
    mailboxSettings attachmentItem uploadSession convertIdResult mailTips
    changeNotification changeNotificationCollection resourceData
""".split()
ENUMS = ["exchangeIdFormat", "changeType", "lifecycleEventType", "attachmentType"]
#: of it most is the directory's: its types are named, and not followed
NOT_FOLLOWED = {"user"}


def derived(metadata: Path) -> dict[str, Any]:
    """Return the names: of types, their members, and of the operations that are bound to them."""
    schema = next(
        each for each in ElementTree.parse(metadata).iter(f"{_EDM}Schema") if each.get("Namespace") == "microsoft.graph"
    )
    kinds = {"EntityType": "entities", "ComplexType": "complex", "EnumType": "enums"}
    known = {str(each.get("Name")): each for kind in kinds for each in schema.findall(_EDM + kind)}
    names: dict[str, Any] = {"source": f"msgraph-metadata {COMMIT}, {metadata.name}"}
    names |= {room: {} for room in (*kinds.values(), "operations")}
    wanted = [*ENTITIES, *COMPLEX, *ENUMS]
    while wanted:
        name = wanted.pop()
        room = kinds[known[name].tag.removeprefix(_EDM)]
        if name in names[room]:
            continue
        names[room][name] = _members(known[name])
        wanted += [] if name in NOT_FOLLOWED else [each for each in _values_of(known[name]) if each in known]
        wanted += [str(known[name].get("BaseType")).removeprefix("graph.")] if known[name].get("BaseType") else []
    names["operations"] = _operations(schema, names["entities"])
    return names


def _members(declared: ElementTree.Element) -> Any:
    """Return what a type has: of an enumeration its values, of any other its properties with their types."""
    if declared.tag == f"{_EDM}EnumType":
        return [each.get("Name") for each in declared.findall(f"{_EDM}Member")]
    members: dict[str, Any] = {}
    if base := declared.get("BaseType"):
        members["base"] = base.removeprefix("graph.")
    for kind, room in (("Property", "properties"), ("NavigationProperty", "navigation")):
        members[room] = {str(each.get("Name")): each.get("Type") for each in declared.findall(_EDM + kind)}
    return members


def _values_of(declared: ElementTree.Element) -> Iterator[str]:
    """Yield the types of a type's properties; where navigation leads is another resource."""
    for each in declared.findall(f"{_EDM}Property"):
        yield _bare(str(each.get("Type")))


def _bare(edm: str) -> str:
    return edm.removeprefix("Collection(").removesuffix(")").removeprefix("graph.")


def _operations(schema: ElementTree.Element, entities: dict[str, Any]) -> dict[str, Any]:
    """Return the actions and functions by what they are bound to, and by their names, each with its parameters."""
    found: dict[str, Any] = {}
    for each in [*schema.findall(f"{_EDM}Action"), *schema.findall(f"{_EDM}Function")]:
        if each.get("IsBound") != "true":
            continue
        bound, *parameters = each.findall(f"{_EDM}Parameter")
        on = str(bound.get("Type"))
        if _bare(on) not in entities:
            continue
        said = {str(one.get("Name")): one.get("Type") for one in parameters}
        returned = each.find(f"{_EDM}ReturnType")
        kind = each.tag.removeprefix(_EDM).lower()
        of = found.setdefault(on.replace("graph.", ""), {}).setdefault(str(each.get("Name")), [])
        of.append({"kind": kind, "parameters": said, "returns": None if returned is None else returned.get("Type")})
    return found


def main() -> None:
    """Write the file."""
    names = json.dumps(derived(Path(sys.argv[1])), indent=1, sort_keys=True)
    NAMES.write_text(names + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
