"""m:ItemShape of operations that list items: they return no bodies, so that what changes bodies changes nothing."""

from dataclasses import replace
from typing import Final

from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE
from fakeserver.protocols.ews.soap.complex_types import TEXT
from fakeserver.protocols.ews.soap.names import t

#: The one of GetItem, with a template for the addresses of images, and the length at which bodies are cut.
LISTED_SHAPE: Final = replace(
    ITEM_SHAPE,
    elements={**ITEM_SHAPE.elements, t("InlineImageUrlTemplate"): TEXT, t("MaximumBodySize"): TEXT},
    not_performed=frozenset(),
)
