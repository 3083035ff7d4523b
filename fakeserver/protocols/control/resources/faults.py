"""Faults: what is to go wrong with a tenant, and what there is to order."""

from dataclasses import dataclass
from inspect import Parameter
from typing import Any

from fakeserver.config.adding import add
from fakeserver.config.faults import FaultTable
from fakeserver.digits import number_in
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import NotThere
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.faults.fault import Fault, Where
from fakeserver.tenant.faults.faults import kinds
from fakeserver.tenant.faults.kinds import Kind, kind_called
from fakeserver.tenant.places import EVERYWHERE


@dataclass
class ParameterView:
    """What an order of a fault takes by name."""

    name: str
    #: in words; empty: the text of the kind says it
    takes: str
    is_required: bool
    default: Any


@dataclass
class KindView:
    """A kind of fault."""

    name: str
    meaning: str
    #: where it can happen; empty: it is not asked for
    places: list[str]
    parameters: list[ParameterView]
    #: what all kinds take besides: for whom and how often
    where: list[str]


@dataclass
class Kinds:
    """Every kind of fault."""

    kinds: list[KindView]


@dataclass
class FaultView:
    """A fault that was ordered."""

    id: str
    kind: str
    #: the order as Python has it
    text: str
    #: how often it has happened
    taken: int
    is_over: bool
    in_force: bool
    #: what its randomness began with; null: nothing of it is left to chance
    seed: int | None


@dataclass
class Faults:
    """Every fault that was ordered of a tenant, oldest first."""

    faults: list[FaultView]


@operation("GET", "/faults")
def list_fault_kinds(call: Call) -> Kinds:
    """List the kinds of faults, with what each takes."""
    return Kinds([_kind(kind_called(name)) for name in kinds()])


@operation("GET", "/tenants/{tenant}/faults")
def list_faults(call: Call) -> Faults:
    """List what was ordered, and whether it is still to happen."""
    return Faults([_view(call, number, fault) for number, fault in enumerate(call.tenant.faults.ordered, 1)])


@operation("POST", "/tenants/{tenant}/faults", status=201)
def create_fault(call: Call, body: FaultTable) -> FaultView:
    """Order a fault: its kind, and what the kind takes by name."""
    added = add(call.tenant, body)
    assert isinstance(added, Fault)
    return _view(call, len(call.tenant.faults.ordered), added)


@operation("DELETE", "/tenants/{tenant}/faults")
def clear_faults(call: Call) -> None:
    """Cancel every fault."""
    call.tenant.faults.clear()


@operation("DELETE", "/tenants/{tenant}/faults/{fault}")
def cancel_fault(call: Call) -> None:
    """Cancel a fault; what it does to an exchange already it goes on doing."""
    ordered, named = call.tenant.faults.ordered, call.values["fault"]
    number = number_in(named) or 0
    if not 1 <= number <= len(ordered):
        raise NotThere(f"no fault {named!r}; {len(ordered)} were ordered, from 1 on")
    ordered[number - 1].cancel()


def _view(call: Call, number: int, fault: Fault) -> FaultView:
    in_force = fault in call.tenant.faults.in_force
    return FaultView(str(number), fault.kind, fault.text, fault.taken, fault.is_over, in_force, fault.seed)


def _kind(kind: Kind) -> KindView:
    parameters = [
        ParameterView(
            name,
            kind.takes(name),
            parameter.default is Parameter.empty,
            None if parameter.default is Parameter.empty else parameter.default,
        )
        for name, parameter in kind.signature.parameters.items()
        if name != "where"
    ]
    places: list[str] = [*EVERYWHERE] if "place" in kind.settings else []
    return KindView(kind.name, kind.meaning, places, parameters, list(Where.__annotations__))
