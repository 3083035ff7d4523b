"""Lines that many circumstances share: all is well, or all is well but for one protocol."""

from tests.matrix import kinds
from tests.matrix.outcomes import Autodiscover, Ews, Http, Imap, Outcome, Pop3, Smtp, Token
from tests.matrix.table import Kind, Line, line

WORKS: dict[str, Outcome] = {
    "Token": Token.IN("T", "AZREC"),
    "EWS": Ews.IN("D", "EWSOAUTH"),
    "Autodiscover": Autodiscover.IN("D", "ADPOX"),
    "IMAP": Imap.IN("D", "IPS"),
    "POP3": Pop3.IN("D", "IPS"),
    "SMTP": Smtp.IN("D", "IPS"),
}

#: passwords are taken again: the words of the years when they were
PASSWORD_WORKS: dict[str, Outcome] = {
    "Token": Token.IN("T", "AZREC"),
    "EWS": Ews.IN("D", "BASIC"),
    "Autodiscover": Autodiscover.IN("I", "BASIC"),
    "IMAP": Imap.LOGGED_IN("T", "logs"),
    # The words of a good PASS are in no log that was found.
    "POP3": Pop3.LOGGED_ON("U", "no record"),
    "SMTP": Smtp.IN("T", "logs"),
}


def fine(kind: Kind, **but: Outcome | None) -> Line:
    """Return a line in which everything works but for what is named; None leaves a protocol out."""
    cells = {protocol: WORKS[protocol] for protocol in kind.protocols} | but
    return line(kind, **{protocol: outcome for protocol, outcome in cells.items() if outcome is not None})


def password_fine(kind: Kind, **but: Outcome | None) -> Line:
    """Return a line in which the password is taken but for what is named."""
    cells = {protocol: PASSWORD_WORKS[protocol] for protocol in kind.protocols} | but
    return line(kind, **{protocol: outcome for protocol, outcome in cells.items() if outcome is not None})


def bad_token(kind: Kind, http: Outcome, **but: Outcome | None) -> Line:
    """Return a line in which nobody is signed in; ``http`` is what the Exchange front ends diagnose."""
    cells: dict[str, Outcome | None] = {
        "EWS": http,
        # "401 like EWS's" is all that is known.
        "Autodiscover": http(http.mark if http.mark == "U" else "I", http.source),
        "IMAP": Imap.NO("D", "IPS, logs"),
        "POP3": Pop3.NO("D", "IPS"),
        "SMTP": Smtp.NO("D", "IPS, logs"),
    }
    cells = {protocol: outcome for protocol, outcome in cells.items() if protocol in kind.protocols} | but
    return line(kind, **{protocol: outcome for protocol, outcome in cells.items() if outcome is not None})


def no_password(kind: Kind, **but: Outcome | None) -> Line:
    """Return the line of a password where basic authentication is off, as it is everywhere."""
    cells: dict[str, Outcome | None] = {
        "Token": Token.IN("T", "AZREC"),
        "EWS": Http.BASIC("D", "BASIC"),
        "Autodiscover": Http.BASIC("I", "BASIC"),
        "IMAP": Imap.NO_LOGIN("T", "imapsync"),
        "POP3": Pop3.NO_LOGON("T", "logs"),
    }
    cells = {protocol: outcome for protocol, outcome in cells.items() if protocol in kind.protocols} | but
    return line(kind, **{protocol: outcome for protocol, outcome in cells.items() if outcome is not None})


def asked(protocol: str, name: str, title: str, outcome: Outcome, *asks: str) -> Line:
    """Return the line of what a user's client asks once it is signed in; see `asking.ask`."""
    return line(Kind(name, title, kinds.DELEGATED.make, (protocol,), asks), **{protocol: outcome})
