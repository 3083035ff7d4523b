"""A page of a list, with the address of the next one.

Source: learn.microsoft.com/graph/paging
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from fakeserver.protocols.graph.call import Call

T = TypeVar("T")


def page_of(call: Call, found: Sequence[T], where: str, write: Callable[[T], Mapping[str, Any]]) -> dict[str, Any]:
    """Return the answer to a list.

    Args:
        found: all that is in it.
        where: what ``@odata.context`` says of it, with what is selected.
        write: returns the JSON of one.

    Raises:
        GraphError: ``$top``, ``$skip`` or ``$count`` has no such value.
    """
    page = call.query.page(call.prefer.page_size)
    answer: dict[str, Any] = {"@odata.context": call.context(where)}
    if page.counted:
        answer["@odata.count"] = len(found)
    if not page.is_past(len(found)):
        answer["@odata.nextLink"] = call.link(skip=page.skip + page.top)
    answer["value"] = [write(each) for each in found[page.skip : page.skip + page.top]]
    return answer
