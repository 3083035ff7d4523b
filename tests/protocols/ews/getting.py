"""GetItem as tests write it."""


def fields(*uris: str) -> str:
    """Return the paths of some properties."""
    return "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)


def get_item(*item_ids: str, base: str = "IdOnly", extra: str = "", paths: str = "") -> str:
    """Return a GetItem.

    Args:
        base: the base shape.
        extra: elements of the shape that stand between its base and the additional properties.
        paths: the additional properties.
    """
    additional = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    ids = "".join(f'<t:ItemId Id="{item_id}"/>' for item_id in item_ids)
    return (
        f"<m:GetItem><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{extra}{additional}</m:ItemShape>"
        f"<m:ItemIds>{ids}</m:ItemIds></m:GetItem>"
    )
