"""A tenant goes back to a snapshot: whatever was done since, each way to look at it shows what was there before.

What is compared is what clients see by IMAP and EWS, and all that the directory, the token service, the switches and
the permissions hold. Only UIDNEXT goes on: no UID is given out twice.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fakeserver.tenant.directory.permissions import parse_scopes
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.snapshot import Snapshot
from tests.journeys.observer import Observer, compare
from tests.world import World

ALICE = "alice@contoso.onmicrosoft.com"
T = TypeVar("T")
numbers = st.integers(0, 99)
OPERATIONS = """
deliver flag transfer delete rewrite attach detach create_folder change_folder subscribe send wait
add_user remove_user change_user administer change_app begin_on_a_device sign_in begin_to_sync
""".split()
operations = st.lists(st.tuples(st.sampled_from(OPERATIONS), numbers, numbers), min_size=1, max_size=12)


@dataclass
class Taken:
    """A snapshot, and what was seen then."""

    snapshot: Snapshot
    #: how many sync states had been given out, and the position in alice's log
    states: int
    position: int
    observed: object = None


class SnapshotMachine(RuleBasedStateMachine):
    """What may happen to a tenant with alice and bob, between snapshots and on the way back to them."""

    def __init__(self) -> None:
        super().__init__()
        self.observer = Observer(World.of("alice", "bob", frozen=True))
        self.tenant = self.observer.tenant
        self.box = self.observer.ews.mailbox
        self.taken: list[Taken] = []
        self.count = 0

    # --- what is there ---

    @property
    def mailboxes(self) -> list[Mailbox]:
        return self.tenant.mailboxes.all

    def items(self) -> list[Item]:
        return [item for box in self.mailboxes for folder in box.folders.below() for item in folder.items.values()]

    def folders(self) -> list[Folder]:
        return [folder for box in self.mailboxes for folder in box.folders.below()]

    def pick(self, among: Sequence[T], number: int) -> T | None:
        return among[number % len(among)] if among else None

    def new(self) -> str:
        self.count += 1
        return f"n{self.count}"

    # --- mail ---

    def deliver(self, number: int, to: int) -> None:
        is_read, attached = to % 2 == 0, to % 3 != 0
        box = self.pick(self.mailboxes, number)
        if box is None:
            return
        inner = f"Subject: inner {self.new()}\r\n\r\nx\r\n".encode()
        files = [Attachment("a.txt", b"one"), Attachment("m.eml", item=box.items.detached(_any(box), mime=inner))]
        box.deliver(subject=self.new(), is_read=is_read, attachments=files if attached else ())

    def flag(self, number: int, to: int) -> None:
        name = ("seen", "flagged", "deleted", "answered")[to % 4]
        item = self.pick(self.items(), number)
        if item is not None:
            self.box_of(item).items.set_flags(item, item.flags._replace(**{name: not getattr(item.flags, name)}))

    def transfer(self, number: int, to: int) -> None:
        keep = number % 2 == 0
        item, folder = self.pick(self.items(), number), self.pick(self.folders(), to)
        if item is not None and folder is not None:
            self.tenant.mailboxes.transfer([item], folder, keep=keep)

    def delete(self, number: int, to: int) -> None:
        mode = list(DeleteMode)[to % 3]
        item = self.pick(self.items(), number)
        if item is not None:
            self.box_of(item).items.delete([item], mode)

    def rewrite(self, number: int, to: int) -> None:
        item = self.pick(self.items(), number)
        if item is not None:
            self.box_of(item).items.update(item, {"subject": self.new(), "categories": [self.new()]})

    def attach(self, number: int, to: int) -> None:
        deep = to % 2 == 0
        item = self.pick(self.items(), number)
        if item is not None:
            inner = next((each.item for each in item.attachments if each.item is not None), None)
            target = inner if deep and inner is not None else item
            self.box_of(item).attachments.add(target, Attachment(self.new(), b"more"))

    def detach(self, number: int, to: int) -> None:
        deep = to % 2 == 0
        item = self.pick(self.items(), number)
        if item is not None and item.attachments:
            inner = next((each.item for each in item.attachments if each.item is not None), None)
            among = inner.attachments if deep and inner is not None and inner.attachments else item.attachments
            self.box_of(item).attachments.remove(among[-1])

    def create_folder(self, number: int, to: int) -> None:
        parent = self.pick(self.folders(), number)
        if parent is not None:
            self.box_of(parent).folders.create(parent, self.new())

    def change_folder(self, number: int, to: int) -> None:
        what = ("rename", "move", "copy", "delete", "empty", "trash")[to % 6]
        folder = self.pick([one for one in self.folders() if not one.built_in], number)
        if folder is None:
            return
        folders = self.box_of(folder).folders
        with suppress(Refusal):  # it may be below itself, and a name may be taken
            match what:
                case "rename":
                    folders.rename(folder, self.new())
                case "move" | "copy":
                    others = [one for one in folders.below() if not one.hidden]
                    getattr(folders, what)(folder, others[to % len(others)])
                case "delete" | "trash":
                    folders.delete(folder, DeleteMode.HARD if what == "delete" else DeleteMode.MOVE_TO_DELETED)
                case "empty":
                    folders.empty(folder, delete_subfolders=True)

    def subscribe(self, number: int, to: int) -> None:
        box = self.pick(self.mailboxes, number)
        if box is not None:
            box.subscriptions.add(self.new())
            box.subscriptions.remove("INBOX")

    def send(self, number: int, to: int) -> None:
        box = self.pick(self.mailboxes, number)
        if box is not None:
            envelope = Envelope(box.address, (Recipient("x@fabrikam.example"), Recipient(ALICE)))
            mime = f"From: {box.address}\r\nSubject: {self.new()}\r\n\r\nx\r\n".encode()
            self.tenant.transport.submit(box, envelope, mime)

    def wait(self, number: int, to: int) -> None:
        box = self.pick(self.mailboxes, number)
        if box is not None and any(item.number not in box.returned for item in box.messages()):
            box.wait_for(timeout=0)

    # --- people, rights and switches ---

    def add_user(self, number: int, to: int) -> None:
        shared = to % 2 == 0
        self.tenant.add_shared_mailbox(self.new()) if shared else self.tenant.add_user(self.new(), aliases=[self.new()])

    def remove_user(self, number: int, to: int) -> None:
        user = self.pick(self.tenant.users, number)
        if user is not None:
            self.tenant.people.remove_user(user)

    def change_user(self, number: int, to: int) -> None:
        what = ("alias", "imap", "password", "revoke", "name", "limit")[to % 6]
        user = self.pick(self.tenant.users, number)
        if user is None:
            return
        match what:
            case "alias":
                self.tenant.people.add_alias(user, self.new())
            case "imap":
                user.imap = not user.imap
            case "password":
                self.tenant.sign_ins.change_password(user)
            case "revoke":
                self.tenant.revoke(user)
            case "name":
                user.display_name = self.new()
            case "limit":
                user.mailbox.receive_limit += 1

    def administer(self, number: int, to: int) -> None:
        what = ("policy", "domain", "rights", "folder", "group", "list", "access", "keys")[to % 8]
        tenant, user = self.tenant, self.pick(self.tenant.users, number)
        match what:
            case "policy":
                tenant.policies.basic_auth = not tenant.policies.basic_auth
            case "domain":
                tenant.organization.domains.append(f"{self.new()}.example")
            case "keys":
                tenant.keys.roll(keep_old=bool(number % 2))
            case "access":
                tenant.sign_ins.add_conditional_access(self.new(), ways={"device_code"})
            case _ if user is None:
                return
            case "rights":
                tenant.rights.add_mailbox_permission(user, tenant.daemon_app)
            case "folder":
                tenant.rights.add_folder_permission(user, "inbox", "Default", "Reviewer")
            case "group":
                tenant.sign_ins.add_group(self.new(), [user])
            case "list":
                tenant.add_distribution_group(self.new(), [user])

    def change_app(self, number: int, to: int) -> None:
        what = ("add", "secret", "consent", "assign")[to % 4]
        app = self.pick(self.tenant.apps, number)
        if app is None or what == "add":
            self.tenant.register_app(self.new(), application=["IMAP.AccessAsApp"])
        elif what == "secret":
            self.tenant.applications.add_secret(app)
        elif what == "consent":
            self.tenant.directory.consent.withdraw(app.client_id)
        else:
            self.tenant.sign_ins.assign(app, *self.tenant.users[:1])

    # --- tokens ---

    def begin_on_a_device(self, number: int, to: int) -> None:
        approve = to % 2 == 0
        user = self.pick([one for one in self.tenant.users if one.kind == "member"], number)
        code = self.tenant.tokens.device_codes.begin(self.tenant.public_app.client_id, self.scopes)
        self.observer.given.append(code.device_code)
        if user is not None and approve:
            self.tenant.sign_ins.approve_device_code(code.user_code, user)

    def sign_in(self, number: int, to: int) -> None:
        user = self.pick([one for one in self.tenant.users if one.kind == "member"], number)
        if user is not None:
            tokens = self.tenant.tokens
            sign_in = tokens.issuer.new_sign_in(user)
            with suppress(Refusal):  # the user may not be assigned, and consent may have been withdrawn
                code = tokens.authorize(self.tenant.public_app, user, self.scopes, sign_in)
                self.observer.given.append(code)
                if number % 2:
                    self.observer.given.append(tokens.redeem_code(self.tenant.public_app, code).refresh_token or code)

    # --- there and back ---

    @initialize(operations=operations)
    def begin(self, operations: list[tuple[str, int, int]]) -> None:
        """Let there be something in alice's folders, and more than that."""
        inbox = self.box.folders.distinguished("inbox")
        self.box.folders.create(inbox, self.new())
        for to in range(4):
            self.deliver(0, to)
        self.operate(operations)

    @rule(operations=operations)
    def operate(self, operations: list[tuple[str, int, int]]) -> None:
        for name, number, to in operations:
            getattr(self, name)(number, to)

    def begin_to_sync(self, number: int, to: int) -> None:
        if self.observer.ews.alice in self.tenant.users:
            self.observer.begin_to_sync()

    @rule(operations=operations)
    def go_and_return(self, operations: list[tuple[str, int, int]]) -> None:
        """Take a snapshot, do something, and go back, twice."""
        taken = self.snapshot()
        for done in (operations, operations[::-1]):
            self.operate(done)
            self.restore(taken)

    @precondition(lambda self: bool(self.taken))
    @rule(number=numbers)
    def return_further(self, number: int) -> None:
        """Go back to an older snapshot, or forward to one taken after what was gone back to."""
        self.restore(self.taken[number % len(self.taken)])

    def snapshot(self) -> Taken:
        taken = Taken(self.tenant.snapshot(), len(self.observer.states), self.box.changes.position)
        taken.observed = self.observer.observed(taken.states)
        self.taken = [*self.taken, taken][-3:]
        return taken

    def restore(self, taken: Taken) -> None:
        self.tenant.restore(taken.snapshot)
        compare(self.observer.observed(taken.states), taken.observed)
        for state, position in self.observer.states[taken.states :]:
            if self.observer.ews.alice in self.tenant.users and position > taken.position:
                [said] = self.observer.sync(state)
                assert "ErrorInvalidSyncStateData" in said or "NoError" not in said

    @property
    def scopes(self) -> Any:
        return parse_scopes(["https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"], self.tenant.domain)

    def box_of(self, stored: Item | Folder) -> Mailbox:
        return self.tenant.mailboxes.of(stored)


def _any(box: Mailbox) -> Item:
    """Return an item, as the owner of one that is to be attached."""
    return Item(box, box.folders.distinguished("inbox"), 0, "IPM.Note", _THEN, _THEN, _THEN)


_THEN = datetime(2026, 1, 1, tzinfo=UTC)


SnapshotMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=6, derandomize=True, phases=[Phase.generate, Phase.shrink]
)
TestSnapshots = SnapshotMachine.TestCase
