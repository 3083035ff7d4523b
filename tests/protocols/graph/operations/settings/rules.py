"""Rules that tests make by Graph."""

from typing import Any

from tests.protocols.graph.asking import Graph, ok

PATH = "/me/mailFolders/inbox/messageRules"
#: of mailfolder-post-messagerules
SAMPLE: dict[str, Any] = {
    "displayName": "From partner",
    "sequence": 2,
    "isEnabled": True,
    "conditions": {"senderContains": ["adele"]},
    "actions": {
        "forwardTo": [{"emailAddress": {"name": "Alex Wilbur", "address": "AlexW@fabrikam.example"}}],
        "stopProcessingRules": True,
    },
}


def made(graph: Graph, name: str = "r", **members: Any) -> dict[str, Any]:
    """Make a rule that marks as read, unless the members say otherwise; return its JSON."""
    given = {"displayName": name, "sequence": 9, "isEnabled": True, "actions": {"markAsRead": True}, **members}
    answer: dict[str, Any] = ok(graph.post(PATH, given), 201)
    return answer


def names(graph: Graph) -> list[str]:
    """Return the names of the rules, in order."""
    listed = ok(graph.get(PATH))["value"]
    assert [each["sequence"] for each in listed] == list(range(1, len(listed) + 1))
    return [each["displayName"] for each in listed]
