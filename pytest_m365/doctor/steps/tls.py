"""TLS: whether the certificate is trusted, and who has issued it, so that a fake or a proxy between shows itself."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace

from pytest_m365.diagnosis.network_clues import KNOWN_ISSUERS
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.each_place import at_each_place
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import CA_MARK, Place, issuer_of, unverified

STEP = "tls"


def step(context: Context) -> Iterator[Probe]:
    """Shake hands with each place, on port 587 behind STARTTLS."""
    yield from at_each_place(context, STEP, _shaken)


def _shaken(context: Context, place: Place) -> Result:
    asked = (STEP, f"{place.name} {place}")
    try:
        issuer = issuer_of(place, context.trust)
    except OSError as error:
        said = f"{error.strerror or error}" if not isinstance(error, ssl.SSLError) else str(error)
        context.shut[str(place)] = f"no TLS with {place}"
        shown = _issuer_anyway(place) if isinstance(error, ssl.SSLCertVerificationError) else ""
        seen = replace(context.seen("tls", said), issuer=shown, is_fake=CA_MARK in shown if shown else None)
        return context.failed(asked, seen, f"issued by {shown}" if shown else "")
    context.shut.pop(str(place), None)
    if CA_MARK in issuer:
        return context.result(asked, Verdict.NOTE, f"a fake answers, and not Microsoft ({issuer})")
    if not any(name in issuer for name in KNOWN_ISSUERS):
        return context.result(asked, Verdict.NOTE, f"issued by {issuer}: a proxy between here and Microsoft reads this")
    return context.result(asked, Verdict.OK, f"issued by {issuer}")


def _issuer_anyway(place: Place) -> str:
    """Return who has issued a certificate that is not trusted; nothing is sent there."""
    try:
        return issuer_of(place, unverified())
    except OSError:
        return ""
