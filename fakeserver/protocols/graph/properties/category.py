"""The properties of categories: microsoft.graph.outlookCategory.

Source: learn.microsoft.com/graph/api/resources/outlookcategory
"""

from typing import Final

from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.tenant.exchange.master_categories import LAST_COLOR, NO_COLOR, Category

#: Word of categoryColor -> the number that the list has.
COLORS: Final = {"none": NO_COLOR, **{f"preset{number}": number for number in range(LAST_COLOR + 1)}}
_WORDS: Final = {number: word for word, number in COLORS.items()}

CATEGORY: Final = EntityType[Category](
    "microsoft.graph.outlookCategory",
    (
        Property("id", lambda category, _: category.category_id),
        Property("displayName", lambda category, _: category.name),
        Property("color", lambda category, _: _WORDS[category.color]),
    ),
)
