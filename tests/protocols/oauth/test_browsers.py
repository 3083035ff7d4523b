"""What is remembered of browsers."""

import gc
import weakref

import pytest

from fakeserver.protocols.oauth import browsers
from fakeserver.protocols.oauth.browsers import Browsers
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest
from tests.protocols.oauth.client import Entra


def with_cookie(cookie: str) -> HttpRequest:
    return HttpRequest("GET", "/", "", Headers([("Cookie", f"a=b; {cookie.partition(';')[0]}")]))


def test_who_signed_in_is_found_by_the_cookie(entra: Entra) -> None:
    known = Browsers()
    at = entra.tenant.clock.time()
    cookie = known.sign_in(HttpRequest("GET", "/"), entra.tenant, entra.alice, at=at, mfa=True, session_id="s")
    (entry,) = known.signed_in(with_cookie(cookie), entra.tenant)
    assert (entry.user_id, entry.mfa, entry.session_id) == (entra.alice.object_id, True, "s")
    assert known.signed_in(HttpRequest("GET", "/"), entra.tenant) == []
    assert known.signed_in(with_cookie(cookie), Tenant("fabrikam.onmicrosoft.com")) == []


def test_the_cookie_is_secure_where_there_is_tls(entra: Entra) -> None:
    plain = HttpRequest("GET", "/", base_url="http://localhost:1")
    for request, secure in ((HttpRequest("GET", "/"), True), (plain, False)):
        cookie = Browsers().sign_in(request, entra.tenant, entra.alice, at=0, mfa=False, session_id="")
        assert ("; secure" in cookie) is secure
        assert "HttpOnly" in cookie


@pytest.mark.parametrize("cookie", ["ESTSAUTH", "ESTSAUTH=", 'ESTSAUTH="', "ESTSAUTH=unknown", "ESTSAUTH=a\x00b"])
def test_a_cookie_that_is_none(entra: Entra, cookie: str) -> None:
    assert Browsers().signed_in(with_cookie(cookie), entra.tenant) == []


def test_another_browsers_flow_is_not_found() -> None:
    known = Browsers()
    flow = known.begin(HttpRequest("GET", "/"), "authorize", {}, 2)
    assert known.flow(with_cookie(f"buid={flow.browser}"), flow.flow_id) is flow
    for cookie in ("buid=other", 'buid="\udcff"', "other=1"):
        assert known.flow(with_cookie(cookie), flow.flow_id) is None


def test_the_oldest_is_forgotten_when_there_are_too_many(entra: Entra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "LIMIT", 3)
    known = Browsers()
    flows = [known.begin(HttpRequest("GET", "/"), "authorize", {}, 2) for _ in range(5)]
    found = [known.flow(with_cookie(f"buid={flow.browser}"), flow.flow_id) for flow in flows]
    assert [flow is not None for flow in found] == [False, False, True, True, True]
    for _ in range(5):
        known.sign_in(HttpRequest("GET", "/"), entra.tenant, entra.alice, at=0, mfa=False, session_id="")
    assert len(known.sessions) == 3


def test_a_flow_is_one_browsers() -> None:
    known = Browsers()
    flow = known.begin(HttpRequest("GET", "/"), "authorize", {}, 2)
    assert known.flow(with_cookie(f"buid={flow.browser}"), flow.flow_id) is flow
    for other in ("", "buid=", "buid=" + "x" * 32, "ESTSAUTH=" + flow.browser):
        assert known.flow(with_cookie(other), flow.flow_id) is None
    assert known.begin(with_cookie(f"buid={flow.browser}"), "authorize", {}, 2).browser == flow.browser


@pytest.mark.parametrize("cookie", ['buid="a\\015\\012Set-Cookie: b=1"', "buid=short", 'buid="' + "\\073" * 32 + '"'])
def test_no_browser_chooses_its_own_cookie(cookie: str) -> None:
    flow = Browsers().begin(with_cookie(cookie), "authorize", {}, 2)
    assert flow.browser.replace("-", "").replace("_", "").isalnum()
    assert len(flow.browser) == 32


def test_no_tenant_is_kept_alive() -> None:
    tenant = Tenant("fabrikam.onmicrosoft.com")
    user = tenant.add_user("zoe")
    known = Browsers()
    known.sign_in(HttpRequest("GET", "/"), tenant, user, at=0, mfa=False, session_id="")
    held = weakref.ref(tenant)
    del tenant, user
    gc.collect()
    assert held() is None
