"""The protocols that lead to a mailbox. What each of them asks for is in ``requirements.py``."""

from enum import StrEnum


class Protocol(StrEnum):
    """The protocols that lead to a mailbox."""

    EWS = "EWS"
    IMAP = "IMAP"
    POP3 = "POP3"
    SMTP = "SMTP"
    AUTODISCOVER = "Autodiscover"
    GRAPH = "Graph"
