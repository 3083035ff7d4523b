"""The requirements that Microsoft's test suites capture, by suite: read from ``captured.txt`` beside this file.

Only the numbers are kept. They are those of MS-OXWS*_RequirementSpecification.xml in OfficeDev/Interop-TestSuites whose
verification is a test case or the adapter, and those that the suites' code captures besides. MS-OXWSITEMID has no suite
of its own: its numbers are those that the others capture.
"""

from pathlib import Path

#: (protocol, number), e.g. ("MS-OXWSCDATA", 619)
Requirement = tuple[str, int]

FILE = Path(__file__).with_name("captured.txt")


def captured() -> dict[str, set[Requirement]]:
    """Return the requirements that each suite captures, by the suite's name, in the file's order.

    A line without indentation names a suite; each below it names a protocol and numbers.
    """
    suites: dict[str, set[Requirement]] = {}
    current: set[Requirement] = set()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            current = suites.setdefault(line, set())
            continue
        protocol, *numbers = line.split()
        current.update((protocol, int(number)) for number in numbers)
    return suites
