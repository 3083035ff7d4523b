"""The credential itself: what a token must be."""

from tests.matrix import bad_token_kinds, kinds
from tests.matrix.lines import bad_token, fine
from tests.matrix.outcomes import Http, Imap, Pop3, Smtp
from tests.matrix.table import Circumstance, Family, line, nothing

FAMILY = Family(
    "The token itself",
    "Nothing is switched off; it is the credential that is right or wrong. A token that cannot be believed, has "
    "expired or is for somebody else's door looks the same on IMAP, POP3 and SMTP. Only HTTP says which of these it "
    "was.",
    (
        Circumstance(
            "default",
            "Everything is as it should be",
            nothing,
            (
                fine(kinds.DELEGATED),
                fine(kinds.APP_ONLY),
                line(
                    kinds.NOTHING,
                    EWS=Http.NO_TOKEN("T", "headers"),
                    Autodiscover=Http.NO_TOKEN("T", "headers"),
                    IMAP=Imap.INVALID_STATE("T", "logs"),
                    POP3=Pop3.INVALID_STATE("T", "logs"),
                    SMTP=Smtp.UNAUTHENTICATED("T", "logs, PRINTERS"),
                ),
                bad_token(bad_token_kinds.GARBAGE, Http.INVALID("I", "EWSINS")),
                bad_token(bad_token_kinds.CUT, Http.INVALID("I", "EWSINS")),
                bad_token(bad_token_kinds.ID_TOKEN, Http.AUDIENCE("I", "EWSINS")),
                # The id and the category are documented; the sentence beside them is not known.
                bad_token(bad_token_kinds.EXPIRED, Http.EXPIRED("D", "EWSINS")),
                bad_token(bad_token_kinds.EXPIRED_APP_ONLY, Http.EXPIRED("D", "EWSINS")),
                bad_token(bad_token_kinds.NOT_YET_VALID, Http.INVALID("U", "no record")),
                bad_token(bad_token_kinds.CHANGED, Http.SIGNATURE("D", "EWSINS")),
                bad_token(bad_token_kinds.UNSIGNED, Http.SIGNATURE("I", "EWSINS")),
                bad_token(bad_token_kinds.UNKNOWN_KEY, Http.SIGNATURE("I", "EWSINS")),
                bad_token(
                    bad_token_kinds.GRAPH,
                    Http.AUDIENCE("T", "graph-docs, ews-managed-api"),
                    IMAP=Imap.NO("T*", "oauth2-proxy"),
                    SMTP=Smtp.NO("T*", "oauth2-proxy"),
                ),
                bad_token(
                    bad_token_kinds.GRAPH_APP_ONLY,
                    Http.AUDIENCE("T", "graph-docs, ews-managed-api"),
                    IMAP=Imap.NO("T*", "oauth2-proxy"),
                    SMTP=Smtp.NO("T*", "oauth2-proxy"),
                ),
                bad_token(bad_token_kinds.WRONG_ISSUER, Http.INVALID("U", "no record")),
                bad_token(bad_token_kinds.CONTRADICTORY, Http.INVALID("U", "no record")),
                bad_token(bad_token_kinds.UNKNOWN_TENANT, Http.TENANT("T*", "EWSINS")),
                bad_token(bad_token_kinds.DELETED_USER, Http.USER("T*", "EWSINS")),
            ),
        ),
    ),
)
