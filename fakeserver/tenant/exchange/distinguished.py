"""The folders that a mailbox has from the beginning, as one table.

What a cloud mailbox lacks is not here: OneDrive, Teams' and Yammer's old folders by other names. Public folders and the
archive mailbox have tables of their own. Sources: DistinguishedFolderIdNameType in types.xsd; the newer ids and the
folder classes as exchangelib's tests find them in Exchange Online; names as Outlook and IMAP show them.
"""

from typing import NamedTuple


class FolderRow(NamedTuple):
    """One folder of a new mailbox."""

    display_name: str
    #: path of the parent by display names; the parent's row stands above
    parent: str
    #: "" where the real folder has none
    folder_class: str
    distinguished_id: str | None = None
    #: Outlook and IMAP don't list it
    hidden: bool = False


_TOP = "Top of Information Store"
_NOTE = "IPF.Note"
_BUDDIES = "IPF.Contact.PeopleCentricConversationBuddies"
#: What an archive mailbox has of it. Source: DistinguishedFolderIdNameType, "archive" before the name.
_ARCHIVED = frozenset(
    "root msgfolderroot inbox deleteditems recoverableitemsroot recoverableitemsdeletions recoverableitemsversions "
    "recoverableitemspurges recoverableitemsdiscoveryholds".split()
)
#: Skype's folders really have these names.
_QUICK_CONTACTS = "{06967759-274D-40B2-A3EB-D7F9E73727D7}"
_IM_CONTACTS = "{A9E2BC46-B3A0-4243-B315-60D991004455}"

