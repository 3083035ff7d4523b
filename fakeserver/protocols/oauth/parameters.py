"""The one gate for a request's parameters: how each endpoint, of either version, reads them.

A parameter may stand once, one without a value counts as left out, and names that no endpoint knows are passed over
(RFC 6749 section 3.1). Only a form is read as one.
"""

from collections.abc import Mapping

from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.wire import HttpRequest, pairs

FORM = "application/x-www-form-urlencoded"


def parameters_of(request: HttpRequest) -> Mapping[str, str]:
    """Return the parameters: of the body for POST, else of the query; none from a body that is no form."""
    if request.method != "POST":
        return request.query
    return request.form if _is_form(request) else {}


def check_each_stands_once(request: HttpRequest, parameters: Mapping[str, str]) -> None:
    """Refuse a request that says something twice, even if it says the same.

    Raises:
        EntraError: AADSTS9000411.
    """
    posted = request.method == "POST"
    separators = request.body.count(b"&") if posted else request.query_string.count("&")
    if len(parameters) in (separators + 1, 0):
        return
    seen: set[str] = set()
    for name, _ in pairs(request.body.decode("utf-8", "replace") if posted else request.query_string):
        if name in seen:
            raise EntraError(9000411, parameter=name)
        seen.add(name)


def required(parameters: Mapping[str, str], name: str, code: int = 900144) -> str:
    """Return a parameter that must be there.

    Raises:
        EntraError: AADSTS900144, or the code given: it is missing, empty or blank.
    """
    value = parameters.get(name, "")
    if not value.strip(" "):
        raise EntraError(code, parameter=name)
    return value


def _is_form(request: HttpRequest) -> bool:
    kind = request.headers.get("Content-Type")
    # Assumption: a body of no type is read as a form; one of another type has no parameters (AADSTS900144).
    return not kind or kind.partition(";")[0].strip().lower() == FORM
