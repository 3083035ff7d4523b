"""Open extensions of events: the operations are those of messages.

Source: learn.microsoft.com/graph/api/opentypeextension-post-opentypeextension
"""

from fakeserver.protocols.graph.operations.calendar.shown import WAYS
from fakeserver.protocols.graph.operations.extensions.extensions import register
from fakeserver.tenant.access.needs import READ_CALENDARS, WRITE_CALENDARS

for _way in WAYS:
    register(f"{_way}/events/{{event}}/extensions", READ_CALENDARS, WRITE_CALENDARS)
