"""What a fake that runs elsewhere says no with, as the exceptions that its `Tenant` would raise here.

What keeps us from asking it at all is a `ClientError`, in one sentence.
"""

import builtins
from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """The fake could not be asked; the text says why, and what to do."""


class Unreachable(ClientError, ConnectionError):
    """Nobody answers there."""


class Untrusted(ClientError):
    """Its certificate is signed by somebody whom we don't trust."""


class NotAFake(ClientError):
    """What answers there is something else."""


class OtherVersion(ClientError):
    """It is a fake of another version."""


class NotAllowed(ClientError):
    """It asks for a key, or does not answer under this host name."""


class ServerError(ClientError):
    """The fake itself met an exception, which is a bug in it."""


#: what the API may name, beside the tenant's refusals
_BUILT_IN = frozenset(
    {"AssertionError", "AttributeError", "LookupError", "RuntimeError", "TimeoutError", "TypeError", "ValueError"}
)
#: what an answer without a name means
_BY_STATUS: Mapping[int, type[Exception]] = {404: LookupError, 409: RuntimeError}


def exception_of(status: int, problem: Mapping[str, Any]) -> Exception:
    """Return the exception that an answer of the API stands for.

    Args:
        status: of the answer, 400 or more.
        problem: its body, `application/problem+json`; may lack everything.
    """
    detail = str(problem.get("detail") or problem.get("title") or f"the fake answered {status}")
    if status in (401, 403):
        return NotAllowed(detail)
    if status >= 500:
        return ServerError(f"the fake met an exception of its own: {detail}")
    name = str(problem.get("error", ""))
    error = _refusal(name, detail, problem)
    if error is None:
        kind = getattr(builtins, name) if name in _BUILT_IN else _BY_STATUS.get(status, ValueError)
        error = kind(detail)
    for note in problem.get("notes", ()):
        error.add_note(str(note))
    return error


def _refusal(name: str, detail: str, problem: Mapping[str, Any]) -> Exception | None:
    """Return the tenant's refusal of a name, with its facts; None where there is none."""
    # Only a refusal needs them, and there are many.
    from fakeserver.tenant import refusals

    kind = getattr(refusals, name, None)
    if not isinstance(kind, type) or not issubclass(kind, refusals.Refusal):
        return None
    known = kind().facts
    refusal = kind(**{fact: value for fact, value in (problem.get("facts") or {}).items() if fact in known})
    if str(refusal) != detail:
        refusal.add_note(detail)
    return refusal
