"""Ids of EWS as they stand in addresses: as Microsoft Graph writes them.

Source: learn.microsoft.com/graph/outlook-immutable-id (translating ids: restId and ewsId differ in these letters).
"""

from typing import Final

_IN_URL: Final = str.maketrans("+/", "_-")
_IN_EWS: Final = str.maketrans("_-", "+/")


def for_url(ews_id: str) -> str:
    """Return an id of EWS in the letters that addresses take unescaped."""
    return ews_id.translate(_IN_URL)


def from_url(shown: str) -> str:
    """Return the id of EWS that an address shows."""
    return shown.translate(_IN_EWS)
