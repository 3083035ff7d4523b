"""The form of good answers of the token endpoint, of errors, of tokens, and of what is published beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fakeserver.jws import readable_claims
from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.token_endpoint import by_app, post, public
from pytest_m365.contract.terms import Kind

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("Token")


def _names(*values: str) -> tuple[str, ...]:
    return (" ".join(sorted(values)),)


def _keys(text: str) -> list[str]:
    """Return the keys of a JSON object, sorted, on one line."""
    found = json.loads(text)
    return [" ".join(sorted(found)) if isinstance(found, dict) else "(no object)"]


_NAMES: Kind = "names"


@TABLE.asked(
    "answer-keys",
    ("T", "AZREC"),
    "client credentials: the keys of the answer",
    *_names("access_token", "expires_in", "ext_expires_in", "token_type"),
    kind=_NAMES,
)
def _answer_keys(asker: Asker) -> Sequence[str]:
    """The answer to client credentials has these four keys, and no scope."""
    answer = post(asker, by_app()(asker))
    asker.private.add_secret(json.loads(answer.body).get("access_token"))
    return _keys(answer.body)


@TABLE.asked(
    "error-keys",
    ("T", "AZREC"),
    "a wrong secret: the keys of the answer",
    *_names("correlation_id", "error", "error_codes", "error_description", "error_uri", "timestamp", "trace_id"),
    kind=_NAMES,
)
def _error_keys(asker: Asker) -> Sequence[str]:
    """An error has these keys."""
    return _keys(post(asker, by_app(client_secret="not-the-secret")(asker)).body)


@TABLE.asked("expires-in", ("T", "AZREC"), "client credentials: expires_in", "3599")
def _expires_in(asker: Asker) -> Sequence[str]:
    """A token of an application is good for 3599 seconds."""
    answer = json.loads(post(asker, by_app()(asker)).body)
    asker.private.add_secret(answer.get("access_token"))
    return [str(answer.get("expires_in"))]


@TABLE.asked("error-separator", ("T", "AZREC"), "a wrong secret: what divides its trace ids", "a blank", "a line end")
def _separator(asker: Asker) -> Sequence[str]:
    """The trace ids stand behind the text, after a blank or a line end."""
    text = json.loads(post(asker, by_app(client_secret="not-the-secret")(asker)).body)["error_description"]
    return ["a line end" if "\r\nTrace ID:" in text else "a blank" if " Trace ID:" in text else "no trace ids"]


def _claims(token: str, wanted: tuple[str, ...]) -> list[str]:
    """Return which of the wanted claims a token has, and what the version says."""
    claims = readable_claims(token)
    has = [name for name in wanted if name in claims]
    return [f"{' '.join(has)}; ver {claims.get('ver')}"]


@TABLE.asked(
    "app-claims",
    ("T", "AZREC"),
    "the claims of an application's token",
    "appid aud exp iat iss nbf oid roles tid; ver 1.0",
    kind=_NAMES,
)
def _app_claims(asker: Asker) -> Sequence[str]:
    """An application's token for Exchange is of version 1.0, with roles and without scp."""
    return _claims(asker.app_token(), ("appid", "aud", "exp", "iat", "iss", "nbf", "oid", "roles", "scp", "tid", "upn"))


@TABLE.asked(
    "user-claims",
    ("T", "AZREC"),
    "the claims of a user's token",
    "appid aud exp iat iss nbf oid scp tid upn; ver 1.0",
    kind=_NAMES,
)
def _user_claims(asker: Asker) -> Sequence[str]:
    """A user's token for Exchange is of version 1.0, with scp and without roles."""
    token = asker.user_token("IMAP.AccessAsUser.All")
    return _claims(token, ("appid", "aud", "exp", "iat", "iss", "nbf", "oid", "roles", "scp", "tid", "upn"))


@TABLE.asked(
    "discovery",
    ("T", "AZREC"),
    "the keys of /v2.0/.well-known/openid-configuration",
    *_names(
        *"authorization_endpoint claims_supported cloud_graph_host_name cloud_instance_name device_authorization_endpoint "
        "end_session_endpoint frontchannel_logout_supported http_logout_supported id_token_signing_alg_values_supported issuer "
        "jwks_uri kerberos_endpoint msgraph_host rbac_url request_uri_parameter_supported response_modes_supported "
        "response_types_supported scopes_supported subject_types_supported tenant_region_scope token_endpoint "
        "token_endpoint_auth_methods_supported userinfo_endpoint".split()
    ),
    kind=_NAMES,
)
def _discovery(asker: Asker) -> Sequence[str]:
    """What is published about the endpoints has these keys."""
    return _keys(asker.web.ask("GET", f"{asker.target.authority}/v2.0/.well-known/openid-configuration").body)


@TABLE.asked(
    "keys",
    ("T", "AZREC"),
    "the keys of each key of /discovery/v2.0/keys",
    *_names("cloud_instance_name", "e", "issuer", "kid", "kty", "n", "use", "x5c", "x5t"),
    kind=_NAMES,
)
def _jwks(asker: Asker) -> Sequence[str]:
    """Each published key has these members."""
    keys = json.loads(asker.web.ask("GET", f"{asker.target.authority}/discovery/v2.0/keys").body)["keys"]
    return [" ".join(sorted({name for key in keys for name in key}))]


@TABLE.asked("device-get", ("T", "cases"), "GET on the device authorization endpoint", "200")
def _device(asker: Asker) -> Sequence[str]:
    """The device authorization endpoint takes a GET."""
    url = asker.target.token_url.replace("/token", "/devicecode")
    query = urlencode({"client_id": public(asker), "scope": "https://outlook.office.com/IMAP.AccessAsUser.All"})
    answer = asker.web.ask("GET", f"{url}?{query}")
    asker.private.add_secret(json.loads(answer.body).get("device_code") if answer.status == 200 else None)
    return [str(answer.status)]
