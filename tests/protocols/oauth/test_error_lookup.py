"""The page that every `error_uri` leads to."""

from typing import Any

import pytest


@pytest.mark.parametrize("code", ["50011", "AADSTS50011", " 50011 "])
def test_a_known_code(entra: Any, code: str) -> None:
    text = entra.browser().get("/error", code=code).page.text
    assert "The redirect URI '{redirect_uri}' specified in the request does not match" in text


@pytest.mark.parametrize("code", ["1", "x", "<script>", "", "9" * 50])
def test_an_unknown_code(entra: Any, code: str) -> None:
    page = entra.browser().get("/error", code=code).page
    assert page.answer.status == 200
    assert b"<script>" not in page.answer.body
    assert (f"No error code {code} is known here." in page.text) == bool(code)
