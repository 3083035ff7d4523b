"""What a filter may ask of mail folders, and what they are sorted by."""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind
from fakeserver.protocols.graph.properties.folder import MAIL_FOLDER
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Folder

_VIEW: Final = View()


def _shown(name: str) -> Callable[[Folder], Any]:
    found = MAIL_FOLDER.property(name)
    assert found is not None
    read = found.read
    return lambda folder: read(folder, _VIEW)


_KINDS: Final = {
    "id": Kind.EXACT,
    "displayName": Kind.TEXT,
    "parentFolderId": Kind.EXACT,
    "childFolderCount": Kind.NUMBER,
    "unreadItemCount": Kind.NUMBER,
    "totalItemCount": Kind.NUMBER,
    "isHidden": Kind.TRUTH,
}
FOLDER_FIELDS: Final = Fields[Folder](
    MAIL_FOLDER,
    {name.lower(): Field(kind, _shown(name)) for name, kind in _KINDS.items()},
)
