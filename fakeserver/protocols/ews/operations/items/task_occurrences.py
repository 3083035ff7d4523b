"""What becomes of a recurring task when its current occurrence is completed, moved or deleted.

The occurrence becomes a task of its own, whose id the answer has; the recurring one moves on and keeps its id.
Source: web-service-reference/updateitem-operation-task, /deleteitem-operation (AffectedTaskOccurrences).
"""

from typing import Any

from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.recurrence import Regenerating
from fakeserver.tenant.exchange.kinds.recurring_tasks import dates_change, moved_on
from fakeserver.tenant.exchange.kinds.task import TaskStatus

#: What only the occurrence has of its changes; all others go to both. Assumption: that it is so.
_OF_OCCURRENCE = frozenset(("status", "percent_complete", "complete_date", "due_date", "start_date"))


def update_task(call: Call, item: Item, changes: dict[Any, Any]) -> Item:
    """Change a task as `tasks.settled` has it; return it, or the new task that its current occurrence has become."""
    mailbox, now = call.visit_in(item.folder).mailbox, call.tenant.clock.now()
    if not _splits(item, changes) or (following := moved_on(item.get, now.date())) is None:
        if _regenerates_otherwise(item, changes):
            # exchangelib's test_recurring_item, which sends every property with it: another recurrence of a
            # regenerating task does not count.
            changes = {name: value for name, value in changes.items() if name != "change_count"}
        mailbox.items.update(item, changes)
        return item
    [occurrence] = mailbox.items.copy([item], item.folder)
    mailbox.items.update(occurrence, {**changes, "recurrence": None})
    call.sign(occurrence)
    if (recurrence := changes.get("recurrence")) is not None:
        # The day comes from the old recurrence, what is left of it from the new one.
        left = moved_on(lambda name: recurrence if name == "recurrence" else item.get(name), now.date())
        following |= {"recurrence": recurrence if left is None else left["recurrence"]}
    kept = {name: value for name, value in changes.items() if name not in _OF_OCCURRENCE}
    mailbox.items.update(item, {**kept, **following})
    return occurrence


def delete_occurrence(call: Call, item: Item) -> bool:
    """Let a recurring task move on to its next occurrence; return whether it has one."""
    now = call.tenant.clock.now()
    if item.get("recurrence") is None or (following := moved_on(item.get, now.date())) is None:
        return False
    count = (item.get("change_count") or 0) + 1
    call.visit_in(item.folder).mailbox.items.update(item, {**following, "change_count": count})
    return True


def _splits(item: Item, changes: dict[Any, Any]) -> bool:
    recurrence = item.get("recurrence")
    # A recurrence that is taken away, or comes only now, has no occurrence before.
    if recurrence is None or ("recurrence" in changes and changes["recurrence"] is None):
        return False
    if changes.get("status") is TaskStatus.COMPLETED and item.get("status") is not TaskStatus.COMPLETED:
        return True
    return not isinstance(recurrence.pattern, Regenerating) and dates_change(item.get, changes)


def _regenerates_otherwise(item: Item, changes: dict[Any, Any]) -> bool:
    recurrence = item.get("recurrence")
    if recurrence is None or not isinstance(recurrence.pattern, Regenerating):
        return False
    return changes.get("recurrence") not in (None, recurrence)
