"""Words that all of the contract has in common: marks, protocols, kinds of answers, and days."""

from __future__ import annotations

from typing import Literal, TypeAlias

#: D documented by Microsoft; T seen in a transcript; T* told second-hand; I inferred; U unknown, the fake's choice
Mark: TypeAlias = Literal["D", "T", "T*", "I", "U"]
#: how far something is known, and from where
Known: TypeAlias = tuple[Mark, str]
#: whose answer it is about
Protocol: TypeAlias = Literal["EWS", "Autodiscover", "Token", "IMAP", "POP3", "SMTP", "Mailbox"]
#: which normaliser reads the answer; see `literals`
Kind: TypeAlias = Literal["imap", "pop3", "smtp", "http", "ews", "token", "names", "mail"]

PROTOCOLS: tuple[Protocol, ...] = ("EWS", "Autodiscover", "Token", "IMAP", "POP3", "SMTP", "Mailbox")

#: the first day on which no tenant answers EWS any more
EWS_ENDS = "2027-04-01"
#: state of knowledge of what is promised, where a promise names no other day
KNOWN = "2026-11-28"


class NotAsked(Exception):
    """A promise cannot be asked here; the reason is shown in the report, normalised."""
