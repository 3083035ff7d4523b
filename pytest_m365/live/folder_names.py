"""Which folder a name means: the ids of EWS, English names, and the names of a mailbox in another language.

A mailbox names its folders in the language of whoever opened it first. IMAP shows by a flag which one is Sent Items,
but not in every mailbox.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.exchange.distinguished import FOLDER_ROWS

#: where a test's mail comes to without its asking: these are looked at and cleaned for every test
STANDARD = ("inbox", "junkemail", "sentitems", "drafts", "deleteditems")
#: flags of IMAP (RFC 6154)
BY_FLAG = {"\\junk": "junkemail", "\\sent": "sentitems", "\\drafts": "drafts", "\\trash": "deleteditems"}
#: id -> English name, of the folders that mail is in
_ENGLISH = {
    row.distinguished_id: row.display_name
    for row in FOLDER_ROWS
    if row.distinguished_id and row.folder_class == "IPF.Note" and not row.hidden
}
#: Assumption: these are the names that Outlook gives; only some of them were seen in protocol logs.
_LOCALIZED = {
    "junkemail": (
        "Junk Email", "Junk E-Mail", "Junk-E-Mail", "Courrier indésirable", "Correo no deseado",
        "Posta indesiderata", "Lixo Eletrônico", "E-mail de Lixo", "Ongewenste e-mail", "Skräppost", "Uønsket mail",
        "Søppelpost", "Roskaposti", "Wiadomości-śmieci", "Nevyžádaná pošta", "Levélszemét", "Mesaje nedorite",
        "Нежелательная почта", "Небажана пошта", "Önemsiz E-posta", "Ανεπιθύμητη αλληλογραφία",
        "迷惑メール", "垃圾邮件", "垃圾郵件", "정크 메일",
    ),
    "sentitems": (
        "Sent Items", "Gesendete Elemente", "Gesendete Objekte", "Éléments envoyés", "Elementos enviados",
        "Posta inviata", "Itens Enviados", "Verzonden items", "Skickat", "Skickade objekt", "Sendt post",
        "Sendte elementer", "Lähetetyt", "Elementy wysłane", "Odeslaná pošta", "Elküldött elemek",
        "Elemente trimise", "Отправленные", "Надіслані", "Gönderilmiş Öğeler", "Απεσταλμένα",
        "送信済みアイテム", "已发送邮件", "寄件備份", "보낸 편지함",
    ),
    "drafts": (
        "Drafts", "Entwürfe", "Brouillons", "Borradores", "Bozze", "Rascunhos", "Concepten", "Utkast", "Kladder",
        "Kladd", "Luonnokset", "Wersje robocze", "Koncepty", "Piszkozatok", "Schițe", "Черновики", "Чернетки",
        "Taslaklar", "Πρόχειρα", "下書き", "草稿", "임시 보관함",
    ),
    "deleteditems": (
        "Deleted Items", "Gelöschte Elemente", "Gelöschte Objekte", "Éléments supprimés", "Elementos eliminados",
        "Posta eliminata", "Itens Excluídos", "Itens Eliminados", "Verwijderde items", "Borttaget",
        "Borttagna objekt", "Slettet post", "Slettede elementer", "Poistetut", "Elementy usunięte",
        "Odstraněná pošta", "Törölt elemek", "Elemente șterse", "Удаленные", "Видалені", "Silinmiş Öğeler",
        "Διαγραμμένα", "削除済みアイテム", "已删除邮件", "刪除的郵件", "지운 편지함",
    ),
}  # fmt: skip
#: a name without case -> the id
_BY_NAME = {english.casefold(): of for of, english in _ENGLISH.items()}
_BY_NAME |= {name.casefold(): of for of, names in _LOCALIZED.items() for name in names}
#: id -> the variable that says how it is named
TOLD_BY = {
    "junkemail": "M365_FOLDER_JUNK",
    "sentitems": "M365_FOLDER_SENT",
    "drafts": "M365_FOLDER_DRAFTS",
    "deleteditems": "M365_FOLDER_DELETED",
}
_IDS = {row.distinguished_id for row in FOLDER_ROWS if row.distinguished_id}
#: names of the folders that people see in every mailbox, without case
_NAMES = {row.display_name.casefold() for row in FOLDER_ROWS if not row.hidden} | _BY_NAME.keys()


def distinguished_at(path: str) -> str | None:
    """Return the id of the folder whose path is one of the known names; None for any other."""
    return _BY_NAME.get(path.strip("/").casefold())


def canonical(folder: str) -> str:
    """Return one spelling of a folder for all that a test may write: an id in small letters, else the path.

    What lies below the inbox begins with "Inbox/".
    """
    path = "/".join(name.strip() for name in folder.split("/") if name.strip())
    if path.lower() in _ENGLISH:
        return path.lower()
    if (known := distinguished_at(path)) is not None:
        return known
    top, separator, rest = path.partition("/")
    if separator and (above := canonical(top)) in _ENGLISH:
        return f"{_ENGLISH[above]}/{rest}"
    return path


def is_standard(path: str) -> bool:
    """Say whether a path, or an id, is that of a folder which every mailbox has."""
    name = path.strip("/ ").casefold()
    return name in _NAMES or name in _IDS


def lies_in(path: str, folders: Iterable[str]) -> bool:
    """Say whether a path is that of one of these folders, or of one below them; case doesn't matter."""
    wanted = f"{canonical(path)}/".casefold()
    return any(wanted.startswith(f"{each}/".casefold()) for each in folders)


