"""A tenant made again of its rows."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fakeserver.sequence import go_on_behind
from fakeserver.state.actions import action_of
from fakeserver.state.errors import StateError
from fakeserver.state.forms import Form, Reader
from fakeserver.state.item_forms import change_of, folder_of, item_of
from fakeserver.state.known import name_of
from fakeserver.state.octets import Octets
from fakeserver.state.parts import fill, fill_attribute
from fakeserver.state.searches import search_of
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import ArchiveMailbox, PublicFolderMailbox
from fakeserver.tenant.tenant import Tenant

_MAILBOXES = {name_of(kind): kind for kind in (Mailbox, ArchiveMailbox, PublicFolderMailbox)}

#: The forms of a tenant's rows: by room, holder and number.
Forms = Mapping[str, Mapping[str, Mapping[int, Form]]]


class Making:
    """Makes one tenant. First come things without what they hold, so that each can be named by the others."""

    def __init__(self, forms: Forms, octets: Octets) -> None:
        self._forms = forms
        self._reader = Reader(self._find, octets)
        held = forms["part"]["organization"][0]["part"]
        self.tenant = Tenant(held["domain"], tenant_id=held["tenant_id"], name=held["name"], defaults=False)
        self._users: dict[str, User] = {}
        self._apps: dict[str, Application] = {}
        self._groups: dict[str, DistributionGroup] = {}
        self._boxes: dict[str, Mailbox] = {}
        self._folders: dict[str, dict[int, Folder]] = {}
        self._items: dict[str, dict[int, Item]] = {}

    def made(self) -> Tenant:
        """Return the tenant.

        Raises:
            StateError, LookupError, TypeError, ValueError: the rows are not what is written.
        """
        self._begin()
        for guid in self._boxes:
            self._make_folders(guid)
            self._make_items(guid)
        for guid, box in self._boxes.items():
            self._fill_folders(guid)
            self._fill_log(guid, box.changes)
            fill(box, self._of("mailbox", guid)[2], self._reader)
        self._fill_directory()
        self._fill_parts()
        self._fill_tokens()
        self._fill_outbound()
        self._fill_later()
        return self.tenant

    # --- things without what they hold -------------------------------------------------------------------------------

    def _begin(self) -> None:
        for object_id in self._room("user"):
            self._users[object_id] = User.__new__(User)
        for name in self._room("app"):
            self._apps[name] = Application.__new__(Application)
        people = self.tenant.directory.users.values
        for name in self._room("group"):
            object_id, address, display_name, _, rule, _, is_room_list = self._of("group", name)
            group = DistributionGroup(object_id, address, display_name, people, rule=self._reader.value(rule))
            group.is_room_list = is_room_list
            self._groups[name] = group
        for guid in self._room("mailbox"):
            kind, is_room, held = self._of("mailbox", guid)
            address, display_name = held["address"], held["display_name"]
            self._boxes[guid] = self.tenant.mailboxes.made(_MAILBOXES[kind], address, display_name, is_room=is_room)

    def _make_folders(self, guid: str) -> None:
        box, forms = self._boxes[guid], self._forms["folder"].get(guid, {})
        made = self._folders[guid] = {number: folder_of(form, number, box) for number, form in forms.items()}
        tree: Any = vars(vars(box.folders)["_tree"])
        for number, form in forms.items():
            folder = made[number]
            folder.parent = None if form[0] is None else made[form[0]]
            if folder.exists:
                tree["_folders"][number] = folder
                if folder.distinguished_id:
                    tree["_distinguished"][folder.distinguished_id] = folder
            for child in form[14]:
                folder.child_names[made[child].display_name.casefold()] = made[child]

    def _make_items(self, guid: str) -> None:
        folders, made, by_uid = self._folders[guid], dict[int, Item](), []
        for number, form in self._forms["item"].get(guid, {}).items():
            item = item_of(form, number, folders[form[0]], self._reader)
            made[number] = item
            by_uid.append((item.uid, item))
        for uid, item in sorted(by_uid, key=lambda pair: pair[0]):
            item.folder.items[uid] = item
        self._items[guid] = made
        vars(vars(self._boxes[guid])["_registry"])["_items"].update(made)

    # --- what they hold ----------------------------------------------------------------------------------------------

    def _fill_folders(self, guid: str) -> None:
        for number, form in self._forms["folder"].get(guid, {}).items():
            folder, properties, search = self._folders[guid][number], form[15], form[16]
            if properties is not None:
                folder.properties = self._reader.value(properties)
            if search is not None:
                folder.search = search_of(search, folder, self._reader, self.tenant)

    def _fill_log(self, guid: str, log: ChangeLog) -> None:
        kept: Any = vars(log)
        for position, form in self._forms["change"].get(guid, {}).items():
            change = change_of(form, position, self._folders[guid])
            kept["_all"].append(change)
            kept["_by_folder"][change.folder.number].append(change)
            if not change.number:
                kept["_folders"].append(change)

    def _fill_directory(self) -> None:
        directory, value = self.tenant.directory, self._reader.value
        for object_id, user in self._users.items():
            vars(user).update({name: value(form) for name, form in self._of("user", object_id).items()})
            vars(user)["when_readdressed"] = directory.addresses.replace
            vars(user)["find_mailbox"] = self.tenant.mailboxes.by_address
        for name, app in self._apps.items():
            vars(app).update({each: value(form) for each, form in self._of("app", name).items()})
        for name, group in self._groups.items():
            _, _, _, members, _, allowed, _ = self._of("group", name)
            group.members, group.allowed_senders = value(members), value(allowed)

    def _fill_parts(self) -> None:
        for name in self._room("part"):
            form = self._of("part", name)
            if name in ("public_app", "daemon_app"):
                vars(self.tenant)[name] = self._reader.value(form)
            else:
                fill_attribute(self.tenant, name, form, self._reader)
        for address in self._room("mail_folder"):
            whole, folder = self._of("mail_folder", address)
            self.tenant.public_folders.accept_mail(self._reader.value(folder), whole)

    def _fill_tokens(self) -> None:
        kept: Any = vars(self.tenant.tokens.grants)
        for room, name in (("code", "_codes"), ("token", "_refresh_tokens")):
            grants: dict[str, object] = vars(kept[name])["_grants"]
            for text in self._room(room):
                grants[text] = self._reader.value(self._of(room, text))

    def _fill_outbound(self) -> None:
        left = [self._reader.value(form) for form in self._forms["outbound"].get("", {}).values()]
        self.tenant.outbound[:] = left
        go_on_behind(max([self.tenant.outbound.position, *(message.number for message in left)]))

    def _fill_later(self) -> None:
        now = self.tenant.clock.time()
        for at, form in self._of("later", ""):
            # What has had its time while nothing ran comes as soon as anything does.
            self.tenant.later.do(action_of(form, self._reader, self.tenant), max(at - now, 0.001))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _room(self, room: str) -> list[str]:
        return list(self._forms[room])

    def _of(self, room: str, holder: str) -> Form:
        return self._forms[room][holder][0]

    def _find(self, kind: str, name: Form) -> Any:
        match kind:
            case "user":
                return self._users[name]
            case "app":
                return self._apps[name]
            case "group":
                return self._groups[name]
            case "mailbox":
                return self._boxes[name]
            case "folder":
                return self._folders[name[0]][name[1]]
            case "item":
                return self._items[name[0]][name[1]]
            case "lost_item":
                # It lies in no folder: whoever looks finds that it is gone.
                folder, now = self._folders[name[0]][name[1]], self.tenant.clock.now()
                return Item(folder.mailbox, folder, 0, "IPM.Note", now, now, now)
            case "gone":
                return None
        raise StateError(f"nothing of a tenant is a {kind!r}")


def by_room() -> "defaultdict[str, defaultdict[str, dict[int, Form]]]":
    """Return what forms are put into, for `Making`."""
    return defaultdict(lambda: defaultdict(dict))
