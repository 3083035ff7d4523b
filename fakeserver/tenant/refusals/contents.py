"""What is in the mailbox, and what cannot be done with it."""

from fakeserver.tenant.refusals.base import Refusal

#: Microsoft has no page about them: a client's author has found both answers, and what leads to them.
_REFUSED_APPENDS = "blog.freron.com/2017/slow-descent-into-madness-exchange-imap/"


class StoreRefused(Refusal):
    """The mailbox cannot do what was asked."""


class ExtensionNotPerformed(StoreRefused):
    """The fake advertises this extension as the service does, but does not perform it."""

    name: str = ""


class ExpungeFailed(StoreRefused):
    """The switch policies.imap_expunge is off: EXPUNGE fails, as where Recoverable Items is full."""

    rule = "policies.imap_expunge is False"
    fix = "tenant.policies.imap_expunge = True"
    real = "Get-MailboxFolderStatistics -FolderScope RecoverableItems shows whether that folder is full, or held back."
    page = "learn.microsoft.com/exchange/security-and-compliance/recoverable-items-folder/recoverable-items-folder"


class RecoverableItemsFull(StoreRefused):
    """Recoverable Items has no room, so that nothing can be deleted for good."""

    rule = "mailbox.recoverable_items_full is True"
    fix = "tenant.mailbox(user).recoverable_items_full = False"
    real = (
        "Get-MailboxFolderStatistics -FolderScope RecoverableItems shows the size, 30 GB is the limit: wait until "
        "RetainDeletedItemsFor is over, 14 days by default, or take the mailbox off hold."
    )
    page = "learn.microsoft.com/exchange/security-and-compliance/recoverable-items-folder/recoverable-items-folder"


class LineTooLong(StoreRefused):
    """The switch policies.imap_append_line_limit is set, and a line of the message is longer."""

    limit: int = 0

    rule = "policies.imap_append_line_limit is {limit}"
    fix = "tenant.policies.imap_append_line_limit = None; or write lines of at most {limit} octets"
    real = "RFC 5322 allows 998 octets in a line: encode the part as quoted-printable or base64."
    page = _REFUSED_APPENDS


class ContentRefused(StoreRefused):
    """The switch policies.imap_append_refuses is set, and the message has that text in it."""

    text: str = ""

    rule = "policies.imap_append_refuses is '{text}'"
    fix = "tenant.policies.imap_append_refuses = None"
    real = "Exchange Online cannot convert such a message, and nothing changes that: leave it out and go on."
    page = _REFUSED_APPENDS


class IdMalformed(StoreRefused):
    """The id cannot be read."""

    given: str = ""

    fix = "give an id as an answer had it: whole, and unescaped (&amp; is &); ConvertId changes one of another format"


class ItemNotFound(StoreRefused):
    """No item with this id is in the mailbox, or not any more."""

    item_id: str = ""

    fix = (
        "ask for its id anew (FindItem): an item that is moved has another one, also where an answer to a meeting or "
        "DeleteItem moves it to Deleted Items or Recoverable Items; mailbox.messages(folder) shows where it lies"
    )


class PrivateItemHidden(ItemNotFound):
    """The item is private, and its owner has let the caller see none of these."""

    fix = "tenant.rights.add_delegate(owner, user, sees_private_items=True)"
    real = (
        "Set-MailboxFolderPermission -Identity owner:\\Calendar -User user -AccessRights Editor "
        "-SharingPermissionFlags Delegate,CanViewPrivateItems"
    )
    page = "learn.microsoft.com/exchange/client-developer/web-service-reference/viewprivateitems"


class FolderNotFound(StoreRefused):
    """No such folder is in the mailbox, or not any more."""

    folder: str = ""

    fix = "mailbox.add_folder(path) makes one; mailbox.folders.below() lists those there are"


class ArchiveMissing(FolderNotFound):
    """The folder belongs to an archive mailbox, and there is none beside this mailbox."""

    rule = "user.archive is False"
    fix = "user.archive = True"
    real = "Enable-Mailbox -Identity <the mailbox> -Archive; a new archive takes a while."
    page = "learn.microsoft.com/purview/enable-archive-mailboxes"


class FolderGone(FolderNotFound):
    """The folder that has this id was deleted, or the caller may not see it."""


class ParentFolderNotFound(FolderNotFound):
    """The folder to create or to put something in does not exist."""


class FolderExists(StoreRefused):
    """A folder of this name is already there."""

    name: str = ""


class FolderNameInvalid(StoreRefused):
    """A folder cannot have this name."""

    name: str = ""


class FolderProtected(StoreRefused):
    """A distinguished folder cannot be deleted, moved or renamed."""

    name: str = ""


class FolderCycle(StoreRefused):
    """A folder cannot be put into itself or into a folder below itself."""

    name: str = ""


class FolderTooDeep(StoreRefused):
    """Folders cannot lie so deep inside each other."""

    name: str = ""


class ChangeKeyInvalid(StoreRefused):
    """The change key cannot be read."""

    given: str = ""

    fix = "give the ChangeKey that came with the item's id, whole; or none, where the operation does without"


class ChangeKeyRequired(StoreRefused):
    """This operation needs the item's change key."""

    fix = "give the ChangeKey that came with the item's id: GetItem has the newest"


class ChangeKeyStale(StoreRefused):
    """The item was changed since this change key was given out."""

    fix = "ask for the item's newest ChangeKey (GetItem), or write with ConflictResolution AlwaysOverwrite"
    item_id: str = ""


class AttachmentNotFound(StoreRefused):
    """No attachment has this id."""

    attachment_id: str = ""

    fix = "ask for the item's attachments anew (GetItem): they have other ids once it is moved or copied"


class EventsMissed(StoreRefused):
    """A test has ordered that what waited for a subscription is lost."""

    real = "Synchronize what the subscription is about, and go on; a pull subscription is made anew."
    page = (
        "learn.microsoft.com/exchange/client-developer/exchange-web-services/"
        "handling-notification-related-errors-in-ews-in-exchange"
    )


class QueryTooComplex(StoreRefused):
    """The query is too long, or has too many brackets in each other, or a phrase with too many words."""

    fix = "ask for less at a time"


class SyncStateGone(StoreRefused):
    """What a client has kept of a folder is too old: it begins anew."""

    fix = "ask without a token, as at the beginning, and compare"


class SyncStateInvalid(StoreRefused):
    """The sync state was not issued for this folder."""

    fix = (
        "synchronize from the beginning: without a SyncState, and with what is known of the folder forgotten; keep one "
        "state for each folder"
    )


class MessageTooLarge(StoreRefused):
    """The message is larger than the mailbox takes."""

    size: int = 0
    limit: int = 0


class HeaderTooLarge(MessageTooLarge):
    """The header of the message is longer than the service takes, or a field of it too long for its addresses."""

    real = "The same: a message's header has at most 256 kB."
    page = (
        "learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits"
    )


class RecipientsMissing(StoreRefused):
    """The message has no recipient."""


class RecipientUnresolved(StoreRefused):
    """A recipient of the message has no address that mail can be sent to."""

    recipient: str = ""


class AuthorsWithoutSender(StoreRefused):
    """From names several authors, and no Sender says which of them has sent the message."""

    rule = "RFC 5322 section 3.6.2: with several authors, Sender is required"
    fix = "write one address into From, or the mailbox's own into Sender"
    real = "The same: since 2025 Exchange Online takes such a message from nobody."
    page = "learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online"
