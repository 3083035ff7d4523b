"""The table, by kind of circumstance."""

from tests.matrix.families import (
    apps,
    basic,
    commands,
    ews_end,
    ews_requests,
    front_ends,
    hidden,
    in_time,
    mailbox_switches,
    mailboxes,
    permissions,
    sign_in,
    states,
    token_endpoint,
    tokens,
)
from tests.matrix.table import Family

FAMILIES: tuple[Family, ...] = (
    tokens.FAMILY,
    front_ends.FAMILY,
    permissions.FAMILY,
    mailboxes.OTHERS,
    mailboxes.SENDERS,
    mailboxes.IMPERSONATION,
    apps.FAMILY,
    mailbox_switches.FAMILY,
    mailbox_switches.SUBMISSION,
    ews_end.OTHERS,
    ews_end.SWITCH_OFF,
    ews_end.USER_AGENTS,
    states.FAMILY,
    basic.FAMILY,
    sign_in.FOR_PASSWORDS,
    token_endpoint.FAMILY,
    sign_in.AT_THE_TOKEN_ENDPOINT,
    in_time.FAMILY,
    commands.FAMILY,
    hidden.FAMILY,
    ews_requests.FAMILY,
)
