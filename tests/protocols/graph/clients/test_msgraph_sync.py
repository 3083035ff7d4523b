"""Mail by msgraph-sdk: what has changed since, and how it fails."""

import time
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.conftest import GRAPH
from tests.protocols.graph.clients.sdk import asked, for_user, opened

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("collected")]

failures = pytest.importorskip("msgraph.generated.models.o_data_errors.o_data_error", reason="needs msgraph-sdk")


class Given:
    """A credential of a program's own, as azure-identity's are: it has a token."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(self, *scopes: str, **options: Any) -> Any:
        core = pytest.importorskip("azure.core.credentials")
        return core.AccessToken(self._token, 2**31)

    async def close(self) -> None:
        """Nothing is open."""


async def test_what_has_changed(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        delta = graph.me.mail_folders.by_mail_folder_id("inbox").messages.delta
        page = await delta.get(asked(delta, prefer="odata.maxpagesize=2", select=["subject", "isRead"]))
        subjects = [each.subject for each in page.value]
        assert len(subjects) == 2
        assert page.odata_delta_link is None
        while page.odata_next_link:
            page = await delta.with_url(page.odata_next_link).get()
            subjects += [each.subject for each in page.value]
        assert sorted(subjects) == ["Invoice 1", "Invoice 2", "Lunch"]

        listed = await graph.me.messages.get(asked(graph.me.messages, filter="subject eq 'Lunch'"))
        await graph.me.messages.by_message_id(listed.value[0].id).delete()
        m365.mailbox.deliver(subject="New")
        told = await delta.with_url(page.odata_delta_link).get()
        removed = [each for each in told.value if "@removed" in each.additional_data]
        assert [each.id for each in removed] == [listed.value[0].id]
        assert removed[0].additional_data["@removed"] == {"reason": "deleted"}
        assert [each.subject for each in told.value if each not in removed] == ["New"]

        nothing = await delta.with_url(told.odata_delta_link).get()
        assert nothing.value == []
        assert nothing.odata_delta_link


async def test_a_wrong_token(m365: Target, m365_fake: Tenant) -> None:
    """Without claims in WWW-Authenticate the SDK tries no second time, and shows the error."""
    token = m365_fake.mint(aud="https://outlook.office365.com")
    async with opened(Given(token)) as graph:
        with pytest.raises(failures.ODataError) as failed:
            await graph.me.messages.get()
    error = failed.value
    assert error.response_status_code == 401
    assert error.error.code == "InvalidAuthenticationToken"
    assert error.error.message == "Access token validation failure. Invalid audience."
    assert error.error.inner_error.request_id


async def test_a_revoked_token(m365: Target, m365_fake: Tenant, app: Application) -> None:
    """The SDK has declared that it understands claims: it is challenged with them, and signs in anew."""
    async with for_user(m365, app) as graph:
        await graph.me.get()
        m365_fake.clock.advance(60)
        m365_fake.revoke(m365.username)
        m365_fake.clock.advance(60)
        assert (await graph.me.get()).user_principal_name == m365.username
    assert len(m365.browser.visited) == 2


async def test_a_permission_that_is_not_there(m365: Target, reader: Application) -> None:
    async with for_user(m365, reader) as graph:
        assert (await graph.me.get()).user_principal_name == m365.username
        with pytest.raises(failures.ODataError) as failed:
            await graph.me.messages.get()
    assert failed.value.response_status_code == 403
    assert failed.value.error.code == "ErrorAccessDenied"
    assert failed.value.error.message == "Access is denied. Check credentials and try again."


async def test_what_is_gone(m365: Target, app: Application, inbox: Any) -> None:
    async with for_user(m365, app) as graph:
        listed = await graph.me.messages.get(asked(graph.me.messages, filter="subject eq 'Lunch'"))
        by_id = graph.me.messages.by_message_id(listed.value[0].id)
        await by_id.permanent_delete.post()
        with pytest.raises(failures.ODataError) as failed:
            await by_id.get()
        assert failed.value.response_status_code == 404
        assert failed.value.error.code == "ErrorItemNotFound"
        assert failed.value.error.message.startswith("The specified object was not found in the store.")
        with pytest.raises(failures.ODataError) as failed:
            await graph.me.messages.by_message_id("what is this").get()
        assert (failed.value.response_status_code, failed.value.error.code) == (400, "ErrorInvalidIdMalformed")


async def test_a_mailbox_that_is_not_shared(m365: Target, m365_fake: Tenant, app: Application, bob: str) -> None:
    async with for_user(m365, app) as graph:
        with pytest.raises(failures.ODataError) as failed:
            await graph.users.by_user_id(bob).mail_folders.get()
    assert (failed.value.response_status_code, failed.value.error.code) == (403, "ErrorAccessDenied")
    wanted = [f"{GRAPH}/Mail.ReadWrite.Shared"]
    shared = m365_fake.register_app("Others' mail by Graph", public=True, delegated=wanted)
    async with for_user(m365, shared) as graph:
        for user, code, message in [
            (
                bob,
                "ErrorItemNotFound",
                "The specified object was not found in the store., Default folder Root not found.",
            ),
            ("nobody@contoso.com", "ErrorInvalidUser", "The requested user 'nobody@contoso.com' is invalid."),
        ]:
            with pytest.raises(failures.ODataError) as failed:
                await graph.users.by_user_id(user).mail_folders.get()
            assert failed.value.response_status_code == 404
            assert (failed.value.error.code, failed.value.error.message) == (code, message)


async def test_it_waits_as_long_as_it_is_told(m365: Target, m365_fake: Tenant, app: Application, inbox: Any) -> None:
    begun = time.monotonic()
    throttled = m365_fake.faults.throttle("graph", times=1, retry_after=1)
    async with for_user(m365, app) as graph:
        found = await graph.me.mail_folders.by_mail_folder_id("inbox").get()
    assert (found.total_item_count, throttled.taken) == (3, 1)
    assert time.monotonic() - begun >= 1


async def test_it_gives_up(m365: Target, m365_fake: Tenant, app: Application) -> None:
    throttled = m365_fake.faults.throttle("graph", times=9, retry_after=1)
    async with for_user(m365, app) as graph:
        with pytest.raises(failures.ODataError) as failed:
            await graph.me.messages.get()
    assert failed.value.response_status_code == 429
    assert failed.value.error.code == "ApplicationThrottled"
    # The first time, and three more.
    assert throttled.taken == 4
