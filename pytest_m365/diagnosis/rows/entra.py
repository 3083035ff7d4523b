"""Rows 21 to 39: no token. What the numbers behind AADSTS mean is what the fake's own refusals say of them."""

from fakeserver.tenant import refusals as no
from pytest_m365.diagnosis import entra_clues as clues
from pytest_m365.diagnosis import waits
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import Judge, possible
from pytest_m365.diagnosis.row import Cause, Row, Sign
from pytest_m365.diagnosis.waits import Wait

_LOGIN = "`python -m pytest_m365 login` signs in anew."


def _by_code(
    wait: Wait, *, further: str = "", judge: Judge = possible, blame: Blame = Blame.SERVICE
) -> tuple[Cause, ...]:
    """Return the cause that the number names: text and fix are those of the refusal behind it."""
    return (Cause("", None, wait, judge, blame, further),)


def _row(number: int, codes: tuple[int, ...], causes: tuple[Cause, ...], note: str = "", also: str = "") -> Row:
    symptom = ", ".join(f"`AADSTS{code}`" for code in codes) + also
    return Row(number, symptom, Sign(codes=codes), causes, note=note)


ROWS = (
    _row(
        21,
        (7000215,),
        (
            Cause(
                "the secret's id was pasted in place of its value",
                no.SecretWrong,
                waits.NEXT_RUN,
                clues.is_an_id,
            ),
            Cause(
                "the secret is none of the application {client_id}: it was deleted, is not whole, or is another's",
                no.SecretWrong,
                waits.NEXT_RUN,
                clues.may_be_anothers,
            ),
        ),
    ),
    _row(22, (7000222,), _by_code(waits.NEXT_RUN, further="A certificate or a federated credential needs no renewal.")),
    _row(
        23,
        (700016, 7000229, 90002, 900023),
        (
            Cause(
                "the tenant does not know the application: it is another tenant's, has no service principal, or is "
                "minutes old",
                no.ServicePrincipalMissing,
                waits.APPLICATION,
                clues.of_codes(700016, 7000229),
                further="az ad sp create --id {client_id}; M365_TENANT_ID is {tenant_id}.",
            ),
            Cause(
                "there is no tenant of this id in this cloud",
                "Check M365_TENANT_ID, a GUID (Entra admin center > Overview > Tenant ID), and M365_CLOUD.",
                waits.NEXT_RUN,
                clues.of_codes(90002, 900023),
            ),
        ),
    ),
    _row(
        24,
        (7000218, 7000216),
        (
            Cause(
                "public client flows are off for the application {client_id}",
                no.SecretMissing,
                waits.CONSENT,
                clues.by_grant("device_code", "password", "refresh_token", "authorization_code"),
                further="Set-MgApplication, or az ad app update --id {client_id} --is-fallback-public-client true.",
            ),
            Cause(
                "the application sent neither secret nor assertion",
                no.SecretMissingForClientCredentials,
                waits.NEXT_RUN,
                clues.by_grant("client_credentials"),
            ),
        ),
    ),
    _row(25, (65001,), _by_code(waits.CONSENT, further="`python -m pytest_m365 login` asks for consent.")),
    _row(
        26,
        (50076, 50079, 50072, 50074, 50078),
        _by_code(
            waits.NONE,
            further=f"A password alone never passes; {_LOGIN}",
        ),
    ),
    _row(
        27,
        (53003,),
        _by_code(
            waits.POLICY,
            judge=clues.device_code_flow,
            further="Where the device code alone is blocked, `python -m pytest_m365 login` by the browser passes. "
            "claims of the answer may name the policy's id (capolids).",
        ),
    ),
    _row(
        28,
        (53000, 53001, 530003),
        _by_code(waits.POLICY, further="Or exclude the test user from the policy."),
    ),
    _row(
        29,
        (530035,),
        _by_code(
            waits.POLICY,
            further="Or act as an application (M365_DAEMON_CLIENT_ID), which security defaults let in.",
        ),
    ),
    _row(30, (50126, 50034, 50053, 50055, 50056, 50057), _by_code(waits.NEXT_RUN)),
    _row(31, (700082, 50173, 70043, 50133), _by_code(waits.NONE, further=_LOGIN)),
    _row(
        32,
        (700213, 7002138, 700211, 700212, 70021),
        (
            Cause(
                "the application trusts no token with this issuer, subject and audience; or the federated credential "
                "was made minutes ago",
                no.FederatedIdentityUnknown,
                waits.FEDERATION,
                clues.shows_assertion,
                further="Make the credential with exactly what the token has: {assertion}.",
            ),
        ),
        note="The comparison is exact, case included (7002138: only the case differs). Repositories of GitHub that "
        "were made or renamed since 2026-07-15 have a subject with ids in it, repo:ORG@id/REPO@id:….",
    ),
    _row(
        33,
        (700024,),
        (
            Cause(
                "the machine's clock is wrong",
                "Set the clock by NTP.",
                waits.CLOCK,
                clues.clock_is_off,
            ),
            Cause(
                "the assertion is older than it may be (GitHub's are good for 5-10 minutes)",
                no.AssertionOutOfTime,
                waits.NEXT_RUN,
                clues.assertion_is_old,
                Blame.PROGRAM,
            ),
        ),
    ),
    _row(
        34,
        (700027, 700023, 700021, 5002723),
        (
            Cause(
                "the certificate is none of the application's",
                no.CertificateUnknown,
                waits.CONSENT,
                clues.by_words("not registered"),
            ),
            Cause(
                "the certificate has expired, or its time has not begun",
                no.CertificateOutOfTime,
                waits.CONSENT,
                clues.by_words("is expired"),
            ),
            Cause("", None, waits.CONSENT, clues.without_words("not registered", "is expired")),
        ),
    ),
    Row(
        35,
        "`ACTIONS_ID_TOKEN_REQUEST_URL` is missing",
        Sign(text=r"ACTIONS_ID_TOKEN_REQUEST_URL|id-token: write"),
        (
            Cause(
                "the job has no permission to ask for a token",
                "permissions: {id-token: write, contents: read} in the job.",
                waits.NEXT_RUN,
                clues.is_no_fork,
            ),
            Cause(
                "the job runs for a pull request from a fork, which gets no token",
                "Run live tests for branches of the repository alone; never by pull_request_target.",
                waits.NEXT_RUN,
                clues.is_a_fork,
            ),
        ),
    ),
    _row(
        36,
        (500011, 650052, 650057),
        (
            *_by_code(waits.LICENCE, judge=clues.of_codes(500011, 650052)),
            *_by_code(waits.CONSENT, judge=clues.of_codes(650057)),
        ),
    ),
    _row(37, (70011, 1002012, 28000), _by_code(waits.NEXT_RUN, blame=Blame.PROGRAM)),
    _row(38, (50105, 501051, 50194), _by_code(waits.CONSENT)),
    Row(
        39,
        "`AADSTS50011` on a page, and the program hears nothing; `AADSTS9002326`, `AADSTS9002327`",
        Sign(text=r"AADSTS(50011|9002326|9002327)\b|no answer from the browser|sign-in page was not finished"),
        (
            Cause(
                "the redirect URI is not registered for the application {client_id}, or as one of a web page",
                "App registrations > {client_id} > Authentication > Add a platform > Mobile and desktop applications > "
                "http://localhost. It fits every port.",
                waits.CONSENT,
            ),
        ),
    ),
)
