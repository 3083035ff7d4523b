"""Status, PercentComplete and CompleteDate of a task: each changes the others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.task import TaskStatus
from tests.protocols.ews.client import Ews

TODAY = datetime(2026, 3, 4, tzinfo=UTC)
YESTERDAY = datetime(2026, 3, 3, tzinfo=UTC)
DONE = "<t:CompleteDate>2026-03-03T00:00:00Z</t:CompleteDate>"
PERCENT = "<t:PercentComplete>{}</t:PercentComplete>"
STATUS = "<t:Status>{}</t:Status>"


@pytest.fixture(autouse=True)
def _now(ews: Ews) -> None:
    ews.tenant.clock.freeze(TODAY.replace(hour=15))


def create(content: str) -> str:
    return f"<m:CreateItem><m:Items><t:Task>{content}</t:Task></m:Items></m:CreateItem>"


def state(task: Any) -> tuple[Any, ...]:
    return tuple(task.get(name) for name in ("status", "percent_complete", "complete_date", "is_complete"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", (TaskStatus.NOT_STARTED, 0, None, False)),
        (DONE, (TaskStatus.COMPLETED, 100, YESTERDAY, True)),
        (PERCENT.format(100), (TaskStatus.COMPLETED, 100, TODAY, True)),
        (DONE + PERCENT.format(100), (TaskStatus.COMPLETED, 100, YESTERDAY, True)),
        (PERCENT.format(50), (TaskStatus.IN_PROGRESS, 50, None, False)),
        (PERCENT.format(0), (TaskStatus.NOT_STARTED, 0, None, False)),
        (STATUS.format("Completed"), (TaskStatus.COMPLETED, 100, TODAY, True)),
        (PERCENT.format(30) + STATUS.format("Deferred"), (TaskStatus.DEFERRED, 30, None, False)),
        # The last one wins.
        (DONE + PERCENT.format(100) + STATUS.format("NotStarted"), (TaskStatus.NOT_STARTED, 0, None, False)),
    ],
)
def test_three_elements_say_one_thing(ews: Ews, content: str, expected: tuple[Any, ...]) -> None:
    assert ews(create(content)).codes == ["NoError"]
    (task,) = ews.mailbox.messages("tasks")
    assert state(task) == expected
    assert task.get("change_count") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PERCENT.format(101), "ErrorInvalidPercentCompleteValue"),
        (PERCENT.format(-1), "ErrorInvalidPercentCompleteValue"),
        (DONE.replace("03-03", "03-05"), "ErrorInvalidCompleteDate"),
    ],
)
def test_what_cannot_be_is_refused(ews: Ews, content: str, code: str) -> None:
    assert ews(create(content)).codes == [code]
    assert ews.mailbox.messages("tasks") == []


def test_an_update_sees_what_the_task_is(ews: Ews) -> None:
    ews(create(PERCENT.format(30) + STATUS.format("WaitingOnOthers")))
    (task,) = ews.mailbox.messages("tasks")

    def update(field: str, value: str) -> list[str]:
        codes: list[str] = ews(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite"><m:ItemChanges><t:ItemChange>'
            f'<t:ItemId Id="{task.item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="task:{field}"/>'
            f"<t:Task>{value}</t:Task></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        ).codes
        return codes

    assert update("PercentComplete", PERCENT.format(60)) == ["NoError"]
    assert state(task) == (TaskStatus.WAITING_ON_OTHERS, 60, None, False)
    assert update("PercentComplete", PERCENT.format(100)) == ["NoError"]
    assert state(task) == (TaskStatus.COMPLETED, 100, TODAY, True)
    assert update("PercentComplete", PERCENT.format(200)) == ["ErrorInvalidPercentCompleteValue"]
    assert task.get("change_count") == 3
    assert update("Status", STATUS.format("InProgress")) == ["NoError"]
    assert task.get("change_count") == 4
    assert state(task)[0::2] == (TaskStatus.IN_PROGRESS, None)
