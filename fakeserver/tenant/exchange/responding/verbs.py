"""What somebody does with a message that they answer, and how the message remembers it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Final

from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

#: PidTagLastVerbExecuted and PidTagLastVerbExecutionTime ([MS-OXOMSG] 2.2.2.46 and 2.2.2.47).
LAST_VERB: Final = ExtendedPropertyKey(None, 0x1081, PropertyType.INTEGER_32)
LAST_VERB_AT: Final = ExtendedPropertyKey(None, 0x1082, PropertyType.TIME)
#: The property of a draft that says what it answers: an `Answered`. It goes when the draft is sent.
ANSWERS: Final = "answers"


class Verb(IntEnum):
    """How a message is answered, by the value of PidTagLastVerbExecuted."""

    REPLY = 102
    REPLY_ALL = 103
    FORWARD = 104

    @property
    def prefix(self) -> str:
        """What the subject begins with. Assumption: in English, whatever the mailbox's language."""
        return "FW: " if self is Verb.FORWARD else "RE: "


@dataclass(frozen=True, slots=True)
class Answered:
    """A message that a draft answers."""

    #: its EWS id when the draft was made; where it was moved since, nothing is marked
    item_id: str
    #: the ExchangeGuid of its mailbox
    mailbox_guid: str
    verb: Verb

    def changes(self, at: datetime) -> dict[Any, Any]:
        """Return what changes in the message when the answer is sent."""
        marked: dict[Any, Any] = {LAST_VERB: self.verb.value, LAST_VERB_AT: at}
        if self.verb is Verb.FORWARD:
            return marked | {"icon_index": "MailForwarded"}
        return marked | {"answered": True, "icon_index": "MailReplied"}
