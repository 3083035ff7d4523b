"""GetPersona: all that is known of one persona.

Source: web-service-reference/getpersona-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.people.errors import NO_PERSONA_NAMED, NO_SUCH_PERSONA
from fakeserver.protocols.ews.operations.people.persona import (
    Persona,
    is_persona,
    persona_of_entry,
    persona_of_item,
)
from fakeserver.protocols.ews.operations.people.persona_paths import PERSONA_PATHS, with_additional
from fakeserver.protocols.ews.operations.people.persona_properties import PROPERTIES, SHAPES, write_persona
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID
from fakeserver.protocols.ews.request.mailboxes import MAILBOX, read_mailbox
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import attribute
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.persona_ids import ContactPersona, decode_persona_id
from fakeserver.tenant.refusals import ItemNotFound

_PERSONA_ID: Final = m("PersonaId")


@operation(
    "GetPersona",
    answer=Flat(suffix="ResponseMessage"),
    since="Exchange2013",
    request=complex_type(
        elements={"m:PersonaId": ITEM_ID, "m:EmailAddress": MAILBOX, "m:AdditionalProperties": PERSONA_PATHS},
        not_performed="m:ParentFolderId m:ItemLinkId",
    ),
)
def get_persona(call: Call) -> Xml:
    """Return the persona that an id names, or somebody of the directory by an address.

    Assumption: named properties come besides those of the shape Default, and without any all are shown.
    """
    additional = call.parts.get(m("AdditionalProperties"))
    shape = PROPERTIES if additional is None else with_additional(SHAPES["Default"], additional)
    return write_persona("m:Persona", _named(call), shape)


def _named(call: Call) -> Persona:
    if _PERSONA_ID in call.parts:
        return _by_id(call, attribute(call.parts[_PERSONA_ID], "Id"))
    if m("EmailAddress") not in call.parts:
        raise EwsError(NO_PERSONA_NAMED)
    address = read_mailbox(call.parts[m("EmailAddress")])
    directory = call.tenant.directory
    entry = directory.user_by_address(address) or directory.distribution_group(address)
    if entry is None:
        raise EwsError(NO_SUCH_PERSONA)
    return persona_of_entry(entry)


def _by_id(call: Call, text: str) -> Persona:
    named = decode_persona_id(text)
    if isinstance(named, ContactPersona):
        try:
            mailbox = call.mailbox_of(named.store_id)
            item = mailbox.items.by_id(named.item_id(mailbox.ids))
            call.check_item(item, "read")
        except ItemNotFound as refusal:
            raise EwsError(NO_SUCH_PERSONA) from refusal
        if not is_persona(item):
            raise EwsError(NO_SUCH_PERSONA)
        return persona_of_item(item)
    directory = call.tenant.directory
    groups = directory.distribution_groups.values()
    entry = directory.users.get(named.object_id) or next(
        (group for group in groups if group.object_id == named.object_id), None
    )
    if entry is None:
        raise EwsError(NO_SUCH_PERSONA)
    return persona_of_entry(entry)
