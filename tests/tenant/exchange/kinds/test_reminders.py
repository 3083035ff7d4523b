"""What the service says of a reminder where its owner does not."""

from uuid import UUID

import pytest

from fakeserver.tenant.exchange.kinds.reminders import EmailReminder, ReminderChange, ReminderRecipients, complete

NEW, OLD = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("given", "recipients"),
    [
        (EmailReminder(), ReminderRecipients.USER),
        (EmailReminder(recipients=ReminderRecipients.NOT_SET), ReminderRecipients.USER),
        (EmailReminder(is_organizers=True), ReminderRecipients.ALL_ATTENDEES),
        (EmailReminder(is_organizers=True, recipients=ReminderRecipients.USER), ReminderRecipients.USER),
        (EmailReminder(recipients=ReminderRecipients.ALL_ATTENDEES), ReminderRecipients.ALL_ATTENDEES),
        (EmailReminder(is_organizers=True, recipients=ReminderRecipients.STAFF), ReminderRecipients.STAFF),
    ],
)
def test_who_gets_a_reminder(given: EmailReminder, recipients: ReminderRecipients) -> None:
    [completed] = complete([given], lambda: NEW)
    assert completed.recipients is recipients
    assert completed.is_organizers is bool(given.is_organizers)
    assert (completed.id, completed.change) == (NEW, ReminderChange.NONE)


def test_what_was_said_stays() -> None:
    given = EmailReminder(OLD, 15, "Boots", True, ReminderChange.OVERRIDDEN, ReminderRecipients.CUSTOMER)
    assert complete([given], lambda: NEW) == (given,)
