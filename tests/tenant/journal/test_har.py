"""The HTTP Archive, against its schema (`har_schema.json`, from the W3C's draft), with what real clients asked."""

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from fakeserver.tenant.journal.har import export
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.tenant.journal.noted import exchange

fastjsonschema = pytest.importorskip("fastjsonschema", reason="needs fastjsonschema: pip install -e '.[test]'")

SCHEMA = json.loads((Path(__file__).parent / "har_schema.json").read_text("utf-8"))


def valid(text: str) -> list[dict[str, Any]]:
    """Return the entries of an archive that the schema takes."""
    archive = json.loads(text)
    fastjsonschema.compile(SCHEMA)(archive)
    entries: list[dict[str, Any]] = archive["log"]["entries"]
    return entries


def test_an_empty_archive_is_valid() -> None:
    assert valid(export([], (), None)) == []


def test_line_protocols_are_left_out() -> None:
    assert valid(export([exchange(0), exchange(0, "EWS", "FindItem", "NoError", status=200)], (), None)) != []
    assert valid(export([exchange(0)], (), None)) == []


@pytest.mark.parametrize(
    ("protocol", "operation", "media_type"),
    [
        ("EWS", "FindItem", "text/xml"),
        ("Autodiscover", "autodiscover.xml", "text/xml"),
        ("Autodiscover", "autodiscover.json", "application/json"),
        ("OAuth", "token", "application/json"),
        ("OAuth", "authorize", "text/html"),
        ("HTTP", "", "x-unknown"),
    ],
)
def test_an_answer_has_the_type_of_its_place(protocol: str, operation: str, media_type: str) -> None:
    [entry] = valid(export([exchange(0, protocol, operation, "200", status=200, connection=7)], (), None))
    assert entry["response"]["content"]["mimeType"] == media_type
    assert entry["connection"] == "7"


def test_it_says_when_each_was_asked_and_how_long_it_took_to_a_microsecond() -> None:
    slow = exchange(5, "EWS", "FindItem", "NoError", status=200, took=1.2345678)
    [entry] = valid(export([slow], (), None))
    assert entry["startedDateTime"] == "2027-01-15T08:00:03.765+00:00"
    assert entry["time"] == 1234.568
    assert entry["timings"] == {"send": 0, "wait": 1234.568, "receive": 0}


def test_what_real_clients_asked(m365: Target, m365_fake: Tenant, tmp_path: Path) -> None:
    pytest.importorskip("exchangelib")
    scopes = ["https://outlook.office.com/EWS.AccessAsUser.All"]
    result = m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, scopes)
    with m365.open_ews() as account:
        list(account.inbox.all())
        m365_fake.clock.advance(7200)
        with pytest.raises(Exception, match="Invalid credentials"):
            list(account.inbox.all())
    entries = valid(m365_fake.journal.to_har(tmp_path / "all.har"))
    text = (tmp_path / "all.har").read_text("utf-8")
    assert valid(text) == entries

    asked = {entry["_operation"]: entry for entry in entries}
    token = asked["token"]
    assert token["request"]["method"] == "POST"
    assert token["request"]["url"] == m365.token_url
    assert {"name": "grant_type", "value": "password"} in token["request"]["postData"]["params"]
    assert token["request"]["postData"]["mimeType"] == "application/x-www-form-urlencoded"
    assert token["response"]["status"] == 200
    assert token["time"] > 0
    assert asked["FindItem"]["response"]["status"] == 200
    refused = [entry["comment"] for entry in entries if entry["response"]["status"] == 401]
    assert refused
    assert all("TokenExpired" in comment for comment in refused)

    for secret in (m365.password, result["access_token"], result["refresh_token"]):
        assert secret not in text


def test_a_query_is_shown_without_what_may_be_secret(m365: Target, m365_fake: Tenant) -> None:
    requests = pytest.importorskip("requests")
    url = f"{m365.authority}/oauth2/v2.0/authorize"
    query = {"client_id": m365.public_app.client_id, "code_challenge": "x" * 43, "state": "private", "scope": "openid"}
    requests.get(url, query, allow_redirects=False)
    [entry] = valid(m365_fake.journal.to_har())
    assert valid(m365_fake.journal.to_har(since=m365_fake.journal.mark())) == []
    shown = [pair["name"] for pair in entry["request"]["queryString"]]
    assert shown == ["client_id", "scope"]
    assert "private" not in json.dumps(entry)
    assert "x" * 43 not in json.dumps(entry)


def test_what_is_not_known_is_said_in_the_formats_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("fakeserver.tenant.journal.har.version", not_installed)
    text = export([exchange(0, "EWS", "FindItem", "NoError", status=200)], (), None)
    [entry] = valid(text)
    assert (entry["request"]["headersSize"], entry["response"]["headersSize"]) == (-1, -1)
    assert json.loads(text)["log"]["creator"] == {"name": "pytest-m365", "version": "unknown"}
