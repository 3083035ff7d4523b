"""IMAP's folders: how they are listed, made, renamed, selected and removed. Only the test's own are changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.asks import imap, in_folder
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
_LOGS: Known = ("T", "logs")
_PATTERN: Known = ("I", "logs")
_NO_RECORD: Known = ("U", "no record")
_FLAGS = r"(\Seen \Answered \Flagged \Deleted \Draft $MDNSent)"


@TABLE.asked(
    "list-inbox",
    _LOGS,
    'LIST "" INBOX',
    r'* LIST (\Marked \HasNoChildren) "/" Inbox',
    r'* LIST (\Marked \HasChildren) "/" Inbox',
    r'* LIST (\Marked \HasNoChildren) "/" INBOX',
    r'* LIST (\Marked \HasChildren) "/" INBOX',
)
def _list_inbox(asker: Asker) -> Sequence[str]:
    """The inbox is marked, and says whether it has folders below it."""
    return asker.imap().whole('LIST "" INBOX')[:1]


@TABLE.asked("list-own", _PATTERN, "CREATE of a folder; LIST of it", r'* LIST (\HasNoChildren) "/" <folder>')
def _list_own(asker: Asker) -> Sequence[str]:
    """A folder of one's own is listed without quotes where it needs none."""
    return asker.imap().whole(f'LIST "" "{asker.folder}"')[:1]


@TABLE.asked(
    "special-use",
    ("T", "logs, MailKit"),
    'LIST "" *: the special-use flags',
    r"\Drafts \Junk \Sent \Trash",
    "(none)",
)
def _special_use(asker: Asker) -> Sequence[str]:
    r"""Special-use flags stand in a plain LIST, or none do; never \All, \Archive and \Flagged."""
    lines = asker.imap().whole('LIST "" *')
    known = (r"\All", r"\Archive", r"\Drafts", r"\Flagged", r"\Important", r"\Junk", r"\Sent", r"\Trash")
    flags = {flag for line in lines for flag in known if flag in line.partition(")")[0]}
    return [" ".join(sorted(flags)) or "(none)"]


@TABLE.asked(
    "list-separator", _LOGS, 'LIST "" ""', r'* LIST (\Noselect) "/" ""', r'* LIST (\Noselect \HasChildren) "/" ""'
)
def _separator(asker: Asker) -> Sequence[str]:
    """The separator is told by an empty name."""
    return asker.imap().whole('LIST "" ""')[:1]


@TABLE.asked("list-other-kinds", _LOGS, 'LIST "" Calendar', "listed", "not listed under its English name")
def _other_kinds(asker: Asker) -> Sequence[str]:
    """Folders of other kinds than mail are listed as well: Calendar, Contacts."""
    lines = asker.imap().whole('LIST "" *')
    names = [line.rpartition('"/" ')[2].strip('"') for line in lines]
    if "Sent Items" not in names:
        return ["not listed under its English name"]
    return ["listed" if "Calendar" in names and "Contacts" in names else "absent"]


