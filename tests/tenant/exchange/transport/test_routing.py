from dataclasses import dataclass, field

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.exchange.transport.outcomes import Action
from fakeserver.tenant.exchange.transport.routing import Router, Routes

DOMAIN = "contoso.onmicrosoft.com"
TEAM, BOSSES = f"team@{DOMAIN}", f"bosses@{DOMAIN}"


@dataclass
class Members:
    addresses: list[str]
    is_open: bool = True
    asked: list[tuple[str, bool]] = field(default_factory=list)

    def accepts(self, sender: str, *, is_inside: bool) -> bool:
        self.asked.append((sender, is_inside))
        return self.is_open

    def member_addresses(self) -> list[str]:
        return self.addresses


def routes(mailboxes: Mailboxes, groups: dict[str, Members], *recipients: Recipient, sender: str = "") -> Routes:
    return Router(mailboxes, lambda domain: domain == DOMAIN, groups.get).routes(recipients, sender)


def test_an_address_leads_to_a_mailbox_or_outside_or_nowhere(mailboxes: Mailboxes, alice: Mailbox) -> None:
    inside, outside, nobody = Recipient(alice.address), Recipient("a@b.c"), Recipient(f"nobody@{DOMAIN}")
    found = routes(mailboxes, {}, inside, outside, nobody, Recipient("A@b.c"), Recipient(f"al@{DOMAIN}"))
    assert (found.inboxes, found.outside) == ({alice: inside}, [outside])
    assert [(one.recipient, one.action, one.status) for one in found.outcomes] == [(nobody, Action.FAILED, "5.1.10")]


def test_who_was_named_directly_is_reported_as_such(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox) -> None:
    groups = {TEAM: Members([alice.address, bob.address, f"gone@{DOMAIN}", "x@y.z"])}
    to_team = Recipient(TEAM, frozenset({"SUCCESS", "FAILURE"}))
    to_bob = Recipient(bob.address, frozenset({"SUCCESS"}))
    found = routes(mailboxes, groups, to_team, to_bob, sender="s@elsewhere.example")
    as_member = Recipient(alice.address, frozenset({"FAILURE"}), f"rfc822;{TEAM}")
    assert found.inboxes == {bob: to_bob, alice: as_member}
    assert [recipient.address for recipient in found.outside] == ["x@y.z"]
    assert [(one.recipient, one.action) for one in found.outcomes] == [(to_team, Action.EXPANDED)]
    assert groups[TEAM].asked == [("s@elsewhere.example", False)]


def test_a_group_is_entered_once_and_may_refuse(mailboxes: Mailboxes, alice: Mailbox) -> None:
    groups = {TEAM: Members([BOSSES, TEAM, alice.address]), BOSSES: Members([TEAM], is_open=False)}
    found = routes(mailboxes, groups, Recipient(TEAM), sender=alice.address)
    assert list(found.inboxes) == [alice]
    assert [(one.recipient.address, one.status) for one in found.outcomes] == [
        (TEAM, "2.0.0"),
        (BOSSES, "5.7.124"),
    ]
    assert groups[TEAM].asked == [(alice.address, True)]
    assert found.outcomes[1].recipient.original == f"rfc822;{TEAM}"
