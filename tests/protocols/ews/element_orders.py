"""In which order the children of items and folders stand, written down apart from the catalogue.

Microsoft's schema, which says it, is not part of the project. Where it is absent, this list stands for it: the
catalogue and every answer in these tests are compared with it. ``python -m tests.protocols.ews.element_orders`` writes
it anew from the catalogue; where the schema is there, the list is compared with the schema.
"""

from functools import cache
from pathlib import Path
from textwrap import fill

from lxml import etree

from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS
from fakeserver.protocols.ews.soap.names import TYPES

LIST = Path(__file__).with_name("element_orders.txt")
CATALOGUE = {**ITEM_ELEMENTS, **FOLDER_ELEMENTS}


def read(text: str) -> dict[str, tuple[str, ...]]:
    """Return the children by their parent's name; one parent a paragraph, ``Name:`` before its children."""
    paragraphs = (paragraph.partition(":") for paragraph in text.split("\n\n"))
    return {name.strip(): tuple(children.split()) for name, _, children in paragraphs}


def write(orders: dict[str, tuple[str, ...]]) -> str:
    """Return the list's text."""
    paragraphs = (
        fill(f"{name}: {' '.join(children)}", 118, subsequent_indent="  ") for name, children in orders.items()
    )
    return "\n\n".join(paragraphs) + "\n"


@cache
def listed() -> dict[str, tuple[str, ...]]:
    """Return the list."""
    return read(LIST.read_text())


def out_of_order(answer: etree._Element) -> list[str]:
    """Return the items and folders in an answer whose children are not those of the list, in its order."""
    found = []
    for name, order in listed().items():
        for element in answer.iter(f"{{{TYPES}}}{name}"):
            children = [etree.QName(child).localname for child in element]
            if not set(children) <= set(order) or children != sorted(children, key=order.index):
                found.append(f"{name}: {' '.join(children)}")
    return found


if __name__ == "__main__":
    LIST.write_text(write(CATALOGUE))
