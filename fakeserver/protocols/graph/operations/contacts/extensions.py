"""Open extensions of contacts: the operations are those of messages.

Source: learn.microsoft.com/graph/api/opentypeextension-post-opentypeextension
"""

from fakeserver.protocols.graph.operations.extensions.extensions import register
from fakeserver.tenant.access.needs import READ_CONTACTS, WRITE_CONTACTS

for _way in ("me/contacts", "me/contactFolders/{contactFolder}/contacts"):
    register(f"{_way}/{{contact}}/extensions", READ_CONTACTS, WRITE_CONTACTS)
