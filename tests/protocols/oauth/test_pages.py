"""Pages: readable without scripts, usable by everybody, nothing unescaped."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from fakeserver.protocols.oauth import pages, sign_in_pages
from fakeserver.wire import Headers, HttpResponse

EVIL = "\"'><script>alert(1)</script>&"

EVERY: dict[str, Callable[[str], HttpResponse]] = {
    "account": lambda x: sign_in_pages.account(x, x, hint=x, error=x),
    "password": lambda x: sign_in_pages.password(x, x, user=x, error=x),
    "new password": lambda x: sign_in_pages.new_password(x, x, user=x, error=x),
    "pick account": lambda x: sign_in_pages.pick_account(x, x, [x]),
    "second factor": lambda x: sign_in_pages.approve_sign_in(x, x, user=x, error=x),
    "register": lambda x: sign_in_pages.register_second_factor(x, x, user=x),
    "terms of use": lambda x: sign_in_pages.terms_of_use(x, x, user=x, name=x),
    "consent": lambda x: sign_in_pages.consent(
        x, x, user=x, application=x, organization=x, permissions=[(x, x)], consent_for="organization"
    ),
    "consent of an administrator": lambda x: sign_in_pages.consent(
        x, x, user=x, application=x, organization=x, permissions=[(x, x)], consent_for="either"
    ),
    "admin approval": lambda x: sign_in_pages.admin_approval(x, x, user=x, application=x),
    "form post": lambda x: pages.form_post(x, {x: x}),
    "message": lambda x: pages.message(x, x),
    "signed out": lambda x: pages.signed_out([x]),
    "signing out": lambda x: pages.signed_out([x], go_on=x),
    "trouble": lambda x: pages.trouble(x, {x: x}),
    "error code": lambda x: pages.error_code(x, {x: x}),
    "device code": lambda x: pages.device_code(x, user_code=x, error=x),
    "confirm device": lambda x: pages.confirm_device(x, x, user=x, application=x),
}


class Outline(HTMLParser):
    """What matters to a reader who sees no picture of the page."""

    VOID = frozenset({"meta", "input", "br", "link"})

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings = 0
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.scripts = 0
        self.language = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in self.VOID:
            self.open.append(tag)
        self.headings += tag == "h1"
        self.scripts += tag == "script"
        self.language = values.get("lang", self.language)
        if tag == "label":
            self.labels.add(values["for"])
        if tag == "input" and values.get("type") != "hidden":
            self.fields.add(values["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("make", EVERY.values(), ids=list(EVERY))
def test_a_page_is_whole_and_escaped(make: Callable[[str], HttpResponse]) -> None:
    answer = make(EVIL)
    outline = Outline(answer.body)
    assert b"<script>alert" not in answer.body
    assert outline.open == []
    assert outline.headings == 1
    assert outline.language == "en"
    assert Headers(answer.headers).get("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize("make", EVERY.values(), ids=list(EVERY))
def test_each_field_has_a_label(make: Callable[[str], HttpResponse]) -> None:
    outline = Outline(make("x").body)
    assert outline.fields == outline.labels


@pytest.mark.parametrize("name", [name for name in EVERY if name != "form post"])
def test_no_page_needs_a_script(name: str) -> None:
    assert Outline(EVERY[name]("x").body).scripts == 0


def test_a_form_post_has_a_button_where_scripts_do_not_run() -> None:
    body = pages.form_post("http://localhost/", {"code": "c"}).body
    assert b"<noscript>" in body
    assert b'<button class="primary" type="submit">Continue</button>' in body


def test_enter_presses_the_primary_button() -> None:
    body = sign_in_pages.password("/login", "f", user="alice").body.decode()
    assert body.index('value="sign-in"') < body.index('value="cancel"') < body.index('value="other"')


def test_a_field_points_to_its_error() -> None:
    fine, wrong = (sign_in_pages.password("/login", "f", user="alice", error=e).body.decode() for e in ("", "No."))
    assert "aria-invalid" not in fine
    assert 'aria-describedby="passwordError"' in wrong
    assert 'id="passwordError">No.' in wrong


@pytest.mark.parametrize("make", EVERY.values(), ids=list(EVERY))
def test_a_page_allows_its_own_style_and_script_alone(make: Callable[[str], HttpResponse]) -> None:
    answer = make("x")
    policy = dict(part.split(" ", 1) for part in Headers(answer.headers).get("Content-Security-Policy").split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    text = answer.body.decode()
    assert " style=" not in text
    for kind in ("style", "script"):
        for content in re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL):
            digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert policy[f"{kind}-src"] == f"'sha256-{digest}'"
    assert len(re.findall(r"<(?:style|script)\b", text)) == len(re.findall(r"<(?:style|script)>", text))


def test_an_error_is_said_once() -> None:
    answer = pages.trouble("AADSTS50011: It does not match.", {"Request Id": "1"})
    seen = re.sub(r"<!--.*?-->", "", answer.body.decode(), flags=re.DOTALL)
    assert seen.count("It does not match.") == 1
