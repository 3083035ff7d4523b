"""The judges of network, TLS and delivery: each looks at one kind of evidence."""

from __future__ import annotations

from fakeserver.trust import BUNDLE_VARIABLES
from pytest_m365.diagnosis.judging import OPEN, Judgement, excluded, likely, proved
from pytest_m365.diagnosis.seen import Seen

#: characters of a token that still fit on a line of POP3: 4,096 with user= and in base64
LONGEST_POP3_TOKEN = 3000
#: by which the real service's certificates are issued
KNOWN_ISSUERS = ("DigiCert", "Microsoft")


def token_is_too_long(seen: Seen) -> Judgement:
    """Look at the token's length."""
    if not seen.token_length:
        return OPEN
    said = f"the token has {seen.token_length} characters"
    return likely(said) if seen.token_length > LONGEST_POP3_TOKEN else excluded(said)


def is_of_a_program(seen: Seen) -> Judgement:
    """Exclude what the doctor's own sign-ins do right."""
    return excluded("the token was sent on a line of its own") if seen.token_length else OPEN


def is_junk(seen: Seen) -> Judgement:
    """Look where the message was found."""
    if "Junk" not in seen.answer:
        return OPEN
    return (
        proved("it was found in Junk Email") if "found in Junk" in seen.answer else excluded("it is not in Junk Email")
    )


def is_not_junk(seen: Seen) -> Judgement:
    """Look where the message was found."""
    return excluded("it was found in Junk Email") if "found in Junk" in seen.answer else OPEN


def has_bundle_variables(seen: Seen) -> Judgement:
    """Look at the variables that name roots."""
    named = [f"{name}={seen.environment[name]}" for name in BUNDLE_VARIABLES if seen.environment.get(name)]
    if named:
        return likely(f"{', '.join(named)}")
    return excluded("none of them is set") if seen.issuer else OPEN


def answers_the_fake(seen: Seen) -> Judgement:
    """Look who has issued the certificate."""
    if seen.is_fake is None:
        return OPEN
    if seen.is_fake:
        return proved(f"the certificate is of {seen.issuer or 'the fake'}")
    return excluded(f"the certificate is of {seen.issuer or 'somebody else'}")


def answers_another(seen: Seen) -> Judgement:
    """Look who has issued the certificate."""
    if seen.is_fake:
        return excluded("the certificate is the fake's")
    if not seen.issuer:
        return OPEN
    if any(name in seen.issuer for name in KNOWN_ISSUERS):
        return excluded(f"the certificate is of {seen.issuer}")
    return likely(f"the certificate is of {seen.issuer}")


def one_family_is_silent(seen: Seen) -> Judgement:
    """Look by which address family the port answers."""
    if seen.families and seen.silent_families:
        return proved(f"{', '.join(seen.families)} answers, {', '.join(seen.silent_families)} does not")
    return excluded("each answers alike") if seen.families or seen.silent_families else OPEN


def every_family_is_silent(seen: Seen) -> Judgement:
    """Look by which address family the port answers."""
    if seen.families:
        return excluded(f"{', '.join(seen.families)} answers")
    return proved(f"{', '.join(seen.silent_families)} does not answer") if seen.silent_families else OPEN


def says_so(seen: Seen) -> Judgement:
    """Look whether the answer itself names the line end or the quotes."""
    is_said = any(word in seen.answer for word in ("InvalidHeader", "header value", "has quotes", "line end"))
    return proved("the answer says so") if is_said else OPEN
