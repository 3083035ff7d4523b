"""The fields of EWS answers, beside those that Exchange Online has sent; they skip where the recordings are absent."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeserver.protocols.http.generations import Generation, shaped
from tests.protocols.ews.client import GET_INBOX, Ews, envelope
from tests.world import World

BESIDE = Path(__file__).parents[4] / "shared" / "ews-recordings"
RECORDINGS = Path(os.environ.get("EWS_RECORDINGS", BESIDE))
#: The listener's, on each answer.
OF_THE_LISTENER = {"Date", "Transfer-Encoding"}
#: Recorded, and left out: HSTS would stay with the name localhost, and by the others clients report to Microsoft.
LEFT_OUT = {"Strict-Transport-Security", "NEL", "Report-To"}
#: The recordings of 2020 are of clients with passwords, which have no application.
WITH_A_TOKEN = {"x-ms-appId"}
SERVERS = {"2020": "Microsoft-IIS/10.0", "2025": "Microsoft-HTTPAPI/2.0"}


def recorded(generation: Generation) -> Iterator[dict[str, list[str]]]:
    """Yield the fields of the answers of EWS in the cloud, of one generation."""
    for path in sorted(RECORDINGS.rglob("*.json")):
        for answer in json.loads(path.read_text(encoding="utf-8")):
            fields = answer.get("headers", {})
            if fields.get("Server") == [SERVERS[generation]] and "x-EwsHandler" in fields:
                yield fields


@pytest.fixture
def ews() -> Ews:
    return Ews(World.of("alice", "bob"))


def answered(ews: Ews, generation: Generation) -> list[tuple[str, str]]:
    ews.tenant.policies.ews_headers = generation
    response = ews.post(envelope(GET_INBOX), ews.token(ews.alice))
    assert response.chunked, "each recorded answer is"
    return response.headers


@pytest.mark.parametrize("generation", ["2020", "2025"])
def test_names_and_their_order_are_those_recorded(ews: Ews, generation: Generation) -> None:
    if not RECORDINGS.exists():
        pytest.skip("the recorded answers are not beside the checkout; set EWS_RECORDINGS to their folder")
    names = [name for name, _ in answered(ews, generation) if name not in WITH_A_TOKEN]
    known = list(recorded(generation))
    assert known
    for fields in known:
        wanted = [name for name in fields if name not in OF_THE_LISTENER | LEFT_OUT | WITH_A_TOKEN]
        assert names == wanted
        assert "Content-Length" not in fields


@pytest.mark.parametrize("generation", ["2020", "2025"])
def test_values_that_stay_are_those_recorded(ews: Ews, generation: Generation) -> None:
    if not RECORDINGS.exists():
        pytest.skip("the recorded answers are not beside the checkout; set EWS_RECORDINGS to their folder")
    mine = dict(answered(ews, generation))
    for fields in recorded(generation):
        for name in ("Cache-Control", "Content-Type", "Server", "X-AspNet-Version", "X-BackEndHttpStatus", "X-BeSku"):
            assert fields[name] == [mine[name]]
        cookie = [part.partition("=")[0].strip() for part in fields["Set-Cookie"][0].split(";")]
        assert cookie == [part.partition("=")[0].strip() for part in mine["Set-Cookie"].split(";")]


@pytest.mark.parametrize("generation", ["2020", "2025"])
def test_refused_and_failed_requests_are_of_the_same_generation(ews: Ews, generation: Generation) -> None:
    ews.tenant.policies.ews_headers = generation
    for response in (ews.post(b"", None), ews.post(envelope("<m:Nonsense/>"), ews.token(ews.alice))):
        assert dict(response.headers)["Server"] == SERVERS[generation]
        assert ("X-NanoProxy" in dict(response.headers)) is (generation == "2025")


def test_what_no_generation_has_stays_behind() -> None:
    fields = [("Retry-After", "3"), ("Server", "x"), ("Cache-Control", "private")]
    assert shaped(fields, "2025") == [("Cache-Control", "private"), ("Server", "x"), ("Retry-After", "3")]
