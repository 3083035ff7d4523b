"""Names and ids, with a client that nobody here wrote."""

from typing import Any

import pytest

from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def protocol(m365_ews: Any) -> Any:
    # exchangelib asks for the server's version when an account is used; resolve_names alone does not.
    assert m365_ews.version.build.major_version == 15
    return m365_ews.protocol


def test_names_are_resolved(protocol: Any, m365_fake: Tenant) -> None:
    m365_fake.add_user("zoe.stone")
    m365_fake.add_user("zoe.winter")
    (mailbox,) = protocol.resolve_names(names=["zoe.stone"])
    assert mailbox.email_address == f"zoe.stone@{m365_fake.domain}"
    several = protocol.resolve_names(names=["zoe"])
    assert [found.name for found in several] == ["Zoe Stone", "Zoe Winter"]
    ((mailbox, contact),) = protocol.resolve_names(names=["zoe.winter"], return_full_contact_data=True)
    assert contact.email_addresses[0].email == f"SMTP:zoe.winter@{m365_fake.domain}"


def test_nobody(protocol: Any) -> None:
    from exchangelib.errors import ErrorNameResolutionNoResults

    (found,) = protocol.resolve_names(names=["nobody at all"])
    assert isinstance(found, ErrorNameResolutionNoResults)


def test_a_group_is_expanded(protocol: Any, m365_fake: Tenant) -> None:
    from exchangelib.errors import ErrorNameResolutionNoResults

    group = m365_fake.add_distribution_group("team", ["alice", "carl@elsewhere.example"])
    found = protocol.expand_dl(group.address)
    assert [(each.name, each.mailbox_type) for each in found] == [
        ("Alice", "Mailbox"),
        ("carl@elsewhere.example", "Contact"),
    ]
    with pytest.raises(ErrorNameResolutionNoResults):
        protocol.expand_dl("nobody at all")


def test_ids_are_converted(m365_ews: Any) -> None:
    from exchangelib.properties import EWS_ID, ID_FORMATS, AlternateId

    given = AlternateId(id=m365_ews.inbox.id, format=EWS_ID, mailbox=m365_ews.primary_smtp_address)
    for wanted in ID_FORMATS:
        (converted,) = m365_ews.protocol.convert_ids([given], destination_format=wanted)
        assert converted.format == wanted
        (back,) = m365_ews.protocol.convert_ids([converted], destination_format=EWS_ID)
        assert back.id == m365_ews.inbox.id
