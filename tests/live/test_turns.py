"""Processes that share a mailbox: one at a time is at work there, and who waits says for whom."""

import re

import pytest

from tests.live.project import Project
from tests.live.test_live_run import folders
from tests.live.twin import Twin

CLIENTS = """
import pytest

@pytest.mark.parametrize("number", range(4))
def test_clients(number, m365_imap, m365_mailbox, m365):
    m365_mailbox.deliver(subject="Hello")
    m365_imap.noop()
    with m365.open_pop3() as client:
        client.stat()
    assert m365_mailbox.wait_for("Hello")
"""
#: the most connections of a protocol that were open at a time, by protocol
MOST_OPEN = """
mail = [each for each in tenant.journal.entries if each.protocol in ("IMAP", "POP3")]
places = {}
for place, each in enumerate(mail):
    places.setdefault((each.protocol, each.connection), []).append(place)
most = {}
for protocol in ("IMAP", "POP3"):
    spans = [(min(at), max(at)) for (where, _), at in places.items() if where == protocol]
    most[protocol] = max(sum(first <= place <= last for first, last in spans) for place in range(len(mail)))
most
"""


def test_workers_take_turns(project: Project, twin: Twin) -> None:
    """One connection of the helpers, and one of the test's client; also while the workers find their way."""
    project.write(CLIENTS)
    ran = project.run("-p", "xdist", "-n", "4", M365_MAILBOX_VIA="imap")
    assert (ran.returncode, ran.count("passed")) == (0, 4), ran
    assert twin.do(MOST_OPEN) == {"IMAP": 2, "POP3": 1}
    assert folders(twin) == {}


#: a run in whose first test another one begins, which must wait for it
TWO_RUNS = """
import os, subprocess, sys

COMMAND = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "pytest_m365.plugin", "--m365=live"]
others = []

def test_holds(m365_mailbox):
    command = [*COMMAND, *os.environ["OPTIONS"].split(), "other.py"]
    others.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    for line in others[0].stdout:
        print(line, end="")
        if "waiting for" in line:
            print("held by", os.getpid())
            return
    raise AssertionError("it did not wait")

def test_gives_way():
    assert others[0].wait(60) == 0, others[0].stdout.read()
    print(others[0].stdout.read())

def test_has_it_again(m365_mailbox):
    m365_mailbox.deliver(subject="Hello")
"""


@pytest.mark.parametrize("options", ["", pytest.param("-p no:terminal", marks=pytest.mark.slow), "-p xdist -n 1"])
def test_a_run_says_for_which_it_waits(options: str, project: Project, twin: Twin) -> None:
    """And has the mailbox as soon as the other's test has ended, though that run goes on."""
    project.write(TWO_RUNS)
    project.write("def test_waits(m365_mailbox): m365_mailbox.deliver()\n", "other.py")
    ran = project.run("-rP", OPTIONS=options)
    assert (ran.returncode, ran.count("passed")) == (0, 3), ran
    said = re.findall("^m365: waiting for .*$", ran.output, re.MULTILINE)
    pid = re.findall(r"^held by (\d+)$", ran.output, re.MULTILINE)[0]
    assert len(said) == 1, ran
    assert re.search(rf"used by process {pid} of this machine, of the run \d{{10}}", said[0])
    assert f"in {project.folder}, since 20" in said[0]


#: a run that goes on without the mailbox, in which others have their turn meanwhile
IDLE = """
import subprocess, sys

import pytest
from pytest_m365.contract.conftest import asker, contract_pool

COMMAND = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "pytest_m365.plugin", "--m365=live"]
shared = []

def test_before(asker, m365_mailbox):
    m365_mailbox.deliver(subject="Hello")
    shared.extend([asker.imap(), asker.smtp()])

def test_shares(asker):
    assert asker.imap() is shared[0]

def test_long():
    done = subprocess.run([*COMMAND, "other.py"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout

def test_after(asker, m365_mailbox):
    assert asker.imap() is not shared[0]
    assert asker.smtp() is not shared[1]
    m365_mailbox.deliver(subject="Hello again")
"""


@pytest.mark.parametrize("options", [(), pytest.param(("-p", "xdist", "-n", "1"), marks=pytest.mark.slow)])
def test_a_run_that_goes_on_without_the_mailbox_gives_it_back(
    options: tuple[str, ...], project: Project, twin: Twin
) -> None:
    """And has no connection to it then, neither the helpers' nor one that promises of the contract share."""
    project.write(IDLE)
    project.write("def test_other(m365_mailbox, m365_imap): m365_mailbox.deliver()\n", "other.py")
    # As a worker of another run has it, whose test starts this one: it shares its mailbox with nobody.
    ran = project.run(*options, PYTEST_XDIST_WORKER_COUNT="2", M365_MAILBOX_VIA="imap")
    assert (ran.returncode, ran.count("passed")) == (0, 4), ran
    assert twin.do(MOST_OPEN)["IMAP"] == 2
    assert folders(twin) == {}


