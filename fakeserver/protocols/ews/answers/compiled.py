"""Shapes compiled to one function each, which writes an item's element as text, once a program reads many items.

A call for each property costs more than writing it does. What most properties need, a look-up and a text, stands in the
function's source instead: see `Stored` and `Enclosed`. Every other writer is called. What comes out is what the writers
return one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fakeserver.protocols.ews.properties.stored import SEVERAL, Calculated, Stored, Writer
from fakeserver.protocols.ews.soap.writing import NOTHING, Enclosed, Xml, boolean
from fakeserver.tenant.exchange.entities import Item

#: Items that are written before the function is made, which takes milliseconds: most programs that are tested see few.
FEW = 64

_FUNCTION: Final = """\
def write(item, of_caller):
    properties, kept, derived = item.properties, item.kept or EMPTY, item.mailbox.contents.derived
    return join(({parts}))
"""


class ItemWriter:
    """Writes items as one element.

    Attributes:
        write: writes an item; what depends on the caller is written by the functions given, by the child's name.
    """

    __slots__ = ("_children", "_left", "_name", "_of_caller", "write")

    def __init__(self, name: str, children: Sequence[tuple[str, Writer]], of_caller: frozenset[str]) -> None:
        """Take what is written.

        Args:
            name: the element's, e.g. ``Message``.
            children: their names and how they are written, in order.
            of_caller: the names of those that depend on the caller.
        """
        self._name, self._children, self._of_caller = name, children, of_caller
        self._left = FEW
        self.write: Callable[[Item, Mapping[str, Writer]], Xml] = self._one_by_one

    def _one_by_one(self, item: Item, of_caller: Mapping[str, Writer]) -> Xml:
        self._left -= 1
        if not self._left:
            self.write = self.compiled()
        content = "".join([of_caller.get(child, write)(item) for child, write in self._children])
        return Xml(f"<t:{self._name}>{content}</t:{self._name}>")

    def compiled(self) -> Callable[[Item, Mapping[str, Writer]], Xml]:
        """Return the function that does the same."""
        names: dict[str, Any] = {"EMPTY": {}, "SEVERAL": SEVERAL, "join": "".join}
        parts = [repr(f"<t:{self._name}>")]
        for number, (child, write) in enumerate(self._children):
            if child in self._of_caller:
                parts.append(f"of_caller[{child!r}](item)")
            else:
                parts.append(_expression(write, str(number), names))
        parts.append(repr(f"</t:{self._name}>"))
        # It is made of the tables' names, and of nothing that a client sends.
        exec(_FUNCTION.format(parts=",\n".join(parts)), names)
        function: Callable[[Item, Mapping[str, Writer]], Xml] = names["write"]
        return function


def _expression(write: Writer, number: str, names: dict[str, Any]) -> str:
    """Return the source of what a writer returns for ``item``.

    Args:
        number: makes names of its own for what the source refers to.
        names: gets these.
    """
    if isinstance(write, Calculated):
        names[f"calculate{number}"], names[f"view{number}"] = write.computed, write.view
        return f"(calculate{number}(item, view{number}) or '')"
    if isinstance(write, Stored):
        if write.write is boolean:
            return _boolean(write)
        if isinstance(write.write, Enclosed):
            names[f"content{number}"], names[f"default{number}"] = write.write.content, write.default
            return _enclosed(write, number)
    names[f"write{number}"] = write
    return f"write{number}(item)"


def _value(stored: Stored) -> str:
    """Return the source of an item's value; the same as `Item.get`."""
    if stored.attribute:
        return f"item.{stored.attribute}"
    key = repr(stored.key)
    return f"(properties[{key}] if {key} in properties else kept[{key}] if {key} in kept else derived(item, {key}))"


def _boolean(stored: Stored) -> str:
    yes, no = boolean(stored.name, True), boolean(stored.name, False)
    missing = NOTHING if stored.default is None else boolean(stored.name, stored.default)
    if missing == no:
        return f"({yes!r} if {_value(stored)} else {no!r})"
    return f"({yes!r} if (value := {_value(stored)}) else {missing!r} if value is None else {no!r})"


def _enclosed(stored: Stored, number: str) -> str:
    """Return the source of an element that is a start tag, what a function returns, and an end tag."""
    name, value = stored.name, f"(value := {_value(stored)})"
    if stored.default is not None:
        value = f"(value := default{number} if (found := {_value(stored)}) is None else found)"
    shown = f"{value} is not None"
    if not stored.shown_empty:
        # A value is neither missing nor empty as a rule, which is asked first; 0 is shown.
        shown = f"{value} or not (value is None or isinstance(value, SEVERAL))"
    whole = f"(f'<{name}>{{content}}</{name}>' if (content := content{number}(value)) else '<{name}/>')"
    return f"({whole} if {shown} else '')"
