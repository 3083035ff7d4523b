"""``singleValueExtendedProperties/any(ep: ep/id eq '...' and ep/value eq '...')`` in a ``$filter``."""

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.odata.expressions import Quantified
from fakeserver.tenant.exchange.criteria import Criterion
from fakeserver.tenant.exchange.entities import Item


def extended_condition(expression: Quantified) -> Criterion[Item]:
    """Return what is asked of an extended property.

    Raises:
        GraphError: it is of a form that is not read.
    """
    raise GraphError(NOT_PERFORMED, what=f"$filter by {expression.path}")
