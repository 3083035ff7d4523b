"""What the journal keeps of a request to Entra ID: what it is, and nothing secret."""

from functools import lru_cache

from fakeserver.edge.exchange import Exchange
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.refused import error_of
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.permissions import EXCHANGE, OPENID_SCOPES, resource_by_name, split_scope
from fakeserver.tenant.journal.facts import GrantRequest
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import HttpResponse

#: Characters of a value that are shown. Of a longer one nothing is: the beginning of a secret in it would not be known
#: for one.
_WIDTH = 500
#: Parameters that say what a request is, and hold no secret.
_SHOWN = (
    "grant_type", "client_id", "scope", "resource", "username", "loginfmt", "login", "response_type", "prompt", "do",
)  # fmt: skip
#: Endpoints at which an application asks for permissions.
_ASK = frozenset({"token", "authorize", "devicecode"})
#: What a grant shows: equal ones are the same credential.
_CREDENTIALS = ("refresh_token", "code", "password", "device_code", "assertion", "client_secret")


def exchange(cloud: Cloud, call: Call) -> Exchange:
    """Return the exchange of a request that is to be answered."""
    given = call.parameters
    return Exchange(
        cloud,
        "OAuth",
        "",
        call.known_tenant,
        operation=_operation(call),
        client_id=_shown(given.get("client_id", "")),
        user=_shown(given.get("username", "") or given.get("loginfmt", "")),
        request=call.request,
        began=call.began,
    )


def complete(noted: Exchange, call: Call) -> None:
    """Add what is known of a request once it is answered."""
    given, issued = call.parameters, call.issued
    noted.tenant = call.known_tenant
    if issued is not None:
        noted.user = _shown(issued.user)
    noted.parameters = tuple([(name, _shown(given[name])) for name in _SHOWN if given.get(name)])
    line = f"{call.request.method} {_shown(call.request.path)}"
    noted.asked = " ".join([line, *[f"{name}={value}" for name, value in noted.parameters]])
    if noted.operation in _ASK:
        noted.grant = _grant_request(call, noted.operation)


def _grant_request(call: Call, operation: str) -> GrantRequest:
    given, issued = call.parameters, call.issued
    scope = given.get("scope") or given.get("resource", "")
    named = _named(scope) if len(scope) <= _WIDTH else frozenset[str]()
    scope = _shown(scope)
    shown = hash(tuple([given[name] for name in _CREDENTIALS if name in given])) if operation == "token" else 0
    grant = _shown(given.get("grant_type", "")) if operation == "token" else operation
    if issued is None:
        return GrantRequest(grant, scope, named, shown=shown)
    return GrantRequest(grant, scope, named, _qualified(issued.audience, issued.permissions), issued.expires_in, shown)


@lru_cache(maxsize=200)
def _named(scope: str) -> frozenset[str]:
    """Return the permissions that a ``scope`` parameter names; `.default` names none."""
    words = [word for word in scope.split() if word not in OPENID_SCOPES and not word.lower().endswith(".default")]
    return frozenset(name for word in words for name in _qualified(*_split(word)))


def _split(word: str) -> tuple[str, frozenset[str]]:
    address, value = split_scope(word)
    return address, frozenset({value})


@lru_cache(maxsize=200)
def _qualified(address: str, permissions: frozenset[str]) -> frozenset[str]:
    """Return permissions as a test writes them: those of other resources than Exchange Online have it in front."""
    if resource_by_name(address) is EXCHANGE:
        return permissions
    return frozenset(f"{address}/{name}" for name in permissions)


def _operation(call: Call) -> str:
    """Return the name of the endpoint: the last part of its path, without the value that may follow."""
    path = call.request.path.lower()
    return path[: len(path) - len(call.rest)].rstrip("/").rpartition("/")[2]


def _shown(value: str) -> str:
    return value if len(value) <= _WIDTH else f"<{len(value)} characters>"


def answered(answer: HttpResponse, refusal: Exception | None) -> str:
    """Return the answer in a few words."""
    if refusal is None:
        return str(answer.status)
    error = error_of(refusal) if isinstance(refusal, Refusal) else refusal
    return f"{answer.status} {str(error)[:200]}"
