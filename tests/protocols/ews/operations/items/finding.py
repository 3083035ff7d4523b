"""FindItem as tests write it."""

from tests.protocols.ews.getting import fields


def request(
    shape: str = "<t:BaseShape>IdOnly</t:BaseShape>",
    extra: str = "",
    parents: str = '<t:DistinguishedFolderId Id="inbox"/>',
    traversal: str = "Shallow",
    query: str = "",
) -> str:
    """Return a FindItem, of the inbox unless said otherwise."""
    return (
        f'<m:FindItem Traversal="{traversal}"><m:ItemShape>{shape}</m:ItemShape>{extra}'
        f"<m:ParentFolderIds>{parents}</m:ParentFolderIds>{query}</m:FindItem>"
    )


def shape_of(*uris: str) -> str:
    """Return the shape with some properties."""
    return f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{fields(*uris)}</t:AdditionalProperties>"


def with_subject() -> str:
    """Return the shape with the subject alone."""
    return shape_of("item:Subject")


def restricted(term: str) -> str:
    """Return a FindItem with a restriction, for the subjects."""
    return request(with_subject(), f"<m:Restriction>{term}</m:Restriction>")


def comparison(name: str, uri: str, value: str) -> str:
    """Return a comparison of a property with a constant."""
    return (
        f'<t:{name}><t:FieldURI FieldURI="{uri}"/><t:FieldURIOrConstant><t:Constant Value="{value}"/>'
        f"</t:FieldURIOrConstant></t:{name}>"
    )


def contains(uri: str, value: str, mode: str = "Substring", comparison: str = "IgnoreCase") -> str:
    """Return a t:Contains."""
    return (
        f'<t:Contains ContainmentMode="{mode}" ContainmentComparison="{comparison}"><t:FieldURI FieldURI="{uri}"/>'
        f'<t:Constant Value="{value}"/></t:Contains>'
    )
