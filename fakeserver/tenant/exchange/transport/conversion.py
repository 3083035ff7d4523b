"""What the service makes of a submitted message where a switch says so; by default its octets stay.

Exchange turns each message into its own format and back, so that nothing of its octets need come back as it was. Here
are the changes that people report most.
"""

import re
from typing import Protocol

from fakeserver.tenant.exchange.mime.addresses import is_address, parse_addresses
from fakeserver.tenant.exchange.mime.header_lines import in_seven_bits
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.mime.rewriting import rewritten
from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient
from fakeserver.tenant.exchange.transport.submission import RECIPIENT_FIELDS, whole_fields

_MESSAGE_ID = re.compile(rb"^Message-ID(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)


class ConversionSwitches(Protocol):
    """Which changes are made: the tenant's switches of these names."""

    deliver_to_header_recipients: bool
    convert_header: bool
    replace_message_id: bool
    rewrite_mime: bool


def delivered_by(envelope: Envelope, mime: bytes, switches: ConversionSwitches) -> Envelope:
    """Return the envelope that a message is delivered by.

    Raises:
        HeaderTooLarge: a field is too long for all who stand in it to be read.
    """
    if not switches.deliver_to_header_recipients:
        return envelope
    fields = [field for name in RECIPIENT_FIELDS for field in whole_fields(mime, name)]
    named = dict.fromkeys(one.address for field in fields for one in parse_addresses(field))
    known = {recipient.address.lower() for recipient in envelope.recipients}
    new = [address for address in named if is_address(address) and address.lower() not in known]
    return envelope._replace(recipients=(*envelope.recipients, *map(Recipient, new)))


def converted(mime: bytes, switches: ConversionSwitches) -> bytes:
    """Return a message as it goes on; one that is to get another Message-ID has none."""
    if switches.rewrite_mime:
        mime = rewritten(mime)
    if switches.convert_header:
        mime = in_seven_bits(mime)
    if switches.replace_message_id:
        end = header_end(mime)
        mime = _MESSAGE_ID.sub(b"X-Microsoft-Original-Message-ID", mime[:end]) + mime[end:]
    return mime
