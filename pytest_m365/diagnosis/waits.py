"""How long a change takes until it bites: what is documented, and what people report.

Most of it Microsoft promises nowhere; `doctor --since-fix` measures it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """How long until a fix works."""

    text: str
    #: seconds after which it is worth asking again for the first time; a minute where nothing better is known
    first: int = 60
    #: whether the service keeps its old answer for longer while it is asked
    is_kept_by_asking: bool = False


NONE = Wait("at once", 5)
NEXT_RUN = Wait("at the next run", 5)
PASSES = Wait("it passes by itself: minutes")
CLOCK = Wait("as soon as the clock is right", 5)
APPLICATION = Wait("seconds; now and then more than an hour", 30)
CONSENT = Wait("at once for new tokens; those in a cache keep what they have for 60-90 minutes", 15)
EXCHANGE_GRANT = Wait("minutes, up to an hour or two", 120)
RBAC = Wait(
    "30 minutes if nobody asks meanwhile, up to 2 hours if somebody does: stop asking to have it sooner. "
    "Test-ServicePrincipalAuthorization shows it at once",
    1800,
    is_kept_by_asking=True,
)
ACCESS_POLICY = Wait("more than an hour, close to two", 1800)
CAS_MAILBOX = Wait("minutes to an hour", 120)
EWS = Wait("minutes to a day; once more than 24 hours", 300)
POLICY = Wait("minutes; who is signed in meets it at the next refresh")
LICENCE = Wait("5-30 minutes after the licence, up to a day", 300)
FEDERATION = Wait("about 5 minutes, in which it now and then works and fails again")
SUPPORT = Wait("days: a support case", 3600)
