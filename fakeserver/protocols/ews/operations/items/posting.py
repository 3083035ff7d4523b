"""What a new post has by itself.

Source: web-service-reference/postedtime, /postitem; types.xsd says what of a post may be given at its creation alone.
Assumption: the rest. Whoever's mailbox it is has posted it; it is unread for all (MS-OXWSFOLD's suite counts it so).
"""

from typing import Any

from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.values import EmailAddress


def posted(call: Call, folder: Folder) -> dict[Any, Any]:
    """Return the properties of a post that is put into a folder now."""
    named, now = call.named_in(call.visit_in(folder).mailbox), call.tenant.clock.now()
    author = EmailAddress(named.display_name, named.address)
    return {"from_": author, "sender": author, "posted_time": now, "date_time_sent": now}
