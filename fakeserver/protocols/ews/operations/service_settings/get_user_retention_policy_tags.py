"""GetUserRetentionPolicyTags: the retention tags that a user can choose from.

Source: web-service-reference/getuserretentionpolicytags-operation.
Assumption: the tenant has no retention policy, so that there are none.
"""

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml


@operation(
    "GetUserRetentionPolicyTags", answer=Flat("<m:RetentionPolicyTags/>"), since="Exchange2013", request=complex_type()
)
def get_user_retention_policy_tags(call: Call) -> Xml:
    """Return none.

    Raises:
        MailboxRefused: the caller has no mailbox.
    """
    _ = call.mailbox
    return Xml("<m:RetentionPolicyTags/>")
