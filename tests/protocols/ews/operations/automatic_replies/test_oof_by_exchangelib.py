"""Automatic replies, with a client that nobody here wrote."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


def test_settings_come_back(m365_ews: Any) -> None:
    from exchangelib.settings import OofSettings

    enabled = OofSettings(state="Enabled", external_audience="Known", internal_reply="XXX", external_reply="YYY")
    m365_ews.oof_settings = enabled
    assert m365_ews.oof_settings == enabled
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    scheduled = OofSettings(
        state="Scheduled",
        external_audience="All",
        internal_reply="In the pub",
        external_reply="At a dinner",
        start=exchangelib.EWSDateTime.from_datetime(start),
        end=exchangelib.EWSDateTime.from_datetime(start + timedelta(days=2)),
    )
    m365_ews.oof_settings = scheduled
    assert m365_ews.oof_settings == scheduled
    m365_ews.oof_settings = OofSettings(state="Disabled")
    assert m365_ews.oof_settings.state == "Disabled"


def test_whoever_writes_has_a_reply(m365_ews: Any, m365_fake: Tenant) -> None:
    from exchangelib.settings import OofSettings

    robert = m365_fake.add_user("robert")
    m365_ews.oof_settings = OofSettings(state="Enabled", internal_reply="Away", external_reply="Gone")
    m365_fake.mailbox("alice").deliver(subject="Lunch?", sender=robert.address)
    reply = robert.mailbox.wait_for("Automatic reply: Lunch?")
    assert reply.sender == m365_ews.primary_smtp_address
