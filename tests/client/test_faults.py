"""Faults that are ordered here and met over there."""

import imaplib

import pytest

from fakeserver.client import Client
from fakeserver.client.faults import RemoteFaults
from fakeserver.client.tenant import RemoteTenant
from fakeserver.tenant.tenant import Tenant


def test_a_fault_is_ordered_met_and_over(client: Client, remote: RemoteTenant, local: Tenant) -> None:
    alice = remote.add_user("alice")
    assert isinstance(remote.faults, RemoteFaults)
    fault = remote.faults.drop("imap", "LOGIN", user=alice, times=1)
    assert (fault.kind, fault.taken, fault.is_over, fault.seed) == ("drop", 0, False, None)
    assert fault.text == local.faults.ordered[0].text
    assert [each.id for each in remote.faults.in_force] == [each.id for each in remote.faults.never_taken] == [fault.id]
    imap = imaplib.IMAP4_SSL(*client.imap, ssl_context=client.ssl_context())
    with pytest.raises(imaplib.IMAP4.abort):
        imap.login(alice.upn, "x")
    imap.shutdown()
    assert (fault.taken, fault.is_over, repr(fault)) == (1, True, f"<{fault.text}: taken once>")
    assert remote.faults.in_force == ()
    assert len(remote.faults.ordered) == 1


def test_a_fault_of_a_dropped_tenant_is_what_it_was(client: Client) -> None:
    tenant = client.new_tenant()
    fault = tenant.faults.drop("imap", times=1)
    client.drop_tenant(tenant)
    assert (fault.taken, fault.is_over) == (0, False)


def test_a_fault_lasts_as_long_as_its_block(remote: RemoteTenant, local: Tenant) -> None:
    with remote.faults.down("pop3"):
        assert [each.kind for each in local.faults.in_force] == ["down"]
    assert list(local.faults.in_force) == []
    remote.faults.mix("ews", parts=["drop", ("throttle", {"retry_after": 1})], seed=3)
    remote.faults.add("answer", "ews", ["ok", "drop"])
    assert [each.kind for each in local.faults.in_force] == ["mix", "answer"]
    remote.faults.clear()
    assert list(local.faults.in_force) == []


@pytest.mark.parametrize(
    ("kind", "args", "named"),
    [
        ("throttle", ("ewz",), {}),
        ("throttle", (), {}),
        ("throttle", ("ews",), {"tims": 2}),
        ("throttle", ("ews",), {"times": 0}),
        ("throttle", ("ews",), {"user": "nobody"}),
        ("drop", ("imap", 3), {}),
    ],
)
def test_a_wrong_order_is_refused_by_the_same_words(
    remote: RemoteTenant, local: Tenant, kind: str, args: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises((TypeError, ValueError)) as here:
        remote.faults.add(kind, *args, **named)
    with pytest.raises((TypeError, ValueError)) as there:
        local.faults.add(kind, *args, **named)
    assert str(there.value) in str(here.value)


def test_a_kind_that_is_none(remote: RemoteTenant) -> None:
    with pytest.raises(AttributeError, match=r"has no 'thottle'; did you mean 'throttle'\?"):
        _ = remote.faults.thottle
    with pytest.raises(AttributeError, match=r"Faults\.take is not there over --m365-url"):
        _ = remote.faults.take
    assert remote.faults.throttle.__doc__
