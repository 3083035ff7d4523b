"""What the API says no with becomes the exception that the tenant raises."""

import pytest

from fakeserver.client.errors import NotAllowed, ServerError, exception_of
from fakeserver.tenant.refusals import FolderNotFound, TokenExpired


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (400, "ValueError", ValueError),
        (400, "TypeError", TypeError),
        (404, "LookupError", LookupError),
        (404, "TimeoutError", TimeoutError),
        (409, "AssertionError", AssertionError),
        (400, "ConfigError", ValueError),
        (404, "", LookupError),
        (409, "", RuntimeError),
        (405, "", ValueError),
        (401, "", NotAllowed),
        (403, "", NotAllowed),
        (500, "KeyboardInterrupt", ServerError),
        # Only names of errors count, and no other name of Python's.
        (400, "print", ValueError),
        (400, "SystemExit", ValueError),
    ],
)
def test_an_error_keeps_its_kind_and_its_text(status: int, error: str, kind: type[Exception]) -> None:
    raised = exception_of(status, {"detail": "no such thing", "error": error})
    assert type(raised) is kind
    assert str(raised).endswith("no such thing")


def test_a_refusal_keeps_its_facts_and_notes() -> None:
    there = FolderNotFound("Inbox/Nowhere")
    raised = exception_of(
        404, {"detail": str(there), "error": "FolderNotFound", "facts": there.facts, "notes": ["look elsewhere"]}
    )
    assert type(raised) is FolderNotFound
    assert str(raised) == str(there)
    assert raised.facts == there.facts
    assert raised.__notes__ == ["look elsewhere"]


def test_facts_of_another_version_are_left_out() -> None:
    raised = exception_of(409, {"detail": "The token is old.", "error": "TokenExpired", "facts": {"colour": "red"}})
    assert isinstance(raised, TokenExpired)


@pytest.mark.parametrize("problem", [{}, {"error": None, "detail": None}, {"facts": None, "error": "FolderNotFound"}])
def test_a_problem_that_lacks_everything_is_an_error_all_the_same(problem: dict[str, object]) -> None:
    with pytest.raises((LookupError, FolderNotFound)):
        raise exception_of(404, problem)
