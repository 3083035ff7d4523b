"""Blocks of settings to copy: how each client is told where a tenant is, who may sign in, and whom to trust."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any, Final, Self

from fakeserver.tenant.tenant import Tenant

_SCOPE: Final = "https://outlook.office365.com/.default"
_PASSWORD_OF_THE_STORE: Final = "changeit"


@dataclass(frozen=True, slots=True)
class Block:
    """Settings for one client, ready to copy."""

    #: the client's, for people: "msal (Python)"
    name: str
    #: the text's, as syntax highlighters know it: "python", "shell", "json", ...
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What every block is made of."""

    tenant_id: str
    authority: str
    token_url: str = field(repr=False)
    ews_url: str
    graph_url: str
    imap: tuple[str, int]
    pop3: tuple[str, int]
    smtp: tuple[str, int]
    #: path of the authority's certificate; empty: there is no TLS
    ca_file: str
    user: str
    client_id: str
    client_secret: str = field(repr=False)

    @classmethod
    def of(cls, tenant: Tenant, endpoints: Mapping[str, Any]) -> Self:
        user = next((user.address for user in tenant.users if user.is_person), f"alice@{tenant.domain}")
        app = next((app for app in tenant.apps if not app.public), None)
        imap, pop3, smtp = (
            (endpoints[protocol]["host"], endpoints[protocol]["port"]) for protocol in ("imap", "pop3", "smtp")
        )
        return cls(
            tenant_id=tenant.tenant_id,
            authority=str(endpoints["authority"]),
            token_url=str(endpoints["token_url"]),
            ews_url=str(endpoints["ews_url"]),
            graph_url=str(endpoints["graph_url"]),
            imap=imap,
            pop3=pop3,
            smtp=smtp,
            ca_file=str(endpoints["ca_file"] or ""),
            user=user,
            client_id="the client id of an application with a secret" if app is None else app.client_id,
            client_secret="its secret" if app is None else app.client_secret or "its secret",
        )

    @property
    def environment(self) -> dict[str, str]:
        """The settings as variables, by the names that the examples of this project read, and those that name trust."""
        trusting = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS") if self.ca_file else ()
        return {
            "TENANT_ID": self.tenant_id,
            "CLIENT_ID": self.client_id,
            "CLIENT_SECRET": self.client_secret,
            "AUTHORITY": self.authority,
            "TOKEN_URL": self.token_url,
            "SCOPE": _SCOPE,
            "MAILBOX": self.user,
            "EWS_URL": self.ews_url,
            "GRAPH_URL": self.graph_url,
            "IMAP": _joined(self.imap),
            "POP3": _joined(self.pop3),
            "SMTP": _joined(self.smtp),
        } | dict.fromkeys(trusting, self.ca_file)


def blocks(tenant: Tenant, endpoints: Mapping[str, Any]) -> list[Block]:
    """Return the settings of a tenant for each client that programs use most.

    They are for the tenant's first person, and its first application with a secret; where it has none, words stand in
    their places.

    Args:
        endpoints: what the endpoints file holds.
    """
    facts = _Facts.of(tenant, endpoints)
    return [
        Block("msal (Python)", "python", _msal(facts)),
        Block("imaplib (Python)", "python", _imaplib(facts)),
        Block("exchangelib (Python)", "python", _exchangelib(facts)),
        Block("imapflow and nodemailer (Node)", "javascript", _node(facts)),
        Block("curl", "shell", _curl(facts)),
        Block("Jakarta Mail (Java properties)", "properties", _java(facts)),
        Block("appsettings.json (.NET)", "json", _dotnet(facts)),
        Block("docker compose", "yaml", _compose(facts)),
        Block(".env", "shell", "".join(f"{name}={shlex.quote(value)}\n" for name, value in facts.environment.items())),
    ]


