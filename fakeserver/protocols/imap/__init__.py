"""IMAP4rev1 as Exchange Online speaks it (RFC 3501 and the extensions it advertises), without a socket.

framing     octets in, whole commands out (lines with their literals)
commands    one row a command: the states it is legal in, how its arguments are read, which function answers it
grammar     what stands behind the name -> a small frozen value (arguments, elements, fetch_grammar, search_grammar)
session     the conversation as the listener uses it: greeting, limits, unasked responses
dispatch    a whole command: read, checked, answered or refused
conversation    what the commands share: state, mailbox, selected folder, and responses
selected    the selected folder as this client knows it
signing_in, folder_commands, message_commands, copying, expunging    the commands, by what they are about
fetching, sections, structure, searching    what FETCH and SEARCH need
names       modified UTF-7, LIST patterns, special-use attributes
errors      the response to each refusal
"""

from fakeserver.protocols.imap.session import ImapSession

__all__ = ["ImapSession"]
