"""GetPasswordExpirationDate: until when an account's password is good.

Source: web-service-reference/getpasswordexpirationdate-operation.
"""

from datetime import UTC, datetime
from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import content
from fakeserver.protocols.ews.soap.writing import Xml, date_time
from fakeserver.tenant.refusals import MailboxAccessDenied

#: Assumption: what a password that never expires has, as it is by default in Microsoft 365.
_NEVER: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@operation(
    "GetPasswordExpirationDate",
    answer=Flat(),
    since="Exchange2010_SP1",
    request=complex_type(elements={"m:MailboxSmtpAddress": TEXT}),
)
def get_password_expiration_date(call: Call) -> Xml:
    """Return the date of the caller's account, or of one whose mailbox is theirs as a whole.

    Assumption: whoever may use single folders is told nothing of the account; a password that has expired did so when
    it was set, or now where nobody knows when that was.
    """
    address = content(call.parts.get(m("MailboxSmtpAddress"))).strip()
    visit = call.visit_to(address or call.mailbox.address)
    if "FullAccess" not in visit.rights:
        raise MailboxAccessDenied(visit.owner.address, principal=visit.acting_name)
    if not visit.owner.password_expired:
        return date_time("m:PasswordExpirationDate", _NEVER)
    changed = visit.owner.password_changed_at
    return date_time(
        "m:PasswordExpirationDate", datetime.fromtimestamp(changed, UTC) if changed else call.tenant.clock.now()
    )
