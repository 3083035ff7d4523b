"""Things to be done."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.recurrence import Recurrence


class TaskStatus(StrEnum):
    """How far a task is."""

    NOT_STARTED = auto()
    IN_PROGRESS = auto()
    COMPLETED = auto()
    WAITING_ON_OTHERS = auto()
    DEFERRED = auto()


class Delegation(StrEnum):
    """Who owns a task that was delegated, and whether it was accepted."""

    NOT_DELEGATED = auto()
    OWN_NEW = auto()
    OWNED = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    MAX = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to be done; what was not given is None."""

    #: minutes
    actual_work: int | None = None
    assigned_time: datetime | None = None
    billing_information: str | None = None
    change_count: int | None = None
    companies: list[str] = field(default_factory=list)
    complete_date: datetime | None = None
    contacts: list[str] = field(default_factory=list)
    delegation: Delegation | None = None
    delegator: str | None = None
    due_date: datetime | None = None
    is_assignment_editable: int | None = None
    is_complete: bool | None = None
    is_recurring: bool | None = None
    is_team_task: bool | None = None
    mileage: str | None = None
    owner: str | None = None
    #: 0 to 100
    percent_complete: float | None = None
    recurrence: Recurrence | None = None
    start_date: datetime | None = None
    status: TaskStatus | None = None
    status_description: str | None = None
    #: minutes
    total_work: int | None = None
