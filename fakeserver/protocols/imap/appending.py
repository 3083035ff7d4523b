"""What the service doesn't take by APPEND, where the tenant's switches ask for it."""

from fakeserver.tenant.refusals import ContentRefused, LineTooLong
from fakeserver.tenant.switches.policies import Policies


def check_content(policies: Policies, message: bytes) -> None:
    """Refuse a message for what is in it.

    Raises:
        LineTooLong, ContentRefused: a switch asks for it.
    """
    limit, unwanted = policies.imap_append_line_limit, policies.imap_append_refuses
    if limit is not None and any(len(line) > limit for line in message.split(b"\r\n")):
        raise LineTooLong(limit)
    if unwanted is not None and unwanted.encode() in message:
        raise ContentRefused(unwanted)
