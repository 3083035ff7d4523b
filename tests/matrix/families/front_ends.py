"""How a sign-in is spelled, and front ends that differ from each other."""

from fakeserver.tenant.tenant import Tenant
from tests.matrix import bad_token_kinds, kinds
from tests.matrix.outcomes import Imap, Pop3, Smtp
from tests.matrix.table import Circumstance, Family, line, nothing


def one_line_auth(tenant: Tenant) -> None:
    tenant.policies.pop_one_line_auth = True


def login_disabled(tenant: Tenant) -> None:
    tenant.policies.imap_generation = "c"


def challenge(tenant: Tenant) -> None:
    tenant.policies.sasl_failure_challenge = True


FAMILY = Family(
    "SASL: how the token is sent",
    "XOAUTH2 in one step or two. A refused token gets its answer at once: there is no challenge with base64 JSON as "
    "Google sends it, and a program that waits for one waits for ever.",
    (
        Circumstance(
            "sasl",
            "As the real front ends are",
            nothing,
            (
                line(
                    kinds.ONE_LINE,
                    IMAP=Imap.IN("D", "IPS"),
                    POP3=Pop3.ONE_LINE("T", "getmail6"),
                    SMTP=Smtp.IN("D", "IPS"),
                ),
                line(kinds.GARBAGE_ONE_LINE, IMAP=Imap.NO("D", "IPS"), SMTP=Smtp.NO("D", "IPS, logs")),
                line(
                    kinds.NO_BASE64,
                    IMAP=Imap.NO("I", "logs"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO("U", "no record"),
                ),
                line(
                    kinds.NO_AUTH_FIELD,
                    IMAP=Imap.NO("I", "logs"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO("U", "no record"),
                ),
                line(
                    kinds.NO_USER_FIELD,
                    IMAP=Imap.NO("I", "logs"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO("U", "no record"),
                ),
                line(
                    kinds.CANCELLED,
                    IMAP=Imap.CANCELLED("U", "no record"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO("T*", "oauth2-proxy"),
                ),
                line(
                    kinds.LONG_TOKEN,
                    IMAP=Imap.IN("D", "IPS"),
                    POP3=Pop3.ONE_LINE("T*", "MailKit"),
                    SMTP=Smtp.IN("D", "IPS"),
                ),
            ),
        ),
        Circumstance(
            "pop-one-line",
            "POP3 takes the token on one line, as other services do",
            one_line_auth,
            (line(kinds.ONE_LINE, POP3=Pop3.IN("U", "no record")),),
        ),
        Circumstance(
            "failure-challenge",
            "A challenge before the refusal, as Google sends it; Exchange Online does not",
            challenge,
            (
                line(
                    bad_token_kinds.GARBAGE,
                    IMAP=Imap.CHALLENGED("U", "no record"),
                    POP3=Pop3.CHALLENGED("U", "no record"),
                    SMTP=Smtp.CHALLENGED("U", "no record"),
                ),
                line(kinds.DELEGATED, IMAP=Imap.IN("D", "IPS"), POP3=Pop3.IN("D", "IPS"), SMTP=Smtp.IN("D", "IPS")),
            ),
        ),
        Circumstance(
            "login-disabled",
            "IMAP front ends of 2026-09, which advertise LOGINDISABLED",
            login_disabled,
            (
                line(kinds.DELEGATED, IMAP=Imap.IN("D", "IPS")),
                line(bad_token_kinds.GARBAGE, IMAP=Imap.NO("D", "IPS, logs")),
                line(kinds.PASSWORD, IMAP=Imap.NO_LOGIN("U", "no record")),
            ),
        ),
    ),
)
