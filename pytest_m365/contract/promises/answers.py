"""Answers that several tables of promises expect, as literals."""

#: what an SMTP front end puts behind its refusals
TRACE = "[<host> <ts> <id>]"
#: to a token that is not taken, whatever is wrong with it
NO = {
    "IMAP": "NO AUTHENTICATE failed.",
    "POP3": "-ERR Authentication failure: unknown user name or bad password.",
    "SMTP": f"535 5.7.3 Authentication unsuccessful {TRACE}",
}
#: to a good token, and to the first use
IN = {
    "IMAP": "OK AUTHENTICATE completed.\nOK [READ-WRITE] SELECT completed.",
    "POP3": "+OK User successfully authenticated.\n+OK <number> <number>",
    "SMTP": "235 2.7.0 Authentication successful\n250 2.1.0 Sender OK",
}
#: of IMAP, to a good token whose mailbox does not open
NOT_CONNECTED = "OK AUTHENTICATE completed.\nBAD User is authenticated but not connected."
#: of EWS, by id to what has gone, and to a request that is none
NOT_FOUND = (
    "200 ErrorItemNotFound: The specified object was not found in the store., The process failed to get the correct "
    "properties."
)
SCHEMA = "500 ErrorSchemaValidation: The request failed schema validation."


def send_as_denied(caller: str, sender: str) -> tuple[str, str]:
    """Return how SMTP says at the end of a message that somebody may not send as somebody else: now, and before."""
    return (
        f"554 5.2.252 SendAsDenied; {caller} not allowed to send as {sender}; "
        "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due "
        "to a permanent exception with message [BeginDiagnosticData]<any>[EndDiagnosticData] [Hostname=<host>]",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender [<host>]",
    )
