"""The well-known names of folders, in any case, and what the mailbox calls them when one is missing.

Source: learn.microsoft.com/graph/api/resources/mailfolder; the capitals are those of refusals in issue threads.
"""

from collections.abc import Mapping
from typing import Final

#: Name -> as it stands in "Default folder ... not found."
WELL_KNOWN: Final = {
    "archive": "Archive",
    "clutter": "Clutter",
    "conflicts": "Conflicts",
    "conversationhistory": "ConversationHistory",
    "deleteditems": "DeletedItems",
    "drafts": "Drafts",
    "inbox": "Inbox",
    "junkemail": "JunkEmail",
    "localfailures": "LocalFailures",
    "msgfolderroot": "Root",
    "outbox": "Outbox",
    "recoverableitemsdeletions": "RecoverableItemsDeletions",
    "scheduled": "Scheduled",
    "searchfolders": "SearchFolders",
    "sentitems": "SentItems",
    "serverfailures": "ServerFailures",
    "syncissues": "SyncIssues",
}


def missing_folder(path: str, keys: Mapping[str, str]) -> str | None:
    """Return the folder that is said to be missing where a mailbox is not open to the caller at all.

    Args:
        path: of the operation.
        keys: in the request's path.

    Returns:
        None: none is named.

    Source: answers that are quoted in issue threads, of lists of folders, of the inbox and of all messages.
    """
    if path.startswith("me/mailFolders"):
        return WELL_KNOWN.get(keys["folder"].lower()) if "folder" in keys else "Root"
    return "AllItems" if path == "me/messages" else None
