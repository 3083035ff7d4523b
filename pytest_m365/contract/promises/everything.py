"""All promises together."""

from __future__ import annotations

from pytest_m365.contract.promise import Promise, Table
from pytest_m365.contract.promises import (
    across,
    ews_requests,
    ews_shapes,
    ews_sign_in,
    imap_folders,
    imap_messages,
    imap_search,
    imap_session,
    pop3,
    sign_in,
    smtp,
    token_endpoint,
)
from pytest_m365.contract.terms import Protocol

TABLES: tuple[Table, ...] = (
    *ews_sign_in.TABLES,
    ews_requests.TABLE,
    ews_shapes.TABLE,
    imap_session.TABLE,
    imap_folders.TABLE,
    imap_messages.TABLE,
    imap_search.TABLE,
    pop3.TABLE,
    smtp.TABLE,
    *sign_in.TABLES,
    token_endpoint.TABLE,
    across.TABLE,
)

PROMISES: tuple[Promise, ...] = tuple(promise for table in TABLES for promise in table.promises)


def of(protocol: Protocol) -> tuple[Promise, ...]:
    """Return the promises of a protocol."""
    return tuple(promise for promise in PROMISES if promise.protocol == protocol)
