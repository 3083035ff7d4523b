"""Small values as Graph writes them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.exchange.values import EmailAddress


def moment(at: datetime | None) -> str | None:
    """Return a moment (Edm.DateTimeOffset), in whole seconds of UTC."""
    if at is None:
        return None
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return f"{at.isoformat(timespec='seconds')[:19]}Z"


def recipient(address: EmailAddress | None) -> dict[str, Any] | None:
    """Return a recipient; without a name it is called by its address."""
    if address is None:
        return None
    return {"emailAddress": {"name": address.name or address.address, "address": address.address}}


def recipients(addresses: Iterable[EmailAddress] | None) -> list[dict[str, Any]]:
    """Return recipients; `[]` where there are none."""
    return [{"emailAddress": {"name": one.name or one.address, "address": one.address}} for one in addresses or ()]


def date_time_zone(at: datetime | None) -> dict[str, str] | None:
    """Return a moment as a dateTimeTimeZone in UTC, with the seven decimals that the service writes."""
    if at is None:
        return None
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": "UTC"}
