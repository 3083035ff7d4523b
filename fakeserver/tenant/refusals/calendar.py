"""What cannot be an appointment."""

from fakeserver.tenant.refusals.contents import StoreRefused


class AppointmentRefused(StoreRefused):
    """The calendar holds no such appointment."""


class EndsBeforeStart(AppointmentRefused):
    """The appointment ends before it starts."""


class LastsTooLong(AppointmentRefused):
    """The appointment lasts longer than five years."""


class RecursTooLong(AppointmentRefused):
    """The series ends after 1 September 4500."""


class NeverOccurs(AppointmentRefused):
    """The range of the series has no day that its pattern has."""


class OccurrencesOverlap(AppointmentRefused):
    """An appointment of the series lasts until the next has begun, or starts before the series."""


class NeighbourCrossed(AppointmentRefused):
    """The appointment would meet another of its series, or be on the same day."""


class TimeUnknown(AppointmentRefused):
    """The time lies outside of the calendar's years, 1 to 9999."""
