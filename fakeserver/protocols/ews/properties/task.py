"""What tasks have beside what every item has: t:TaskType."""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, DEFAULT, Field
from fakeserver.protocols.ews.properties.structures import FRAGMENT
from fakeserver.protocols.ews.properties.value_types import BOOLEAN, DATE_TIME, FLOAT, INTEGER, STRING, STRINGS

TASK: Final = (
    Field("task:ActualWork", INTEGER, ALL, writable=True),
    Field("task:AssignedTime", DATE_TIME, ALL),
    Field("task:BillingInformation", STRING, ALL, writable=True),
    Field("task:ChangeCount", INTEGER, ALL),
    Field("task:Companies", STRINGS, ALL, writable=True),
    Field("task:CompleteDate", DATE_TIME, ALL, writable=True),
    Field("task:Contacts", STRINGS, ALL, writable=True),
    Field("task:DelegationState", STRING, ALL),
    Field("task:Delegator", STRING, ALL),
    Field("task:DueDate", DATE_TIME, DEFAULT, writable=True),
    Field("task:IsAssignmentEditable", INTEGER, ALL),
    Field("task:IsComplete", BOOLEAN, ALL),
    Field("task:IsRecurring", BOOLEAN, ALL),
    Field("task:IsTeamTask", BOOLEAN, ALL),
    Field("task:Mileage", STRING, ALL, writable=True),
    Field("task:Owner", STRING, ALL),
    Field("task:PercentComplete", FLOAT, DEFAULT, writable=True),
    Field("task:Recurrence", FRAGMENT, ALL, writable=True),
    Field("task:StartDate", DATE_TIME, DEFAULT, writable=True),
    Field("task:Status", STRING, DEFAULT, writable=True),
    Field("task:StatusDescription", STRING, ALL),
    Field("task:TotalWork", INTEGER, ALL, writable=True),
)