def _msal(facts: _Facts) -> str:
    # requests, by which msal and exchangelib speak, trusts whom this variable names, before what a session is given.
    trust = f'import os\n\nos.environ["REQUESTS_CA_BUNDLE"] = {_quoted(facts.ca_file)}\n\n' if facts.ca_file else ""
    return trust + dedent(
        f"""\
        import msal

        app = msal.ConfidentialClientApplication(
            {_quoted(facts.client_id)},
            client_credential={_quoted(facts.client_secret)},
            authority={_quoted(facts.authority)},
            instance_discovery=False,  # only Microsoft's own clouds can vouch for an authority
        )
        answer = app.acquire_token_for_client([{_quoted(_SCOPE)}])
        token = answer["access_token"]
        """
    )


def _imaplib(facts: _Facts) -> str:
    host, port = facts.imap
    made = f"imaplib.IMAP4({_quoted(host)}, {port})"
    if facts.ca_file:
        trust = f"ssl.create_default_context(cafile={_quoted(facts.ca_file)})"
        made = f"imaplib.IMAP4_SSL({_quoted(host)}, {port}, ssl_context={trust})"
    return f"import imaplib\nimport ssl\n\n{_msal(facts)}" + dedent(
        f"""\
        user = {_quoted(facts.user)}
        imap = {made}
        imap.authenticate("XOAUTH2", lambda _: f"user={{user}}\\x01auth=Bearer {{token}}\\x01\\x01".encode())
        imap.select("INBOX", readonly=True)
        """
    )


def _exchangelib(facts: _Facts) -> str:
    return _msal(facts) + dedent(
        f"""\
        from exchangelib import IMPERSONATION, OAUTH2, Account, Configuration, Version
        from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
        from exchangelib.version import EXCHANGE_O365
        from oauthlib.oauth2 import OAuth2Token

        config = Configuration(
            service_endpoint={_quoted(facts.ews_url)},
            credentials=OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({{"access_token": token}})),
            auth_type=OAUTH2,
            version=Version(build=EXCHANGE_O365),
        )
        account = Account({_quoted(facts.user)}, config=config, autodiscover=False, access_type=IMPERSONATION)
        """
    )


def _node(facts: _Facts) -> str:
    run = f"NODE_EXTRA_CA_CERTS={shlex.quote(facts.ca_file)} node app.mjs" if facts.ca_file else "node app.mjs"
    (imap_host, imap_port), (smtp_host, smtp_port) = facts.imap, facts.smtp
    tls = "true" if facts.ca_file else "false"
    return dedent(
        f"""\
        // {run}
        import {{ ImapFlow }} from "imapflow";
        import nodemailer from "nodemailer";

        const answer = await fetch({_quoted(facts.token_url)}, {{
          method: "POST",
          body: new URLSearchParams({{
            grant_type: "client_credentials",
            client_id: {_quoted(facts.client_id)},
            client_secret: {_quoted(facts.client_secret)},
            scope: {_quoted(_SCOPE)},
          }}),
        }});
        const accessToken = (await answer.json()).access_token;
        const user = {_quoted(facts.user)};

        const imap = new ImapFlow({{
          host: {_quoted(imap_host)}, port: {imap_port}, secure: {tls}, auth: {{ user, accessToken }}, logger: false,
        }});
        const smtp = nodemailer.createTransport({{
          host: {_quoted(smtp_host)}, port: {smtp_port}, requireTLS: {tls},
          auth: {{ type: "OAuth2", user, accessToken }},
        }});
        """
    )


