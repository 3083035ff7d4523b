"""Each class of the tenant is known to the state: what is new must say what becomes of it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import fakeserver.tenant
from fakeserver.state import known
from fakeserver.state.errors import StateError
from fakeserver.tenant.directory.applications import Secret
from fakeserver.tenant.exchange.values import Body
from fakeserver.tenant.tenant import Tenant

#: Modules, or folders of them, whose classes hold nothing between two requests, or nothing that is kept: they decide,
#: read, write, work something out, or tell of what was asked.
NOTHING_KEPT = tuple(
    """
    tenant.access. tenant.administration.usual_applications tenant.alarm tenant.cloud tenant.faults. tenant.journal.
    tenant.memento tenant.moved tenant.places tenant.refusals. tenant.ruled_zone tenant.snapshot:
    tenant.snapshots:Host tenant.switches.switch tenant.watched tenant.budgets:_Done
    tenant.directory.recipient_filter:_Reader tenant.directory.sign_in_rules:Attempt tenant.exchange.all_mail
    tenant.exchange.aqs. tenant.exchange.availability. tenant.exchange.new_items tenant.exchange.orders
    tenant.exchange.calendar. tenant.exchange.conversations.by_arrival tenant.exchange.criteria
    tenant.exchange.demand tenant.exchange.distinguished tenant.exchange.flagging tenant.exchange.icalendar.
    tenant.exchange.id_maker:_ItemIds tenant.exchange.ids tenant.exchange.inbox_rules.matching
    tenant.exchange.inbox_rules.predicates:Parts tenant.exchange.junk_email. tenant.exchange.kinds.recurring_days
    tenant.exchange.kinds.reminder_times tenant.exchange.kinds.series_changes tenant.exchange.kinds.voting:_Reader
    tenant.exchange.kinds.zone_definitions tenant.exchange.loading. tenant.exchange.mime.
    tenant.exchange.notifications. tenant.exchange.occurrence_item tenant.exchange.out_of_office.
    tenant.exchange.parsed tenant.exchange.persona_ids tenant.exchange.presentation tenant.exchange.reminders
    tenant.exchange.remembered_items tenant.exchange.responding.answer tenant.exchange.rules_agent.
    tenant.exchange.scheduling. tenant.exchange.search_results tenant.exchange.store tenant.exchange.text_index
    tenant.exchange.syncing. tenant.exchange.transport.acknowledgement tenant.exchange.transport.conversation_rules
    tenant.exchange.transport.mishaps tenant.exchange.transport.outcomes tenant.exchange.transport.receipts
    tenant.exchange.transport.routing tenant.exchange.verdicts tenant.exchange.waiting tenant.exchange.wanted
    tenant.exchange.watched_folder tenant.exchange.webhooks.subscription
    tenant.languages tenant.switches.user_switches tenant.tokens.issued tenant.tokens.user_assertion
    tenant.tokens.validate:Claims tenant.tokens.verdicts tenant.tokens.device_codes:DeviceCode
    """.split()
)


def walked() -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.walk_packages(fakeserver.tenant.__path__, "fakeserver.tenant.")


def classes() -> Iterator[type]:
    """Yield the classes of the tenant's modules, but for exceptions and protocols, of which there are no objects."""
    for found in walked():
        module = importlib.import_module(found.name)
        for _, kind in inspect.getmembers(module, inspect.isclass):
            is_type_alone = getattr(kind, "_is_protocol", False) or issubclass(kind, BaseException | dict)
            if kind.__module__ == found.name and not is_type_alone:
                yield kind


def ways(kind: type) -> list[str]:
    """Return what becomes of the objects of a class."""
    name = known.name_of(kind)
    found = {
        "a value": known.is_value(kind),
        "a part": name in known.PARTS,
        "named": name in known.NAMED and name not in known.PARTS,
        "in its own way": name in known.OWN_WAYS,
        "forgotten": name in known.FORGOTTEN,
    }
    return [way for way, is_so in found.items() if is_so]


def test_what_becomes_of_each_class_is_said_once() -> None:
    unsaid = [kind for kind in classes() if not known.name_of(kind).startswith(NOTHING_KEPT)]
    assert {known.name_of(kind): ways(kind) for kind in unsaid if len(ways(kind)) != 1} == {}


def test_nothing_is_said_of_classes_that_are_gone() -> None:
    there = {known.name_of(kind) for kind in classes()}
    values = {f"{module}:{name}" for module, names in known.VALUES.items() for name in names.split()}
    said = {*known.PARTS, *known.NAMED, *known.OWN_WAYS, *known.FORGOTTEN, *values}
    assert said - there == {"protocols.ews.properties.folder:SearchParameters"}
    modules = {found.name.removeprefix("fakeserver.") for found in walked()}
    assert [prefix for prefix in NOTHING_KEPT if not any(name.startswith(prefix) for name in there | modules)] == []


def test_left_out_are_attributes_that_are_there() -> None:
    tenant = Tenant()
    user = tenant.add_user("alice", archive=True)
    tenant.add_public_folder("Projects")
    boxes = tenant.mailboxes
    seen, waiting, missing = set[int](), [tenant, boxes.archive_of(user.mailbox), *boxes.all], []
    while waiting:
        part = waiting.pop()
        names = known.left_out(type(part))
        if names is None or id(part) in seen:
            continue
        seen.add(id(part))
        optional = {"_is_made", "journal"}
        missing += [f"{type(part).__name__}.{name}" for name in names - vars(part).keys() - optional]
        waiting += vars(part).values()
    assert missing == []
    assert len(seen) > 60


def test_values_are_found_by_their_names_alone() -> None:
    assert known.value_class(known.name_of(Body)) is Body
    assert known.is_value(Secret)
    for name in ("tenant.tenant:Tenant", "os:system", "tenant.exchange.values:moved", "tenant.exchange.values", ""):
        with pytest.raises(StateError, match="nothing of a tenant"):
            known.value_class(name)