#: Parents stand before their children; the first row is the root.
FOLDER_ROWS: tuple[FolderRow, ...] = (
    FolderRow("root", "", "", "root"),
    FolderRow(_TOP, "root", "", "msgfolderroot"),
    # what people see
    FolderRow("Inbox", _TOP, _NOTE, "inbox"),
    FolderRow("Drafts", _TOP, _NOTE, "drafts"),
    FolderRow("Sent Items", _TOP, _NOTE, "sentitems"),
    FolderRow("Deleted Items", _TOP, _NOTE, "deleteditems"),
    FolderRow("Junk Email", _TOP, _NOTE, "junkemail"),
    FolderRow("Archive", _TOP, _NOTE, "archive"),
    FolderRow("Outbox", _TOP, _NOTE, "outbox"),
    FolderRow("Calendar", _TOP, "IPF.Appointment", "calendar"),
    FolderRow("Birthdays", "Calendar", "IPF.Appointment.Birthday"),
    FolderRow("Contacts", _TOP, "IPF.Contact", "contacts"),
    FolderRow("Tasks", _TOP, "IPF.Task", "tasks"),
    FolderRow("Notes", _TOP, "IPF.StickyNote", "notes"),
    FolderRow("Journal", _TOP, "IPF.Journal", "journal"),
    FolderRow("Conversation History", _TOP, "", "conversationhistory"),
    FolderRow("RSS Feeds", _TOP, "IPF.Note.OutlookHomepage"),
    FolderRow("Sync Issues", _TOP, _NOTE, "syncissues", hidden=True),
    FolderRow("Conflicts", "Sync Issues", "", "conflicts", hidden=True),
    FolderRow("Local Failures", "Sync Issues", "", "localfailures", hidden=True),
    FolderRow("Server Failures", "Sync Issues", "", "serverfailures", hidden=True),
    # hidden among them
    FolderRow("Conversation Action Settings", _TOP, "IPF.Configuration", hidden=True),
    FolderRow("Quick Step Settings", _TOP, "IPF.Configuration", hidden=True),
    FolderRow("ExternalContacts", _TOP, "IPF.Contact", "externalcontacts", hidden=True),
    FolderRow("PersonMetadata", _TOP, "IPF.Contact", "personmetadata", hidden=True),
    FolderRow("Files", _TOP, "IPF.Files", hidden=True),
    FolderRow("Yammer Root", _TOP, _NOTE, "yammerroot", hidden=True),
    FolderRow("Inbound", "Yammer Root", _NOTE, "yammerinbound", hidden=True),
    FolderRow("Outbound", "Yammer Root", _NOTE, "yammeroutbound", hidden=True),
    FolderRow("Feeds", "Yammer Root", _NOTE, "yammerfeeds", hidden=True),
    FolderRow("Recipient Cache", "Contacts", "IPF.Contact.RecipientCache", "recipientcache", hidden=True),
    FolderRow(_QUICK_CONTACTS, "Contacts", "IPF.Contact.MOC.QuickContacts", "quickcontacts", hidden=True),
    FolderRow(_IM_CONTACTS, "Contacts", "IPF.Contact.MOC.ImContactList", "imcontactlist", hidden=True),
    FolderRow("GAL Contacts", "Contacts", "IPF.Contact.GalContacts", hidden=True),
    FolderRow("Organizational Contacts", "Contacts", "IPF.Contact.OrganizationalContacts", hidden=True),
    FolderRow("Companies", "Contacts", "IPF.Contact.Company", "companycontacts", hidden=True),
    FolderRow(
        "PeopleCentricConversation Buddies", "Contacts", _BUDDIES, "peoplecentricconversationbuddies", hidden=True
    ),
    FolderRow("PeopleConnect", "root", "", "peopleconnect", hidden=True),
    # recoverable items
    FolderRow("Recoverable Items", "root", "", "recoverableitemsroot", hidden=True),
    FolderRow("Deletions", "Recoverable Items", "", "recoverableitemsdeletions", hidden=True),
    FolderRow("Versions", "Recoverable Items", "", "recoverableitemsversions", hidden=True),
    FolderRow("Purges", "Recoverable Items", "", "recoverableitemspurges", hidden=True),
    FolderRow("DiscoveryHolds", "Recoverable Items", "", "recoverableitemsdiscoveryholds", hidden=True),
    FolderRow("SubstrateHolds", "Recoverable Items", "", "recoverableitemssubstrateholds", hidden=True),
    FolderRow("Audits", "Recoverable Items", "", hidden=True),
    FolderRow("Calendar Logging", "Recoverable Items", "", hidden=True),
    # search folders
    FolderRow("Finder", "root", "", "searchfolders", hidden=True),
    FolderRow("Voice Mail", "Finder", "IPF.Note.Microsoft.Voicemail", "voicemail", hidden=True),
    FolderRow("To-Do Search", "root", "IPF.Task", "todosearch", hidden=True),
    FolderRow("My Contacts", "Finder", _NOTE, "mycontacts", hidden=True),
    FolderRow("MyContactsExtended", "Finder", _NOTE, hidden=True),
    FolderRow("Favorites", "Finder", _NOTE, "favorites", hidden=True),
    FolderRow("AllContacts", "root", _NOTE, "allcontacts", hidden=True),
    FolderRow("AllItems", "root", "IPF", "allitems", hidden=True),
    FolderRow("AllCategorizedItems", "root", _NOTE, "allcategorizeditems", hidden=True),
    FolderRow("AllPersonMetadata", "root", _NOTE, "allpersonmetadata", hidden=True),
    FolderRow("From Favorite Senders", "root", _NOTE, "fromfavoritesenders", hidden=True),
    FolderRow("RelevantContacts", "root", _NOTE, "relevantcontacts", hidden=True),
    FolderRow("UserCuratedContacts", "root", _NOTE, "usercuratedcontacts", hidden=True),
    FolderRow("Reminders", "root", "Outlook.Reminder", hidden=True),
    FolderRow("Spooler Queue", "root", "", hidden=True),
    # the store's own
    FolderRow("Common Views", "root", "", hidden=True),
    FolderRow("Views", "root", "", hidden=True),
    FolderRow("Shortcuts", "root", "", hidden=True),
    FolderRow("Schedule", "root", "", hidden=True),
    FolderRow("Sharing", "root", _NOTE, hidden=True),
    FolderRow("System", "root", "", hidden=True),
    FolderRow("Deferred Action", "root", "", hidden=True),
    FolderRow("Freebusy Data", "root", "", hidden=True),
    FolderRow("ExchangeSyncData", "root", "", hidden=True),
    FolderRow("Location", "root", "", hidden=True),
    FolderRow("MailboxAssociations", "root", "", hidden=True),
    FolderRow("ParkedMessages", "root", "", hidden=True),
    FolderRow("DefaultFoldersChangeHistory", "root", "IPM.DefaultFolderHistoryItem", hidden=True),
    FolderRow("Directory", "root", "", "directory", hidden=True),
    FolderRow("DlpPolicyEvaluation", "root", "IPF.StoreItem.DlpPolicyEvaluation", "dlppolicyevaluation", hidden=True),
    FolderRow("Inference", "root", "", "inference", hidden=True),
    FolderRow("OneNotePagePreviews", "root", "", "onenotepagepreviews", hidden=True),
    FolderRow("ShortNotes", "root", "", "shortnotes", hidden=True),
    FolderRow("TemporarySaves", "root", "", "temporarysaves", hidden=True),
    FolderRow("SharePointNotifications", "root", "", "sharepointnotifications", hidden=True),
    FolderRow("PdpProfileV2Secured", "root", "IPF.StoreItem.PdpProfileSecured", hidden=True),
    FolderRow("ShadowItems", "root", "IPF.StoreItem.ShadowItems", hidden=True),
    FolderRow("Signal", "root", "IPF.StoreItem.Signal", hidden=True),
    FolderRow("SmsAndChatsSync", "root", "IPF.SmsAndChatsSync", hidden=True),
)

#: The same of the store of public folders: their root, and beside it what people do not see. Names as in
#: ecederstrand/exchangelib#1300 and in [MS-OXOSFLD] 2.2.4.
PUBLIC_ROWS: tuple[FolderRow, ...] = (
    FolderRow("root", "", "", "root", hidden=True),
    FolderRow("IPM_SUBTREE", "root", "", "publicfoldersroot"),
    FolderRow("NON_IPM_SUBTREE", "root", "", hidden=True),
    FolderRow("DUMPSTER_ROOT", "NON_IPM_SUBTREE", "", "recoverableitemsroot", hidden=True),
    FolderRow("DUMPSTER_EXTEND", "DUMPSTER_ROOT", "", "recoverableitemsdeletions", hidden=True),
)

#: The same of an archive mailbox; clients name them with "archive" before the id.
ARCHIVE_ROWS: tuple[FolderRow, ...] = tuple(row for row in FOLDER_ROWS if row.distinguished_id in _ARCHIVED)
