"""PerformReminderAction: reminders are dismissed or snoozed.

Source: web-service-reference/performreminderaction-operation; its pages say that the change key is needed, that a time
which is not later changes nothing, and show an answer without ids where nothing was changed.
Assumption: an older change key is taken; one item that is not there refuses all of them, and nothing is done.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.reminders.errors import NO_TIME
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import (
    Element,
    at_least_one,
    content,
    required,
    word,
)
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mapi.values import date_time_value
from fakeserver.tenant.exchange.reminders import dismiss, snooze

_ACTION: Final = of_words("ReminderActionType", "Dismiss Snooze")
#: Does it, and says whether anything has changed.
_Act = Callable[[Mailbox, Item, datetime], bool]


class _Action(NamedTuple):
    """A t:ReminderItemAction as it was read."""

    item_id: Id[Item]
    #: None: nothing is to be done, since no time is given
    act: _Act | None


@operation(
    "PerformReminderAction",
    answer=Flat("<m:UpdatedItemIds/>"),
    since="Exchange2013",
    request=complex_type(
        elements={
            "m:ReminderItemActions": list_type(
                {
                    "t:ReminderItemAction": complex_type(
                        elements={"t:ActionType": TEXT, "t:ItemId": ITEM_ID, "t:NewReminderTime": TEXT}
                    )
                }
            )
        }
    ),
)
def perform_reminder_action(call: Call) -> Xml:
    """Dismiss or snooze reminders; the answer has the ids of the items that were changed, as they are then."""
    actions = read_each(at_least_one(call.part(m("ReminderItemActions"))), _read)
    named = [(named_item(call, one.item_id, "edit", key_required=True), one.act) for one in actions]
    now = call.tenant.clock.now()
    changed = [item for item, act in named if act is not None and act(call.visit_in(item.folder).mailbox, item, now)]
    # What an occurrence says of its change key is that of its series.
    shown = [named_item(call, one.item_id) for one, (item, _) in zip(actions, named, strict=True) if item in changed]
    return element("m:UpdatedItemIds", *map(item_id, shown))


def _read(node: Element) -> _Action:
    action = word(required(node, t("ActionType")), _ACTION)
    given = read_item_id(required(node, t("ItemId")))
    until = content(node.find(t("NewReminderTime")))
    if action == "Dismiss":
        return _Action(given, dismiss)
    if not until:
        return _Action(given, None)
    time = date_time_value(until)
    if time is None:
        raise EwsError(NO_TIME)
    return _Action(given, partial(_snooze, until=time if time.tzinfo else time.replace(tzinfo=UTC)))


def _snooze(mailbox: Mailbox, item: Item, now: datetime, *, until: datetime) -> bool:
    return snooze(mailbox, item, until, now)
