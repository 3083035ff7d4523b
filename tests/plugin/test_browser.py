"""The browser that opens for the program under test, without a screen."""

import threading
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.browser import Browser, SignInFailed, _Form, failure_answer

SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All"]


def test_an_interactive_sign_in_needs_nobody(m365: Target) -> None:
    result = m365.msal_public().acquire_token_interactive(SCOPES, timeout=60)
    assert result.get("id_token_claims", result)["preferred_username"] == m365.username


def test_another_user_may_sit_there(m365: Target, m365_fake: Tenant, m365_browser: Browser) -> None:
    bob = m365_browser.user = m365_fake.add_user("bob")
    result = m365.msal_public().acquire_token_interactive(SCOPES, timeout=60, prompt="login")
    assert result.get("id_token_claims", result)["preferred_username"] == bob.upn
    assert len(m365_browser.visited) == 1


def test_who_sits_there_is_no_address(m365_browser: Browser) -> None:
    with pytest.raises(TypeError, match=r"a user signs in, not 'bob': give m365_fake.user\(...\)"):
        m365_browser.user = "bob"  # type: ignore[assignment]


def test_a_program_of_its_own_gets_the_answer_in_the_query(m365: Target) -> None:
    answers: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.append(parse_qs(urlsplit(self.path).query))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as program:
        program.timeout = 60
        query = {
            "client_id": m365.public_app.client_id,
            "response_type": "code",
            "redirect_uri": f"http://localhost:{program.server_port}",
            "scope": SCOPES[0],
            "state": "s1",
        }
        assert webbrowser.get().open(f"{m365.authority}/oauth2/v2.0/authorize?{urlencode(query)}")
        program.handle_request()
    assert answers[0]["state"] == ["s1"]
    assert answers[0]["code"]


def test_a_sign_in_that_fails_is_told_to_the_program(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.users[0].enabled = False
    result = m365.msal_public().acquire_token_interactive(SCOPES, timeout=60)
    assert "access_token" not in result
    assert result["error"]


@pytest.mark.parametrize(
    ("mode", "method"), [("", "GET"), ("&response_mode=query", "GET"), ("&response_mode=form_post", "POST")]
)
def test_a_failed_sign_in_is_told_in_the_way_that_was_asked_for(mode: str, method: str) -> None:
    answer = failure_answer(f"https://fake/authorize?redirect_uri=http://localhost:1/cb&state=s{mode}", OSError("no"))
    assert answer is not None
    assert answer.get_method() == method
    told = urlsplit(answer.full_url).query or str(answer.data, "ascii")  # type: ignore[arg-type]
    assert parse_qs(told)["state"] == ["s"]
    assert answer.full_url.startswith("http://localhost:1/cb")


def test_a_failed_sign_in_without_a_redirect_uri_is_told_to_nobody() -> None:
    assert failure_answer("https://fake/authorize?client_id=x", OSError("no")) is None


def test_addresses_elsewhere_open_in_the_systems_browser(m365: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def system(url: str, *_: object) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", system)
    with m365.browser.installed():
        assert webbrowser.open("https://example.com/help")
    assert opened == ["https://example.com/help"]
    assert m365.browser.visited == []


def test_a_form_is_read_as_a_person_would_send_it() -> None:
    form = _Form(
        """<form action="/go" method="post"><input type="hidden" name="ctx" value="1"><input name="loginfmt">
        <input type="checkbox" name="kmsi" value="1"><input type="checkbox" name="ok" value="1" checked>
        <button name="act" value="accept">Accept</button><button name="no" value="cancel">Cancel</button></form>
        <form action="/other"><input name="x"></form>"""
    )
    assert (form.action, form.method) == ("/go", "POST")
    assert form.fields == {"ctx": "1", "loginfmt": "", "ok": "1", "act": "accept"}


def test_no_thread_is_left(m365: Target) -> None:
    m365.msal_public().acquire_token_interactive(SCOPES, timeout=60)
    for thread in threading.enumerate():
        if thread.name == "m365-browser":
            thread.join(60)
            assert not thread.is_alive()


def test_a_program_reads_the_answer_off_its_own_browser(m365: Target, m365_fake: Tenant, m365_browser: Browser) -> None:
    native = "https://login.microsoftonline.com/common/oauth2/nativeclient"
    desktop = m365_fake.register_app("Desktop", public=True, redirect_uris=[native], delegated=["SMTP.Send"])
    url = f"{m365.authority}/oauth2/v2.0/authorize?" + urlencode(
        {
            "client_id": desktop.client_id,
            "response_type": "code",
            "redirect_uri": native,
            "scope": "https://outlook.office.com/SMTP.Send",
            "state": "here",
        }
    )
    reply = urlsplit(m365_browser.reply(url))
    assert f"{reply.scheme}://{reply.netloc}{reply.path}" == native
    assert parse_qs(reply.query)["state"] == ["here"]
    assert "code" in parse_qs(reply.query)
    assert m365_browser.visited == [url]
    m365_fake.users[0].enabled = False
    with pytest.raises(SignInFailed):
        m365_browser.reply(url)