def _curl(facts: _Facts) -> str:
    trust = f" --cacert {shlex.quote(facts.ca_file)}" if facts.ca_file else ""
    scheme = "imaps" if facts.ca_file else "imap"
    fields = {
        "grant_type": "client_credentials",
        "client_id": facts.client_id,
        "client_secret": facts.client_secret,
        "scope": _SCOPE,
    }
    form = " \\\n".join(f"  --data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in fields.items())
    return (
        f"TOKEN=$(curl --silent{trust} {shlex.quote(facts.token_url)} \\\n{form} |\n"
        """  sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')\n"""
        f'curl{trust} --user {shlex.quote(facts.user)} --oauth2-bearer "$TOKEN" \\\n'
        f"  --login-options AUTH=XOAUTH2 '{scheme}://{_joined(facts.imap)}/INBOX;MAILINDEX=*'\n"
    )


def _java(facts: _Facts) -> str:
    settings: dict[str, object] = {}
    for protocol, (host, port) in (("imap", facts.imap), ("pop3", facts.pop3), ("smtp", facts.smtp)):
        settings |= {f"mail.{protocol}.host": host, f"mail.{protocol}.port": port}
        settings |= {f"mail.{protocol}.auth.mechanisms": "XOAUTH2"}
        if facts.ca_file:
            tls = ("starttls.enable", "starttls.required") if protocol == "smtp" else ("ssl.enable",)
            settings |= {f"mail.{protocol}.{name}": "true" for name in tls}
    settings |= {
        # Microsoft's POP3 takes the mechanism in one line and the token in the next.
        "mail.pop3.auth.xoauth2.two.line.authentication.format": "true",
        "mail.smtp.auth": "true",
        "m365.user": facts.user,
        "m365.tokenUrl": facts.token_url,
        "m365.scope": _SCOPE,
        "m365.clientId": facts.client_id,
        "m365.clientSecret": facts.client_secret,
    }
    trust = ""
    if facts.ca_file:
        trust = (
            f"# keytool -importcert -noprompt -alias fakeserver -file {shlex.quote(facts.ca_file)} \\\n"
            f"#   -keystore trust.p12 -storetype PKCS12 -storepass {_PASSWORD_OF_THE_STORE}\n"
            "# java -Djavax.net.ssl.trustStore=trust.p12 "
            f"-Djavax.net.ssl.trustStorePassword={_PASSWORD_OF_THE_STORE} ...\n"
        )
    known = "# POP3: Jakarta Mail 2.0.0, Debian 12's, does not know two.line.authentication.format; later ones do.\n"
    return trust + known + "".join(f"{name}={_escaped(str(value))}\n" for name, value in settings.items())


def _dotnet(facts: _Facts) -> str:
    def endpoint(address: tuple[str, int]) -> dict[str, object]:
        return {"Host": address[0], "Port": address[1]}

    settings: dict[str, dict[str, object]] = {
        "AzureAd": {
            "Instance": facts.authority.removesuffix(facts.tenant_id),
            "TenantId": facts.tenant_id,
            "ClientId": facts.client_id,
            "ClientSecret": facts.client_secret,
        },
        "Mail": {
            "User": facts.user,
            "Scope": _SCOPE,
            "EwsUrl": facts.ews_url,
            "Imap": endpoint(facts.imap),
            "Pop3": endpoint(facts.pop3),
            "Smtp": endpoint(facts.smtp),
        },
    }
    if facts.ca_file:
        settings["Mail"] |= {"CaFile": facts.ca_file}
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def _compose(facts: _Facts) -> str:
    # A dollar sign begins a variable there, and two are one.
    lines = "".join(f"      {name}: {_quoted(value.replace('$', '$$'))}\n" for name, value in facts.environment.items())
    mount = ""
    if facts.ca_file:
        path = _quoted(f"{facts.ca_file}:{facts.ca_file}:ro".replace("$", "$$"))
        mount = f"    volumes:\n      - {path}\n"
    where = ""
    if "//localhost:" in facts.authority:
        where = "# In a container localhost is the container: serve with --host 0.0.0.0 --name NAME, and write NAME.\n"
    return f"{where}services:\n  app:\n    environment:\n{lines}{mount}"


def _joined(address: tuple[str, int]) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _quoted(text: str) -> str:
    """Return a string literal of Python, JavaScript and YAML alike."""
    return json.dumps(text, ensure_ascii=False)


def _escaped(value: str) -> str:
    """Return a value as a file of Java properties has it."""
    return value.replace("\\", "\\\\")
