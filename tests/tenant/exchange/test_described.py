from dataclasses import dataclass
from typing import Any

import pytest

from fakeserver.tenant.exchange.described import described


@dataclass
class Told:
    item_class: str
    subject: str = ""
    sender: str = ""
    is_draft: bool = False
    is_read: bool = False
    file_as: str = ""

    def get(self, name: Any) -> Any:
        return getattr(self, name, None)


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (Told("IPM.Note", "Hi", "b@x.com", is_read=True), "<Item 'Hi' from b@x.com in Here, read>"),
        (Told("IPM.Note", is_draft=True, is_read=True), "<Item '' from nobody in Here, draft>"),
        (Told("REPORT.IPM.Note.NDR", "Lost"), "<Item 'Lost' from nobody in Here, unread>"),
        (Told("IPM.Contact", file_as="Lovelace"), "<Item IPM.Contact 'Lovelace' in Here>"),
        (Told("IPM.Task", "Call", file_as="x"), "<Item IPM.Task 'Call' in Here>"),
        (Told("IPM.Appointment"), "<Item IPM.Appointment '' in Here>"),
    ],
)
def test_a_line(item: Told, line: str) -> None:
    assert described(item, "Here") == line
