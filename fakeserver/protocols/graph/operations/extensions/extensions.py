"""Open extensions of a message, an event or a contact: made, shown, changed, deleted.

Source: learn.microsoft.com/graph/api/opentypeextension-post-opentypeextension and the pages beside it
"""

import json
from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.owners import change_owner, owner_of, where
from fakeserver.protocols.graph.properties.extensions import STORED, TYPE, named, shown, shown_extensions, stored
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import type_named
from fakeserver.tenant.access.needs import READ_MAIL, WRITE_MAIL, Needs
from fakeserver.tenant.exchange.entities import Item

#: As other things that are not in the store.
NOT_FOUND: Final = Row(404, "ErrorItemNotFound", "The specified object was not found in the store.", ASSUMED)
NAME_TAKEN: Final = Row(409, "ErrorItemSave", "An extension of this name is there already: PATCH changes it.", ASSUMED)
NO_NAME: Final = Row(400, "BadRequest", "The extensionName of the extension is missing.", ASSUMED)
NO_TYPE: Final = Row(400, "BadRequest", "Only extensions of the type microsoft.graph.openTypeExtension exist.", ASSUMED)
TOO_MANY: Final = Row(400, "BadRequest", "The message has too many extensions, or the extension is too large.", ASSUMED)
#: Of one message, and characters of one. Assumption: the service's own bounds are not known.
_MOST: Final = 100
_LONGEST: Final = 256 * 1024
_LONGEST_NAME: Final = 255
#: What the service writes.
_OWN: Final = ("id", "extensionName")


def list_extensions(call: Call) -> Result:
    """Return all extensions of a message. Assumption: the service has the list, too, which its pages do not name."""
    return {"@odata.context": _context(call), "value": shown_extensions(owner_of(call))}


def create_extension(call: Call) -> Result:
    """Keep an extension with a message."""
    item, given = owner_of(call, "edit"), call.json
    if type_named(given).lower() != TYPE.lower():
        raise GraphError(NO_TYPE)
    name = given.get("extensionName")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise GraphError(NO_NAME)
    if _key(stored(item), name) is not None:
        raise GraphError(NAME_TAKEN)
    return created(_kept(call, item, name, {key: value for key, value in members(given).items() if key not in _OWN}))


def get_extension(call: Call) -> Result:
    """Return an extension of a message."""
    item = owner_of(call)
    name = _found(call, item)
    return {"@odata.context": f"{_context(call)}/$entity", **shown(name, stored(item)[name])}


def update_extension(call: Call) -> Result:
    """Change what an extension holds; null takes a member out. Assumption: what is not named stays."""
    item = owner_of(call, "edit")
    name = _found(call, item)
    given = members(of_type(call.json, dict, "extension"))
    held = {**json.loads(stored(item)[name]), **{key: value for key, value in given.items() if key not in _OWN}}
    return _kept(call, item, name, {key: value for key, value in held.items() if value is not None})


def delete_extension(call: Call) -> Result:
    """Take an extension off a message."""
    item = owner_of(call, "edit")
    gone = _found(call, item)
    rest = {name: text for name, text in stored(item).items() if name != gone}
    change_owner(call, item, {STORED: rest or None})
    return Answer(NO_CONTENT)


def register(path: str, read: Needs, write: Needs) -> None:
    """Let extensions be had at a path."""
    operation("GET", path, needs=read)(list_extensions)
    operation("POST", path, needs=write)(create_extension)
    operation("GET", f"{path}/{{extension}}", needs=read)(get_extension)
    operation("PATCH", f"{path}/{{extension}}", needs=write)(update_extension)
    operation("DELETE", f"{path}/{{extension}}", needs=write)(delete_extension)


register("me/messages/{message}/extensions", READ_MAIL, WRITE_MAIL)


def _kept(call: Call, item: Item, name: str, held: dict[str, Any]) -> dict[str, Any]:
    text, before = json.dumps(held), stored(item)
    if len(text) > _LONGEST or len(before) >= _MOST:
        raise GraphError(TOO_MANY)
    change_owner(call, item, {STORED: {**before, name: text}})
    return {"@odata.context": f"{_context(call)}/$entity", **shown(name, text)}


def _context(call: Call) -> str:
    return call.context(f"{where(call)}/extensions")


def _found(call: Call, item: Item) -> str:
    key = _key(stored(item), named(call.values["extension"]))
    if key is None:
        raise GraphError(NOT_FOUND)
    return key


def _key(kept: dict[str, str], name: str) -> str | None:
    return next((each for each in kept if each.lower() == name.lower()), None)
