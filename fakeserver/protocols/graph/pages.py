"""A list, filtered and sorted, and a page of it with the address of the next one.

Source: learn.microsoft.com/graph/paging
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.fields import Fields
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.query import DEFAULT_PAGE, MOST
from fakeserver.steps import Steps, each

T = TypeVar("T")


def asked_for(call: Call, fields: Fields[T], found: Sequence[T]) -> Sequence[T]:
    """Return those that ``$filter`` asks for, as ``$orderby`` sorts them; what is not asked for stays as it is.

    Raises:
        GraphError: it asks what is not to be asked, or they do not sort by that.
    """
    if "$filter" in call.query:
        found = list(filter(criterion_of(fields, read_filter(call.query["$filter"])).met_by, found))
    return fields.sorted(found, call.query["$orderby"]) if "$orderby" in call.query else found


def page_of(
    call: Call,
    found: Sequence[T],
    where: str,
    write: Callable[[T], Mapping[str, Any]],
    is_there: Callable[[T], bool] = lambda one: True,
    default: int = DEFAULT_PAGE,
    most: int = MOST,
) -> Steps[dict[str, Any]]:
    """Return the answer to a list; in steps.

    Args:
        found: all that is in it.
        where: what ``@odata.context`` says of it, with what is selected.
        write: returns the JSON of one.
        is_there: says whether one is still there, which was found a step ago.
        default: the size of a page where the caller asks for none.
        most: its size at most.

    Raises:
        GraphError: ``$top``, ``$skip`` or ``$count`` has no such value.
    """
    page = call.query.page(call.prefer.page_size, most=most, default=default)
    answer: dict[str, Any] = {"@odata.context": call.context(where)}
    if page.counted:
        answer["@odata.count"] = len(found)
    if not page.is_past(len(found)):
        answer["@odata.nextLink"] = call.link(skip=page.skip + page.top)
    shown = found[page.skip : page.skip + page.top]
    answer["value"] = list(filter(None, (yield from each(shown, lambda one: write(one) if is_there(one) else None))))
    return answer
