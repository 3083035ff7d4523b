"""The messages are those of the protocols' tables: all of them, and each with a cause that helps."""

import inspect
from collections import Counter

import pytest

from fakeserver.finding import entra, ews, front_end, graph, imap, messages, network, pop3, smtp
from fakeserver.finding.gathering import Said, gathered
from fakeserver.finding.message import explanation_of
from fakeserver.finding.own import IMAP_RFC, explained_by
from fakeserver.finding.places import ENDING, GROUPS, LIKELIEST, PLACES, is_met_at, kinds_at
from fakeserver.protocols.ews.answers import refusals as ews_refusals
from fakeserver.protocols.http import front_end as http
from fakeserver.protocols.imap import errors as imap_errors
from fakeserver.protocols.oauth.rows import ROWS as AADSTS
from fakeserver.protocols.pop3 import errors as pop3_errors
from fakeserver.protocols.smtp import errors as smtp_errors
from fakeserver.protocols.smtp.replies import Reply
from fakeserver.tenant import refusals as no

PROTOCOLS = ("IMAP", "POP3", "SMTP", "EWS", "Autodiscover", "Graph", "OAuth")
KINDS = [kind for _, kind in inspect.getmembers(no, inspect.isclass) if issubclass(kind, no.Refusal)]


def texts(protocol: str) -> set[str]:
    return {each.text for each in messages() if each.protocol == protocol}


def test_each_refusal_that_can_be_met_is_a_cause() -> None:
    named = {cause.name for each in messages() for cause in each.causes}
    # An order has the code that it names; a service that fails while it is Autodiscover's has no words.
    assert {kind.__name__ for kind in KINDS if kind not in GROUPS} - named == {"AnswerOrdered"}
    assert not {kind.__name__ for kind in GROUPS} & named


def test_each_row_of_imap_is_there() -> None:
    rows = {
        row for row in [*imap_errors.ROWS.values(), *vars(imap_errors).values()] if isinstance(row, imap_errors.Row)
    }
    said = {f"{row.status} {row.text}" for row in rows}
    # Those of a sign-in are said of AUTHENTICATE and LOGIN; `{command} failed.` is what any other command says.
    assert {text for text in said if "{command}" not in text} <= texts("IMAP")
    assert {"NO AUTHENTICATE failed.", "NO LOGIN failed.", "BAD AUTHENTICATE failed."} <= texts("IMAP")
    assert {f"BYE {text.decode()}" for text in imap_errors.GOODBYES.values()} <= texts("IMAP")


def test_each_row_of_pop3_is_there() -> None:
    rows = {row for row in vars(pop3_errors).values() if isinstance(row, pop3_errors.Row)}
    said = {f"-ERR {row.text}" for row in {*rows, *pop3_errors.ROWS.values(), *pop3_errors.GOODBYES.values()}}
    # What no refusal leads to: a command that fails for no reason of its own.
    assert said - texts("POP3") == {"-ERR Command failed."}


def test_each_reply_of_smtp_is_there() -> None:
    said = {str(reply) for reply in [*smtp_errors.ROWS.values(), *smtp_errors.SEND_AS_ROWS.values()]}
    said |= {str(reply) for reply in smtp_errors.THROTTLED.values()}
    refused = {str(each) for each in vars(smtp_errors).values() if isinstance(each, Reply)}
    # What a password is refused with for reasons that are the token service's on other protocols.
    assert (said | refused) - texts("SMTP") == {"554 5.2.0 " + smtp_errors.ROWS[no.StoreRefused].text}


def test_each_diagnosis_of_the_front_end_is_there() -> None:
    said = {f'{row.number};reason="{row.reason}";error_category="{row.category}"' for row in http.DIAGNOSES.values()}
    assert said <= texts("EWS")
    assert said <= texts("Autodiscover")


def test_each_code_of_entra_id_is_there() -> None:
    assert {text.partition(":")[0] for text in texts("OAuth")} == {f"AADSTS{code}" for code in AADSTS}


