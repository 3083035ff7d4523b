"""Bodies of EWS requests, and short forms of asking them: one after the other, in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.asking.soap import Soap
from pytest_m365.contract.promise import Ask

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

#: stands for the id of the test's own folder, and for the last id of an item or folder that was answered
FOLDER, LAST = '<t:FolderId Id="{folder}"/>', "{id}"
ITEM = f'<t:ItemId Id="{LAST}"/>'
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
MESSAGE = "<t:Message><t:Subject>A promise</t:Subject></t:Message>"


def shape(base: str = "IdOnly", *paths: str) -> str:
    """Return what a shape holds: its base, and further properties."""
    more = "".join(f'<t:FieldURI FieldURI="{path}"/>' for path in paths)
    return f"<t:BaseShape>{base}</t:BaseShape>" + (
        f"<t:AdditionalProperties>{more}</t:AdditionalProperties>" if more else ""
    )


def get_folder(folder: str, base: str = "IdOnly", *paths: str) -> str:
    """Return a GetFolder."""
    return f"<m:GetFolder><m:FolderShape>{shape(base, *paths)}</m:FolderShape><m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"


def create(item: str = MESSAGE, folder: str = FOLDER, how: str = "SaveOnly") -> str:
    """Return a CreateItem."""
    return (
        f'<m:CreateItem MessageDisposition="{how}" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>{folder}'
        f"</m:SavedItemFolderId><m:Items>{item}</m:Items></m:CreateItem>"
    )


def get_item(item: str = ITEM, base: str = "IdOnly", *paths: str) -> str:
    """Return a GetItem."""
    return f"<m:GetItem><m:ItemShape>{shape(base, *paths)}</m:ItemShape><m:ItemIds>{item}</m:ItemIds></m:GetItem>"


def find(
    more: str = "", folder: str = FOLDER, *, base: str = "IdOnly", paths: tuple[str, ...] = (), order: str = ""
) -> str:
    """Return a FindItem.

    Args:
        more: view and restriction, between the shape and the folder.
        order: what stands behind them: a sort order.
    """
    return (
        f'<m:FindItem Traversal="Shallow"><m:ItemShape>{shape(base, *paths)}</m:ItemShape>{more}{order}'
        f"<m:ParentFolderIds>{folder}</m:ParentFolderIds></m:FindItem>"
    )


def where(restriction: str) -> str:
    """Return a restriction."""
    return f"<m:Restriction>{restriction}</m:Restriction>"


def contains(path: str, text: str) -> str:
    """Return a Contains."""
    return (
        f'<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="{path}"/>'
        f'<t:Constant Value="{text}"/></t:Contains>'
    )


def update(change: str, item: str = ITEM) -> str:
    """Return an UpdateItem."""
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f"{item}<t:Updates>{change}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def set_field(path: str, value: str, kind: str = "Message") -> str:
    """Return a SetItemField."""
    return f'<t:SetItemField><t:FieldURI FieldURI="{path}"/><t:{kind}>{value}</t:{kind}></t:SetItemField>'


def make_folder(name: str = "below") -> str:
    """Return a CreateFolder below the test's own folder."""
    return (
        f"<m:CreateFolder><m:ParentFolderId>{FOLDER}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>{name}"
        "</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
    )


def delete_folder(folder: str = f'<t:FolderId Id="{LAST}"/>', how: str = "HardDelete") -> str:
    """Return a DeleteFolder of the last folder that was answered."""
    return f'<m:DeleteFolder DeleteType="{how}"><m:FolderIds>{folder}</m:FolderIds></m:DeleteFolder>'


def delete_item(item: str = ITEM, how: str = "HardDelete") -> str:
    """Return a DeleteItem."""
    return f'<m:DeleteItem DeleteType="{how}"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>'


def ask_all(asker: Asker, bodies: Sequence[str], version: str = "Exchange2016") -> Soap:
    """Ask EWS one request after the other; return the last answer."""
    last, answer = "", None
    for body in bodies:
        filled = body.replace("{id}", last)
        if "{folder}" in filled:
            filled = filled.replace("{folder}", asker.ews_folder)
        answer = asker.ews(filled, version=version)
        last = answer.id("ItemId") or answer.id("FolderId") or last
    assert answer is not None, "at least one request is asked"
    return answer


def ews(*bodies: str, version: str = "Exchange2016", text: str = "") -> Ask:
    """Return how EWS is asked: status, code and text of the last answer decide.

    Args:
        text: what is asked, for readers; the bodies by default.
    """
    return Ask(text or _short(bodies), lambda asker: ask_all(asker, bodies, version).lines())


def names(*bodies: str, of: str, text: str = "", attributes: bool = False) -> Ask:
    """Return how EWS is asked for the names of the elements below the first one of a name, in order; or its attributes'."""

    def perform(asker: Asker) -> Sequence[str]:
        answer = ask_all(asker, bodies)
        return answer.attributes(of) if attributes else answer.children(of)

    return Ask(f"{text or _short(bodies)}: the {'attributes' if attributes else 'elements'} of {of}", perform)


def values(*bodies: str, read: Callable[[Soap], Sequence[str]], text: str = "") -> Ask:
    """Return how EWS is asked for something that is read out of the last answer."""
    return Ask(text or _short(bodies), lambda asker: read(ask_all(asker, bodies)))


def _short(bodies: Sequence[str]) -> str:
    return " ".join(bodies).replace(FOLDER, "(own folder)") or "(an empty body)"
