"""A tenant as rows: its parts, its accounts, applications and groups, tokens, outbound mail, and its mailboxes."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fakeserver.state.actions import action_form
from fakeserver.state.forms import Form, Writer
from fakeserver.state.looks import Look
from fakeserver.state.mailbox_rows import MailboxRows
from fakeserver.state.naming import Naming
from fakeserver.state.octets import Octets
from fakeserver.state.parts import LEFT_OUT, attribute_form, attributes
from fakeserver.state.rows import Key, Rows
from fakeserver.steps import Pace
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant

#: Attributes of an account that a new one gets.
_OF_A_NEW_USER = frozenset({"when_readdressed", "find_mailbox"})


class TenantRows:
    """Puts what has changed in a tenant into its rows. Use it with the tenant's lock held."""

    def __init__(self, tenant: Tenant, octets: Octets) -> None:
        self.tenant = tenant
        self.rows = Rows(octets)
        self._naming = Naming(tenant)
        self._writer = Writer(self._naming, octets)
        self._boxes: dict[str, MailboxRows] = {}
        self._looks: dict[Key, Look] = {}
        self._tokens: set[str] = set()
        self._outbound: set[int] = set()

    def is_read(
        self, numbers: Mapping[str, Mapping[str, Iterable[int]]], tokens: Iterable[str], outbound: Iterable[int]
    ) -> None:
        """Learn that the tenant was made of the file, and has not changed since.

        Args:
            numbers: by mailbox and room, what the file has.
        """
        self._tokens, self._outbound = set(tokens), set(outbound)
        self._follow_mailboxes()
        for guid, box in self._boxes.items():
            of = numbers.get(guid, {})
            box.is_read(of.get("item", ()), of.get("folder", ()), of.get("change", ()))

    def take(self, pace: Pace) -> bool:
        """Take what has changed, for one step at most; once all is taken, of this moment.

        Returns:
            Whether that was all.

        Raises:
            StateError: the tenant has something that cannot be kept.
        """
        self._follow_mailboxes()
        if not all(box.take(pace) for box in self._boxes.values()):
            return False
        for box in self._boxes.values():
            box.finish()
        self._take_parts()
        self._take_directory()
        self._take_tokens()
        self._take_outbound()
        return True

    def _follow_mailboxes(self) -> None:
        present: dict[str, Any] = vars(self.tenant.mailboxes)["_by_guid"]
        for guid in self._boxes.keys() - present.keys():
            self._boxes.pop(guid).drop()
        for guid, mailbox in present.items():
            if guid not in self._boxes:
                self._boxes[guid] = MailboxRows(mailbox, self.rows, self._writer, self._naming)

    def _take_parts(self) -> None:
        seen = {id(self.tenant)}
        for name in attributes(self.tenant):
            form = attribute_form(self.tenant, name, self._writer, seen)
            if form is not LEFT_OUT:
                self._put(Key("part", name), form)
        self._put(Key("later"), [[at, form] for at, form in self._waiting()])

    def _waiting(self) -> Iterable[tuple[float, Form]]:
        for at, action in vars(self.tenant.later)["_waiting"]:
            form = action_form(action, self._writer)
            if form is not None:
                yield at, form

    def _take_directory(self) -> None:
        directory, form = self.tenant.directory, self._writer.form
        for object_id, user in directory.users.items():
            self._take_account(Key("user", object_id), user)
        for name, app in directory.applications.items():
            self._take_account(Key("app", name), app)
        for address, group in directory.distribution_groups.items():
            self._put(Key("group", address), self._group_form(group))
        for address, public in directory.mail_folders.items():
            self._put(Key("mail_folder", address), [public.address, form(public.folder)])
        self._keep_only("user", directory.users)
        self._keep_only("app", directory.applications)
        self._keep_only("group", directory.distribution_groups)
        self._keep_only("mail_folder", directory.mail_folders)

    def _take_account(self, key: Key, account: User | Application) -> None:
        look = self._looks.get(key)
        if look is not None and look.is_same():
            return
        names = [name for name in vars(account) if name not in _OF_A_NEW_USER]
        self._looks[key] = Look([(account, names)])
        self._put(key, {name: self._writer.form(vars(account)[name]) for name in names})

    def _group_form(self, group: DistributionGroup) -> Form:
        allowed = group.allowed_senders
        return [
            group.object_id,
            group.address,
            group.display_name,
            self._members(group.members),
            self._writer.form(group.rule),
            None if allowed is None else self._members(allowed),
            group.is_room_list,
        ]

    def _members(self, members: Iterable[Member]) -> list[Form]:
        """Return those who are there still; who is gone counts no more, and does not come back."""
        return [self._writer.form(one) for one in members if not self._naming.is_gone(one)]

    def _take_tokens(self) -> None:
        kept: Any = vars(self.tenant.tokens.grants)
        codes, tokens = (vars(kept[name])["_grants"] for name in ("_codes", "_refresh_tokens"))
        for text, code in codes.items():
            self._put(Key("code", text), self._writer.form(code))
        self._keep_only("code", codes)
        # A token never changes once it is there, and there may be thousands.
        for text in self._tokens - tokens.keys():
            self.rows.drop(Key("token", text))
        for text in tokens.keys() - self._tokens:
            self._put(Key("token", text), self._writer.form(tokens[text]))
        self._tokens = set(tokens)

    def _take_outbound(self) -> None:
        left = {message.number: message for message in self.tenant.outbound}
        for number in self._outbound - left.keys():
            self.rows.drop(Key("outbound", number=number))
        for number in left.keys() - self._outbound:
            self._put(Key("outbound", number=number), self._writer.form(left[number]))
        self._outbound = set(left)

    def _keep_only(self, room: str, holders: Collection[str]) -> None:
        for key in self.rows.keep_only(room, holders):
            self._looks.pop(key, None)

    def _put(self, key: Key, form: Form) -> None:
        self.rows.put(key, form, self._writer.used)
        self._writer.used.clear()
