"""A conversation that shows as much of the schema as answers here have: every operation, each kind of item."""

from lxml import etree

from fakeserver.tenant.directory.users import User
from tests.protocols.ews.client import Answer
from tests.protocols.ews.operations.reminders.reminding import one_action
from tests.protocols.ews.requirements.asking import (
    attach,
    attachments,
    change,
    change_folder,
    create,
    create_folder,
    delete,
    disposed,
    file,
    find,
    folders_to,
    get,
    get_folder,
    ids,
    item_id,
    made,
    made_folder,
    message,
    named_folder,
    sync_folders,
    sync_items,
    to_folder,
    update,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.full_items import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MEETING,
    MESSAGE,
    POST,
    SERIES,
    TASK_RANGES,
    TASK_RECURRENCES,
    task,
)
from tests.protocols.ews.requirements.meetings import ASKED, changed, occurrence, removed, within
from tests.protocols.ews.requirements.wire import EwsOverTls

_LATER = "<t:End>2030-03-08T12:00:00Z</t:End>"
#: What AllProperties does not have.
_ASKED = "".join(
    map(
        uri,
        (
            "item:MimeContent",
            "item:TextBody",
            "item:UniqueBody",
            "item:NormalizedBody",
            "item:Preview",
            "item:StoreEntryId",
            "item:DisplayBcc",
            "item:BlockStatus",
            "item:HasBlockedImages",
            "item:WebClientEditFormQueryString",
        ),
    )
)
_TAGGED = '<t:ExtendedFieldURI PropertyTag="0x0037" PropertyType="String"/>'
_NAMED = (
    '<t:ExtendedFieldURI PropertySetId="00020329-0000-0000-C000-000000000046" PropertyName="birds"'
    ' PropertyType="StringArray"/>'
)
_BY_ID = '<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyId="34144" PropertyType="SystemTime"/>'


