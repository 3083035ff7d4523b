"""Focused Inbox's overrides: of which senders all mail that comes is focused, or none.

Sources: learn.microsoft.com/graph/api/inferenceclassification-list-overrides, /inferenceclassification-post-overrides,
/inferenceclassificationoverride-update, /inferenceclassificationoverride-delete. Assumption: what is answered where
there is no room for more.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import (
    ASSUMED,
    ID_MALFORMED,
    INVALID_SET,
    ITEM_NOT_FOUND,
    MISMATCH,
    GraphError,
    Row,
)
from fakeserver.protocols.graph.operations.settings.lists import Settings
from fakeserver.protocols.graph.properties.override import OVERRIDE, OVERRIDE_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.attendees import read_address
from fakeserver.protocols.graph.values.reading import chosen
from fakeserver.tenant.access.needs import READ_MAIL, WRITE_MAIL
from fakeserver.tenant.exchange.focused_inbox import MOST, Classification, Override
from fakeserver.tenant.exchange.mime.addresses import is_address
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.identifiers import is_guid, new_guid

TOO_MANY: Final = Row(
    400,
    "ErrorInvalidRequest",
    "The mailbox has the maximum number of overrides: {most}.",
    ASSUMED,
    fix="delete an override first",
)
_QUERY: Final = "$select $filter $orderby $top $skip $count"
_WHERE: Final = "inferenceClassification/overrides"
_CLASSES: Final = {each.value: each for each in Classification}


@operation("GET", "me/inferenceClassification/overrides", needs=READ_MAIL, query=_QUERY)
def list_overrides(call: Call) -> Result:
    """Return all overrides."""
    return _settings(call).page(call.mailbox.focused_inbox)


@operation("GET", "me/inferenceClassification/overrides/{override}", needs=READ_MAIL, query="$select")
def get_override(call: Call) -> Result:
    """Return one override."""
    return _settings(call).entity(_named(call))


@operation("POST", "me/inferenceClassification/overrides", needs=WRITE_MAIL)
def create_override(call: Call) -> Result:
    """Say of a sender where their mail is shown; one who has an override keeps its id, and gets this name."""
    settings, focused_inbox = _settings(call), call.mailbox.focused_inbox
    given = settings.given()
    classification, sender = _classification(given.get("classifyAs")), _sender(given.get("senderEmailAddress"))
    known = focused_inbox.of(sender.address)
    if known is None and len(focused_inbox) >= MOST:
        raise GraphError(TOO_MANY, most=MOST)
    override_id = new_guid(call.tenant.random) if known is None else known.override_id
    override = Override(override_id, sender, classification)
    focused_inbox.set(override)
    return created(settings.entity(override))


@operation("PATCH", "me/inferenceClassification/overrides/{override}", needs=WRITE_MAIL)
def update_override(call: Call) -> Result:
    """Say otherwise of a sender; who it is stays."""
    settings, override = _settings(call), _named(call)
    given = settings.given()
    if given.get("id", override.override_id) != override.override_id:
        raise GraphError(INVALID_SET)
    if "senderEmailAddress" in given and _sender(given["senderEmailAddress"]) != override.sender:
        raise GraphError(INVALID_SET)
    changed = override
    if "classifyAs" in given:
        changed = Override(override.override_id, override.sender, _classification(given["classifyAs"]))
        call.mailbox.focused_inbox.set(changed)
    return settings.entity(changed)


@operation("DELETE", "me/inferenceClassification/overrides/{override}", needs=WRITE_MAIL)
def delete_override(call: Call) -> Result:
    """Say nothing of a sender any more."""
    call.mailbox.focused_inbox.discard(_named(call).sender.address)
    return Answer(NO_CONTENT)


def _settings(call: Call) -> Settings[Override]:
    return Settings(call, OVERRIDE, OVERRIDE_FIELDS, _WHERE)


def _named(call: Call) -> Override:
    wanted = call.values["override"].lower()
    if not is_guid(wanted):
        raise GraphError(ID_MALFORMED)
    for override in call.mailbox.focused_inbox:
        if override.override_id == wanted:
            return override
    raise GraphError(ITEM_NOT_FOUND)


def _classification(value: Any) -> Classification:
    return chosen(value, "classifyAs", _CLASSES)


def _sender(value: Any) -> EmailAddress:
    sender = read_address(value, "senderEmailAddress")
    if not is_address(sender.address):
        raise GraphError(MISMATCH, name="senderEmailAddress")
    return sender