def is_only_an_id(name: str) -> bool:
    """Say whether a name is that of a folder to the helpers alone: "sentitems", which people call "Sent Items"."""
    return name.strip().casefold() in _IDS - _NAMES


def shown(folder: str) -> str:
    """Return a folder's name for people: "Junk Email" for "junkemail"."""
    return _ENGLISH.get(folder, folder)


def same_name(folder: str, there: Iterable[str]) -> str | None:
    """Return the name among those that are there that differs from a folder's in case at most; None: there is none."""
    return next((name for name in there if name.casefold() == folder.casefold()), None)


def not_found(folder: str, there: Collection[str]) -> LookupError:
    """Return the error for a folder that is not there, with what is and, for one of ours, how it is named."""
    hint = ""
    if folder in TOLD_BY:
        hint = f"; where its name is in a language that is not known, {TOLD_BY[folder]} has it"
    names = ", ".join(sorted(shown(each) for each in there))
    return LookupError(
        f"the mailbox has no folder {shown(folder)!r}{did_you_mean(folder, [*there])}; it has {names}{hint}"
    )


def gone(subject: str, folder: str) -> LookupError:
    """Return the error for a message that is not where it was found."""
    return LookupError(f"{subject!r} is not in {shown(folder)} any more: it was moved or removed")


def names_in_mailbox(
    paths: Mapping[str, Collection[str]], told: Mapping[str, str], *, inbox: str = "INBOX"
) -> dict[str, str]:
    """Return the folders of a mailbox by what the helpers call them -> their own paths.

    A flag says it for sure; then what the environment tells; then the names that are known.

    Args:
        paths: each path, and its flags in small letters.
        told: id -> path.
        inbox: the inbox's own name.
    """
    own = {"inbox": inbox}
    for path, flags in paths.items():
        for flag in flags:
            if flag in BY_FLAG:
                own.setdefault(BY_FLAG[flag], path)
    by_fold = {path.casefold(): path for path in paths}
    for of, name in told.items():
        if name.casefold() in by_fold:
            own.setdefault(of, by_fold[name.casefold()])
    for path in paths:
        if "/" not in path and (known := distinguished_at(path)) is not None:
            own.setdefault(known, path)
    taken = {path: of for of, path in own.items()}
    named = dict(own)
    for path in paths:
        if path in taken:
            continue
        top, _, rest = path.partition("/")
        above = "inbox" if top.upper() == inbox else taken.get(top)
        named[f"{_ENGLISH[above]}/{rest}" if above in _ENGLISH and rest else path] = path
    return named
