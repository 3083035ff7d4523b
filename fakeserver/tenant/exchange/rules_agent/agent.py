"""Runs the rules of a mailbox on a message that arrives in its inbox, before anybody can see it there.

Sources: [MS-OXORULE] 3.2.5; "Sending limits" in the service description of Exchange Online for redirecting once.
Assumptions: what the junk filter takes away is left alone; a second folder that a message is moved to gets a copy.
"""

from contextlib import suppress

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.matching import Arrived, fits
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.rules_agent.marking import mark
from fakeserver.tenant.exchange.rules_agent.sending import RuleMail
from fakeserver.tenant.refusals import MessageTooLarge


class InboxRulesAgent:
    """Called with each message that is about to be delivered, with the tenant's lock held."""

    def __init__(self, mailboxes: Mailboxes, mail: RuleMail) -> None:
        self._mailboxes = mailboxes
        self._mail = mail

    def sort(self, item: Item) -> bool:
        """Do with a message what the rules say; say whether it still has a place, which is its folder then."""
        mailbox = self._mailboxes.of(item)
        if not len(mailbox.inbox_rules) or item.folder.distinguished_id != "inbox":
            return True
        message, is_kept = Arrived(item, self._key_of), True
        # Rules may be changed by what a rule sets off, at another mailbox's.
        for rule in list(mailbox.inbox_rules):
            if not rule.is_enabled or rule.is_in_error or not fits(rule, message):
                continue
            self._perform(rule.actions, mailbox, item)
            is_kept = is_kept and not rule.actions.permanent_delete
            if rule.actions.stop_processing_rules:
                break
        return is_kept

    def _perform(self, actions: RuleActions, mailbox: Mailbox, item: Item) -> None:
        mark(actions, mailbox, item)
        if actions.copy_to_folder is not None:
            _copy(mailbox, item, actions.copy_to_folder)
        self._mail.send(actions, mailbox, item)
        if actions.move_to_folder is not None:
            _move(mailbox, item, actions.move_to_folder)
        if actions.delete:
            _put(item, mailbox.folders.distinguished("deleteditems"))

    def _key_of(self, address: str) -> str:
        found = self._mailboxes.recipient(address)
        return (address if found is None else found.address).lower()


def _put(item: Item, folder: Folder) -> None:
    """Let a message that lies in no folder yet get another place; its id names its folder."""
    item.folder, item.made_id = folder, None


def _copy(mailbox: Mailbox, item: Item, folder: Folder) -> None:
    with suppress(MessageTooLarge):
        mailbox.items.receive(item, folder)


def _move(mailbox: Mailbox, item: Item, folder: Folder) -> None:
    if item.folder.distinguished_id == "inbox":
        _put(item, folder)
    elif item.folder is not folder:
        _copy(mailbox, item, folder)
