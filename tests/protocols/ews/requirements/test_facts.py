"""What only the schema says is shown by answers that it accepts: a conversation that touches each part of it."""

from collections.abc import Callable

from lxml import etree

from tests.protocols.ews.requirements.conversation import Conversation
from tests.protocols.ews.requirements.facts import facts
from tests.protocols.ews.requirements.shown import parts_shown
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Shown by headers, of which `parts_shown` knows nothing: `test_transport.py`.
_HEADER = "ServerVersionInfo"


def test_each_part_of_the_schema_is_shown(ews: EwsOverTls, ews_schema: Callable[[], etree.XMLSchema]) -> None:
    ews_schema()
    answers = Conversation(ews).all()
    shown = {part for answer in answers for part in parts_shown(answer)}
    assert facts().keys() - shown == {_HEADER}
