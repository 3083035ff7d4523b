from typing import Any

import pytest

from fakeserver.tenant.access.checks.mailbox_state import check_licence, check_mailbox_state
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    LicenceMissing,
    MailboxMoved,
    MailboxNotProvisioned,
    MailboxSoftDeleted,
    explained,
)


def alice(**switches: Any) -> User:
    return User("id", "alice@contoso.com", "pw", display_name="Alice", **switches)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("soft_deleted", MailboxSoftDeleted), ("not_provisioned", MailboxNotProvisioned), ("moved", MailboxMoved)],
)
def test_a_mailbox_that_is_not_there(state: str, refusal: type[Exception]) -> None:
    check_mailbox_state(alice())
    with pytest.raises(refusal, match=r"alice@contoso\.com"):
        check_mailbox_state(alice(mailbox_state=state))


def test_a_moved_mailbox_says_where_it_is() -> None:
    with pytest.raises(MailboxMoved) as refused:
        check_mailbox_state(alice(mailbox_state="moved", moved_to="alice@fabrikam.com"))
    assert refused.value.target == "alice@fabrikam.com"


def test_a_mailbox_that_moved_nobody_knows_where_sends_nobody_there() -> None:
    with pytest.raises(MailboxMoved) as refused:
        check_mailbox_state(alice(mailbox_state="moved"))
    explanation = explained(refused.value)
    assert explanation.rule == "TargetAddress of alice@contoso.com is (none)"
    assert explanation.fix.endswith("or follow Autodiscover, which redirects to user.moved_to once that is set")


@pytest.mark.parametrize(
    ("licence", "shut"),
    [
        ("E3", set()),
        ("F1", {Protocol.EWS}),
        ("F3", {Protocol.EWS}),
        ("Kiosk", {Protocol.EWS}),
        (None, {Protocol.EWS, Protocol.GRAPH, Protocol.IMAP, Protocol.POP3, Protocol.SMTP}),
    ],
)
def test_what_a_licence_opens(licence: str | None, shut: set[Protocol]) -> None:
    for protocol in Protocol:
        check_licence(protocol, User("id", "s@contoso.com", None, display_name="S", kind="shared", licence=licence))
        if protocol in shut:
            with pytest.raises(LicenceMissing):
                check_licence(protocol, alice(licence=licence))
        else:
            check_licence(protocol, alice(licence=licence))
