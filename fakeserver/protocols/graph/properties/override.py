"""The properties of Focused Inbox's overrides: microsoft.graph.inferenceClassificationOverride.

Source: learn.microsoft.com/graph/api/resources/inferenceclassificationoverride. Assumption: overrides are filtered and
sorted by what they say, and of whom.
"""

from typing import Final

from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind
from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.tenant.exchange.focused_inbox import Classification, Override

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

OVERRIDE_FIELDS: Final = Fields[Override](
    OVERRIDE,
    {
        "id": Field(Kind.EXACT, lambda override: override.override_id),
        "classifyas": Field(
            Kind.CODED, lambda override: override.classification.value, tuple(each.value for each in Classification)
        ),
        "senderemailaddress/name": Field(Kind.TEXT, lambda override: override.sender.name),
        "senderemailaddress/address": Field(Kind.TEXT, lambda override: override.sender.address),
    },
)
