"""How programs, and the libraries that they are made with, are told to trust an authority.

Sources: the manuals of curl, wget, git, OpenSSL, Node, PHP and keytool; requests' "SSL Cert Verification"; msal's
reference; Go's crypto/x509, Ruby's OpenSSL::X509::Store#set_default_paths and .NET's "Cross-platform cryptography".
"""

from fakeserver.cli.trust.recipe import HOST, URL, Recipe, Way

_NOBODY_ELSE = "It trusts nobody else then; --format bundle prints the machine's roots with this one."

PROGRAMS = (
    Recipe(
        "python",
        "Python: ssl, smtplib, imaplib, urllib, aiohttp",
        (
            Way(f"In its environment. {_NOBODY_ELSE}", "SSL_CERT_FILE={ca} python app.py"),
            Way(
                "In the program, which imaplib, poplib and smtplib must be given: by themselves they verify nothing.",
                "context = ssl.create_default_context(cafile={ca})",
                "python",
            ),
        ),
    ),
    Recipe(
        "requests",
        "Python: requests, exchangelib, azure-identity",
        (Way(f"In its environment. {_NOBODY_ELSE}", "REQUESTS_CA_BUNDLE={ca} python app.py"),),
    ),
    Recipe(
        "msal",
        "Python: msal",
        (
            Way("As of requests, which it is made with.", "REQUESTS_CA_BUNDLE={ca} python app.py"),
            Way(
                "In the program, for msal alone.",
                "app = msal.PublicClientApplication(client_id, authority=authority, verify={ca})",
                "python",
            ),
        ),
    ),
    Recipe(
        "certifi",
        "Python: certifi, for programs that read no variable",
        (
            Way(
                "In a virtual environment or an image that is the program's own: the file is everybody's there.",
                'cat {ca} >> "$(python -m certifi)"',
            ),
        ),
    ),
    Recipe(
        "node",
        "Node",
        (Way("Beside its own roots; read when it starts.", "NODE_EXTRA_CA_CERTS={ca} node app.mjs"),),
    ),
    Recipe(
        "java",
        "Java",
        (
            Way(
                "A store of its own, given to the program. It trusts nobody else then; --format jks makes one with "
                "the machine's roots.",
                "keytool -importcert -noprompt -alias fakeserver -file {ca} -keystore roots.p12 -storepass changeit\n"
                "java -Djavax.net.ssl.trustStore=roots.p12 -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar",
            ),
            Way(
                "In its environment, where the command line is somebody else's.",
                "fakeserver ca --ca-dir {folder} --format jks --output roots.jks\n"
                "export JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore=roots.jks "
                "-Djavax.net.ssl.trustStorePassword=changeit'\n"
                "java -jar app.jar",
            ),
            Way(
                "In the JDK's own store, for all programs of an image.",
                "keytool -importcert -cacerts -noprompt -alias fakeserver -file {ca} -storepass changeit",
                elsewhere="it changes the JDK",
            ),
        ),
    ),
    Recipe(
        "dotnet",
        ".NET",
        (
            Way(
                "On Linux, in the place of the machine's folder. On Windows and macOS it reads the system's store.",
                "mkdir -p certs && cp {ca} certs/fakeserver.pem && openssl rehash certs",
            ),
            Way("And then:", 'SSL_CERT_DIR="$PWD/certs" dotnet run', elsewhere="no .NET is installed"),
        ),
    ),
    Recipe(
        "go",
        "Go",
        (
            Way(
                f"On Linux and BSD. {_NOBODY_ELSE} On Windows and macOS it reads the system's store.",
                "SSL_CERT_FILE={ca} go run main.go",
            ),
        ),
    ),
    Recipe("ruby", "Ruby", (Way(f"In its environment. {_NOBODY_ELSE}", "SSL_CERT_FILE={ca} ruby app.rb"),)),
    Recipe(
        "php",
        "PHP",
        (
            Way(
                "By settings, on the command line or in php.ini: one for streams, one for curl.",
                "php -d openssl.cafile={ca} -d curl.cainfo={ca} app.php",
            ),
        ),
    ),
    Recipe(
        "curl",
        "curl",
        (
            Way("For one call.", f"curl -sS --cacert {{ca}} {URL}"),
            Way("In its environment.", f"CURL_CA_BUNDLE={{ca}} curl -sS {URL}"),
        ),
    ),
    Recipe("wget", "wget", (Way("For one call.", f"wget -q -O - --ca-certificate={{ca}} {URL}"),)),
    Recipe(
        "openssl",
        "OpenSSL: look at it",
        (
            Way(
                "What the server shows, and whether this authority has signed it.",
                f"openssl s_client -connect {HOST} -CAfile {{ca}} -verify_return_error < /dev/null",
            ),
            Way("What the authority may sign for.", "openssl x509 -in {ca} -noout -text"),
        ),
    ),
    Recipe(
        "git",
        "git",
        (
            Way("For one call.", f"git -c http.sslCAInfo={{ca}} ls-remote {URL}repository"),
            Way("In its environment.", f"GIT_SSL_CAINFO={{ca}} git ls-remote {URL}repository"),
        ),
    ),
)
