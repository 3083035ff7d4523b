"""The well-known names of folders, in any case, and what the mailbox calls them when one is missing.

Source: learn.microsoft.com/graph/api/resources/mailfolder; the capitals are those of refusals in issue threads.
"""

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
