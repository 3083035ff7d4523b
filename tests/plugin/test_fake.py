"""The fake as a target: what a test gets, and what is left of it afterwards."""

import pytest

from fakeserver.server import FakeServer
from pytest_m365.fake import FakeTarget, fake_target, qualified


def test_the_tenant_goes_with_the_test(m365_server: FakeServer) -> None:
    before = len(m365_server.cloud.tenants)
    with fake_target(m365_server, {}) as target:
        assert m365_server.cloud.by_id(target.tenant_id) is target.tenant
        assert len(m365_server.cloud.tenants) == before + 1
    assert len(m365_server.cloud.tenants) == before


def test_the_tenant_is_labelled_with_the_test(m365: FakeTarget) -> None:
    """Its name stays what clients are told."""
    organization = m365.tenant.organization
    assert organization.label == "tests/plugin/test_fake.py::test_the_tenant_is_labelled_with_the_test"
    assert organization.name.startswith("Contoso")


def test_two_at_once_do_not_meet(m365_server: FakeServer) -> None:
    with fake_target(m365_server, {}) as one, fake_target(m365_server, {}) as other:
        assert one.domain != other.domain
        one.mailbox.deliver(subject="Mine", body="…")
        assert list(other.mailbox.messages()) == []


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        ("tenant", "ews_enabld", "Tenant has no 'ews_enabld'; did you mean 'ews_enabled'?"),
        ("tenant", "ews_enabled", "Tenant has no 'ews_enabled': it is tenant.policies.ews_enabled now"),
        ("tenant", "polices", "Tenant has no 'polices'; did you mean 'policies'?"),
        ("mailbox", "recieve_limit", "Mailbox has no 'recieve_limit'; did you mean 'receive_limit'?"),
        (None, "usrname", "FakeTarget has no 'usrname'; did you mean 'username'?"),
    ],
)
def test_a_misspelt_assignment_suggests_the_right_name(
    m365_server: FakeServer, owner: str | None, name: str, said: str
) -> None:
    with fake_target(m365_server, {}) as target:
        thing = target if owner is None else getattr(target, owner)
        with pytest.raises(AttributeError) as refused:
            setattr(thing, name, False)
        assert str(refused.value) == said


def test_switches_reach_policies_and_the_user(m365_server: FakeServer) -> None:
    with fake_target(m365_server, {"basic_auth": True, "imap": False}) as target:
        assert target.tenant.policies.basic_auth is True
        assert target.user.imap is False


def test_what_both_have_is_left_to_the_tenant(m365_server: FakeServer) -> None:
    with fake_target(m365_server, {"smtp_auth": False}) as target:
        assert target.tenant.policies.smtp_auth is False
        assert target.user.smtp_auth is None


@pytest.mark.parametrize("name", ["tenant_id", "domain"])
def test_a_tenant_that_is_there_is_not_replaced(m365_server: FakeServer, name: str) -> None:
    with fake_target(m365_server, {}) as there:
        taken = getattr(there, name)
        with (
            pytest.raises(ValueError, match=f"(?i)there is a tenant with {name} {taken} already"),
            fake_target(m365_server, {name: taken.upper()}),
        ):
            pass  # not reached
        assert m365_server.cloud.by_id(there.tenant_id) is there.tenant


def test_several_bugs_are_raised_together(m365_server: FakeServer) -> None:
    with pytest.raises(BaseExceptionGroup, match="exceptions of its own"), fake_target(m365_server, {}):
        m365_server.errors += [ZeroDivisionError("one"), KeyError("two")]
    assert m365_server.errors == []


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ("IMAP.AccessAsUser.All", "https://outlook.office.com/IMAP.AccessAsUser.All"),
        (".default", "https://outlook.office.com/.default"),
        ("https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/User.Read"),
        ("offline_access", "offline_access"),
    ],
)
def test_a_scope_alone_is_exchanges(given: str, whole: str) -> None:
    assert qualified(given) == whole


def test_no_secret_is_in_the_repr(m365: FakeTarget) -> None:
    assert m365.password not in repr(m365)
    assert m365.domain in repr(m365)
