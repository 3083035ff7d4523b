"""Which configuration a request is about: its name, and the folder that it is in."""

import re
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.configurations.errors import INVALID_NAME
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_ID_TYPES, FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.reading import Element, attribute, required_one, tag
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.kinds.configuration import CLASS_PREFIX
from fakeserver.tenant.refusals import ItemNotFound

#: Its element, for `complex_type`.
CONFIGURATION_NAME: Final = complex_type("Name", FOLDER_ID_TYPES, "t:AddressListId")
#: Fewer than 237 characters of these ([MS-OXWSUSRCFG] 2.2.4.3).
_NAME: Final = re.compile(r"(?!IPM\.Configuration)[A-Za-z0-9.]{1,236}", re.IGNORECASE)


@dataclass(frozen=True)
class ConfigurationName:
    """A t:UserConfigurationName as it was read."""

    name: str
    folder: Id[Folder]
    #: the element of the folder's id
    element: str

    def folder_for(self, call: Call, ask: Ask) -> Folder:
        """Return the folder, in which the caller may do something; raises as `named_folder`, or EwsError."""
        folder = named_folder(call, self.folder, ask)
        if not _NAME.fullmatch(self.name):
            raise EwsError(INVALID_NAME)
        return folder

    @property
    def item_class(self) -> str:
        """The class of the item that holds it."""
        return CLASS_PREFIX + self.name

    def item(self, call: Call, ask: Ask) -> Item:
        """Return the item that holds it.

        Raises:
            ItemNotFound: the folder has no such configuration.
            FolderNotFound, IdMalformed, MailboxRefused, EwsError: as `folder_for`.
        """
        found = self.found_in(self.folder_for(call, ask))
        if found is None:
            raise ItemNotFound(self.name)
        return found

    def found_in(self, folder: Folder) -> Item | None:
        """Return the item that holds it in a folder. Assumption: names are compared without case, as classes are."""
        if not folder.associated_count:
            return None
        wanted = self.item_class.lower()
        return next((item for item in folder.items.values() if item.item_class.lower() == wanted), None)

    def written(self) -> Xml:
        """Return t:UserConfigurationName as the request named it."""
        mailbox = element("t:Mailbox", text("t:EmailAddress", self.folder.address)) if self.folder.address else NOTHING
        folder = element(f"t:{self.element}", mailbox, Id=self.folder.text, ChangeKey=self.folder.change_key)
        return element("t:UserConfigurationName", folder, Name=self.name)


def read_name(node: Element) -> ConfigurationName:
    """Read m:UserConfigurationName or t:UserConfigurationName; raises Violation."""
    folder = required_one(node, *FOLDER_IDS.elements)
    return ConfigurationName(attribute(node, "Name"), read_folder_id(folder), tag(folder))
