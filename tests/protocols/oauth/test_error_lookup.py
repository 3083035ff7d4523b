"""The page that every `error_uri` leads to."""

import pytest

from tests.protocols.oauth.client import Entra


@pytest.mark.parametrize("code", ["50011", "AADSTS50011", " 50011 "])
def test_a_known_code(entra: Entra, code: str) -> None:
    text = entra.browser().get("/error", code=code).page.text
    assert "The redirect URI '{redirect_uri}' specified in the request does not match" in text


@pytest.mark.parametrize("code", ["1", "x", "<script>", "", "9" * 50])
def test_an_unknown_code(entra: Entra, code: str) -> None:
    browser = entra.browser().get("/error", code=code)
    assert browser.answer.status == 200
    assert b"<script>" not in browser.answer.body
    assert (f"No error code {code} is known here." in browser.page.text) == bool(code)
