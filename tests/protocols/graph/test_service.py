"""The way in: tokens, permissions, users and paths, and what is said where one of them is wrong."""

import base64
import json

import pytest

from tests.protocols.graph.asking import Graph, error, ok

ACCESS_DENIED = (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
TOKEN = "InvalidAuthenticationToken"


def test_one_asks_for_oneself(graph: Graph) -> None:
    me = ok(graph.get("/me"))
    alice = graph.tenant.user("alice")
    assert me["@odata.context"] == f"{graph.root}/$metadata#users/$entity"
    assert (me["id"], me["userPrincipalName"], me["mail"]) == (alice.object_id, alice.upn, alice.address)
    assert (me["jobTitle"], me["businessPhones"]) == (None, [])


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YWxpY2U6eA=="])
def test_without_a_token(graph: Graph, header: str | None) -> None:
    answer = graph.ask("GET", "/me", headers={} if header is None else {"Authorization": header}, token="")
    if header is None:
        answer = graph._session.get(f"{graph.root}/me")
    assert error(answer) == (401, TOKEN, "Access token is empty.")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
        'client_id="00000003-0000-0000-c000-000000000000"'
    )
    inner = answer.json()["error"]["innerError"]
    assert list(inner) == ["date", "request-id", "client-request-id"]
    assert inner["request-id"] == answer.headers["request-id"] == inner["client-request-id"]


def test_what_is_no_token(graph: Graph) -> None:
    said = error(graph.get("/me", token="abc"))
    assert said[:2] == (401, TOKEN)
    assert said[2].startswith("IDX14100: JWT is not well formed")
    graph.tenant.policies.graph_token_texts = "compact"
    assert error(graph.get("/me", token="abc"))[2] == "CompactToken parsing failed with error code: 80049217"


def test_a_token_for_exchange(graph: Graph) -> None:
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    assert error(graph.get("/me", token=token)) == (
        401,
        TOKEN,
        "Access token validation failure. Invalid audience.",
    )
    assert "GraphAudienceWrong" in str(graph.tenant.journal)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ("lifetime", "Lifetime validation failed, the token is expired."),
        ("expired", "Access token has expired or is not yet valid."),
        ("compact", "CompactToken validation failed with reason code: 80049228."),
    ],
)
def test_an_expired_token(graph: Graph, texts: str, said: str) -> None:
    token = graph.token()
    setattr(graph.tenant.policies, "graph_token_texts", texts)  # noqa: B010
    graph.tenant.clock.advance(2 * 3600)
    assert error(graph.get("/me", token=token)) == (401, TOKEN, said)


