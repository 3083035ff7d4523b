"""The environment that leads a child process to the fake: what each ecosystem reads of names, proxies and trust."""

import os
from collections.abc import Mapping
from pathlib import Path

from fakeserver.children.python_children import REDIRECTS, hook_environment, python_environment
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.trust_files import FOLDER_VARIABLE, STORE_PASSWORD
from fakeserver.redirect import Redirects
from fakeserver.redirect.force import Force
from fakeserver.trust import BUNDLE_VARIABLES, LOOPBACK, PROXY_VARIABLES

_NODE_HOOK = Path(__file__).parent / "node" / "redirect.cjs"

#: a file with all roots; those of `BUNDLE_VARIABLES`, and of programs that do not read these
_BUNDLES = (
    *BUNDLE_VARIABLES,
    *("GIT_SSL_CAINFO", "NIX_SSL_CERT_FILE", "PIP_CERT", "HTTPLIB2_CA_CERTS", "DENO_CERT", "PERL_LWP_SSL_CA_FILE"),
    # Haskell's.
    "SYSTEM_CERTIFICATE_PATH",
)
#: in both spellings, since some programs read only one
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
#: Perl's clients of HTTP read those only where one of these is set (LWP::UserAgent, Mojo::UserAgent::Proxy)
_PROXIES_ARE_READ = ("PERL_LWP_ENV_PROXY", "MOJO_PROXY")
#: folders with settings of PHP; an empty one among them is PHP's own (PHP manual, "The configuration file")
_PHP_FOLDERS = "PHP_INI_SCAN_DIR"


def trust_environment(certificates: Certificates, base: Mapping[str, str]) -> dict[str, str]:
    """Return what lets programs of any language trust the fake's certificates, beside the machine's own roots."""
    store = {"trustStore": certificates.java_store, "trustStoreType": "JKS", "trustStorePassword": STORE_PASSWORD}
    return {
        **dict.fromkeys(_BUNDLES, str(certificates.bundle_file)),
        FOLDER_VARIABLE: str(certificates.hashed_folder),
        "NODE_EXTRA_CA_CERTS": str(certificates.node_file),
        "JAVA_TOOL_OPTIONS": _java(base, {f"javax.net.ssl.{name}": value for name, value in store.items()}),
        _PHP_FOLDERS: _php_folders(base, str(certificates.php_folder)),
    }


def child_environment(
    redirects: Redirects, certificates: Certificates, proxy: Endpoint, base: Mapping[str, str]
) -> dict[str, str]:
    """Return a whole environment for a child: an environment of before, and what leads the child to the fake.

    Args:
        proxy: the proxy that knows the redirects.
        base: the environment of before.
    """
    url = f"http://{proxy.host}:{proxy.port}"
    proxies = {spelt: url for name in _PROXIES for spelt in (name, name.lower())}
    result = {**base, **python_environment(redirects, base), **trust_environment(certificates, base), **proxies}
    result |= dict.fromkeys(_PROXIES_ARE_READ, "1")
    result["NODE_OPTIONS"] = _last(base, "NODE_OPTIONS", f'--require "{_NODE_HOOK.as_posix()}"')
    exceptions = _exceptions(redirects, base)
    result |= dict.fromkeys(PROXY_VARIABLES, ",".join(exceptions))
    result["JAVA_TOOL_OPTIONS"] = _java(
        result,
        {
            **{f"{scheme}.proxyHost": proxy.host for scheme in ("http", "https")},
            **{f"{scheme}.proxyPort": proxy.port for scheme in ("http", "https")},
            "http.nonProxyHosts": "|".join(map(_java_host, exceptions)),
        },
    )
    return result


def isolated_environment(certificates: Certificates, base: Mapping[str, str]) -> dict[str, str]:
    """Return a whole environment for a child in whose network the real names and ports are the fake's.

    It has no proxies: none could be reached.
    """
    without = {REDIRECTS, *(spelt for name in _PROXIES for spelt in (name, name.lower()))}
    kept = {name: value for name, value in base.items() if name not in without}
    return {**kept, **hook_environment(base), **trust_environment(certificates, base)}


def _exceptions(redirects: Redirects, base: Mapping[str, str]) -> list[str]:
    """Return the hosts that are reached past any proxy: loopback, and the environment's but for those that are led."""
    table = Force()
    table.begin(redirects)
    named = [host.strip() for name in PROXY_VARIABLES for host in base.get(name, "").split(",")]
    kept = (host for host in named if host not in ("", "*") and table.named(host.lstrip(".").lstrip("*.")) is None)
    return list(dict.fromkeys([*kept, *LOOPBACK]))


def _java_host(host: str) -> str:
    """Return a host of NO_PROXY as Java's list of exceptions has it."""
    if host.startswith("."):
        return f"*{host}"
    return f"[{host}]" if host.count(":") > 1 else host


def _java(base: Mapping[str, str], properties: Mapping[str, object]) -> str:
    """Return the options of every Java program: those of before, and these properties.

    A value with a blank is quoted: the variable is split at blanks.
    """
    ours = [f"-D{name}={value}" for name, value in properties.items()]
    quoted = (f'"{option}"' if " " in option else option for option in ours)
    return _last(base, "JAVA_TOOL_OPTIONS", " ".join(quoted))


def _php_folders(base: Mapping[str, str], ours: str) -> str:
    """Return the folders of PHP's settings: those of before, then ours, which so decides."""
    others = [folder for folder in base.get(_PHP_FOLDERS, "").split(os.pathsep) if folder != ours]
    return os.pathsep.join([*others, ours])


def _last(base: Mapping[str, str], name: str, ours: str) -> str:
    """Return a variable's value with ours at the end, once."""
    before = f" {base.get(name, '')}".replace(f" {ours}", "").strip()
    return f"{before} {ours}".strip()
