"""What the service doesn't take by APPEND, where the tenant's switches ask for it."""

from fakeserver.protocols.imap.errors import BAD_ARGUMENTS, COMMAND_TOO_LONG, Row
from fakeserver.tenant.switches.policies import Policies


def content_refusal(policies: Policies, message: bytes) -> Row | None:
    """Return how a message is refused for what is in it; None where it is taken."""
    limit, unwanted = policies.imap_append_line_limit, policies.imap_append_refuses
    if limit is not None and any(len(line) > limit for line in message.split(b"\r\n")):
        return COMMAND_TOO_LONG
    if unwanted is not None and unwanted.encode() in message:
        return BAD_ARGUMENTS
    return None