class Conversation:
    """Asks one question after the other and keeps the answers."""

    def __init__(self, ews: EwsOverTls) -> None:
        self.ews = ews
        self.answers: list[etree._Element] = []

    def __call__(self, request: str, user: User | None = None) -> Answer:
        """Ask, as alice unless said otherwise; the answer's messages need not be successes."""
        answer = self.ews(request, user)
        self.answers.append(answer.element)
        return answer

    def all(self) -> list[etree._Element]:
        """Ask everything and return the answers."""
        self._items()
        self._series()
        self._reminders()
        self._meetings()
        self._mail()
        self._attachments()
        self._folders()
        self._sync()
        self._export()
        return self.answers

    def _items(self) -> None:
        items = [MESSAGE, APPOINTMENT, CONTACT, DISTRIBUTION_LIST, POST]
        items += [task(pattern, TASK_RANGES[0]) for pattern in TASK_RECURRENCES]
        items += [task(TASK_RECURRENCES[0], end) for end in TASK_RANGES]
        found = ids(self(create(*items)))
        for base in ("IdOnly", "Default", "AllProperties"):
            self(get(*found, base=base))
        self(get(*found, base="IdOnly", more=f"{_TAGGED}{_NAMED}{_BY_ID}"))
        self(get(found[0], more=_ASKED))
        self(to_folder("CopyItem", "drafts", found[0]))
        [moved] = ids(self(to_folder("MoveItem", "inbox", found[0])))
        self(update(moved, change("item:Subject", "<t:Subject>Other</t:Subject>")))
        self(find("inbox"))
        self(delete(moved))
        self(delete(moved))

    def _series(self) -> None:
        [series] = made(self.ews, SERIES)

        def named(index: int) -> str:
            return f'<t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="{index}"/>'

        location = change("calendar:Location", "<t:Location>Bridge</t:Location>", "CalendarItem")
        self(update(series, location).replace(item_id(series), named(2)))
        self(delete(series).replace(item_id(series), named(3)))
        self(get(series))
        self(get(series).replace(item_id(series), named(2)))
        self(
            '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
            '<m:CalendarView StartDate="2030-03-01T00:00:00Z" EndDate="2030-04-01T00:00:00Z"/><m:ParentFolderIds>'
            '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
        )

    def _reminders(self) -> None:
        first = self("<m:GetReminders/>").find(".//t:Reminder/t:ItemId")
        self(one_action("Dismiss", item_id(str(first.get("Id")), str(first.get("ChangeKey")))))

    def _meetings(self) -> None:
        bob = self.ews.bob
        self.ews(create(APPOINTMENT, to="calendar"), bob)
        [series] = ids(self(create(MEETING, invitations="SendToAllAndSaveCopy")))
        self(changed("", "calendar:End", _LATER, "SendToNone", occurrence(series, 2)))
        self(removed("", "SendToNone", named=occurrence(series, 3)))
        self(changed(series, "calendar:Location", "<t:Location>Bridge</t:Location>"))
        self(get(series))
        for user, where in ((bob, "inbox"), (self.ews.alice, "sentitems")):
            for one in within(self.ews, where, user):
                self(get(one, more=ASKED), user)

    def _mail(self) -> None:
        self.ews.mailbox.deliver(
            b"From: Bob <bob@contoso.com>\r\nTo: Alice <alice@contoso.com>\r\nCc: carol@contoso.com\r\n"
            b"Disposition-Notification-To: bob@contoso.com\r\nSubject: Herons\r\nMessage-ID: <1@contoso.com>\r\n"
            b"References: <0@contoso.com>\r\nDate: Mon, 6 Jan 2025 10:00:00 +0000\r\n\r\nSeen today.\r\n"
        )
        [delivered] = self(find("inbox")).attributes(".//t:ItemId", "Id")
        self(get(delivered, more=_ASKED))
        draft = self(create(message(f"<t:ToRecipients>{mailbox('bob@contoso.com')}</t:ToRecipients>")))
        named = item_id(draft.attribute(".//t:ItemId", "Id"), draft.attribute(".//t:ItemId", "ChangeKey"))
        self(f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{named}</m:ItemIds></m:SendItem>')
        complete = "<t:FlagStatus>Complete</t:FlagStatus><t:CompleteDate>2020-01-01T00:00:00Z</t:CompleteDate>"
        by_id = (
            '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyId="34144"'
            ' PropertyType="SystemTime"/><t:Value>2030-01-01T00:00:00Z</t:Value></t:ExtendedProperty>'
        )
        done = task(more="").replace("<t:PercentComplete>40", "<t:PercentComplete>100")
        flagged = message(f"{by_id}<t:Flag>{complete}</t:Flag>")
        self(get(*made(self.ews, flagged, done), more=_BY_ID))

    def _attachments(self) -> None:
        [item] = made(self.ews, message())
        details = (
            "<t:ContentType>text/plain</t:ContentType><t:ContentId>c1</t:ContentId>"
            "<t:ContentLocation>http://birds.example/</t:ContentLocation><t:IsInline>true</t:IsInline>"
        )
        answer = self(
            attach(
                item,
                file(inside=details),
                f"<t:ItemAttachment><t:Name>item</t:Name>{details}{message()}</t:ItemAttachment>",
            )
        )
        found = answer.attributes(".//t:AttachmentId", "Id")
        self(attachments("GetAttachment", *found))
        self(get(item))
        for one in (APPOINTMENT, CONTACT, POST, task()):
            inside = f"<t:ItemAttachment><t:Name>item</t:Name>{one}</t:ItemAttachment>"
            self(attachments("GetAttachment", *self(attach(item, inside)).attributes(".//t:AttachmentId", "Id")))
        self(attachments("DeleteAttachment", *found))

    def _folders(self) -> None:
        one = made_folder(self.ews, "One", "<t:PermissionSet><t:Permissions/></t:PermissionSet>")
        self(
            create_folder(
                named_folder("Kinds"),
                named_folder("Dates", kind="CalendarFolder"),
                named_folder("People", kind="ContactsFolder"),
                named_folder("Work", kind="TasksFolder"),
            )
        )
        self(get_folder("inbox", "calendar", "contacts", "tasks", one, "junkemail"))
        path = '<t:ExtendedFieldURI PropertyTag="0x3613" PropertyType="String"/>'
        more = uri("folder:PermissionSet") + uri("folder:DistinguishedFolderId") + path
        self(get_folder("inbox", "calendar", "contacts", "tasks", more=more))
        self(folders_to("CopyFolder", "inbox", one))
        self(folders_to("MoveFolder", "drafts", one))
        self(update_folder(one, change_folder("folder:DisplayName", "<t:DisplayName>Uno</t:DisplayName>")))
        self(disposed("EmptyFolder", one, more=' DeleteSubFolders="true"'))
        self(disposed("DeleteFolder", one))

    def _sync(self) -> None:
        state = self(sync_folders()).value(".//m:SyncState")
        new, old = made_folder(self.ews, "New"), made_folder(self.ews, "Old")
        state = self(sync_folders(state)).value(".//m:SyncState")
        self.ews(disposed("DeleteFolder", old))
        self.ews(update_folder(new, change_folder("folder:DisplayName", "<t:DisplayName>Newer</t:DisplayName>")))
        self(sync_folders(state))
        changed, read, gone = made(self.ews, message(), message(), message(), to="inbox")
        state = self(sync_items("inbox")).value(".//m:SyncState")
        self.ews(update(changed, change("item:Subject", "<t:Subject>Other</t:Subject>")))
        self.ews(update(read, change("message:IsRead", "<t:IsRead>false</t:IsRead>")))
        self.ews(delete(gone))
        self(sync_items("inbox", state))
        made(self.ews, POST, APPOINTMENT, CONTACT, task())
        for where in ("drafts", "calendar", "contacts", "tasks"):
            self(sync_items(where))

    def _export(self) -> None:
        [item] = made(self.ews, message())
        data = self(f"<m:ExportItems><m:ItemIds>{item_id(item)}</m:ItemIds></m:ExportItems>").value(".//m:Data")
        where = self(get(item)).attribute(".//t:ParentFolderId", "Id")
        self(
            f'<m:UploadItems><m:Items><t:Item CreateAction="CreateNew"><t:ParentFolderId Id="{where}"/>'
            f"<t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>"
        )


def mailbox(address: str) -> str:
    """Return t:Mailbox with an address."""
    return f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"
