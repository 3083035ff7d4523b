"""Requirements that only say what the schema says, with the part of it that shows them: ``facts.txt`` beside this file.

A part is a type, ``BodyType``, a child or an attribute of one, ``ItemType/Size``, or an element, ``GetItemResponse``.
It is shown by an answer that has it and that Microsoft's schema accepts, which is how the suites capture these too.
"""

from pathlib import Path

from tests.protocols.ews.requirements.captured import Requirement

FILE = Path(__file__).with_name("facts.txt")


def facts() -> dict[str, set[Requirement]]:
    """Return the requirements that each part of the schema shows."""
    parts: dict[str, set[Requirement]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        part, protocol, *numbers = line.split()
        parts.setdefault(part, set()).update((protocol, int(number)) for number in numbers)
    return parts
