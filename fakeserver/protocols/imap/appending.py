"""What the service makes of a message that comes by APPEND, or doesn't take, where the tenant's switches ask for it."""

from fakeserver.tenant.exchange.mime.rewriting import rewritten
from fakeserver.tenant.refusals import ContentRefused, LineTooLong
from fakeserver.tenant.switches.policies import Policies


def taken(policies: Policies, message: bytes) -> bytes:
    """Return a message as it is kept; its own octets, unless a switch says otherwise.

    Raises:
        LineTooLong, ContentRefused: a switch asks for it.
    """
    limit, unwanted = policies.imap_append_line_limit, policies.imap_append_refuses
    if limit is not None and any(len(line) > limit for line in message.split(b"\r\n")):
        raise LineTooLong(limit)
    if unwanted is not None and unwanted.encode() in message:
        raise ContentRefused(unwanted)
    return rewritten(message) if policies.rewrite_mime else message
