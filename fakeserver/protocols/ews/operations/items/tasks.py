"""A task's Status, PercentComplete and CompleteDate: three elements that say one thing, so each changes the others.

They are read in the order of the document, and the last one wins.
Source: web-service-reference/percentcomplete, /completedate, /status-task.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import INVALID_COMPLETE_DATE, INVALID_PERCENT_COMPLETE
from fakeserver.tenant.exchange.kinds.task import TaskStatus

#: Assumption: these say why nothing is done, and how far the task is does not change that.
_KEPT: Final = frozenset((TaskStatus.WAITING_ON_OTHERS, TaskStatus.DEFERRED))


def settled(changes: Mapping[Any, Any], before: Callable[[str], Any], now: datetime) -> dict[Any, Any]:
    """Return changes of a task with those that they bring about, its ChangeCount among them.

    Args:
        before: gives a property that the task has so far, None where there is none.

    Raises:
        EwsError: it is complete by more than all, or in the future.
    """
    result: dict[Any, Any] = {}

    def current(name: str) -> Any:
        return result[name] if name in result else before(name)

    for name, value in changes.items():
        result[name] = value
        if name in _FOLLOWING and value is not None:
            result |= _FOLLOWING[name](value, current, now)
    # One after its creation. Source: exchangelib's tests; [MS-OXWSTASK] 2.2.4.3.
    return {**result, "change_count": (before("change_count") or 0) + 1}


def _of_date(date: datetime, _current: Callable[[str], Any], now: datetime) -> dict[str, Any]:
    if date.date() > now.date():
        raise EwsError(INVALID_COMPLETE_DATE)
    return {"status": TaskStatus.COMPLETED, "percent_complete": 100.0}


def _of_percentage(percent: float, current: Callable[[str], Any], now: datetime) -> dict[str, Any]:
    if not 0 <= percent <= 100:
        raise EwsError(INVALID_PERCENT_COMPLETE)
    if percent == 100:
        return {"status": TaskStatus.COMPLETED, "complete_date": _completed(current, now)}
    begun = current("status") if current("status") in _KEPT else TaskStatus.IN_PROGRESS
    return {"status": begun if percent else TaskStatus.NOT_STARTED, "complete_date": None}


def _of_status(status: TaskStatus, current: Callable[[str], Any], now: datetime) -> dict[str, Any]:
    if status is TaskStatus.COMPLETED:
        return {"percent_complete": 100.0, "complete_date": _completed(current, now)}
    if status is TaskStatus.NOT_STARTED:
        return {"percent_complete": 0.0, "complete_date": None}
    return {"complete_date": None}


def _completed(current: Callable[[str], Any], now: datetime) -> datetime:
    """Return the day on which a task was completed: the one that it has, or today."""
    given: datetime | None = current("complete_date")
    return given or now.replace(hour=0, minute=0, second=0, microsecond=0)


#: Property -> the changes that its value brings about.
_FOLLOWING: Final[dict[Any, Callable[..., dict[str, Any]]]] = {
    "complete_date": _of_date,
    "percent_complete": _of_percentage,
    "status": _of_status,
}
