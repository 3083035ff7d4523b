"""The properties of categories: microsoft.graph.outlookCategory.

Source: learn.microsoft.com/graph/api/resources/outlookcategory. Assumption: the list is filtered and sorted by each.
"""

from typing import Final

from fakeserver.protocols.graph.category_list import LAST_COLOR, NO_COLOR, Category
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind
from fakeserver.protocols.graph.properties.table import EntityType, Property

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

CATEGORY_FIELDS: Final = Fields[Category](
    CATEGORY,
    {
        "id": Field(Kind.EXACT, lambda category: category.category_id),
        "displayname": Field(Kind.TEXT, lambda category: category.name),
        "color": Field(Kind.CODED, lambda category: _WORDS[category.color], tuple(COLORS)),
    },
)
