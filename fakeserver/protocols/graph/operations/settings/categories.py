"""The list of categories that a user can choose from: listed, shown, made, coloured and deleted.

Sources: learn.microsoft.com/graph/api/outlookuser-list-mastercategories, /outlookuser-post-mastercategories,
/outlookcategory-get, /outlookcategory-update, /outlookcategory-delete. Assumptions: names compare without case; a
category without a colour has none; what is sent as it is changes nothing.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.category_list import NO_COLOR, Category, MasterCategories, is_name
from fakeserver.protocols.graph.errors import (
    ASSUMED,
    ID_MALFORMED,
    INVALID_SET,
    ITEM_NOT_FOUND,
    MISMATCH,
    GraphError,
    Row,
)
from fakeserver.protocols.graph.operations.settings.lists import Settings
from fakeserver.protocols.graph.properties.category import CATEGORY, CATEGORY_FIELDS, COLORS
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import chosen
from fakeserver.tenant.access.needs import READ_SETTINGS, WRITE_SETTINGS
from fakeserver.tenant.identifiers import is_guid, new_guid

#: The page says that names are unique in the list, and not what the service answers.
EXISTS: Final = Row(
    409,
    "CategoryNameDuplicate",
    "A category with the name '{name}' already exists.",
    ASSUMED,
    fix="PATCH the category that is there; names compare without case",
)
_QUERY: Final = "$select $filter $orderby $top $skip $count"
_WHERE: Final = "outlook/masterCategories"


@operation("GET", "me/outlook/masterCategories", needs=READ_SETTINGS, query=_QUERY)
def list_master_categories(call: Call) -> Result:
    """Return the list."""
    return _settings(call).page(MasterCategories(call.mailbox))


@operation("GET", "me/outlook/masterCategories/{category}", needs=READ_SETTINGS, query="$select")
def get_master_category(call: Call) -> Result:
    """Return one category."""
    return _settings(call).entity(_named(call))


@operation("POST", "me/outlook/masterCategories", needs=WRITE_SETTINGS)
def create_master_category(call: Call) -> Result:
    """Put a category into the list."""
    settings, categories = _settings(call), MasterCategories(call.mailbox)
    given = settings.given()
    name, color = _name(given.get("displayName")), _color(given.get("color"))
    if any(each.name.casefold() == name.casefold() for each in categories):
        raise GraphError(EXISTS, name=name)
    category = Category(new_guid(call.tenant.random), name, color)
    categories.add(category)
    return created(settings.entity(category))


@operation("PATCH", "me/outlook/masterCategories/{category}", needs=WRITE_SETTINGS)
def update_master_category(call: Call) -> Result:
    """Give a category another colour; its name stays."""
    settings, category = _settings(call), _named(call)
    given = settings.given()
    for name, stands in (("id", category.category_id), ("displayName", category.name)):
        if given.get(name, stands) != stands:
            raise GraphError(INVALID_SET)
    color = _color(given["color"]) if "color" in given else category.color
    if color != category.color:
        MasterCategories(call.mailbox).set_color(category, color)
    return settings.entity(Category(category.category_id, category.name, color))


@operation("DELETE", "me/outlook/masterCategories/{category}", needs=WRITE_SETTINGS)
def delete_master_category(call: Call) -> Result:
    """Take a category out of the list; what has it keeps its name."""
    MasterCategories(call.mailbox).remove(_named(call))
    return Answer(NO_CONTENT)


def _settings(call: Call) -> Settings[Category]:
    return Settings(call, CATEGORY, CATEGORY_FIELDS, _WHERE)


def _named(call: Call) -> Category:
    wanted = call.values["category"].lower()
    if not is_guid(wanted):
        raise GraphError(ID_MALFORMED)
    for category in MasterCategories(call.mailbox):
        if category.category_id == wanted:
            return category
    raise GraphError(ITEM_NOT_FOUND)


def _name(value: Any) -> str:
    name = str(of_type(value, str, "displayName")).strip()
    if not is_name(name):
        raise GraphError(MISMATCH, name="displayName")
    return name


def _color(value: Any) -> int:
    return NO_COLOR if value is None else chosen(value, "color", COLORS)
