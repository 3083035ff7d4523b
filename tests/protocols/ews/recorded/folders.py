"""Folders: made, found page by page, got and deleted."""

from tests.protocols.ews.recorded.asking import Client, Situations, find_folder, folder_id, get_folder, page, well_known

_INBOX, _CALENDAR, _CONTACTS = map(well_known, ("inbox", "calendar", "contacts"))
#: What stands below the contacts of the recorded mailbox beside what each has here.
_OF_CONTACTS = {
    "{06967759-274D-40B2-A3EB-D7F9E73727D7}": "IPF.Contact.MOC.QuickContacts",
    "{A9E2BC46-B3A0-4243-B315-60D991004455}": "IPF.Contact.MOC.ImContactList",
    "Companies": "IPF.Contact.Company",
    "GAL Contacts": "IPF.Contact.GalContacts",
    "Organizational Contacts": "IPF.Contact.OrganizationalContacts",
    "PeopleCentricConversation Buddies": "IPF.Contact.PeopleCentricConversationBuddies",
    "Recipient Cache": "IPF.Contact.RecipientCache",
    "Test": "IPF.Contact",
}
_OF_CALENDARS = {
    "Birthdays": "IPF.Appointment.Birthday",
    "Test": "IPF.Appointment",
    "United States holidays": "IPF.Appointment",
}


def _with(client: Client, parent: str, children: dict[str, str]) -> None:
    client.done(find_folder(parent))
    there = [one.text for one in client.root.iterfind(".//{*}DisplayName")]
    for name, folder_class in children.items():
        if name not in there:
            client.folder(name, parent, folder_class)


def _calendars(client: Client) -> None:
    _with(client, _CALENDAR, _OF_CALENDARS)
    client.done(find_folder(_CALENDAR))


def _two_calendars(client: Client) -> None:
    _with(client, _CALENDAR, {name: of for name, of in _OF_CALENDARS.items() if "holidays" not in name})
    client.done(find_folder(_CALENDAR))


def _contacts(client: Client) -> None:
    _with(client, _CONTACTS, _OF_CONTACTS)
    client.done(find_folder(_CONTACTS))


def _get_calendar(client: Client) -> None:
    _with(client, _CALENDAR, _OF_CALENDARS)
    client.done(get_folder(_CALENDAR))


def _get_contacts(client: Client) -> None:
    _with(client, _CONTACTS, _OF_CONTACTS)
    client.done(get_folder(_CONTACTS))


def _get_own(client: Client) -> None:
    client.done(get_folder(client.folder("Test", _INBOX, "IPF.Note")))


def _made(client: Client) -> None:
    client.folder("Test Create Folder", _INBOX)


def _made_calendar(client: Client) -> None:
    client.folder("Test Create Calendar", _CALENDAR, "IPF.Appointment")


def _one(client: Client) -> None:
    client.folder("Test", _INBOX, "IPF.Note")
    client.done(find_folder(_INBOX))


def _two(client: Client) -> None:
    client.folder("Test", _INBOX, "IPF.Note")
    client.folder("Test Create Folder", _INBOX)
    client.done(find_folder(_INBOX))


def _none(client: Client) -> None:
    client.done(find_folder(client.folder("Test", _INBOX)))


def _deleted(client: Client) -> None:
    folder = client.folder("Test Create Folder", _INBOX)
    client.done(f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>{folder}</m:FolderIds></m:DeleteFolder>')


def _five(client: Client) -> str:
    parent = client.folder("Test", _INBOX, "IPF.Note")
    folders = "".join(f"<t:Folder><t:DisplayName>Deep {number}</t:DisplayName></t:Folder>" for number in range(1, 6))
    client.done(
        f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders>{folders}</m:Folders></m:CreateFolder>"
    )
    return parent


def _all_of_five(client: Client) -> None:
    client.done(find_folder(_five(client)))


def _five_deleted(client: Client) -> None:
    _all_of_five(client)
    ids = "".join(folder_id(str(one.get("Id"))) for one in client.root.iterfind(".//{*}Folder/{*}FolderId"))
    client.done(f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>{ids}</m:FolderIds></m:DeleteFolder>')


def _first_page(client: Client) -> None:
    client.done(find_folder(_five(client), page("Folder", 0)))


def _second_page(client: Client) -> None:
    client.done(find_folder(_five(client), page("Folder", 2)))


def _last_page(client: Client) -> None:
    client.done(find_folder(_five(client), page("Folder", 4)))


def _of_the_root(client: Client) -> None:
    client.done(find_folder(well_known("root")))


FOLDERS: Situations = {
    ("APITest.testCreateCalendars", 1): _calendars,
    ("APITest.testCreateCalendars", 2): _made_calendar,
    ("APITest.testCreateFolders", 1): _one,
    ("APITest.testCreateFolders", 2): _made,
    ("APITest.testCreateFolders", 3): _two,
    ("APITest.testDeleteFolder", 3): _deleted,
    ("APITest.testFolderPaging", 1): _five,
    ("APITest.testFolderPaging", 2): _all_of_five,
    ("APITest.testFolderPaging", 3): _first_page,
    ("APITest.testFolderPaging", 4): _second_page,
    ("APITest.testFolderPaging", 5): _last_page,
    ("APITest.testFolderPaging", 6): _five_deleted,
    ("APITest.testGetFolderByDisplayName", 0): _of_the_root,
    ("APITest.testGetFolderByDistinguishedId", 0): _get_calendar,
    ("Calendar/CalendarTest.testRecurringEventSupport", 0): _two_calendars,
    ("Contacts/ContactsAPITest.testUpdateContact", 0): _get_contacts,
    ("Contacts/ContactsAPITest.testUpdateContact", 1): _contacts,
    ("Mail/MailAPITest.testGetFolderId", 5): _get_own,
}
