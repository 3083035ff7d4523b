"""Ids of Exchange from one form into another.

Source: learn.microsoft.com/graph/api/user-translateexchangeids. Assumption: an id that cannot be read, or names nothing
here, has error details, and the others are translated.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import Any, Final

from fakeserver.digits import number_in
from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, MISMATCH, GraphError, Row
from fakeserver.protocols.graph.ids import ews_form, rest_id
from fakeserver.protocols.graph.refusals import row_for
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.writing.parameters import parameters
from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.ids import FOLDER_ENTRY, ITEM_ENTRY, decode_id, ews_id
from fakeserver.tenant.refusals import IdMalformed, Refusal

#: Names of the forms, in lower case.
_FORMS: Final = {
    form.lower(): form for form in ("entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId")
}
_IMMUTABLE: Final = frozenset({"immutableEntryId", "restImmutableEntryId"})
_MOST: Final = 1000
TOO_MANY: Final = Row(400, "ErrorInvalidRequest", "At most 1000 ids can be translated at a time.", ASSUMED)
#: Any of these will do; programs for calendars and contacts translate as well.
_NEEDS: Final = Needs(
    (
        *("User.Read", "User.ReadBasic.All", "User.Read.All"),
        *("Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"),
        *("Calendars.Read", "Calendars.ReadWrite", "Contacts.Read", "Contacts.ReadWrite"),
    )
)


@operation("POST", "me/translateExchangeIds", needs=_NEEDS)
def translate_exchange_ids(call: Call) -> Result:
    """Return ids in another form, each beside the one that was given."""
    given = parameters(call.request, "translateExchangeIds", "inputIds", "sourceIdType", "targetIdType")
    ids = of_type(given.get("inputIds"), list, "inputIds")
    source, target = (_form(given.get(name), name) for name in ("sourceIdType", "targetIdType"))
    if len(ids) > _MOST:
        raise GraphError(TOO_MANY)
    for each in ids:
        of_type(each, str, "inputIds")
    return _translated(call, ids, source, target)


def _translated(call: Call, ids: list[str], source: str, target: str) -> Steps[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    yield from in_batches(ids, lambda some: found.extend(_one(call, each, source, target) for each in some))
    context = f"{call.root}/$metadata#Collection(microsoft.graph.convertIdResult)"
    return {"@odata.context": context, "value": found}


def _form(value: Any, name: str) -> str:
    form = _FORMS.get(value.lower()) if isinstance(value, str) else None
    if form is None:
        raise GraphError(MISMATCH, name=name)
    return form


def _one(call: Call, text: str, source: str, target: str) -> dict[str, Any]:
    try:
        return {"sourceId": text, "targetId": _target(call, _ews(call, text, source), target)}
    except Refusal as refusal:
        row = row_for(refusal)
        return {"sourceId": text, "errorDetails": {"code": row.code, "message": row.message}}


def _ews(call: Call, text: str, source: str) -> str:
    """Return the EWS id of what an id in any form names."""
    if source == "ewsId":
        return text
    if source == "restId":
        return ews_form(text)
    if source in _IMMUTABLE:
        return call.mailbox.immutable.by_id(ews_form(text)).item_id
    return ews_id(call.mailbox.guid, entry_id(text))


def _target(call: Call, text: str, target: str) -> str:
    store_id = decode_id(text)
    if target in _IMMUTABLE:
        if store_id.kind != "item":
            # Containers have none.
            raise IdMalformed(text)
        item: Item = call.mailbox.items.by_id(store_id)
        inside.check_item(call.visit, item, "see")
        return rest_id(call.mailbox.immutable.id_of(item))
    match target:
        case "ewsId":
            return text
        case "restId":
            return rest_id(text)
        case _:
            if len(store_id.entry_id) not in (FOLDER_ENTRY, ITEM_ENTRY) or store_id.day is not None:
                raise IdMalformed(text)
            return entry_text(store_id.entry_id)


def entry_text(entry: bytes) -> str:
    """Return an entry id as this API writes it: base64 for addresses, and how much padding there was in its place."""
    text = urlsafe_b64encode(entry).decode("ascii")
    bare = text.rstrip("=")
    return f"{bare}{len(text) - len(bare)}"


def entry_id(text: str) -> bytes:
    """Read an entry id that is so written.

    Raises:
        IdMalformed: it is none.
    """
    try:
        entry = urlsafe_b64decode(text[:-1] + "=" * (number_in(text[-1:], 1) or 0))
    except (Base64Error, ValueError) as error:
        raise IdMalformed(text) from error
    if len(entry) not in (FOLDER_ENTRY, ITEM_ENTRY):
        raise IdMalformed(text)
    return entry
