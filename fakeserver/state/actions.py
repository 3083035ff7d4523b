"""What waits for its time by the tenant's clock, as far as it can be done after a restart too: mail that is late."""

from collections.abc import Callable
from functools import partial
from types import MethodType
from typing import Any

from fakeserver.state.errors import StateError
from fakeserver.state.forms import Form, Reader, Writer
from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.tenant import Tenant


def action_form(action: Callable[[], object], writer: Writer) -> Form:
    """Return the form of an action; None: it ends with the process.

    Raises:
        StateError: it is something else than mail on its way.
    """
    if isinstance(action, MethodType) and isinstance(action.__self__, Alarm):
        # Subscriptions that call their clients end with the process.
        return None
    method = action.func if isinstance(action, partial) else None
    if not isinstance(action, partial) or not isinstance(method, MethodType):
        raise StateError(f"what waits for its time cannot be kept: {action!r:.200}")
    owner, name = method.__self__, method.__name__
    if isinstance(owner, Transport) and name == "hand_over":
        return ["hand_over", writer.form(list(action.args)), {}]
    if isinstance(owner, Items) and name == "add_mime":
        return ["add_mime", writer.form(list(action.args)), writer.map(action.keywords)]
    raise StateError(f"what waits for its time cannot be kept: {action!r:.200}")


def action_of(form: Form, reader: Reader, tenant: Tenant) -> Callable[[], object]:
    """Return the action that a form stands for."""
    name, args, keywords = form
    given: list[Any] = reader.value(args)
    if name == "hand_over":
        return partial(tenant.transport.hand_over, *given)
    folder = given[0]
    return partial(folder.mailbox.items.add_mime, *given, **reader.value(keywords))
