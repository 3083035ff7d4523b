"""Names that meeting messages go by in a mailbox."""

from typing import Final

#: What a calendar part is called as an attachment that could not be read.
UNSUPPORTED_NAME: Final = "not supported calendar message.ics"
#: Name of what the calendar object itself describes: the message's text is usually richer.
DESCRIPTION: Final = "description"
