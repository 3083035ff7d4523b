"""What names the things of a tenant that have rows of their own, wherever they are mentioned."""

from collections.abc import Mapping
from typing import Any

from fakeserver.state.forms import Form
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant


class Naming:
    """Names one tenant's things. What is no longer in the tenant is named as something that is gone."""

    def __init__(self, tenant: Tenant) -> None:
        self._directory = tenant.directory
        self._mailboxes = tenant.mailboxes
        #: deleted folders that were mentioned, by mailbox and number; the log of changes tells of them for ever
        self.gone_folders: dict[str, dict[int, Folder]] = {}

    def __call__(self, value: Any) -> tuple[str, Form] | None:
        """Return kind and name of a thing; None: it has no row of its own."""
        match value:
            case Folder():
                return "folder", self.folder(value)
            case Item():
                return self._item(value)
            case User():
                return _named("user", value, value.object_id, self._directory.users)
            case Application():
                return _named("app", value, value.client_id.lower(), self._directory.applications)
            case DistributionGroup():
                return _named("group", value, value.address.lower(), self._directory.distribution_groups)
            case Mailbox():
                there = self._mailboxes.by_guid(value.guid) is value
                return ("mailbox", value.guid) if there else ("gone", "mailbox")
        return None

    def folder(self, folder: Folder) -> Form:
        """Return what names a folder, which may be deleted: its mailbox and its number."""
        guid = folder.mailbox.ids.mailbox_guid
        if not folder.exists:
            self.gone_folders.setdefault(guid, {})[folder.number] = folder
        return [guid, folder.number]

    def is_gone(self, value: object) -> bool:
        """Say whether something that was in the tenant is there no longer."""
        named = self(value)
        return named is not None and named[0] == "gone"

    def _item(self, item: Item) -> tuple[str, Form]:
        where = self.folder(item.folder)
        if item.folder.items.get(item.uid) is item:
            return "item", [where[0], item.number]
        return "lost_item", where


def _named(kind: str, value: object, name: str, known: Mapping[str, object]) -> tuple[str, Form]:
    return (kind, name) if known.get(name) is value else ("gone", kind)
