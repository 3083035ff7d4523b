"""What the API says when it says no: a problem (RFC 9457), which names the error that Python's side would raise."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fakeserver.protocols.control.json_form import encoded
from fakeserver.tenant.refusals import (
    FolderNotFound,
    ItemNotFound,
    MailboxNotFound,
    Refusal,
    explained,
)
from fakeserver.tenant.refusals.explanation import Explanation
from fakeserver.wire import HttpResponse

CONTENT_TYPE = "application/problem+json"

#: what the tenant raises for what it does not take
_EXPECTED = (ValueError, TypeError, LookupError, TimeoutError, AssertionError, Refusal)
#: ... and what it never raises so: a bug of ours, which is no answer
_BUGS = (KeyError, IndexError, UnicodeError)
_NOT_THERE = (LookupError, FolderNotFound, ItemNotFound, MailboxNotFound, TimeoutError)


@dataclass
class Reason:
    """A refusal, explained as the journal explains it."""

    name: str
    sentence: str
    rule: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    fix: str = ""
    real: str = ""
    page: str = ""
    #: claims, by name
    token: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass
class ProblemDetails:
    """A problem (RFC 9457)."""

    title: str
    status: int
    #: one sentence
    detail: str
    type: str = "about:blank"
    #: the class that Python's side raises: "ValueError", "FolderNotFound", ...
    error: str = ""
    #: of a refusal: the values that decided
    facts: dict[str, Any] = field(default_factory=dict)
    #: what else is to be said of the error
    notes: list[str] = field(default_factory=list)
    #: of a refusal, all that there is to say
    refusal: Reason | None = None


class Problem(Exception):
    """An answer of the API's own that is no success."""

    def __init__(self, status: int, detail: str, *headers: tuple[str, str], error: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.headers = headers
        self.error = error


class NotThere(Problem):
    """The address names something that is not there."""

    def __init__(self, detail: str) -> None:
        super().__init__(404, detail, error="LookupError")


def reason_of(why: Explanation, cleaned: Callable[[str], str] = str) -> Reason:
    """Return an explanation as the API shows it.

    Args:
        cleaned: takes secrets out of a text.
    """

    def clean(value: Any) -> Any:
        return cleaned(value) if isinstance(value, str) else value

    return Reason(
        why.name,
        cleaned(why.sentence),
        cleaned(why.rule),
        {name: clean(value) for name, value in why.facts.items()},
        cleaned(why.fix),
        cleaned(why.real),
        why.page,
        {name: clean(value) for name, value in why.token.items()},
    )


def is_expected(error: Exception) -> bool:
    """Say whether an error is an answer, and no bug."""
    return isinstance(error, Problem) or (isinstance(error, _EXPECTED) and not isinstance(error, _BUGS))


def problem_of(error: BaseException) -> HttpResponse:
    """Return the answer for an error that was expected."""
    headers: tuple[tuple[str, str], ...] = ()
    refusal: Reason | None = None
    if isinstance(error, Problem):
        status, name, headers = error.status, error.error, error.headers
    else:
        status, name = _status(error), _known_name(error)
    facts: dict[str, Any] = {}
    if isinstance(error, Refusal):
        refusal, facts = reason_of(explained(error)), dict(error.facts)
    details = ProblemDetails(
        HTTPStatus(status).phrase,
        status,
        str(error),
        error=name,
        facts=facts,
        notes=list(getattr(error, "__notes__", ())),
        refusal=refusal,
    )
    return HttpResponse(status, [("Content-Type", CONTENT_TYPE), *headers], encoded(details))


def _status(error: BaseException) -> int:
    if isinstance(error, _NOT_THERE):
        return 404
    return 409 if isinstance(error, AssertionError | Refusal) else 400


def _known_name(error: BaseException) -> str:
    """Return the name of a refusal, or of the class of Python's own that an error is."""
    kinds = type(error).__mro__
    return next(kind.__name__ for kind in kinds if issubclass(kind, Refusal) or kind.__module__ == "builtins")
