"""The document of OpenAPI 3.1, made of the operations: their functions' texts, and the dataclasses they take and give.

What a dataclass cannot say is added: a request with a member that is not named is refused, and a table of the
configuration takes switches by their names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from fakeserver.protocols.control.field_notes import field_notes
from fakeserver.protocols.control.guard import KEY_FIELD
from fakeserver.protocols.control.health import Health
from fakeserver.protocols.control.problems import CONTENT_TYPE, ProblemDetails
from fakeserver.protocols.control.reading import JSON
from fakeserver.protocols.control.resources.messages import NewMessage
from fakeserver.protocols.control.routing import BODY, QUERY, Operation, names_in
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch
from fakeserver.tenant.switches.user_switches import UserSwitches
from fakeserver.version import __version__
from fakeserver.wire import HttpResponse

_REF: Final = "#/components/schemas/{name}"
#: What a body is read into that is octets, or JSON as well.
_JSON_OF_OCTETS: Final = {"deliver_message": NewMessage}


def document(operations: Iterable[Operation], base_url: str) -> dict[str, Any]:
    """Return the document; ``base_url`` is the server's, as the caller has it."""
    return {**_described(tuple(operations)), "servers": [{"url": f"{base_url}/_fake/api"}]}


@cache
def _described(operations: tuple[Operation, ...]) -> dict[str, Any]:
    bodies = [kind for each in operations if (kind := _body(each)) is not None]
    answers = [kind for each in operations if is_dataclass(kind := _answer(each))]
    schemas = _schemas([*bodies, *answers, ProblemDetails, Health], bodies)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "fakeserver",
            "version": __version__,
            "description": "Control of a fake Microsoft 365: tenants, people, mail, switches, time, faults, and what "
            "was asked. A member that is not named is refused, with the name that may be meant.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": KEY_FIELD,
                    "description": "Asked for where the server listens for other machines; on loopback there is none.",
                }
            },
        },
        "security": [{}, {"key": []}],
    }


def _operation(each: Operation) -> dict[str, Any]:
    summary, description = each.text
    said: dict[str, Any] = {"operationId": each.name, "summary": summary, "tags": [_tag(each)]}
    if description:
        said["description"] = description
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names_in(each.path)
    ]
    parameters += _query(each.kind_of(QUERY))
    if parameters:
        said["parameters"] = parameters
    content = _request(each)
    if content:
        said["requestBody"] = {"required": _is_required(each), "content": content}
    said["responses"] = {
        **_success(each),
        "default": {"description": "why not", "content": {CONTENT_TYPE: {"schema": _ref(ProblemDetails)}}},
    }
    return said


def _tag(each: Operation) -> str:
    return each.perform.__module__.rpartition(".")[2]


def _body(each: Operation) -> Any:
    kind = each.kind_of(BODY)
    return _JSON_OF_OCTETS.get(each.name) if kind is bytes else kind


def _answer(each: Operation) -> Any:
    """Return what an operation answers, that of its last step where it takes steps."""
    answer = each.answer
    if get_origin(answer) is not None and len(get_args(answer)) == 3:
        answer = get_args(answer)[2]
    return None if answer is type(None) else answer


def _request(each: Operation) -> dict[str, Any]:
    kind = each.kind_of(BODY)
    if kind is None:
        return {}
    if kind is not bytes:
        return {JSON: {"schema": _ref(kind)}}
    types = each.takes or ("application/octet-stream",)
    known = _JSON_OF_OCTETS.get(each.name)
    return {name: {"schema": _ref(known)} if name == JSON and known else {} for name in types}


def _is_required(each: Operation) -> bool:
    kind = _body(each)
    return kind is None or any(_is_missing(field) for field in fields(kind))


def _is_missing(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _query(kind: Any) -> list[dict[str, Any]]:
    if kind is None:
        return []
    schema = msgspec.json.schema_components([kind], ref_template=_REF)[1][kind.__name__]
    required, notes = schema.get("required", []), field_notes(kind)
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _plain(said)}
        | ({"description": notes[name]} if name in notes else {})
        for name, said in schema["properties"].items()
    ]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter, which is left out instead of null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    found = {name: value for name, value in schema.items() if name not in ("anyOf", "default") or not kinds}
    return {**found, **kinds[0]} if len(kinds) == 1 else found


def _success(each: Operation) -> dict[str, Any]:
    kind = _answer(each)
    if kind is None:
        return {"204": {"description": "done"}}
    if kind is HttpResponse:
        return {str(each.status): {"description": "the octets", "content": {each.gives: {}}}}
    schema = _ref(kind) if is_dataclass(kind) else {"type": "object"}
    return {str(each.status): {"description": "done", "content": {JSON: {"schema": schema}}}}


def _ref(kind: Any) -> dict[str, str]:
    return {"$ref": _REF.format(name=kind.__name__)}


def _schemas(kinds: list[Any], bodies: list[Any]) -> dict[str, Any]:
    _, schemas = msgspec.json.schema_components(dict.fromkeys(kinds), schema_hook=_unknown, ref_template=_REF)
    for kind in _all_of(bodies):
        schema = schemas.get(kind.__name__)
        if schema is not None:
            _close(kind, schema)
    for kind in _all_of(kinds):
        properties = schemas.get(kind.__name__, {}).get("properties", {})
        for name, note in field_notes(kind).items():
            if name in properties:
                properties[name] = {"description": note, **properties[name]}
    return schemas


def _unknown(kind: type) -> dict[str, Any]:
    """Return the schema of what JSON does not know: a configuration's path, which is no member."""
    return {"type": "string"}


def _close(kind: Any, schema: dict[str, Any]) -> None:
    """Say of a request's object that it takes what is named and nothing else."""
    further: frozenset[str] | None = getattr(kind, "further_keys", frozenset())
    for name in ("switches", *getattr(kind, "no_keys", ())):
        schema["properties"].pop(name, None)
    schema["additionalProperties"] = further is None
    rows: dict[str, Switch] = {**UserSwitches.rows, **Policies.rows}
    for name in sorted(further or ()):
        schema["properties"][name] = _of_switch(rows[name]) if name in rows else {}


def _of_switch(row: Switch) -> dict[str, Any]:
    said: dict[str, Any] = {"description": f"{row.meaning} Takes {row.takes}."}
    if row.kind is None and row.listed is None:
        said["enum"] = list(row.values)
    return said


def _all_of(kinds: Iterable[Any]) -> Iterator[Any]:
    """Yield dataclasses, and those that their fields are made of."""
    seen: set[Any] = set()
    waiting = [kind for kind in kinds if is_dataclass(kind)]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        for hint in get_type_hints(kind).values():
            waiting += [part for part in _parts(hint) if is_dataclass(part)]


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)
