"""Response objects as tests write them."""

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.ews.client import Answer, Ews


def create(content: str, disposition: str | None = "SendAndSaveCopy", folder: str = "") -> str:
    """Return a CreateItem.

    Args:
        folder: the distinguished folder of SavedItemFolderId; empty for none.
    """
    given = f' MessageDisposition="{disposition}"' if disposition else ""
    saved = f'<m:SavedItemFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId>' if folder else ""
    return f"<m:CreateItem{given}>{saved}<m:Items>{content}</m:Items></m:CreateItem>"


def response(kind: str, item: Item, before: str = "", after: str = "") -> str:
    """Return a response object about an item, with elements before and after the reference."""
    reference = f'<t:ReferenceItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>'
    return f"<t:{kind}>{before}{reference}{after}</t:{kind}>"


def new_body(text: str, kind: str = "Text") -> str:
    """Return what stands above the original."""
    return f'<t:NewBodyContent BodyType="{kind}">{text}</t:NewBodyContent>'


def draft(ews: Ews, kind: str, item: Item, before: str = "", after: str = "") -> Item:
    """Return the draft that a response object makes for alice."""
    answer: Answer = ews(create(response(kind, item, before, after), "SaveOnly"))
    assert answer.codes == ["NoError"]
    return ews.mailbox.items.by_id(answer.attribute(".//t:Message/t:ItemId", "Id"))


def addresses(item: Item, name: str) -> list[str]:
    """Return the addresses of some of an item's recipients."""
    return [one.address for one in item.get(f"{name}_recipients") or []]
