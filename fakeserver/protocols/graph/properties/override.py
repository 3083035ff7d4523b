"""The properties of Focused Inbox's overrides: microsoft.graph.inferenceClassificationOverride.

Source: learn.microsoft.com/graph/api/resources/inferenceclassificationoverride
"""

from typing import Final

from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.tenant.exchange.focused_inbox import Override

OVERRIDE: Final = EntityType[Override](
    "microsoft.graph.inferenceClassificationOverride",
    (
        Property("id", lambda override, _: override.override_id),
        Property("classifyAs", lambda override, _: override.classification.value),
        Property(
            "senderEmailAddress",
            lambda override, _: {"name": override.sender.name, "address": override.sender.address},
        ),
    ),
)
