"""Flags for follow-up, and which dates go together."""

from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error
from tests.protocols.graph.operations.messages.mailing import (
    draft,
)


@pytest.mark.parametrize(
    "flag",
    [
        {"flagStatus": "flagged", "dueDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"flagStatus": "complete", "startDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"flagStatus": "notFlagged", "completedDateTime": {"dateTime": "2026-12-02T08:00:00", "timeZone": "UTC"}},
        {"completedDateTime": {"dateTime": "tomorrow", "timeZone": "UTC"}},
    ],
)
def test_dates_that_do_not_go_together(graph: Graph, flag: dict[str, Any]) -> None:
    assert error(graph.post("/me/messages", {"flag": flag}))[:2] == (400, "ErrorPropertyValidationFailure")


def test_the_dates_say_which_status_it_is(graph: Graph) -> None:
    at = {"dateTime": "2026-12-02T08:00:00", "timeZone": "Europe/Berlin"}
    assert draft(graph, flag={"completedDateTime": at})["flag"]["flagStatus"] == "complete"
    assert draft(graph, flag={"startDateTime": at, "dueDateTime": at})["flag"]["flagStatus"] == "flagged"
    assert draft(graph, flag={})["flag"]["flagStatus"] == "notFlagged"
