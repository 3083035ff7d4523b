"""What a rule does with a message.

Source: web-service-reference/actions and the pages of its elements; [MS-OXWSRULES] 2.2.4.11.
"""

from dataclasses import dataclass

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.inbox_rules.predicates import Parts
from fakeserver.tenant.exchange.values import EmailAddress, Importance


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RuleActions(Parts):
    """What a rule does; False does nothing. Text messages to telephones are missing: the service refuses them."""

    assign_categories: tuple[str, ...] = ()
    copy_to_folder: Folder | None = None
    #: to Deleted Items
    delete: bool = False
    forward_as_attachment_to_recipients: tuple[EmailAddress, ...] = ()
    forward_to_recipients: tuple[EmailAddress, ...] = ()
    mark_importance: Importance | None = None
    mark_as_read: bool = False
    move_to_folder: Folder | None = None
    permanent_delete: bool = False
    redirect_to_recipients: tuple[EmailAddress, ...] = ()
    #: the message that the sender gets, each time
    server_reply_with_message: Item | None = None
    stop_processing_rules: bool = False

    @property
    def are_possible(self) -> bool:
        """Whether the folders and the message that they name are still there."""
        folders = (self.copy_to_folder, self.move_to_folder)
        reply = self.server_reply_with_message
        return all(folder is None or folder.exists for folder in folders) and (
            reply is None or (reply.folder.exists and reply.folder.items.get(reply.uid) is reply)
        )
