"""Every refusal can be said on every protocol, and explains itself to the developer."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fakeserver.protocols.ews.answers import refusals as ews
from fakeserver.protocols.graph import refusals as graph
from fakeserver.protocols.imap import errors as imap
from fakeserver.protocols.pop3 import errors as pop3
from fakeserver.protocols.smtp import errors as smtp
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import DirectoryRefused, Refusal, explained

ROOT = Path(__file__).resolve().parents[2]
#: Refusals of the token service are said by it alone: no mail protocol signs anybody in.
EVERY = sorted(
    (kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)),
    key=lambda kind: kind.__name__,
)
OF_THE_DOOR = [kind for kind in EVERY if not issubclass(kind, DirectoryRefused)]

#: What is never raised itself, only its kinds.
FAMILIES = {
    refusals.AppointmentRefused,
    refusals.AuthenticationRefused,
    refusals.TokenRefused,
    refusals.PermissionRefused,
    refusals.ProtocolDisabledForTenant,
    refusals.MailboxRefused,
    refusals.ImpersonationRefused,
    refusals.DirectoryRefused,
    refusals.ApplicationRefused,
    refusals.AssertionRefused,
    refusals.ConsentRefused,
    refusals.GrantRefused,
    refusals.SignInRefused,
    refusals.ServiceRefused,
    Refusal,
}
#: All but what is in a mailbox and what a request asks of it: that has no rule, and explains itself.
EXPLAINED = [kind for kind in EVERY if kind not in FAMILIES and not issubclass(kind, refusals.StoreRefused)]
TEXTS = ("rule", "fix", "real", "page")
#: What a program holds and gives back (ids, change keys, states), and what is behind it no more.
HELD = [
    refusals.ArchiveMissing,
    refusals.AttachmentNotFound,
    refusals.ChangeKeyInvalid,
    refusals.ChangeKeyRequired,
    refusals.ChangeKeyStale,
    refusals.FolderNotFound,
    refusals.IdMalformed,
    refusals.ItemNotFound,
    refusals.SyncStateInvalid,
]

#: Protocol -> what says a refusal, and what it says for want of anything better.
TABLES: dict[str, tuple[Callable[[Refusal], object], object]] = {
    "IMAP": (imap.row_for, imap.ROWS[Refusal]),
    "POP3": (pop3.row_for, pop3.ROWS[Refusal]),
    "SMTP": (smtp.reply_to, smtp.ROWS[Refusal]),
    "EWS": (ews.row_for, ews.ROWS[Refusal]),
    "Graph": (graph.row_for, graph.ROWS[Refusal]),
}

#: Ids, change keys, sync states, attachments and calendars are EWS's own: no other protocol can ask about one.
_OF_EWS_ALONE = {
    *refusals.AppointmentRefused.__subclasses__(),
    refusals.QueryTooComplex,
    refusals.AttachmentNotFound,
    refusals.ChangeKeyInvalid,
    refusals.ChangeKeyRequired,
    refusals.ChangeKeyStale,
    refusals.EventsMissed,
    refusals.IdMalformed,
    refusals.SyncStateGone,
    refusals.SyncStateInvalid,
}
#: Nothing is sent here.
_OF_SENDING = {
    refusals.AuthorsWithoutSender,
    refusals.RecipientsMissing,
    refusals.RecipientUnresolved,
    refusals.SendAsDenied,
    refusals.SenderUnknown,
}
#: No other protocol has the commands that are refused.
_OF_IMAP_ALONE = {
    refusals.ContentRefused,
    refusals.ExpungeFailed,
    refusals.ExtensionNotPerformed,
    refusals.LineTooLong,
}
#: POP3 has one folder, takes no messages, and numbers those that it shows by itself.
_OF_FOLDERS = {
    refusals.ArchiveMissing,
    refusals.FolderCycle,
    refusals.FolderExists,
    refusals.FolderGone,
    refusals.FolderNameInvalid,
    refusals.FolderNotFound,
    refusals.FolderProtected,
    refusals.FolderTooDeep,
    refusals.HeaderTooLarge,
    refusals.ItemNotFound,
    refusals.MessageTooLarge,
    refusals.ParentFolderNotFound,
    refusals.PrivateItemHidden,
}
#: EWS says these by HTTP, as 401 and 403. In the middle of a batch each reads like any access that is denied.
_BY_HTTP = (refusals.AuthenticationRefused, refusals.PermissionRefused, refusals.MailboxProtocolDisabled)

#: Protocol -> the refusals that have the general words, on purpose.
GENERAL: dict[str, set[type[Refusal]]] = {
    "IMAP": {
        *_OF_EWS_ALONE,
        *_OF_SENDING,
        # "RENAME failed.", "CREATE failed.": the service's own words for these are not known.
        refusals.FolderCycle,
        refusals.FolderTooDeep,
        # "ENABLE failed.": the service takes it; "EXPUNGE failed.": just that.
        refusals.ExtensionNotPerformed,
        refusals.ExpungeFailed,
        refusals.RecoverableItemsFull,
        refusals.StoreRefused,
        refusals.SubmissionQuotaExceeded,
    },
    # A full mailbox can be read.
    "POP3": {
        refusals.MailboxFull,
        refusals.SubmissionQuotaExceeded,
        *_OF_EWS_ALONE,
        *_OF_SENDING,
        *_OF_FOLDERS,
        *_OF_IMAP_ALONE,
        refusals.StoreRefused,
    },
    # At a command that has no words of its own for it, or where the service is away.
    "SMTP": {
        refusals.Throttled,
        refusals.ThrottledWithin,
        refusals.ServiceUnavailable,
        refusals.MailboxMoving,
        refusals.MailboxMovedMeanwhile,
    },
    "EWS": {
        *(kind for kind in OF_THE_DOOR if issubclass(kind, _BY_HTTP) and kind not in FAMILIES),
        # What is said of access in general is just what these mean.
        refusals.MailboxAccessDenied,
        refusals.FolderAccessDenied,
        refusals.PublicFolderAccessDenied,
    },
    # "Access is denied", for every permission that is missing; and what EWS alone has: impersonation, and its switches.
    "Graph": {
        *(kind for kind in OF_THE_DOOR if issubclass(kind, refusals.PermissionRefused) and kind not in FAMILIES),
        *(kind for kind in OF_THE_DOOR if issubclass(kind, refusals.ImpersonationRefused) and kind not in FAMILIES),
        *refusals.FolderAccessDenied.__subclasses__(),
        *refusals.PublicFolderAccessDenied.__subclasses__(),
        *refusals.MailboxProtocolDisabled.__subclasses__(),
        refusals.AddressNotPrimary,
        refusals.FolderAccessDenied,
        refusals.MailboxMustBeNamed,
        refusals.MailboxProtocolDisabled,
        refusals.PermissionsMissing,
    }
    - {
        refusals.ApplicationAccessPolicyDenies,
        refusals.DirectoryPermissionMissing,
        refusals.LicenceMissing,
        refusals.UserMustBeNamed,
    },
}


def an_example(kind: type[Refusal]) -> Refusal:
    """Return a refusal with a fact in each field."""
    return kind(**{name: 1 if isinstance(value, int) else "x" for name, value in kind().facts.items()})


@pytest.mark.parametrize("protocol", TABLES)
def test_has_words_of_its_own_on_every_protocol(protocol: str) -> None:
    say, general = TABLES[protocol]
    without = {kind for kind in OF_THE_DOOR if kind not in FAMILIES and say(an_example(kind)) == general}
    assert without == GENERAL[protocol]


@pytest.mark.parametrize("family", sorted(FAMILIES, key=str), ids=lambda family: family.__name__)
def test_a_family_has_kinds_and_is_never_raised_itself(family: type[Refusal]) -> None:
    assert family.__subclasses__()
    made = re.compile(rf"^(?!class ).*\b{family.__name__}\(", re.MULTILINE)
    assert [path.name for path in (ROOT / "fakeserver").rglob("*.py") if made.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_explains_itself(kind: type[Refusal]) -> None:
    sentence = (kind.__doc__ or "").splitlines()[0]
    assert sentence.endswith("."), "the docstring's first line is what the developer reads"
    assert not sentence.startswith(kind.__name__), "a docstring of its own, not the dataclass's"
    assert str(an_example(kind)).startswith(sentence)


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind is not Refusal], ids=lambda kind: kind.__name__)
def test_says_nothing_that_its_family_says_already(kind: type[Refusal]) -> None:
    family = kind.__mro__[1]
    assert [name for name in TEXTS if name in vars(kind) and vars(kind)[name] == getattr(family, name, "")] == []


@pytest.mark.parametrize("kind", EXPLAINED, ids=lambda kind: kind.__name__)
def test_says_which_rule_and_what_would_let_it_pass(kind: type[Refusal]) -> None:
    explanation = explained(an_example(kind))
    for name in TEXTS:
        text = getattr(explanation, name)
        assert text, f"{kind.__name__} has no {name}"
        assert text == " ".join(text.split()), name
        assert not re.search(r"\{\w+\}", text), f"{name} has a blank that is no fact"
    assert explanation.page.startswith("learn.microsoft.com/")
    assert explanation.real.endswith("."), "steps for a person are sentences"
    assert not explanation.rule.endswith("."), "a rule is a claim or a switch with its value"


@pytest.mark.parametrize("kind", HELD)
def test_who_holds_what_is_not_there_any_more_is_told_the_way_out(kind: type[Refusal]) -> None:
    assert kind.fix


def test_what_a_test_has_ordered_still_says_what_to_do_in_a_real_tenant() -> None:
    explanation = explained(refusals.EventsMissed(), ordered="this was ordered by the test")
    assert (explanation.rule, explanation.real) == ("this was ordered by the test", refusals.EventsMissed.real)
