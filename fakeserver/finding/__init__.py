"""What a message means that a program got: every cause, with its rule and its fix, from the protocols' own tables.

It is behind ``fakeserver find`` and the page "Find by message" of the documentation.
"""

from fakeserver.finding.collecting import messages as messages
from fakeserver.finding.message import Message as Message
from fakeserver.finding.searching import find as find
