"""Explanations of what no refusal is behind: the command or the request itself is at fault."""

from typing import Final

from fakeserver.tenant.refusals import Explanation

#: a name, a sentence, what to do about it
Own = tuple[str, str, str]

IMAP_RFC: Final = "www.rfc-editor.org/rfc/rfc3501"
POP3_RFC: Final = "www.rfc-editor.org/rfc/rfc1939"
SMTP_RFC: Final = "www.rfc-editor.org/rfc/rfc5321"


def explained_by(own: Own, page: str) -> Explanation:
    """Return it as an explanation."""
    name, sentence, fix = own
    return Explanation(name, sentence, fix=fix, page=page)
