"""Every row of the table, over a real socket and TLS: what is said, to the letter, and why."""

import inspect
import re

import pytest

from fakeserver.finding import find
from fakeserver.tenant import refusals
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from pytest_m365 import FakeServer
from tests.matrix.families import FAMILIES, token_endpoint
from tests.matrix.outcomes import Imap, Pop3, Smtp
from tests.matrix.performing import performed, world_of
from tests.matrix.table import Row, rows

ROWS = tuple(rows(FAMILIES))


#: Answers of a protocol itself, before any door: commands out of turn, mechanisms and forms that it does not have.
NEVER_ASKED = {
    Imap.INVALID_STATE.lines,
    Pop3.INVALID_STATE.lines,
    Pop3.ONE_LINE.lines,
    Smtp.UNAUTHENTICATED.lines,
    Smtp.NO_MECHANISM.lines,
    token_endpoint.UNKNOWN_GRANT.lines,
    token_endpoint.MALFORMED.lines,
    token_endpoint.CODE_MISSING.lines,
    token_endpoint.SCOPE_MISSING.lines,
    token_endpoint.RESOURCE_SENT.lines,
    token_endpoint.DUPLICATED.lines,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(m365_server: FakeServer, row: Row) -> None:
    with world_of(m365_server) as world, performed(world, row) as (_, said):
        noted = [*world.tenant.journal.entries, *m365_server.cloud.journal.entries]
        if not row.outcome.fits(said):
            lines = ["said:", *said, "expected:", *row.outcome.lines, "journal:", *map(str, noted)]
            pytest.fail("\n".join(lines), pytrace=False)
        if not row.outcome.works:
            protocol = "OAuth" if row.protocol == "Token" else row.protocol
            reasons = [entry.refusal for entry in noted if entry.refusal is not None and entry.protocol == protocol]
            if reasons and row.protocol != "Autodiscover":
                # Of Autodiscover `said` has no more than a code: tests/finding/test_searching.py has its words.
                found = {cause.name for each in find("\n".join(said)) for cause in each.causes}
                assert reasons[-1].name in found, "find by message has each cause of each message"
            if row.outcome.lines in NEVER_ASKED:
                assert not any(reason.fix for reason in reasons)
                return
            if row.kind.asks:
                # What a request says is refused where it is read, mostly: there the answer is all that there is.
                return
            assert reasons, "the journal explains each refusal"
            for text in ("rule", "fix", "real", "page"):
                assert getattr(reasons[-1], text), f"{reasons[-1].name} has no {text}"


def test_no_row_stands_twice() -> None:
    ids = [row.id for row in ROWS]
    assert sorted(ids) == sorted(set(ids))
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)


def test_whatever_needs_no_reason_is_in_the_table() -> None:
    assert {row.outcome.lines for row in ROWS} >= NEVER_ASKED


def test_the_table_has_hundreds_of_rows() -> None:
    assert len(ROWS) > 900


#: Switches that open and shut nothing: words of a greeting, flags of a folder, line ends, what becomes of messages,
#: counters, a zone, an issuer, Outlook's way to sign in; and one that the table throws by
#: `tenant.sign_ins.add_conditional_access`.
SHUT_NOTHING = {
    *("deliver_to_header_recipients", "convert_header", "rewrite_mime", "replace_message_id", "ews_control_characters"),
    *("imap_force_ical", "imap_exact_size", "pop_force_ical", "pop_exact_size"),
    *("imap_greeting", "imap_special_use", "imap_idle", "error_separator", "conditional_access"),
    *("own_issuer", "oauth2_client_profile_enabled", "imap_append_line_limit"),
    # Budgets: tests/journeys/test_budgets.py.
    *("imap_connections", "pop_connections", "smtp_connections", "messages_a_minute", "recipients_a_day"),
    *("ews_concurrency", "ews_requests_a_minute", "ews_cost_a_minute"),
    # tests/protocols/ews/operations/notifications, tests/protocols/http/test_generations.py
    *("ews_subscriptions", "ews_hanging_connections", "ews_headers"),
    # What becomes of meetings, rules' mail and free/busy: tests/tenant/exchange/scheduling, rules_agent, availability.
    *("automate_processing", "process_external_meeting_messages", "add_new_requests_tentatively", "allow_conflicts"),
    *("remove_old_meeting_messages", "booking_window_in_days", "maximum_duration_in_minutes"),
    *("add_organizer_to_subject", "delete_comments", "delete_subject", "external_forwarding", "working_hours"),
    # What is junk: tests/tenant/exchange/junk_email.
    *("trusted_senders", "contacts_trusted", "trusted_lists_only"),
    # A further mailbox: tests/protocols/ews/operations/items/test_archive_item.py.
    "archive",
    # Limits and orders of Graph: tests/protocols/graph.
    *("graph_concurrency", "graph_requests_in_10_minutes", "graph_upload_in_30_seconds", "graph_retry_after"),
    *("graph_contains_needs_count", "graph_new_id_when_sent", "graph_subscription_minutes"),
    "graph_upload_names",
    # Whether there are public folders: tests/protocols/ews/test_public_folders.py.
    "public_folders",
    *("admin", "failures", "tokens_valid_from", "password_changed_at", "time_zone"),
    # How Outlook and Graph show texts and times: tests/protocols/graph/operations/settings.
    *("language", "date_format", "time_format"),
}


def test_every_switch_is_thrown_somewhere() -> None:
    code = "\n".join(circumstance.code for family in FAMILIES for circumstance in family.circumstances)
    thrown = set(re.findall(r"\bpolicies\.(\w+) = ", code)), set(re.findall(r"\b(?:alice|bob)\.(\w+)(?= =)", code))
    rest = [set(names) - found for names, found in zip((Policies.rows, UserSwitches.rows), thrown, strict=True)]
    assert set().union(*rest) == SHUT_NOTHING


def test_every_refusal_of_the_door_is_in_the_table(m365_server: FakeServer) -> None:
    """Each kind that is raised at all; what is in a mailbox, and the token service's own, have tables of theirs.

    What only the faults of a test bring about is in `tests/edge/faults`.
    """
    seen: set[str] = set()
    for row in ROWS:
        if not row.outcome.works and row.protocol != "Token":
            with world_of(m365_server) as world, performed(world, row):
                noted = [*world.tenant.journal.refusals, *m365_server.cloud.journal.refusals]
                seen.update(entry.refusal.name for entry in noted if entry.refusal is not None)
    expected = {
        name
        for name, kind in inspect.getmembers(refusals, inspect.isclass)
        if issubclass(kind, refusals.Refusal)
        and not issubclass(kind, refusals.StoreRefused | refusals.DirectoryRefused | refusals.ServiceRefused)
        and kind.real
    }
    # Raised as one of its kinds only; by a test's faults alone; and by changing a folder, which the table does not.
    by_changing = {"FolderAccessDenied", "CreateSubfolderDenied"}
    # Of Graph's users: tests/protocols/graph/test_service.py.
    by_changing |= {"DirectoryPermissionMissing"}
    in_public = {"PublicFolderAccessDenied", "PublicCreateItemDenied", "PublicCreateSubfolderDenied"}
    assert (
        expected - seen == {"ImpersonationDenied", "MailboxMoving", "MailboxMovedMeanwhile", *by_changing} | in_public
    )
