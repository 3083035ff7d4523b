"""Mailboxes, folders, items: what the tenant keeps, whichever protocol looks at it."""

from fakeserver.tenant.mailstore.attachments import Attachment as Attachment
from fakeserver.tenant.mailstore.changes import Change as Change
from fakeserver.tenant.mailstore.changes import ChangeKind as ChangeKind
from fakeserver.tenant.mailstore.changes import ChangeLog as ChangeLog
from fakeserver.tenant.mailstore.delivery import OutboundMessage as OutboundMessage
from fakeserver.tenant.mailstore.delivery import SubmissionReceipt as SubmissionReceipt
from fakeserver.tenant.mailstore.delivery import Transport as Transport
from fakeserver.tenant.mailstore.folders import Folder as Folder
from fakeserver.tenant.mailstore.items import Item as Item
from fakeserver.tenant.mailstore.mailbox import Mailbox as Mailbox
from fakeserver.tenant.mailstore.mailstore import Mailstore as Mailstore
from fakeserver.tenant.mailstore.values import Body as Body
from fakeserver.tenant.mailstore.values import DeleteMode as DeleteMode
from fakeserver.tenant.mailstore.values import EmailAddress as EmailAddress
from fakeserver.tenant.mailstore.values import ExtendedPropertyKey as ExtendedPropertyKey
