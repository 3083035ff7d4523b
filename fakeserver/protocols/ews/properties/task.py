"""Properties of tasks besides those of all items: t:TaskType."""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, DEFAULT, Field
from fakeserver.protocols.ews.values.recurrences import TASK_RECURRENCE
from fakeserver.protocols.ews.values.simple import (
    BOOLEAN,
    DATE_TIME,
    DAY,
    DOUBLE,
    INTEGER,
    STRING,
    STRINGS,
    enumeration,
)
from fakeserver.tenant.exchange.kinds.task import Delegation, TaskStatus

STATUS: Final = enumeration(
    "TaskStatusType",
    {
        "NotStarted": TaskStatus.NOT_STARTED,
        "InProgress": TaskStatus.IN_PROGRESS,
        "Completed": TaskStatus.COMPLETED,
        "WaitingOnOthers": TaskStatus.WAITING_ON_OTHERS,
        "Deferred": TaskStatus.DEFERRED,
    },
)
DELEGATION: Final = enumeration(
    "TaskDelegateStateType",
    {
        "NoMatch": Delegation.NOT_DELEGATED,
        "OwnNew": Delegation.OWN_NEW,
        "Owned": Delegation.OWNED,
        "Accepted": Delegation.ACCEPTED,
        "Declined": Delegation.DECLINED,
        "Max": Delegation.MAX,
    },
)

TASK: Final = (
    Field("task:ActualWork", INTEGER, ALL, writable=True),
    Field("task:AssignedTime", DATE_TIME, ALL),
    Field("task:BillingInformation", STRING, ALL, writable=True),
    Field("task:ChangeCount", INTEGER, ALL),
    Field("task:Companies", STRINGS, ALL, writable=True),
    Field("task:CompleteDate", DATE_TIME, ALL, writable=True),
    Field("task:Contacts", STRINGS, ALL, writable=True),
    Field("task:DelegationState", DELEGATION, ALL, named="delegation"),
    Field("task:Delegator", STRING, ALL),
    Field("task:DueDate", DAY, DEFAULT, writable=True),
    Field("task:IsAssignmentEditable", INTEGER, ALL),
    Field("task:IsComplete", BOOLEAN, ALL),
    Field("task:IsRecurring", BOOLEAN, ALL),
    Field("task:IsTeamTask", BOOLEAN, ALL),
    Field("task:Mileage", STRING, ALL, writable=True),
    Field("task:Owner", STRING, ALL),
    Field("task:PercentComplete", DOUBLE, DEFAULT, writable=True, deletable=False),
    Field("task:Recurrence", TASK_RECURRENCE, ALL, writable=True, findable=False),
    Field("task:StartDate", DAY, DEFAULT, writable=True),
    Field("task:Status", STATUS, DEFAULT, writable=True, deletable=False),
    Field("task:StatusDescription", STRING, ALL),
    Field("task:TotalWork", INTEGER, ALL, writable=True),
)
