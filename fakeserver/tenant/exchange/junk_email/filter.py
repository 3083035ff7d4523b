"""Which of the messages that come to an inbox go to Junk Email: by their looks, and by whom their recipient trusts.

Source: "Configure junk email settings on Exchange Online mailboxes" of Defender for Office 365.
Assumption: who is trusted and blocked is trusted, as in Outlook; where only trusted senders are, so is who is in the
organization, and what the service itself writes.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from fakeserver.tenant.exchange.acquaintances import knows
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.verdicts import Verdict, is_suspected, judged


class JunkEmailSettings(Protocol):
    """The settings of one mailbox; a user has them as switches of these names."""

    trusted_senders: tuple[str, ...]
    contacts_trusted: bool
    trusted_lists_only: bool


class JunkEmailFilter:
    """Called with each message that is about to be delivered, before inbox rules, with the tenant's lock held.

    Args:
        is_inside: says whether an address is the organization's.
        settings_of: gives a mailbox's settings; None where it has no owner any more.
    """

    def __init__(
        self,
        mailboxes: Mailboxes,
        is_inside: Callable[[str], bool],
        settings_of: Callable[[Mailbox], JunkEmailSettings | None],
    ) -> None:
        self._mailboxes = mailboxes
        self._is_inside = is_inside
        self._settings_of = settings_of

    def sort(self, item: Item) -> None:
        """Give a message that is junk its place in Junk Email, and the fields that say why it is there or not."""
        if item.folder.distinguished_id != "inbox" or item.raw is None:
            return
        mailbox = self._mailboxes.of(item)
        verdict = self._verdict(mailbox, item.raw)
        item.raw = judged(item.raw, verdict)
        if verdict.is_junk:
            # It lies in no folder yet; its id names its folder.
            item.folder, item.made_id = mailbox.folders.distinguished("junkemail"), None

    def _verdict(self, mailbox: Mailbox, mime: bytes) -> Verdict:
        settings = self._settings_of(mailbox)
        author = next(_addresses(mime, b"From"), "")
        if settings is not None and _is_trusted(mailbox, settings, author, mime):
            return Verdict.TRUSTED
        if author in mailbox.blocked_senders:
            return Verdict.BLOCKED
        if is_suspected(mime):
            return Verdict.SPAM
        if settings is not None and settings.trusted_lists_only and author and not self._is_inside(author):
            return Verdict.UNKNOWN
        return Verdict.CLEAN


def _is_trusted(mailbox: Mailbox, settings: JunkEmailSettings, author: str, mime: bytes) -> bool:
    if settings.contacts_trusted and author and knows(mailbox, author):
        return True
    trusted = {address.lower() for address in settings.trusted_senders}
    if not trusted:
        return False
    # The list of safe recipients follows that of safe senders (Set-MailboxJunkEmailConfiguration).
    named = (author, *_addresses(mime, b"To"), *_addresses(mime, b"Cc"))
    return not trusted.isdisjoint(address.lower() for address in named)


def _addresses(mime: bytes, field: bytes) -> Iterator[str]:
    return (one.address for one in parse_addresses(top_header(mime, field)))
