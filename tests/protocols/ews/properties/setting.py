"""Setting, deleting and reading extended properties, as tests write it."""

from typing import Any

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item


def update(item: Any, updates: str) -> str:
    """Return an UpdateItem."""
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
        f'<t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates>{updates}</t:Updates></t:ItemChange>'
        "</m:ItemChanges></m:UpdateItem>"
    )


def set_to(attributes: str, value: str) -> str:
    """Return the change that gives a property a value, in XML."""
    path = f"<t:ExtendedFieldURI {attributes}/>"
    return (
        f"<t:SetItemField>{path}<t:Message><t:ExtendedProperty>{path}{value}</t:ExtendedProperty></t:Message>"
        "</t:SetItemField>"
    )


def deleted(attributes: str) -> str:
    """Return the change that deletes a property."""
    return f"<t:DeleteItemField><t:ExtendedFieldURI {attributes}/></t:DeleteItemField>"


def values(ews: Ews, item: Any, attributes: str) -> list[str]:
    """Return the values that GetItem shows."""
    answer = ews(get_item(item.item_id, paths=f"<t:ExtendedFieldURI {attributes}/>"))
    texts: list[str] = answer.texts(".//t:Value")
    return texts
