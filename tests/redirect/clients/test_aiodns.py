"""aiodns: its errors say why."""

import asyncio
from typing import Any

import pytest

from pytest_m365 import Tenant

aiodns = pytest.importorskip("aiodns")
if not hasattr(aiodns.DNSResolver, "query_dns"):
    pytest.skip("before version 4 aiodns asks a pycares that has its results from C alone", allow_module_level=True)


def resolved(name: str, kind: str) -> Any:
    async def resolve() -> Any:
        resolver = aiodns.DNSResolver()
        try:
            return await resolver.query_dns(name, kind)
        finally:
            await resolver.close()

    return asyncio.run(resolve())


def test_records(m365_fake: Tenant) -> None:
    [record] = resolved(f"_autodiscover._tcp.{m365_fake.domain}", "SRV").answer
    assert (record.data.port, record.data.target) == (443, "autodiscover.outlook.com")


def test_an_error_says_why() -> None:
    with pytest.raises(aiodns.error.DNSError, match=r"teams\.microsoft\.com is kept from the network") as refused:
        resolved("teams.microsoft.com", "A")
    assert refused.value.args[0] == aiodns.error.ARES_ENOTFOUND
