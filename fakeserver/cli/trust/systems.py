"""How systems, browsers and images are told to trust an authority: for everybody who uses them.

Sources: update-ca-certificates(8), update-ca-trust(8), security(1) of macOS, certutil of Windows and PowerShell's
Import-Certificate, Mozilla's policy templates, and Chromium's "Cert Management" for Linux.
"""

from fakeserver.cli.trust.recipe import Recipe, Way

_THE_MACHINE = "it changes the machine"
_NO_CONTAINERS = "no container runtime is at hand"

SYSTEMS = (
    Recipe(
        "debian",
        "Debian, Ubuntu",
        (
            Way(
                "For curl, wget, git, Ruby, PHP, Go, .NET, Python's ssl, and Java of Debian's packages; not for "
                "requests, Node and browsers.",
                "sudo cp {ca} /usr/local/share/ca-certificates/fakeserver.crt\nsudo update-ca-certificates",
                elsewhere=_THE_MACHINE,
            ),
            Way(
                "And no more:",
                "sudo rm /usr/local/share/ca-certificates/fakeserver.crt\nsudo update-ca-certificates --fresh",
                elsewhere=_THE_MACHINE,
            ),
        ),
    ),
    Recipe(
        "alpine",
        "Alpine",
        (
            Way(
                "As root.",
                "apk add ca-certificates\ncp {ca} /usr/local/share/ca-certificates/fakeserver.crt\n"
                "update-ca-certificates",
                elsewhere="for Alpine",
            ),
        ),
    ),
    Recipe(
        "rhel",
        "RHEL, Fedora",
        (
            Way(
                "For everything that reads the system's roots, Java included.",
                "sudo cp {ca} /etc/pki/ca-trust/source/anchors/fakeserver.pem\nsudo update-ca-trust",
                elsewhere="for Red Hat's distributions",
            ),
            Way(
                "And no more:",
                "sudo rm /etc/pki/ca-trust/source/anchors/fakeserver.pem\nsudo update-ca-trust",
                elsewhere="for Red Hat's distributions",
            ),
        ),
    ),
    Recipe(
        "macos",
        "macOS",
        (
            Way(
                "For Safari, Chrome, Go and .NET.",
                "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {ca}",
                elsewhere="for macOS",
            ),
            Way("And no more:", "sudo security remove-trusted-cert -d {ca}", elsewhere="for macOS"),
        ),
    ),
    Recipe(
        "windows",
        "Windows",
        (
            Way(
                "For the user who runs it: Edge, Chrome, .NET, Go, PowerShell.",
                "Import-Certificate -FilePath {ca} -CertStoreLocation Cert:\\CurrentUser\\Root",
                "powershell",
                elsewhere="for Windows",
            ),
            Way(
                "For the whole machine, as administrator.",
                "certutil -addstore -f Root {ca}",
                "powershell",
                elsewhere="for Windows",
            ),
            Way(
                "And no more:",
                "Get-ChildItem Cert:\\CurrentUser\\Root | Where-Object Subject -like '*O=fakeserver*' | Remove-Item",
                "powershell",
                elsewhere="for Windows",
            ),
        ),
    ),
    Recipe(
        "firefox",
        "Firefox",
        (
            Way(
                "By a policy: /etc/firefox/policies/policies.json, or distribution/policies.json beside the program.",
                '{"policies": {"Certificates": {"Install": [{ca}]}}}',
                "json",
            ),
            Way(
                "Into one profile; certutil is in libnss3-tools.",
                'certutil -d "sql:$PROFILE" -A -t C,, -n fakeserver -i {ca}',
            ),
        ),
    ),
    Recipe(
        "chromium",
        "Chromium and Chrome on Linux",
        (
            Way(
                "They read a store of the user's; certutil is in libnss3-tools.",
                'mkdir -p "$HOME/.pki/nssdb"\ncertutil -d "sql:$HOME/.pki/nssdb" -A -t C,, -n fakeserver -i {ca}',
            ),
        ),
    ),
    Recipe(
        "docker",
        "Docker",
        (
            Way(
                "In an image of Debian's or Alpine's, for all that reads the system's roots.",
                "COPY ca.pem /usr/local/share/ca-certificates/fakeserver.crt\nRUN update-ca-certificates",
                "dockerfile",
                elsewhere=_NO_CONTAINERS,
            ),
            Way(
                "In compose, without an image of its own: the fake's folder is a volume, and variables name the file.",
                "services:\n"
                "  fake:\n"
                "    image: fakeserver                         # the project's, which keeps its authority in /data/ca\n"
                "    environment:\n"
                "      FAKESERVER_NAME: fake\n"
                "    volumes: [fake:/data]\n"
                "  app:\n"
                "    volumes: [fake:/fake:ro]\n"
                "    environment:\n"
                "      SSL_CERT_FILE: /fake/ca/ca.pem          # Python's ssl, Ruby, Go, OpenSSL\n"
                "      REQUESTS_CA_BUNDLE: /fake/ca/ca.pem     # requests, msal, exchangelib\n"
                "      NODE_EXTRA_CA_CERTS: /fake/ca/ca.pem    # Node\n"
                "volumes:\n"
                "  fake: {}",
                "yaml",
                elsewhere=_NO_CONTAINERS,
            ),
        ),
    ),
)
