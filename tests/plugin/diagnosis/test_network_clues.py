"""What an answer shows of names, ways and headers."""

import pytest

from pytest_m365.diagnosis import Seen
from pytest_m365.diagnosis.ruling import rule


@pytest.mark.parametrize(
    "answer",
    [
        "M365_CLIENT_SECRET has quotes around its value, which belong to a shell or a YAML file: leave them out",
        "M365_CLIENT_SECRET has a line end or a control character within its value",
        "requests.exceptions.InvalidHeader: Invalid leading whitespace in header value: 'Bearer x'",
        "Invalid return character in header value",
    ],
)
def test_an_answer_that_names_what_does_not_belong_to_a_secret(answer: str) -> None:
    diagnosis = rule(Seen("settings", answer))
    assert diagnosis is not None
    assert diagnosis.is_certain
    assert "a line end or quotes belong to the variable" in diagnosis.causes[0].text
