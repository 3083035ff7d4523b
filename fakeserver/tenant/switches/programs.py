"""The switches by which an admin lets single programs of Microsoft's into EWS, for all mailboxes or for one."""

from fakeserver.tenant.switches.switch import switch

USER_AGENTS = (
    "learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange"
)


def lets_in(program: str, admin_name: str, rest: str) -> bool | None:
    """Return the row of a switch that lets a program in or keeps it out.

    Args:
        rest: how the sentence about it ends.
    """
    return switch(
        None,
        values=(True, None, False),
        admin_name=admin_name,
        meaning=f"EWS lets {program} in, or keeps it out, whatever the lists say{rest}",
        source=USER_AGENTS,
    )
