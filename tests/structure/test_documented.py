"""Each public name that a test author calls is in the docs."""

import re
from functools import partial
from pathlib import Path

import pytest

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.administration.public_folders import PublicFolders
from fakeserver.tenant.administration.rights import Rights
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.outbound import Outbound, OutboundMessage
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.least_privilege import LeastPrivilege
from fakeserver.tenant.tenant import Tenant
from pytest_m365.browser import Browser
from pytest_m365.clock import ProgramClock
from pytest_m365.redirect import Redirect
from pytest_m365.target import Target

ROOT = Path(__file__).resolve().parents[2]
DOCS = "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])

#: What the fake calls itself.
INNER = {
    Tenant: {"secrets", "close"},
    People: {"own_address", "recipient", "mailbox_or_group"},
    Applications: {"all", "register"},
    PublicFolders: {"accept_mail"},
    SignIns: {"user_who_signs_in"},
    Organization: {"is_inside", "is_local", "new_guid"},
    Clock: {"moment", "seconds_until", "source_moved", "unmoved", "watch"},
    Mailbox: {"id_maker", "read_state", "take", "watch"},
    Outbound: {"append", "marked", "remember", "since", "watch"},
    Exchange: {"is_asked", "is_lost", "line", "number", "grant"},
    Target: {"acts_by_itself"},
    ProgramClock: {"ahead", "start", "stop"},
}
PUBLIC = [
    Tenant, People, Applications, PublicFolders, Rights, SignIns, Organization, Clock, Journal, Exchange,
    LeastPrivilege, Mailbox, Outbound, OutboundMessage, Target, Browser, ProgramClock, Redirect,
]  # fmt: skip


def public_names(owner: type) -> set[str]:
    """Return a class's own; not those that are there to say where a method went, which raise AttributeError."""
    names = {*filter(partial(hasattr, owner), vars(owner)), *getattr(owner, "__annotations__", ())}
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("owner", PUBLIC)
def test_it_has_no_name_that_the_docs_do_not_have(owner: type) -> None:
    names, inner = public_names(owner), INNER.get(owner, set())
    assert inner <= names
    assert sorted(name for name in names - inner if not re.search(rf"\b{name}\b", DOCS)) == []
