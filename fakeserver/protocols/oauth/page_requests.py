"""What the scripts of the sign-in pages ask: which credential an account has, and how a second factor goes.

Source: as `page_config.py`; the answer's members as public tools that ask for credential types read them.
"""

import json
from typing import Any

from fakeserver.protocols.oauth import headers
from fakeserver.protocols.oauth.browsers import Flow
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.page_config import SECOND_FACTOR
from fakeserver.tenant.refusals import MfaEnrolmentRequired, MfaRequired, UserNotFound
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse

#: `IfExistsResult`: there is such an account; there is none.
_EXISTS, _UNKNOWN = 0, 1
#: `DomainType` of a domain whose people sign in here, and of none that is known.
_MANAGED, _UNKNOWN_DOMAIN = 3, 1


def credential_type(call: Call) -> HttpResponse:
    """Answer ``GetCredentialType``: whether there is an account, and that it has a password.

    Assumption: it is asked without a sign-in as well; public tools send the name alone, and are answered.

    Raises:
        EntraError: AADSTS9002313, no readable question; AADSTS90014, no `username`.
    """
    asked = _question(call)
    name = _text(asked, "username")
    if not name:
        raise EntraError(90014, parameter="username")
    tenant = call.cloud.by_domain(name.rpartition("@")[2])
    answer = {
        "Username": name,
        "Display": name,
        "IfExistsResult": _UNKNOWN if tenant is None or _is_unknown(tenant, name) else _EXISTS,
        "IsUnmanaged": False,
        "ThrottleStatus": 0,
        "Credentials": {"PrefCredential": 1, "HasPassword": True},
        "EstsProperties": {"DomainType": _UNKNOWN_DOMAIN if tenant is None else _MANAGED},
        "FlowToken": _text(asked, "flowToken"),
        "apiCanary": _text(asked, "flowToken"),
    }
    return HttpResponse(200, [*headers.TOKEN], headers.json_text(answer))


def begin_second_factor(call: Call) -> HttpResponse:
    """Answer ``SAS/BeginAuth``: the telephone is asked."""
    flow = _flow(call)
    flow.telephone = "asked"
    return _progress(call, flow)


def end_second_factor(call: Call) -> HttpResponse:
    """Answer ``SAS/EndAuth``: on the fake the person at the telephone approves at once.

    Raises:
        EntraError: AADSTS165000, nobody was asked.
    """
    flow = _flow(call)
    if not flow.telephone:
        raise EntraError(165000)
    flow.telephone = "approved"
    return _progress(call, flow)


def _progress(call: Call, flow: Flow) -> HttpResponse:
    answer = {
        "Success": True,
        "ResultValue": "Success",
        "Message": None,
        "AuthMethodId": SECOND_FACTOR,
        "ErrCode": 0,
        "Retry": False,
        "FlowToken": flow.flow_id,
        "Ctx": flow.flow_id,
        "SessionId": call.trace_id,
        "CorrelationId": call.correlation_id,
        "Entropy": 0,
    }
    return HttpResponse(200, [*headers.TOKEN], headers.json_text(answer))


def _flow(call: Call) -> Flow:
    """Return the sign-in that a question is about, which is at its second factor.

    Raises:
        EntraError: AADSTS165000, there is none in this browser; AADSTS9002313, no readable question, or it is about
            another way than the page has named. Assumption: that code.
    """
    asked = _question(call)
    flow = call.browsers.flow(call.request, _text(asked, "FlowToken"))
    if flow is None or _text(asked, "Ctx") != flow.flow_id:
        raise EntraError(165000)
    # Who is to register a second factor has none yet.
    if not isinstance(flow.asked, MfaRequired) or isinstance(flow.asked, MfaEnrolmentRequired):
        raise EntraError(165000)
    if _text(asked, "AuthMethodId") != SECOND_FACTOR:
        raise EntraError(9002313)
    return flow


def _question(call: Call) -> dict[str, Any]:
    try:
        question = json.loads(call.request.body)
    except (ValueError, RecursionError):
        question = None
    if not isinstance(question, dict):
        raise EntraError(9002313)
    return question


def _is_unknown(tenant: Tenant, name: str) -> bool:
    try:
        tenant.directory.user_by_upn(name)
    except UserNotFound:
        return True
    return False


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""
