"""Properties of posts besides those of all items: t:PostItemType."""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, Field, picked
from fakeserver.protocols.ews.properties.message import MESSAGE
from fakeserver.protocols.ews.values.simple import DATE_TIME

POST: Final = (
    *picked(MESSAGE, "ConversationIndex ConversationTopic From InternetMessageId IsRead"),
    Field("postitem:PostedTime", DATE_TIME, ALL),
    *picked(MESSAGE, "References Sender"),
)
