import gc
import inspect
import weakref
from collections.abc import Callable
from random import Random

import pytest

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.tenant import Tenant
from tests.tokens import claims_of
from tests.work import calls_of, lines_of
from tests.world import PASSWORD


def test_a_tenant_has_its_two_applications_and_no_users() -> None:
    tenant = Tenant()
    assert tenant.apps == [tenant.public_app, tenant.daemon_app]
    assert tenant.users == []
    assert tenant.public_app.client_secret is None
    assert tenant.daemon_app.client_secret
    assert Tenant(defaults=False).apps == []
    assert tenant.organization.name == "Contoso"


def test_a_seed_makes_everything_the_same() -> None:
    one, two = (Tenant(random=Random(5)) for _ in range(2))
    assert one.tenant_id == two.tenant_id
    assert one.daemon_app.client_secret == two.daemon_app.client_secret
    assert one.add_user("alice").password == two.add_user("alice").password


def test_minted_claims_can_be_replaced_and_removed(tenant: Tenant) -> None:
    claims = claims_of(tenant.mint(user="alice", aud="x", puid=None, extra=1))
    assert (claims["aud"], claims["extra"]) == ("x", 1)
    assert "puid" not in claims


def test_a_key_that_is_a_text_is_a_mistake(tenant: Tenant) -> None:
    with pytest.raises(TypeError, match="octets"):
        tenant.mint(key="my secret")  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "meant"), [("scope", "scopes"), ("role", "roles"), ("headers", "header")])
def test_an_argument_of_mint_that_is_misspelt_becomes_no_claim(tenant: Tenant, given: str, meant: str) -> None:
    with pytest.raises(TypeError, match=f"mint takes no '{given}'.*did you mean '{meant}'"):
        tenant.mint(None, None, **{given: ["IMAP.AccessAsUser.All"]})  # type: ignore[arg-type]


def test_nothing_secret_shows(tenant: Tenant) -> None:
    text = f"{tenant!r} {tenant.users!r} {tenant.apps!r} {tenant.policies!r} {tenant.tokens!r} {tenant.__dict__!r}"
    for secret in (PASSWORD, tenant.daemon_app.client_secret):
        assert secret is not None
        assert secret not in text


def test_a_dropped_tenant_is_freed() -> None:
    tenant = Tenant()
    tenant.add_user("alice")
    tenant.deliver("alice", subject="x", body="y")
    tenant.token(tenant.public_app, "alice")
    remains = weakref.ref(tenant)
    tenant.close()
    del tenant
    gc.collect()
    assert remains() is None


def test_making_and_dropping_one_takes_little_work() -> None:
    def once() -> None:
        tenant = Tenant()
        tenant.add_user("alice")
        tenant.close()

    once()
    # About 500 today, in 0.06 ms (benchmarks/startup.py); each test makes one.
    assert calls_of(once) < 750


def test_users_are_added_and_dropped_in_work_that_grows_with_their_number() -> None:
    def work(users: int) -> tuple[int, int]:
        tenant = Tenant()

        def fill() -> None:
            for number in range(users):
                tenant.add_user(f"user{number}", aliases=[f"alias{number}"])

        return lines_of(fill), lines_of(tenant.close)

    work(1)
    (few_added, few_dropped), (many_added, many_dropped) = work(50), work(400)
    assert many_added < 9 * few_added
    assert many_dropped < 9 * few_dropped


@pytest.mark.parametrize(
    ("everyday", "whole"),
    [
        (Tenant.add_user, People.add_user),
        (Tenant.user, People.user),
        (Tenant.mailbox, People.mailbox),
        (Tenant.register_app, Applications.register),
        (Tenant.revoke, SignIns.revoke),
    ],
)
def test_everyday_calls_take_what_their_rooms_take(
    everyday: Callable[..., object], whole: Callable[..., object]
) -> None:
    assert inspect.signature(everyday) == inspect.signature(whole)
