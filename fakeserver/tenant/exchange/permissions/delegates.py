"""What a delegate has besides rights: meeting messages, and the owner's private items.

Who holds SendOnBehalf on a mailbox is its delegate; what they see are folder permissions. These options give no access.

Source: learn.microsoft.com/exchange/client-developer/exchange-web-services/delegate-access-and-ews-in-exchange
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class MeetingDelivery(StrEnum):
    """Who gets meeting messages: the owner's choice for all delegates."""

    DELEGATES_ONLY = auto()
    DELEGATES_AND_OWNER = auto()
    #: the owner's copy is for information and cannot be answered
    DELEGATES_AND_INFORM_OWNER = auto()
    OWNER_ONLY = auto()


@dataclass(frozen=True)
class DelegateOptions:
    """The options of one delegate."""

    receives_meeting_messages: bool = False
    sees_private_items: bool = False


class Delegates:
    """The options of every mailbox of a tenant; mailboxes and delegates are named by object ids."""

    def __init__(self) -> None:
        self._options: dict[tuple[str, str], DelegateOptions] = {}
        self._deliveries: dict[str, MeetingDelivery] = {}

    def options(self, mailbox: str, delegate: str) -> DelegateOptions:
        """Return a delegate's options; those of a new one where none were set."""
        return self._options.get((mailbox, delegate), DelegateOptions())

    def set_options(self, mailbox: str, delegate: str, options: DelegateOptions) -> None:
        """Set a delegate's options."""
        self._options[mailbox, delegate] = options

    def forget(self, mailbox: str, delegate: str) -> None:
        """Drop the options of somebody who is a delegate no longer."""
        self._options.pop((mailbox, delegate), None)

    def delivery(self, mailbox: str) -> MeetingDelivery:
        """Return who gets meeting messages."""
        return self._deliveries.get(mailbox, MeetingDelivery.DELEGATES_AND_INFORM_OWNER)

    def has_chosen(self, mailbox: str) -> bool:
        """Say whether somebody has chosen who gets them."""
        return mailbox in self._deliveries

    def set_delivery(self, mailbox: str, delivery: MeetingDelivery) -> None:
        """Choose who gets meeting messages."""
        self._deliveries[mailbox] = delivery