TABLE.add("list", "LIST is completed", _LOGS, imap('LIST "" INBOX'), "OK LIST completed.")
TABLE.add("lsub", "LSUB is completed", _PATTERN, imap('LSUB "" *'), "OK LSUB completed.")
TABLE.add(
    "status",
    "STATUS ends in a blank",
    ("T", "logs"),
    imap("STATUS {folder} (MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY)", whole=True),
    "* STATUS <folder> (MESSAGES 0 RECENT 0 UNSEEN 0 UIDNEXT <uid> UIDVALIDITY <uidvalidity>) \nOK STATUS completed.",
)
TABLE.add(
    "select",
    "SELECT says so much, in this order, and RECENT 0",
    _LOGS,
    imap("SELECT {folder}", whole=True),
    "* 0 EXISTS\n* 0 RECENT\n"
    rf"* FLAGS {_FLAGS}" + "\n"
    rf"* OK [PERMANENTFLAGS {_FLAGS}] Permanent flags" + "\n"
    "* OK [UIDVALIDITY <uidvalidity>] UIDVALIDITY value\n* OK [UIDNEXT <uid>] The next unique identifier value\n"
    "OK [READ-WRITE] SELECT completed.",
)
TABLE.add("examine", "EXAMINE is read-only", _PATTERN, imap("EXAMINE {folder}"), "OK [READ-ONLY] EXAMINE completed.")
TABLE.add(
    "select-missing",
    "a folder that is not there does not exist, by its name",
    ("T", "rainloop"),
    imap("SELECT Elsewhere"),
    "NO Elsewhere doesn't exist.",
    rows="imap-commands-folder-missing-",
)
TABLE.add("unselect", "UNSELECT is completed", _PATTERN, in_folder("UNSELECT"), "OK UNSELECT completed.")
TABLE.add("close", "CLOSE is completed", _PATTERN, in_folder("CLOSE"), "OK CLOSE completed.")
TABLE.add("create", "CREATE is completed", _PATTERN, imap("DELETE {folder}", "CREATE {folder}"), "OK CREATE completed.")
TABLE.add("delete", "DELETE is completed", _PATTERN, imap("DELETE {folder}"), "OK DELETE completed.")
TABLE.add(
    "create-inbox",
    "a folder that is there is not made again",
    ("T", "offlineimap"),
    imap("CREATE INBOX"),
    "NO Mailbox already exists.",
    rows="imap-commands-folder-exists-",
)
TABLE.add(
    "create-again",
    "names are compared without case when a folder is made",
    ("T*", "imapsync"),
    imap("CREATE {folder}"),
    "NO Mailbox already exists.",
)
TABLE.add(
    "create-not-utf7",
    "a name that is not modified UTF-7 is not made",
    _NO_RECORD,
    imap("CREATE &x"),
    "NO CREATE failed.",
    rows="imap-commands-not-utf7-",
)
TABLE.add(
    "delete-missing",
    "a folder that is not there is not deleted",
    _NO_RECORD,
    imap("DELETE Elsewhere"),
    "NO Elsewhere doesn't exist.",
)
TABLE.add(
    "delete-inbox",
    "the inbox is not deleted",
    _NO_RECORD,
    imap("DELETE INBOX"),
    "NO DELETE failed.",
)
TABLE.add(
    "select-deleted",
    "a folder that was deleted does not exist any more",
    ("T", "rainloop"),
    imap("DELETE {folder}", "SELECT {folder}"),
    "NO <folder> doesn't exist.",
    rows="imap-commands-folder-deleted-",
)
TABLE.add(
    "deleted-selected",
    "in a folder that was deleted meanwhile no command is valid",
    _NO_RECORD,
    in_folder("DELETE {folder}", "FETCH 1 FLAGS"),
    "BAD Command received in Invalid state.",
    rows="imap-commands-folder-deleted-selected-",
)
TABLE.add("subscribe", "SUBSCRIBE is completed", _PATTERN, imap("SUBSCRIBE {folder}"), "OK SUBSCRIBE completed.")
TABLE.add(
    "unsubscribe", "UNSUBSCRIBE is completed", _PATTERN, imap("UNSUBSCRIBE {folder}"), "OK UNSUBSCRIBE completed."
)


@TABLE.asked("rename", _PATTERN, "RENAME of a folder, and back", "OK RENAME completed.\nOK RENAME completed.")
def _rename(asker: Asker) -> Sequence[str]:
    """RENAME is completed, there and back."""
    folder, client = asker.folder, asker.imap()
    there = client.tagged(f'RENAME "{folder}" "{folder}-b"')
    return [*there, *client.tagged(f'RENAME "{folder}-b" "{folder}"')]


@TABLE.asked("uidvalidity-rename", ("I", "logs"), "STATUS before and after RENAME", "UIDVALIDITY stays")
def _validity(asker: Asker) -> Sequence[str]:
    """UIDVALIDITY stays with RENAME."""
    client = asker.in_folder(asker.text())
    client.whole("UNSELECT")
    before = client.whole(f'STATUS "{asker.folder}" (UIDVALIDITY)')[0].rpartition("UIDVALIDITY")[2]
    client.whole(f'RENAME "{asker.folder}" "{asker.folder}-b"')
    after = client.whole(f'STATUS "{asker.folder}-b" (UIDVALIDITY)')[0].rpartition("UIDVALIDITY")[2]
    client.whole(f'RENAME "{asker.folder}-b" "{asker.folder}"')
    return [f"UIDVALIDITY {'stays' if before == after else 'changes'}"]


