"""msgraph-sdk for a live mailbox: requests that would change others' messages, or send elsewhere, are refused unsent.

Imported only where msgraph-sdk is.
"""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from pytest_m365.graph_client import EachAnew
from pytest_m365.live.graph_message import SHOWN
from pytest_m365.live.graph_rules import GraphRules
from pytest_m365.live.guard import NotAllowed

_NOT_FOUND = 404


class GuardedGraph(httpx.AsyncBaseTransport):
    """Looks at each request before it is sent."""

    def __init__(
        self, rules: GraphRules, trust: ssl.SSLContext, within: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Take what is allowed.

        Args:
            within: sends what is; by default over a connection for each request.
        """
        self._rules = rules
        self._within = within or EachAnew(trust)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request that is allowed.

        Raises:
            NotAllowed
        """
        asked = self._rules.read(request.method, str(request.url), await request.aread())
        message = self._rules.check(asked)
        if message:
            shown = await self._shown(request, message)
            if shown is not None:
                self._rules.check_message(asked, shown)
        answer = await self._within.handle_async_request(request)
        if not answer.is_success:
            self._rules.take_refusal(asked)
        elif answer.headers.get("content-type", "").startswith("application/json"):
            await answer.aread()
            self._rules.take_answer(asked, answer.json())
        return answer

    async def _shown(self, request: httpx.Request, message: str) -> Any:
        """Return the message that a request is about to change; None: there is none.

        Raises:
            NotAllowed: nobody could say whose it is.
        """
        query = urlencode({"$select": SHOWN})
        path = f"{self._rules.root}/users/{quote(self._rules.user)}/messages/{quote(message, safe='')}?{query}"
        asking = httpx.Request(
            "GET",
            request.url.copy_with(raw_path=path.encode()),
            headers={"Authorization": request.headers.get("authorization", ""), "Accept": "application/json"},
        )
        answer = await self._within.handle_async_request(asking)
        await answer.aread()
        if answer.status_code == _NOT_FOUND:
            return None
        if not answer.is_success:
            raise NotAllowed(f"nothing says whose the message is: HTTP {answer.status_code} when it was asked for")
        return answer.json()
