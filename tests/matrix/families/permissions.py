"""Permissions: the token is good, and does not open this protocol."""

from tests.matrix import bad_token_kinds, kinds
from tests.matrix.lines import bad_token
from tests.matrix.outcomes import Ews, Http, Imap, Pop3, Smtp
from tests.matrix.table import Circumstance, Family, line, nothing

FAMILY = Family(
    "Scopes, roles, and registration in Exchange",
    "Each protocol has its own scope and role. On IMAP, POP3 and SMTP their lack looks like a bad token; EWS says 403 "
    "with nothing in it, and 401 only where the token holds no permission of Exchange Online at all.",
    (
        Circumstance(
            "permissions",
            "A permission is missing",
            nothing,
            (
                line(
                    kinds.WRONG_SCOPE,
                    EWS=Http.FORBIDDEN("T", "exchangelib, ews-managed-api"),
                    IMAP=Imap.NO("T*", "logs"),
                    POP3=Pop3.NO("I", "IPS"),
                    SMTP=Smtp.NO("D", "IPS, logs"),
                ),
                bad_token(
                    bad_token_kinds.NO_PERMISSION,
                    Http.NO_PERMISSIONS("T", "EWSINS, ews-cpp"),
                    IMAP=Imap.NO("I", "IPS"),
                    Autodiscover=None,
                ),
                line(
                    kinds.WRONG_ROLE,
                    EWS=Http.FORBIDDEN("T*", "exchangelib"),
                    IMAP=Imap.NO("T*", "logs"),
                    POP3=Pop3.NO("I", "IPS"),
                    SMTP=Smtp.NO("D", "IPS, logs"),
                ),
                bad_token(
                    kinds.NO_ROLE,
                    Http.NO_PERMISSIONS("T", "EWSINS, ews-cpp"),
                    IMAP=Imap.NO("I", "IPS"),
                    Autodiscover=None,
                ),
                line(
                    kinds.UNREGISTERED,
                    IMAP=Imap.NO("D", "IPS"),
                    POP3=Pop3.NO("D", "IPS"),
                    SMTP=Smtp.NO("D", "IPS"),
                    EWS=Ews.IN("D", "EWSOAUTH"),
                ),
                line(
                    kinds.WRONG_OBJECT_ID,
                    IMAP=Imap.NO("D", "IPS"),
                    POP3=Pop3.NO("D", "IPS"),
                    SMTP=Smtp.NO("D", "IPS"),
                    EWS=Ews.IN("D", "EWSOAUTH"),
                ),
            ),
        ),
    ),
)
