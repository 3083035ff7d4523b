"""The inspector's files, served: types, policies, and what a browser keeps."""

import re
from pathlib import Path

import pytest

from fakeserver.protocols.control.inspector import pages
from fakeserver.wire import Headers, HttpRequest, HttpResponse

FOLDER = Path(pages.__file__).parent


def ask(path: str, method: str = "GET", **fields: str) -> HttpResponse:
    return pages.answer(HttpRequest(method, path, headers=Headers(list(fields.items()))))


def fields_of(response: HttpResponse) -> dict[str, str]:
    return dict(response.headers)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/_fake/", "text/html"), ("/_fake/style.css", "text/css"), ("/_fake/main.js", "text/javascript")],
)
def test_each_file_comes_with_its_type_and_without_guessing(path: str, content_type: str) -> None:
    response = ask(path)
    assert pages.is_page(path)
    assert response.status == 200
    assert response.body
    fields = fields_of(response)
    assert fields["Content-Type"] == f"{content_type}; charset=utf-8"
    assert fields["X-Content-Type-Options"] == "nosniff"
    assert fields["Referrer-Policy"] == "no-referrer"
    assert fields["X-Frame-Options"] == "DENY"
    assert "unsafe" not in fields["Content-Security-Policy"]
    assert "default-src 'none'" in fields["Content-Security-Policy"]


def test_what_leads_to_the_page_is_the_pages() -> None:
    assert pages.is_page("/_fake")
    for other in ("/_fake/nothing.js", "/_fake/api", "/_fak", "_fake/", "/_fake/main.js/"):
        assert not pages.is_page(other)


def test_what_a_message_is_shown_on_runs_nothing_and_loads_nothing() -> None:
    fields = fields_of(ask("/_fake/paper.html"))
    assert fields["X-Frame-Options"] == "SAMEORIGIN"
    policy = dict(part.strip().split(" ", 1) for part in fields["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert "script-src" not in policy


def test_a_browser_that_has_a_file_is_told_so() -> None:
    etag = fields_of(ask("/_fake/"))["ETag"]
    again = ask("/_fake/", **{"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")
    assert ask("/_fake/", **{"If-None-Match": '"another"'}).status == 200


def test_without_its_slash_the_address_leads_to_the_page() -> None:
    assert pages.is_page("/_fake")
    response = ask("/_fake")
    assert (response.status, fields_of(response)["Location"]) == (308, "/_fake/")


@pytest.mark.parametrize(
    "path", ["/_fake/pages.py", "/_fake/../settings.py", "/_fake/api/tenants", "/_fake/nothing.js"]
)
def test_nothing_else_is_served(path: str) -> None:
    assert not pages.is_page(path)
    assert ask(path).status == 404


def test_it_is_only_read() -> None:
    response = ask("/_fake/", "POST")
    assert (response.status, fields_of(response)["Allow"]) == (405, "GET, HEAD")


def test_no_file_names_another_server_or_has_script_or_style_within() -> None:
    for path in FOLDER.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", text), path.name
    for path in [*FOLDER.glob("*.html"), *FOLDER.glob("*.css"), *FOLDER.glob("*.js"), *FOLDER.glob("*.svg")]:
        # Addresses that are only shown or compared: the namespace of SVG, none beside.
        addresses = set(re.findall(r"https?://[\w.-]+", path.read_text("utf-8"))) - {"http://www.w3.org"}
        assert addresses == set(), path.name


def test_each_script_is_read_in_one_sitting() -> None:
    assert [path.name for path in FOLDER.glob("*.js") if path.read_text("utf-8").count("\n") > 200] == []