@TABLE.asked(
    "delete-inferiors",
    ("U", "cases"),
    "CREATE of a folder below a folder; DELETE of the upper one; LIST of the lower one",
    "NO DELETE failed.; the lower one stays",
)
def _inferiors(asker: Asker) -> Sequence[str]:
    """What becomes of the folders below one that is deleted."""
    folder, client = asker.folder, asker.imap()
    asker.at_end(lambda: asker.imap().whole(f'DELETE "{folder}/below"'))
    client.whole(f'CREATE "{folder}/below"')
    said = client.tagged(f'DELETE "{folder}"')[-1]
    is_there = any(line.startswith("* LIST") for line in client.whole(f'LIST "" "{folder}/below"'))
    return [f"{said}; the lower one {'stays' if is_there else 'is gone'}"]


@TABLE.asked("wildcard-inbox", ("I", "cases"), 'LIST "" in*', "the inbox is there")
def _wildcard(asker: Asker) -> Sequence[str]:
    """The inbox is found by a pattern in small letters."""
    lines = asker.imap().whole('LIST "" in*')
    return ["the inbox is there" if any(line.lower().endswith("inbox") for line in lines) else "the inbox is absent"]


@TABLE.asked(
    "lsub-parent",
    ("I", "cases"),
    "SUBSCRIBE of the lower of two folders; LSUB with %",
    r'* LSUB (\Noselect) "/" <folder>',
    r'* LSUB (\Noselect \HasChildren) "/" <folder>',
)
def _lsub_parent(asker: Asker) -> Sequence[str]:
    r"""LSUB with % shows a folder that is not subscribed, above one that is, as \Noselect."""
    folder, client = asker.folder, asker.imap()
    asker.at_end(lambda: asker.imap().whole(f'DELETE "{folder}/below"'))
    client.whole(f'CREATE "{folder}/below"')
    client.whole(f'UNSUBSCRIBE "{folder}"')
    client.whole(f'SUBSCRIBE "{folder}/below"')
    asker.at_end(lambda: asker.imap().whole(f'UNSUBSCRIBE "{folder}/below"'))
    return [line for line in client.whole('LSUB "" %') if folder in line] or ["(no line)"]


@TABLE.asked("subscription-stays", ("I", "cases"), "SUBSCRIBE; DELETE; LSUB", "the subscription stays")
def _subscription(asker: Asker) -> Sequence[str]:
    """A subscription outlives its folder."""
    folder, client = asker.folder, asker.imap()
    client.whole(f'SUBSCRIBE "{folder}"')
    asker.at_end(lambda: asker.imap().whole(f'UNSUBSCRIBE "{folder}"'))
    client.whole(f'DELETE "{folder}"')
    lines = client.whole('LSUB "" *')
    return ["the subscription " + ("stays" if any(folder in line for line in lines) else "goes")]


@TABLE.asked(
    "slash-in-name",
    ("T", "slash"),
    "LIST of a folder that EWS has named with a slash",
    "(not listed)",
    rows="folder-with-slash-slash-list-IMAP",
)
def _slash(asker: Asker) -> Sequence[str]:
    """A folder whose name holds a slash, made by EWS, is not listed."""
    lines = asker.imap().whole(f'LIST "" "{_with_slash(asker).removesuffix("x/y")}*"')
    return [line for line in lines if line.startswith("* LIST")] or ["(not listed)"]


@TABLE.asked(
    "slash-in-name-select",
    ("I", "slash"),
    "SELECT of a folder that EWS has named with a slash",
    "NO <folder>/x/y doesn't exist.",
    rows="folder-with-slash-slash-select-IMAP",
)
def _select_slash(asker: Asker) -> Sequence[str]:
    """A folder whose name holds a slash cannot be selected."""
    asker.at_end(asker.unselect)
    return asker.imap().tagged(f'SELECT "{_with_slash(asker)}"')


def _with_slash(asker: Asker) -> str:
    """Make a folder by EWS whose name is x/y; return its path."""
    inner = asker.ews(
        f'<m:CreateFolder><m:ParentFolderId><t:FolderId Id="{asker.ews_folder}"/></m:ParentFolderId><m:Folders><t:Folder>'
        "<t:DisplayName>x/y</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
    )
    if not inner.id("FolderId"):
        raise NotAsked(f"EWS has made no such folder: {inner.lines()[0]}")
    return f"{asker.tag} by EWS/x/y"