#: a run in whose first test the doctor begins, which must wait for it
WITH_THE_DOCTOR = """
import json, subprocess, sys

COMMAND = [sys.executable, "-m", "pytest_m365", "doctor", "--json"]
doctors = []

def test_holds(m365_mailbox):
    doctors.append(subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    print(next(line for line in doctors[0].stderr if "waiting for" in line))

def test_gives_way():
    said, _ = doctors[0].communicate(timeout=60)
    assert json.loads(said)["status"] == "works"
"""


def test_the_doctor_waits_for_its_turn_and_says_so(project: Project, twin: Twin) -> None:
    project.write(WITH_THE_DOCTOR)
    ran = project.run("-rP", M365_SIGN_IN="app")
    assert (ran.returncode, ran.count("passed")) == (0, 2), ran
    assert (
        len(re.findall(r"^m365: waiting for alice@\S+, which is used by process \d+ ", ran.output, re.MULTILINE)) == 1
    )
    assert twin.do(MOST_OPEN) == {"IMAP": 1, "POP3": 1}


#: a run whose end another one waits for, which begins amid its first test
WAITED_FOR = """
import subprocess, sys

from conftest import others

COMMAND = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "pytest_m365.plugin", "--m365=live"]

def test_begins(m365_mailbox):
    others.append(subprocess.Popen([*COMMAND, "other.py"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    assert any("waiting for" in line for line in others[0].stdout)

def test_goes_on(m365_mailbox):
    m365_mailbox.deliver(subject="Hello")
    assert others[0].poll() is None
"""
#: the other one outlives this one
OUTLIVED = """
others = []

def pytest_unconfigure():
    for other in others:
        print(other.communicate(timeout=90)[0])
"""


def test_a_run_that_is_waited_for_goes_on(project: Project, twin: Twin) -> None:
    """Whoever waits for its end doesn't keep the turn meanwhile, which that end takes."""
    project.ini["m365_live_lock"] = "90"
    project.write(WAITED_FOR)
    project.write(OUTLIVED, "conftest.py")
    project.write("def test_waits(m365_mailbox): m365_mailbox.deliver()\n", "other.py")
    ran = project.run()
    assert (ran.returncode, len(re.findall("[12] passed", ran.output))) == (0, 2), ran
    run = r"the run \d{10}\w+ has used this mailbox since .*"
    said = rf"m365: waiting 90 s at most for alice@\S+: {run} \(m365_live_lock\)$"
    assert len(re.findall(said, ran.output, re.MULTILINE)) == 1, ran
    assert "give runs mailboxes of their own" not in ran.output, ran


def test_what_a_worker_has_noticed_is_in_the_summary(project: Project, twin: Twin) -> None:
    project.write("def test_leaves(m365_mailbox): m365_mailbox.deliver(subject='Here')\n")
    twin.do("tenant.mailbox(user).recoverable_items_full = True")
    ran = project.run("-p", "xdist", "-n", "2")
    assert "still there: " in ran.output.partition("m365 live =")[2], ran


#: a run that is interrupted while it waits for another process, which has come in between two of its tests
INTERRUPTED = """
import subprocess, sys

HOLDER = '''
import os, signal, sys, time
from pathlib import Path
from pytest_m365.live.locks import locks_folder
from pytest_m365.live.turn import Occupant, Turns

tell = lambda line: print(line, flush=True)
turn = Turns(locks_folder(), Occupant(os.getpid(), "2611300800abcd", "here"), tell).at(*sys.argv[1:])
turn.take()
while not turn.is_wanted():
    time.sleep(0.02)
os.kill(os.getppid(), signal.SIGINT)
sys.stdin.read()
'''
holders = []

def test_before(m365, m365_mailbox):
    m365_mailbox.deliver(subject="Hello")
    command = [sys.executable, "-c", HOLDER, m365.tenant_id, m365_mailbox.user]
    holders.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    # It waits.
    assert holders[0].stdout.readline()

def test_waits(m365_mailbox):
    raise AssertionError
"""


def test_a_run_that_is_interrupted_does_not_go_on_waiting(project: Project, twin: Twin) -> None:
    """Not for the turn in which it would remove what it has left; it says that this is still there."""
    project.write(INTERRUPTED)
    ran = project.run()
    assert (ran.returncode, ran.count("passed")) == (2, 1), ran
    assert re.search(r"not swept: .*of the run 2611300800abcd in here.*waiting for the turn at ", ran.output), ran
