"""t:RetentionTagType: which retention tag an item has."""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import plain
from fakeserver.protocols.ews.values.structure import Attribute, structure
from fakeserver.tenant.exchange.kinds.retention import RetentionTag

#: A search compares the tag's GUID.
RETENTION_TAG: Final = replace(
    structure(
        RetentionTag,
        attributes=(Attribute("IsExplicit", "is_explicit", spelling.BOOLEAN, required=True),),
        text=("tag", spelling.GUID),
    ),
    constant=plain(spelling.GUID).constant,
    comparable=lambda value: value.tag,
)
