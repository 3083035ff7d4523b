"""FindPeople: personas of a folder of contacts, and of the directory by a query string.

Sources: web-service-reference/findpeople-operation; answers of Exchange Online quoted by mhewedy/ews and in
web-service-reference/addentityfeedback-operation, which count nobody where there is a query string.
"""

from collections.abc import Sequence
from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat, XmlSteps
from fakeserver.protocols.ews.answers.shapes import BASE_SHAPE
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.find_item import TRAVERSAL
from fakeserver.protocols.ews.operations.names.matching import listed, people
from fakeserver.protocols.ews.operations.people.errors import NO_QUERY, UNKNOWN_FOLDER
from fakeserver.protocols.ews.operations.people.persona import (
    Persona,
    is_persona,
    persona_of_entry,
    persona_of_item,
)
from fakeserver.protocols.ews.operations.people.persona_paths import (
    PERSONA_PATHS,
    read_persona_operand,
    with_additional,
)
from fakeserver.protocols.ews.operations.people.persona_properties import SHAPES, Property, write_persona
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_ID, TARGET_FOLDER, Id, named_folder, read_target
from fakeserver.protocols.ews.request.paging import ITEM_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction_of
from fakeserver.protocols.ews.request.sorting import SORT_ORDER, read_sort_order_of
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, text_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, content, required, word, word_attribute
from fakeserver.protocols.ews.soap.writing import element, joined, number
from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.orders import in_order

_TOTAL, _MATCHING, _LOADED = "m:TotalNumberOfPeopleInView", "m:FirstMatchingRowIndex", "m:FirstLoadedRowIndex"
_NOBODY: Final = joined(number(name, 0) for name in (_TOTAL, _MATCHING, _LOADED))
_DIRECTORY: Final = "directory"
#: Folders that show what is in all folders of contacts.
_ALL_FOLDERS: Final = frozenset(("allcontacts", "mycontacts"))


@operation(
    "FindPeople",
    answer=Flat(empty=_NOBODY),
    since="Exchange2013",
    request=complex_type(
        # The schema has no such attributes, here and of the query; the service takes them from exchangelib.
        "Traversal",
        {
            "m:PersonaShape": complex_type(elements={"t:BaseShape": TEXT, "t:AdditionalProperties": PERSONA_PATHS}),
            "m:IndexedPageItemView": ITEM_VIEWS["m:IndexedPageItemView"],
            "m:Restriction": RESTRICTION,
            "m:AggregationRestriction": RESTRICTION,
            "m:SortOrder": SORT_ORDER,
            "m:ParentFolderId": TARGET_FOLDER,
            "m:QueryString": text_type("ResetCache ReturnHighlightTerms ReturnDeletedItems"),
            "m:SearchPeopleSuggestionIndex": TEXT,
        },
        not_performed="m:TopicQueryString m:Context m:QuerySources",
    ),
)
def find_people(call: Call) -> XmlSteps:
    """Return a page of the personas that are looked for.

    Without a folder the caller's own contacts are looked through, and with a query string the directory behind them.
    Assumption: without a sort order they come by display name.
    """
    word_attribute(call.body, "Traversal", TRAVERSAL, "Shallow")
    call.part(m("IndexedPageItemView"))
    page, shape = read_page(call.envelope), _shape(call.parts.get(m("PersonaShape")))
    criteria = [
        criterion
        for name in ("Restriction", "AggregationRestriction")
        if (criterion := read_restriction_of(call.parts.get(m(name)), read_persona_operand)) is not None
    ]
    keys = read_sort_order_of(call.parts.get(m("SortOrder")), read_persona_operand)
    query = content(call.parts.get(m("QueryString"))).strip()
    # There is no other index of people than the one that is searched anyway.
    boolean_of(call.parts.get(m("SearchPeopleSuggestionIndex")))
    node = call.parts.get(m("ParentFolderId"))
    target = None if node is None else read_target(node)
    found = yield from _found(call, target, query)
    wanted = [one for one in found if all(criterion.met_by(one) for criterion in criteria)]
    ordered = yield from in_order(wanted, keys or [(lambda persona: persona.display_name.casefold(), False)])
    part = part_of(len(ordered), page)
    shown = yield from each(part.of(ordered), lambda persona: write_persona("t:Persona", persona, shape))
    total = 0 if query else part.total
    rows = [number(_TOTAL, total), number(_MATCHING, 0), number(_LOADED, 0 if query else part.start)]
    return joined([element("m:People", *shown), *rows])


def _shape(node: Element | None) -> tuple[Property, ...]:
    if node is None:
        return SHAPES["Default"]
    base = SHAPES[word(required(node, t("BaseShape")), BASE_SHAPE)]
    return with_additional(base, node.find(t("AdditionalProperties")))


def _found(call: Call, target: Id[Folder] | None, query: str) -> Steps[list[Persona]]:
    """Return whom the folder has and the query names, in no order."""
    folder = call.mailbox.folders.distinguished("contacts") if target is None else named_folder(call, target, "read")
    if folder.distinguished_id == _DIRECTORY:
        if not query:
            raise EwsError(NO_QUERY)
        return (yield from _in_directory(call, query))
    found = yield from _in_folders(call, _folders(call, folder, target), query)
    if target is None and query:
        found += yield from _in_directory(call, query)
    return found


def _folders(call: Call, folder: Folder, target: Id[Folder] | None) -> Sequence[Folder]:
    """Return the folders that are looked through.

    Raises:
        EwsError: it is a distinguished folder of another kind. Assumption: for which this is said.
    """
    if folder.distinguished_id in _ALL_FOLDERS:
        every = call.visit_in(folder).mailbox.folders.below()
        return [one for one in every if one.folder_class == "IPF.Contact" and not one.hidden and call.reads(one)]
    if target is not None and target.element is not FOLDER_ID and not folder.folder_class.startswith("IPF.Contact"):
        raise EwsError(UNKNOWN_FOLDER)
    return [folder]


def _in_folders(call: Call, folders: Sequence[Folder], query: str) -> Steps[list[Persona]]:
    found: list[Persona] = []

    def take(item: Item) -> None:
        if is_persona(item) and call.shows(item):
            persona = persona_of_item(item)
            if not query or persona.answers_to(query):
                found.append(persona)

    for folder in folders:
        yield from each(list(folder.items.values()), take)
    return found


def _in_directory(call: Call, query: str) -> Steps[list[Persona]]:
    meant = yield from people(listed(call.tenant.directory), query)
    return [persona_of_entry(entry) for entry in meant]
