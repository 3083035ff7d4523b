"""Tokens per second from the token endpoint, and what it costs to check one.

Client credentials on one connection and on sixteen. The server runs in a process of its own, without TLS (its cost is
OpenSSL's, not ours); the load comes from this one. Beside it, in the same run: what RSA alone allows, what aiohttp
alone allows, both together, and npm's oauth2-mock-server, which signs and checks nothing.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlencode

from benchmarks.load import form_post, rate
from benchmarks.peers import NotInstalledError, bare_http, oauth2_mock_server
from benchmarks.startup import serving
from benchmarks.table import Figure

#: connections -> tokens per second that are wanted
BARS = {1: 1600.0, 16: 2100.0}


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    yield Figure("ceiling: RS256 signatures alone", signatures_per_second(), "/s", better="more")
    for name, arguments in (("an aiohttp handler alone", ()), ("an aiohttp handler that signs", ("sign",))):
        with bare_http(*arguments) as url:
            for connections in BARS:
                value = rate(url, form_post(url, {}), connections)
                yield Figure(f"ceiling: {name}, {connections} at a time", value, "/s", better="more")
    yield from _peer()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "endpoints.json")
        with serving(file, "--plain"):
            endpoints = json.loads(file.read_text())
            url = endpoints["token_url"]
            request = form_post(url, daemon_form(endpoints))
            for connections, bar in BARS.items():
                value = rate(url, request, connections)
                yield Figure(f"tokens, client credentials, {connections} at a time", value, "/s", bar, "more")
    yield Figure("of the service's work without sockets, the RSA signature takes", signature_share(), "%", 50, "more")
    yield from validation()


def _peer() -> Iterator[Figure]:
    form = {"grant_type": "client_credentials", "client_id": "daemon", "client_secret": "secret", "scope": "mail"}
    try:
        with oauth2_mock_server() as url:
            for connections in BARS:
                value = rate(url, form_post(url, form), connections)
                yield Figure(f"peer: oauth2-mock-server, {connections} at a time", value, "/s", better="more")
    except NotInstalledError as reason:
        yield Figure(f"peer: oauth2-mock-server left out ({reason})", float("nan"), "/s", better="more")


def daemon_form(endpoints: dict[str, object]) -> dict[str, str]:
    """Return what a daemon sends that asks for a token."""
    apps = endpoints["apps"]
    assert isinstance(apps, list)
    daemon = next(app for app in apps if app["kind"] == "confidential")
    return {
        "grant_type": "client_credentials",
        "client_id": daemon["client_id"],
        "client_secret": daemon["client_secret"],
        "scope": "https://outlook.office365.com/.default",
    }


def validation() -> Iterator[Figure]:
    """Yield what it costs the door to let a token in: for the first time, and again."""
    from fakeserver.tenant.access.credentials import BearerToken
    from fakeserver.tenant.access.protocol import Protocol
    from fakeserver.tenant.cloud import Cloud
    from fakeserver.tenant.tenant import Tenant
    from fakeserver.tenant.tokens.keys import SigningKey

    cloud, tenant = Cloud(), Tenant()
    cloud.add(tenant)
    tenant.add_user("alice")

    def admit(token: BearerToken) -> None:
        cloud.door.admit(Protocol.EWS, token)

    fresh = [BearerToken(tenant.mint(user="alice")) for _ in range(1000)]
    yield Figure("admission, a token not seen before", _per_second(lambda n: admit(fresh[n]), 1000),
                 "/s", better="more")  # fmt: skip
    seen, times = fresh[-1], 100_000
    yield Figure("admission, a token seen before", _per_second(lambda _: admit(seen), times),
                 "/s", better="more")  # fmt: skip
    token, check = BearerToken(tenant.mint(user="alice")), SigningKey.verify
    with patch.object(SigningKey, "verify", autospec=True, side_effect=check) as checks:
        for _ in range(times):
            admit(token)
    yield Figure(f"signature checks in {times:,} admissions of one token", float(checks.call_count), "", 1)


def _per_second(work: Callable[[int], object], times: int) -> float:
    began = time.perf_counter()
    for number in range(times):
        work(number)
    return times / (time.perf_counter() - began)


def signature_share(rounds: int = 40, each: int = 25) -> float:
    """Return how many percent of a token request's time go into its signature; over 50, no other cost is as large.

    Requests and signatures take turns, so that what else the machine does meets both alike.
    """
    from fakeserver.protocols.oauth.service import OAuthService
    from fakeserver.tenant.cloud import Cloud
    from fakeserver.tenant.tenant import Tenant
    from fakeserver.wire import HttpRequest

    cloud, tenant = Cloud(), Tenant()
    cloud.add(tenant)
    service, app, key = OAuthService(cloud), tenant.daemon_app, tenant.keys.current
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "scope": "https://outlook.office365.com/.default",
    }
    path, body = f"/{tenant.tenant_id}/oauth2/v2.0/token", urlencode(form).encode()
    signed = tenant.app_token(app).rpartition(".")[0].encode()
    requests = signatures = 0.0
    for _ in range(rounds):
        requests += each / _per_second(lambda _: service.handle(HttpRequest("POST", path, body=body)), each)
        signatures += each / _per_second(lambda _: key.sign(signed), each)
    return 100 * signatures / requests


def signatures_per_second() -> float:
    """Return how many RS256 signatures one core makes."""
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256

    key = rsa.generate_private_key(65537, 2048)
    made, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < 1.0:
        key.sign(b"x" * 1200, padding.PKCS1v15(), SHA256())
        made += 1
    return made / taken
