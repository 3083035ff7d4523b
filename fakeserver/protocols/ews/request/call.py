"""One call of an operation: who asks, what for, and what they may do in which mailbox.

The tenant's lock is held while an operation runs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from fakeserver.protocols.ews.errors import NO_PUBLIC_FOLDERS, EwsError
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import Ask, check_folder
from fakeserver.tenant.access.door import Door, Visit, Visitor
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import StoreId
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.orders import Orders
from fakeserver.tenant.refusals import (
    AddressNotPrimary,
    ItemNotFound,
    MailboxAccessDenied,
    MailboxMoved,
    MailboxMustBeNamed,
    MailboxNotFound,
    MailboxRefused,
    Refusal,
)
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Post, Posted


def no_post(url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]) -> None:
    """Send nothing, where nobody serves the tenant."""


#: Maximum of different response codes, and of remarks, that one call writes into the journal; a batch may have
#: thousands of ids.
_MAX_NOTES = 10


@dataclass
class Call:
    """One request, as operations get it."""

    envelope: Envelope
    door: Door
    visitor: Visitor
    #: None for a caller who has no mailbox and did not impersonate
    visit: Visit | None
    #: why the caller's own mailbox could not be opened
    not_opened: MailboxRefused | None = None
    #: why nothing of it is performed, by order of a test; what it asks for is refused one by one
    refused: Refusal | None = None
    #: the service's cached sort orders
    orders: Orders = field(default_factory=Orders)
    #: calls clients' own services
    post: Post = field(default=no_post, repr=False)
    #: response codes of single items, other than NoError, with the exceptions that they stand for
    notes: list[tuple[str, Exception | None]] = field(default_factory=list)
    #: what the journal says of it besides, e.g. how a query was understood
    remarks: list[str] = field(default_factory=list)
    #: the entity tags that the client says it knows (If-None-Match)
    known_tags: frozenset[str] = frozenset()
    #: what the answer has besides its envelope: HTTP's status where nothing is refused, and fields of its own
    status: int = 200
    answer_headers: list[tuple[str, str]] = field(default_factory=list)
    _visits: dict[str, Visit] = field(default_factory=dict)

    @property
    def operation(self) -> str:
        """The EWS name of the operation, e.g. ``GetItem``."""
        return self.envelope.operation

    @property
    def body(self) -> Element:
        """The operation's element."""
        return self.envelope.body

    @property
    def parts(self) -> Mapping[str, Element]:
        """The children of the operation's element, by their names in Clark notation."""
        return self.envelope.parts

    def part(self, qualified: str) -> Element:
        """Return a child of the operation's element that the schema requires; its name is in Clark notation.

        Raises:
            Violation: it is missing.
        """
        found = self.parts.get(qualified)
        if found is None:
            raise schema.incomplete(self.body, (qualified,))
        return found

    @property
    def tenant(self) -> Tenant:
        """The tenant that the caller belongs to."""
        return self.visitor.tenant

    @property
    def mailbox(self) -> Mailbox:
        """The caller's own mailbox, or the impersonated one.

        Raises:
            MailboxMustBeNamed: the caller has none.
            MailboxMoved: it is in another organization now.
            MailboxNotFound: it was removed since the call began.
        """
        if self.visit is None:
            if isinstance(self.not_opened, MailboxMoved):
                raise self.not_opened
            raise MailboxMustBeNamed(self.visitor.address or "") from self.not_opened
        return self._present(self.visit).mailbox

    @property
    def reader(self) -> str:
        """Whose reading of public folders counts: the object id of the caller, or of the impersonated user."""
        if self.visit is not None:
            return self.visit.trustee_id
        return "" if self.visitor.user is None else self.visitor.user.object_id

    def note(self, code: str, trouble: Exception | None = None) -> None:
        """Remember for the journal that an item was answered with another code than NoError."""
        if len(self.notes) < _MAX_NOTES and all(code != noted for noted, _ in self.notes):
            self.notes.append((code, trouble))

    def remark(self, sentences: Iterable[str]) -> None:
        """Remember for the journal what else there is to say."""
        self.remarks += islice(sentences, max(0, _MAX_NOTES - len(self.remarks)))

    # --- mailboxes ---------------------------------------------------------------------------------------------

    def mailbox_for(self, address: str) -> Mailbox:
        """Return the mailbox with an address, if the caller may open it; an empty address is the caller's own.

        Raises:
            MailboxRefused: no such mailbox, or no right on it.
            AddressNotPrimary: the mailbox has another primary address.
        """
        if not address:
            return self.mailbox
        mailbox = self.visit_to(address).mailbox
        if mailbox.address.lower() != address.lower():
            raise AddressNotPrimary(address, primary=mailbox.address)
        return mailbox

    def visit_to(self, address: str) -> Visit:
        """Return the visit to the mailbox with an address, through the door and once for each call."""
        key = address.lower()
        if self.visit is not None and key == self.visit.mailbox.address.lower():
            return self._present(self.visit)
        if key not in self._visits:
            # With impersonation, the rights of the impersonated user count, not the application's.
            if self.visit is None:
                opened = self.door.open(self.visitor, address)
            else:
                opened = self.door.open_from(self.visit, address)
            self._visits[key] = opened
        return self._present(self._visits[key])

    def _present(self, visit: Visit) -> Visit:
        """Return a visit whose mailbox is still there: others run between the steps of a long call.

        Raises:
            MailboxNotFound: it was removed.
        """
        if self.tenant.mailboxes.by_guid(visit.mailbox.guid) is None:
            raise MailboxNotFound(visit.mailbox.address)
        return visit

    def mailbox_of(self, store_id: StoreId) -> Mailbox:
        """Return the mailbox that an id (of an item, a folder or an attachment) belongs to.

        Raises:
            ItemNotFound: the mailbox does not exist, or the caller may not open it.
            EwsError: it is that of public folders, and there are none.
        """
        if store_id.is_public:
            return self.public_folders()
        mailboxes = self.tenant.mailboxes
        guid = store_id.mailbox_guid
        mailbox = mailboxes.by_guid(guid) if guid else mailboxes.by_address(store_id.address)
        if mailbox is None:
            raise ItemNotFound(store_id.text)
        if self.visit is not None and self.visit.mailbox is mailbox:
            return mailbox
        try:
            opened = self.visit_to(mailbox.address).mailbox
            found = self.archive_of(opened) if mailbox.is_archive else opened
            if found is None:
                raise ItemNotFound(store_id.text)
            return found
        except (MailboxAccessDenied, MailboxNotFound) as refusal:
            # Without rights, the item does not exist (web-service-reference/responsecode, ErrorItemNotFound).
            raise ItemNotFound(store_id.text) from refusal

    def public_folders(self) -> Mailbox:
        """Return the store of the organization's public folders; what each shows is a question of its permissions.

        Raises:
            EwsError: there are none, or not for clients.
        """
        store = self.tenant.mailboxes.public_folders
        if store is None or not self.tenant.policies.public_folders:
            raise EwsError(NO_PUBLIC_FOLDERS)
        return self.visit_to(store.address).mailbox

    def named_in(self, mailbox: Mailbox) -> Mailbox:
        """Return whose name new things in a mailbox have: its own; in public folders the caller's."""
        return self.mailbox if mailbox.is_public else mailbox

    def archive_of(self, mailbox: Mailbox) -> Mailbox | None:
        """Return the archive mailbox of one that was opened before; None: there is none, or none for the caller.

        Assumption: folders in it are not shared one by one.
        """
        visit = self._visit_in(mailbox.guid)
        if not visit.owner.archive or "FullAccess" not in visit.rights:
            return None
        archive = self.tenant.mailboxes.archive_of(mailbox)
        self._visits.setdefault(archive.guid, replace(visit, mailbox=archive))
        return archive

    # --- folders -----------------------------------------------------------------------------------------------

    def check(self, folder: Folder, ask: Ask, *, owned: bool = False) -> None:
        """Refuse what the caller may not do in a folder, whosever mailbox it is in.

        Args:
            owned: the item was made by the caller.

        Raises:
            FolderNotFound: they may not even see it.
            FolderAccessDenied: they may, but may not do this.
        """
        visit = self.visit_in(folder)
        check_folder(visit, folder, ask, owned=owned)

    def sees(self, folder: Folder) -> bool:
        """Say whether the caller may see a folder of a mailbox that was opened before."""
        return inside.sees(self.visit_in(folder), folder)

    def reads(self, folder: Folder) -> bool:
        """Say whether the caller may read what others have put into a folder of a mailbox that was opened before."""
        return inside.reads(self.visit_in(folder), folder)

    def visit_in(self, folder: Folder) -> Visit:
        """Return the visit to the mailbox of a folder that was opened before."""
        return self._visit_in(folder.mailbox.ids.mailbox_guid)

    def _visit_in(self, guid: str) -> Visit:
        if self.visit is not None and self.visit.mailbox.guid == guid:
            return self.visit
        return next(visit for visit in self._visits.values() if visit.mailbox.guid == guid)

    def inherit_permissions(self, parent: Folder, folder: Folder) -> None:
        """Give a new folder its parent's permissions; a caller who created it in another's mailbox becomes an owner."""
        inside.inherit_permissions(self.visit_in(folder), parent, folder)

    # --- items -------------------------------------------------------------------------------------------------

    def check_item(self, item: Item, ask: Ask) -> None:
        """Refuse what the caller may not do with an item.

        Raises:
            ItemNotFound: they may not see the folder that it is in, or the item, which is private.
            FolderAccessDenied: they may, but may not do this.
        """
        inside.check_item(self.visit_in(item.folder), item, ask)

    def hides_in(self, folder: Folder) -> bool:
        """Say whether there may be items in a folder that `shows` says no of."""
        return inside.hides(self.visit_in(folder))

    def shows(self, item: Item) -> bool:
        """Say whether the caller is shown an item of a folder that they may read."""
        return inside.shows(self.visit_in(item.folder), item)

    def sign(self, item: Item) -> None:
        """Store who created a new item, or a copy, where their permissions depend on it."""
        inside.sign(self.visit_in(item.folder), item)
