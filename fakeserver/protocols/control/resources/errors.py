"""Exceptions of the fake itself, which are bugs in it: for whoever runs tests against it."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.redaction import without_secrets


@dataclass
class Errors:
    """What the fake has raised, each as a traceback."""

    errors: list[str]


@operation("GET", "/errors")
def list_errors(call: Call) -> Errors:
    """List the exceptions of the fake itself, which are bugs in it."""
    from traceback import format_exception

    secrets = call.cloud.secrets
    return Errors([without_secrets("".join(format_exception(error)), secrets) for error in call.host.errors])


@operation("DELETE", "/errors")
def clear_errors(call: Call) -> None:
    """Forget the exceptions of the fake itself."""
    call.host.errors.clear()
