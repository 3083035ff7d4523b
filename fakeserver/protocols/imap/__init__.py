"""IMAP4rev1 as Exchange Online speaks it (RFC 3501 and the extensions it advertises), without a socket.

framing     octets in, whole commands out (lines with their literals)
grammar     a command's octets -> a small frozen value (elements, commands, fetch_grammar, search_grammar)
states      which commands are legal when
session     the conversation: greeting, states, limits, pushes
dispatch    which function answers which command
selected    the selected folder as this client has been told of it
signing_in, folder_commands, message_commands    the commands, by what they are about
fetching, sections, structure, searching    what FETCH and SEARCH need
names       modified UTF-7, LIST patterns, special-use attributes
errors      how each refusal is said
"""

from fakeserver.protocols.imap.session import ImapSession

__all__ = ["ImapSession"]
