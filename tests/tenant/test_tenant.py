import gc
import inspect
import weakref
from random import Random

import jwt
import pytest

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.tenant import Tenant
from tests.work import calls_of


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


def roles_of(token):
    return set(jwt.decode(token, options={"verify_signature": False}).get("roles", ()))


def test_a_tenant_has_its_two_applications_and_no_users(tenant):
    assert tenant.apps == [tenant.public_app, tenant.daemon_app]
    assert tenant.users == []
    assert tenant.public_app.client_secret is None
    assert tenant.daemon_app.client_secret
    assert Tenant(defaults=False).apps == []
    assert tenant.organization.name == "Contoso"


def test_a_seed_makes_everything_the_same():
    one, two = (Tenant(random=Random(5)) for _ in range(2))
    assert one.tenant_id == two.tenant_id
    assert one.daemon_app.client_secret == two.daemon_app.client_secret
    assert one.add_user("alice").password == two.add_user("alice").password


def test_minted_claims_can_be_replaced_and_removed(tenant):
    tenant.add_user("alice")
    claims = jwt.decode(tenant.mint(user="alice", aud="x", puid=None, extra=1), options={"verify_signature": False})
    assert (claims["aud"], claims["extra"]) == ("x", 1)
    assert "puid" not in claims


def test_a_key_that_is_a_text_is_a_mistake(tenant):
    with pytest.raises(TypeError, match="octets"):
        tenant.mint(key="my secret")


def test_nothing_secret_shows(tenant):
    alice = tenant.add_user("alice")
    text = f"{tenant!r} {tenant.users!r} {tenant.apps!r} {tenant.policies!r} {tenant.tokens!r} {tenant.__dict__!r}"
    assert alice.password not in text
    assert tenant.daemon_app.client_secret not in text


def test_a_dropped_tenant_is_freed():
    tenant = Tenant()
    tenant.add_user("alice")
    tenant.deliver("alice", subject="x", body="y")
    tenant.token(tenant.public_app, "alice")
    remains = weakref.ref(tenant)
    tenant.close()
    del tenant
    gc.collect()
    assert remains() is None


def test_making_and_dropping_one_takes_little_work():
    def once() -> None:
        tenant = Tenant()
        tenant.add_user("alice")
        tenant.close()

    once()
    # About 500 today, in 0.06 ms (benchmarks/startup.py); each test makes one.
    assert calls_of(once) < 750


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
def test_everyday_calls_take_what_their_rooms_take(everyday, whole):
    assert inspect.signature(everyday) == inspect.signature(whole)
