"""All promises together."""

from __future__ import annotations

from pytest_m365.contract.promise import Promise, Table
from pytest_m365.contract.promises import (
    across,
    autodiscover,
    delivered,
    ews_folder_requests,
    ews_refusals,
    ews_requests,
    ews_searches,
    ews_shapes,
    ews_sign_in,
    imap_copying,
    imap_folders,
    imap_messages,
    imap_search,
    imap_session,
    imap_structure,
    other_audiences,
    pop3,
    refused_sign_in,
    sign_in,
    smtp,
    token_answers,
    token_endpoint,
    where_so,
)

TABLES: tuple[Table, ...] = (
    *(ews_sign_in.TABLE, ews_requests.TABLE, ews_folder_requests.TABLE, ews_refusals.TABLE),
    *(ews_shapes.TABLE, ews_searches.TABLE, autodiscover.TABLE, token_endpoint.TABLE, token_answers.TABLE),
    *(imap_session.TABLE, imap_folders.TABLE, imap_messages.TABLE, imap_copying.TABLE, imap_structure.TABLE),
    *(imap_search.TABLE, pop3.TABLE, smtp.TABLE, across.TABLE, *delivered.TABLES, refused_sign_in.TABLE),
    *(*sign_in.TABLES, *other_audiences.TABLES, *where_so.TABLES),
)

PROMISES: tuple[Promise, ...] = tuple(promise for table in TABLES for promise in table.promises)
