"""t:VotingInformationType: a vote by mail."""

from typing import Final

from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.tenant.exchange.kinds.voting import VotePrompt, Voting, VotingOption

#: Source: web-service-reference/sendprompt.
_PROMPTS: Final = {VotePrompt.NONE: "None", VotePrompt.SEND: "Send", VotePrompt.EDIT: "VotingOption"}


def write_voting(name: str, voting: Voting) -> Xml:
    """Write what a message says of a vote."""
    options = element("t:UserOptions", *map(_option, voting.options)) if voting.options else NOTHING
    response = text("t:VotingResponse", voting.response) if voting.response else NOTHING
    return element(name, options, response)


def _option(option: VotingOption) -> Xml:
    prompt = text("t:SendPrompt", _PROMPTS[option.prompt])
    return element("t:VotingOptionData", text("t:DisplayName", option.name), prompt)