def test_each_response_code_of_ews_is_there() -> None:
    said = {f"{row.code}: {row.text}" for row in ews_refusals.ROWS.values()}
    assert said - texts("EWS") == set()
    assert len({text.partition(":")[0] for text in texts("EWS") if text.startswith("Error")}) > 150


def test_each_cause_helps() -> None:
    causes = {(cause.name, protocol): cause for protocol in map(str, PROTOCOLS) for cause in causes_of(protocol)}
    assert [key for key, cause in causes.items() if not cause.sentence] == []
    # EWS' own rows speak for themselves; for whatever the tenant has refused there is something to do.
    of_tenant = {kind.__name__ for kind in KINDS if kind.real}
    assert [key for key, cause in causes.items() if key[0] in of_tenant and not (cause.fix or cause.real)] == []
    assert [key for key, cause in causes.items() if not cause.page and key[0] in of_tenant] == []


def causes_of(protocol: str) -> list[no.Explanation]:
    return [cause for each in messages() if each.protocol == protocol for cause in each.causes]


def test_no_text_stands_twice_and_no_cause_of_it() -> None:
    assert max(Counter((each.protocol, each.text) for each in messages()).values()) == 1
    for each in messages():
        assert len({(cause.name, cause.sentence) for cause in each.causes}) == len(each.causes) > 0


def test_each_table_is_in_it() -> None:
    tables = [imap.said, pop3.said, smtp.said, ews.said, graph.said, entra.said, network.said]
    said = [each for table in tables for each in table()] + [*front_end.said("EWS"), *front_end.said("Autodiscover")]
    assert {(each.protocol, each.text) for each in said} == {(each.protocol, each.text) for each in messages()}


def test_the_likeliest_comes_first() -> None:
    assert next(kinds_at("IMAP")) is next(kinds_at("EWS")) is LIKELIEST[0] is no.ScopeMissing
    assert set(ENDING) <= {kind for protocol in ("IMAP", "POP3", "SMTP") for kind in kinds_at(protocol)}


@pytest.mark.parametrize(
    ("kind", "protocols"),
    [
        (no.ScopeMissing, "IMAP POP3 SMTP EWS"),
        (no.EwsUserAgentBlocked, "EWS"),
        (no.SenderUnknown, "SMTP EWS Graph"),
        (no.ConsentMissing, "OAuth"),
        (no.MailboxSoftDeleted, "IMAP POP3 SMTP EWS Autodiscover Graph"),
    ],
)
def test_a_kind_is_met_where_its_nearest_ancestor_is(kind: type[no.Refusal], protocols: str) -> None:
    assert [protocol for protocol in PROTOCOLS if is_met_at(kind, protocol)] == protocols.split()


def test_places_are_protocols() -> None:
    assert {protocol for places in PLACES.values() for protocol in places} == set(PROTOCOLS)


def test_values_are_named_where_they_would_stand() -> None:
    explained = explanation_of(no.ScopeMissing, "IMAP")
    assert explained.rule == "scp must contain <required>; it is: <granted>"
    # PowerShell's own braces stay.
    assert "{" not in explanation_of(no.AudienceWrong, "EWS").rule


def test_a_text_has_each_cause_once_and_each_source() -> None:
    cause = no.Explanation("Name", "A sentence.")
    said = [Said("IMAP", "NO", cause, "a log"), Said("IMAP", "NO", cause, "a page"), Said("IMAP", "NO", cause, "none")]
    [message] = gathered(said)
    assert (message.causes, message.source) == ((cause,), "a log; a page")


def test_what_no_refusal_is_behind_is_explained_in_the_same_way() -> None:
    explained = explained_by(("Name", "A sentence.", "do this"), IMAP_RFC)
    assert str(explained) == f"Name: A sentence.\n  on the fake: do this\n  page: https://{IMAP_RFC}"
