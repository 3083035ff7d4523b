"""IMAP4rev1 as Exchange Online speaks it (RFC 3501 and the extensions it advertises), without a socket.

framing     octets in, whole commands out (lines with their literals)
grammar     a command's octets -> a small frozen value
states      which commands are legal when
session     the conversation: greeting, dispatch, limits, pushes
selected    the selected folder as this client has been told of it
signing_in, folders, messages, appending    the commands, by what they are about
fetching, sections, structure, searching    what FETCH and SEARCH need
names       modified UTF-7, LIST patterns, special-use attributes
errors      how each refusal is said
"""

from fakeserver.protocols.imap.session import ImapSession

__all__ = ["ImapSession"]
