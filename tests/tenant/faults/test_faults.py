"""Each kind is a function, its row, a file that carries it out, and a line of the page; an order is checked."""

import inspect
import pydoc
import re
from importlib import import_module
from pathlib import Path

import pytest

from fakeserver.tenant.faults import clocks, connection, delivery, handshake, series, service
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.faults.faults import Faults, kinds
from fakeserver.tenant.faults.kinds import KINDS
from fakeserver.tenant.faults.order import Order
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from tests.tenant.faults.page import PAGE, REPORTED, faults_page
from tests.world import World

FOLDER = Path(__file__).resolve().parents[3] / "fakeserver" / "edge" / "faults"


def test_each_kind_has_its_file_and_each_file_its_kind() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "effect"}
    # Those of delivery are carried out by the transport: no request meets them.
    assert files == set(kinds()) - set(vars(delivery))
    for kind in files:
        assert callable(import_module(f"fakeserver.edge.faults.{kind}").carry_out)


def test_what_describes_a_kind_has_a_row_of_its_name() -> None:
    for room in (clocks, connection, delivery, handshake, series, service):
        for name, described in vars(room).items():
            if inspect.isfunction(described) and described.__module__ == room.__name__ and name[0] != "_":
                is_kind = inspect.signature(described).return_annotation is Order
                assert (inspect.unwrap(getattr(Faults, name, len)) is described) == is_kind, name
    assert [name for name in vars(Faults) if name in kinds()] == list(KINDS)


def test_a_kind_shows_itself_as_a_method(world: World) -> None:
    throttle = world.tenant.faults.throttle
    assert [*inspect.signature(throttle).parameters] == [
        "place", "operation", "retry_after", "code", "closes", "as_text", "wrapped", "where",
    ]  # fmt: skip
    assert [*inspect.signature(Faults.throttle).parameters][:2] == ["self", "place"]
    assert inspect.signature(throttle).return_annotation is Fault
    # Python 3.13 gives each parameter a line.
    shown = " ".join(pydoc.plain(pydoc.render_doc(throttle)).split())
    assert re.search(r"throttle\( ?place: ", shown)
    assert "The service is busy and asks the program to wait; once." in shown


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_says_in_its_docstring_how_often(kind: str) -> None:
    first = (inspect.getdoc(getattr(Faults, kind)) or "").splitlines()[0]
    assert re.search(r"(; once|until it is cancelled)\.", first), first


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == faults_page(), "python -m tests.tenant.faults.page writes it"


def test_add_orders_by_name(world: World) -> None:
    fault = world.tenant.faults.add("throttle", "ews", "FindItem", times=2)
    assert (fault.kind, fault.text) == ("throttle", "faults.throttle('ews', 'FindItem', times=2)")
    with pytest.raises(ValueError, match=r"there is no fault 'throtle'; did you mean 'throttle'\?"):
        world.tenant.faults.add("throtle", "ews")


def test_a_misspelt_kind_is_an_error_with_a_suggestion(world: World) -> None:
    with pytest.raises(AttributeError, match="did you mean 'throttle'"):
        world.tenant.faults.throtle = 1  # type: ignore[attr-defined]


def test_one_moment_of_a_drop(world: World) -> None:
    with pytest.raises(TypeError, match="takes one operation: before, within or after"):
        world.tenant.faults.drop("imap", before="FETCH", after="FETCH")
    with pytest.raises(TypeError, match="takes one operation: before, within or after"):
        world.tenant.faults.drop("imap", "FETCH", before="FETCH")


def test_a_setting_that_means_nothing_there_is_refused(world: World) -> None:
    with pytest.raises(TypeError, match="code is for smtp, not for 'imap'"):
        world.tenant.faults.throttle("imap", code=432)
    with pytest.raises(ValueError, match="code takes 421, 432, 451, 452, 454, not 499"):
        world.tenant.faults.throttle("smtp", code=499)
    with pytest.raises(ValueError, match="seconds takes more than 0"):
        world.tenant.faults.slow("smtp", seconds=0)
    with pytest.raises(ValueError, match="status takes 429, 500, 502, 503, 504, not 501"):
        world.tenant.faults.unavailable("ews", status=501)
    with pytest.raises(ValueError, match="imap has no refusal 'TokenExpird'; did you mean 'TokenExpired'"):
        world.tenant.faults.refuse("imap", reason="TokenExpird")
    with pytest.raises(ValueError, match="there is no AADSTS1 here; there are: 16000, 28000, "):
        world.tenant.faults.aadsts("token", 1)


def test_what_people_report_is_brought_about_by_names_that_there_are(world: World) -> None:
    made = " ".join(line.split(" | ")[1] for line in REPORTED.splitlines())
    world.tenant.add_user("bob")
    assert set(re.findall(r"faults\.(\w+)\(", made)) <= set(kinds())
    assert set(re.findall(r"policies\.(\w+)", made)) <= set(Policies.rows)
    assert set(re.findall(r"user\.(\w+) =", made)) <= set(UserSwitches.rows)
    for room in ("rights", "sign_ins", "applications"):
        for name in re.findall(rf"{room}\.(\w+)", made):
            assert hasattr(getattr(world.tenant, room), name), name
    for call in re.findall(r"`faults\.(\w+\([^`]*\))`", made):
        # Each is an order that is taken.
        assert eval(f"faults.{call}", {"faults": world.tenant.faults}).kind in kinds()


def test_each_kind_is_named_or_made_of_others() -> None:
    made = " ".join(line.split(" | ")[1] for line in REPORTED.splitlines())
    assert {"mix", "garbage", "hang", "stall", "trickle"} == {kind for kind in kinds() if f"faults.{kind}(" not in made}


def test_an_operation_is_the_only_one_that_is_meant(world: World) -> None:
    faults = world.tenant.faults
    for fault in (faults.aadsts("oauth", 50196, "authorize"), faults.html("oauth", "authorize")):
        assert fault.operations == {"authorize"}
