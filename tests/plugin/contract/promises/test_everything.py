"""The tables of promises, held against the matrix: which rows they are about, and which a client cannot ask."""

import re
from collections import Counter

import pytest

from pytest_m365.contract.promise import Promise, Table
from pytest_m365.contract.promises.asks import imap
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.terms import PROTOCOLS
from tests.matrix.families import FAMILIES
from tests.matrix.sources import SOURCES
from tests.matrix.table import Row, nothing, rows

ROWS = {f"{row.circumstance.name}-{row.kind.name}-{row.protocol}": row for row in rows(FAMILIES)}

#: beside the matrix's own: the references, the cases, recordings of EWS, and standards
OTHER_SOURCES = {"exchange-online-wire", "live-tenant", "cases", "recordings", "imapsync"}

#: Rows that are known by inference or not at all, and have no promise: why a client cannot bring them about by itself,
#: and does not see whether they are so either; by the beginnings of their ids.
NOT_BY_A_CLIENT = {
    "default-expired-": "a token has to be kept until it expires",
    "default-not-yet-valid-": "the tenant's own key would have to sign it",
    "default-wrong-issuer-": "the tenant's own key would have to sign it",
    "default-contradictory-": "the tenant's own key would have to sign it",
    "default-unknown-tenant-": "the tenant's own key would have to sign it",
    "default-deleted-user-": "a user would have to be deleted",
    "permissions-no-permission-": "no user's token is without any scope",
    "no-permission-alias-": "which aliases the mailbox has does not show",
    "impersonation-as-": "which aliases the mailbox has does not show",
    "pop-one-line-": "another answer to a question that is asked, for programs that count on it",
    "failure-challenge-": "another answer to a question that is asked, for programs that count on it",
    "login-disabled-": "another answer to a question that is asked, for programs that count on it",
    "app-only-unsupported-": "another answer to a question that is asked, for programs that count on it",
    "sender-not-allowed-older-": "the older words, which are taken for an answer to the same question",
    "send-as-": "which rights there are to send as another does not show before it is done",
    "sender-on-behalf-": "which rights there are to send as another does not show before it is done",
    "folder-shared-": "which folders another has shared does not show on IMAP",
    "rbac-smtp-scope-": "how far a role of Exchange's own goes does not show",
    "rbac-ews-scope-rbac-other-mailbox-": "how far a role of Exchange's own goes does not show",
    "all-off-": "no run has a mailbox that no protocol opens",
    "no-licence-": "no run has a mailbox that no protocol opens",
    "soft-deleted-": "no run has a mailbox that no protocol opens",
    "not-provisioned-": "no run has a mailbox that no protocol opens",
    "moved-": "no run has a mailbox that no protocol opens",
    "disabled-delegated-": "nobody has a token who has been disabled",
    "smtp-tenant-on-mailbox-empty-app-only-": "which of the switches opens SMTP does not show; the sign-in is asked",
    "smtp-tenant-on-mailbox-on-app-only-": "which of the switches opens SMTP does not show; the sign-in is asked",
    "smtp-tenant-off-mailbox-on-app-only-": "which of the switches opens SMTP does not show; the sign-in is asked",
    "graph-": "the contract asks Exchange Online's own protocols, and not Microsoft Graph",
    "basic-": "passwords are taken no more, but by SMTP, to which no password is shown",
}
#: promises about a state that the client makes by itself
BY_THE_CLIENT = {"imap-slash-in-name", "imap-slash-in-name-select"}


def test_no_promise_stands_twice() -> None:
    assert [name for name, count in Counter(promise.id for promise in PROMISES).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z0-9-]+", promise.id) for promise in PROMISES)


def test_there_are_hundreds_and_some_of_each_protocol() -> None:
    assert len(PROMISES) > 470
    assert {promise.protocol for promise in PROMISES} == set(PROTOCOLS)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_it_is_whole(promise: Promise) -> None:
    assert promise.says
    assert promise.ask.text
    assert promise.claims == (promise.mark != "U")
    assert not re.search(r"(?i)contoso|fabrikam|alice", f"{promise.says}{promise.ask.text}{promise.expected}")
    if not promise.claims:
        # Nothing is known: what the fake does is what is compared.
        assert len(promise.expected) == 1
    for source in promise.source.split(", "):
        assert source in SOURCES or source in OTHER_SOURCES or re.fullmatch(r"RFC \d+", source), source


@pytest.mark.parametrize("promise", [promise for promise in PROMISES if promise.rows], ids=lambda promise: promise.id)
def test_its_rows_are_there_and_known_as_far(promise: Promise) -> None:
    for name in promise.rows:
        assert (name, ROWS[name].outcome.mark) == (name, promise.mark)


def unproven(row: Row) -> bool:
    """Say whether a row is known by inference at most, and is about a tenant that is so before anybody signs in."""
    return row.outcome.mark in ("I", "U") and row.circumstance.when == "before"


def test_each_row_that_is_unproven_and_shows_to_a_client_is_asked() -> None:
    asked = {name for promise in PROMISES for name in promise.rows}
    missing = [name for name, row in ROWS.items() if unproven(row) and name not in asked]
    assert [name for name in missing if not name.startswith(tuple(NOT_BY_A_CLIENT))] == []
    # Also the other way round: nothing is excused that does not have to be.
    assert [begin for begin in NOT_BY_A_CLIENT if not any(name.startswith(begin) for name in missing)] == []


@pytest.mark.parametrize("promise", [promise for promise in PROMISES if promise.rows], ids=lambda promise: promise.id)
def test_it_needs_what_its_rows_are_about(promise: Promise) -> None:
    if any(ROWS[name].circumstance.set_up is not nothing for name in promise.rows):
        assert promise.needs is not None or promise.id in BY_THE_CLIENT


def test_a_promise_without_an_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="frobnicate expects nothing"):
        Table("IMAP").add("frobnicate", "it frobnicates", ("U", "no record"), imap("FROBNICATE"))


def test_a_function_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="frobnicate says nothing: write what it promises as the function's docstring"):
        Table("IMAP").asked("frobnicate", ("U", "no record"), "FROBNICATE", "OK")(lambda asker: [])