def test_a_challenge_for_claims(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    token = graph.tenant.mint(
        app=graph.app, user=alice, scopes=["User.Read"], aud="https://graph.microsoft.com", xms_cc=["cp1"]
    )
    ok(graph.get("/me", token=token))
    graph.tenant.clock.advance(1)
    graph.tenant.revoke(alice)
    answer = graph.get("/me", token=token)
    assert error(answer)[2] == (
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
        "TokenIssuedBeforeRevocationTimestamp"
    )
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_claims"' in challenge
    claims = json.loads(base64.b64decode(challenge.partition('claims="')[2].partition('"')[0]))
    assert claims["access_token"]["nbf"]["essential"] is True


def test_an_application_is_nobody(graph: Graph) -> None:
    token = graph.app_token("Mail.Read")
    expected = (400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    assert error(graph.get("/me/messages", token=token)) == expected
    assert error(graph.get("/me", token=token)) == expected


@pytest.mark.parametrize("scopes", [("User.Read",), ("Mail.Send",), ("Calendars.Read",)])
def test_a_scope_that_does_not_cover_it(graph: Graph, scopes: tuple[str, ...]) -> None:
    assert error(graph.get("/me/messages", scopes=scopes)) == ACCESS_DENIED
    assert "GraphPermissionMissing" in str(graph.tenant.journal)


@pytest.mark.parametrize("scope", ["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite", "Mail.Read.Shared"])
def test_each_scope_that_covers_it(graph: Graph, scope: str) -> None:
    item = graph.deliver("Hello", body="Secret")
    got = ok(graph.get("/me/messages", scopes=(scope,)))["value"]
    assert [message["subject"] for message in got] == ["Hello"]
    assert ("body" in got[0], "bodyPreview" in got[0]) == ((False, False) if "Basic" in scope else (True, True))
    assert graph.get(f"/me/messages/{got[0]['id']}/$value", scopes=(scope,)).status_code == (
        403 if "Basic" in scope else 200
    )
    assert item.subject == "Hello"


def test_an_application_opens_every_mailbox_by_its_role(graph: Graph) -> None:
    graph.deliver("Hello", "bob")
    token = graph.app_token("Mail.ReadBasic.All")
    bob = graph.tenant.user("bob")
    for named in (bob.upn, bob.object_id, bob.upn.upper()):
        assert len(ok(graph.get(f"/users/{named}/messages", token=token))["value"]) == 1
    assert error(graph.get(f"/users/{bob.upn}/messages", token=graph.app_token("Mail.Send"))) == ACCESS_DENIED


def test_access_policies_keep_an_application_out(graph: Graph) -> None:
    daemon = graph.daemon("Mail.Read")
    token = graph.tenant.app_token(daemon, "https://graph.microsoft.com/.default")
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_application_access_policy(daemon, [alice], "RestrictAccess")
    ok(graph.get(f"/users/{alice.upn}/messages", token=token))
    raop = "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."
    assert error(graph.get(f"/users/{bob.upn}/messages", token=token)) == (403, "ErrorAccessDenied", raop)
    graph.tenant.policies.graph_short_policy_text = True
    assert error(graph.get(f"/users/{bob.upn}/messages", token=token))[2] == "Access to OData is disabled."


def test_roles_that_exchange_assigns_count_as_well(graph: Graph) -> None:
    tenant = graph.tenant
    daemon = tenant.register_app("RBAC")
    tenant.rights.register_in_exchange(daemon)
    alice, bob = tenant.user("alice"), tenant.user("bob")
    token = tenant.app_token(daemon, "https://graph.microsoft.com/.default")
    assert error(graph.get(f"/users/{alice.upn}/messages", token=token)) == ACCESS_DENIED
    tenant.rights.assign_role(daemon, "Application Mail.Read", [alice])
    ok(graph.get(f"/users/{alice.upn}/messages", token=token))
    assert error(graph.get(f"/users/{bob.upn}/messages", token=token)) == ACCESS_DENIED
    assert "OutsideRoleScope" in str(tenant.journal)


def test_anothers_mailbox(graph: Graph) -> None:
    bob = graph.tenant.user("bob")
    assert error(graph.get(f"/users/{bob.upn}/messages", scopes=("Mail.Read",))) == ACCESS_DENIED
    not_found = "The specified object was not found in the store., Default folder {} not found."
    for path, name in (("mailFolders", "Root"), ("mailFolders/inbox/messages", "Inbox"), ("messages", "AllItems")):
        refused = error(graph.get(f"/users/{bob.upn}/{path}", scopes=("Mail.Read.Shared",)))
        assert refused == (404, "ErrorItemNotFound", not_found.format(name))
    graph.tenant.rights.add_mailbox_permission(bob, graph.tenant.user("alice"), "FullAccess")
    ok(graph.get(f"/users/{bob.upn}/messages", scopes=("Mail.Read.Shared",)))


def test_nobody_of_that_name(graph: Graph) -> None:
    unknown = "nobody@contoso.onmicrosoft.com"
    said = error(graph.get(f"/users/{unknown}/messages"))
    assert said == (404, "ErrorInvalidUser", f"The requested user '{unknown}' is invalid.")
    assert error(graph.get(f"/users/{unknown}", scopes=("User.Read.All",)))[:2] == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize(
    ("texts", "code", "message"),
    [
        (
            "inactive",
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        ),
        ("not_supported", "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox."),
        ("undiscovered", "ResourceNotFound", "Resource could not be discovered."),
    ],
)
def test_a_user_without_a_mailbox(graph: Graph, texts: str, code: str, message: str) -> None:
    setattr(graph.tenant.policies, "graph_missing_mailbox", texts)  # noqa: B010
    graph.tenant.user("alice").licence = None
    assert error(graph.get("/me/messages")) == (404, code, message)


def test_no_such_address(graph: Graph) -> None:
    segment = (400, "RequestBroker--ParseUri")
    assert error(graph.get("/me/Outlook")) == (*segment, "Resource not found for the segment 'Outlook'.")
    assert error(graph.get("/me/messages/a/b"))[:2] == segment
    assert error(graph.delete("/me/mailFolders"))[0] == 405
    beta = graph.get(f"{graph.server.base_url}/beta/me")
    assert error(beta)[:2] == (400, "BadRequest")


def test_a_client_is_told_its_own_id(graph: Graph) -> None:
    answer = graph.get("/me", headers={"client-request-id": "my-own"})
    assert answer.headers["client-request-id"] == "my-own"
    assert answer.headers["request-id"] != "my-own"
    assert answer.headers["Content-Type"].startswith("application/json; odata.metadata=minimal")


def test_paths_and_keys_in_their_forms(graph: Graph) -> None:
    graph.deliver("Hello")
    alice = graph.tenant.user("alice")
    for path in (
        "/me/mailFolders/inbox/messages",
        "/ME/mailfolders('Inbox')/Messages",
        f"/users('{alice.object_id}')/mailFolders('inbox')/messages",
        "/me/mailFolders/msgfolderroot/childFolders/inbox/messages",
    ):
        assert len(ok(graph.get(path))["value"]) == 1, path


@pytest.mark.parametrize("audience", ["asked", "guid"])
def test_tokens_name_graph_in_either_form(graph: Graph, audience: str) -> None:
    setattr(graph.tenant.policies, "graph_audience", audience)  # noqa: B010
    for token in (graph.token(), graph.app_token("User.Read.All")):
        payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        expected = "https://graph.microsoft.com" if audience == "asked" else "00000003-0000-0000-c000-000000000000"
        assert payload["aud"] == expected
        ok(graph.get(f"/users/{graph.tenant.user('alice').upn}", token=token))
