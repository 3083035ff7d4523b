"""What the folders that every mailbox has are called in other languages than English.

Sources: the names that clients know from Exchange Online (exchangelib's ``LOCALIZED_NAMES``; logs of clients). Folders
that stand in no row keep their English names, as some of the service's do.
"""

from collections.abc import Mapping
from types import MappingProxyType

from fakeserver.suggestion import suggestion

#: by distinguished id, in the order of a row
_NAMED = (
    "inbox", "drafts", "sentitems", "deleteditems", "junkemail", "archive", "outbox", "calendar", "contacts", "tasks",
)  # fmt: skip
_ENGLISH = (
    "Inbox", "Drafts", "Sent Items", "Deleted Items", "Junk Email", "Archive", "Outbox", "Calendar", "Contacts",
    "Tasks",
)  # fmt: skip
#: language -> names; one in the form of ``de-CH`` has those of ``de``. Assumption: those of the archive.
_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "en": _ENGLISH,
    "da": (
        "Indbakke", "Kladder", "Sendt post", "Slettet post", "Uønsket e-mail", "Arkiv", "Udbakke", "Kalender",
        "Kontaktpersoner", "Opgaver",
    ),
    "de": (
        "Posteingang", "Entwürfe", "Gesendete Elemente", "Gelöschte Elemente", "Junk-E-Mail", "Archiv", "Postausgang",
        "Kalender", "Kontakte", "Aufgaben",
    ),
    "es": (
        "Bandeja de entrada", "Borradores", "Elementos enviados", "Elementos eliminados", "Correo no deseado",
        "Archivo", "Bandeja de salida", "Calendario", "Contactos", "Tareas",
    ),
    "fr": (
        "Boîte de réception", "Brouillons", "Éléments envoyés", "Éléments supprimés", "Courrier indésirable", "Archive",
        "Boîte d'envoi", "Calendrier", "Contacts", "Tâches",
    ),
    "nl": (
        "Postvak IN", "Concepten", "Verzonden items", "Verwijderde items", "Ongewenste e-mail", "Archief",
        "Postvak UIT", "Agenda", "Contactpersonen", "Taken",
    ),
    "ru": (
        "Входящие", "Черновики", "Отправленные", "Удаленные", "Нежелательная почта", "Архив", "Исходящие", "Календарь",
        "Контакты", "Задачи",
    ),
    "sv": (
        "Inkorgen", "Utkast", "Skickat", "Borttaget", "Skräppost", "Arkiv", "Utkorgen", "Kalender", "Kontakter",
        "Uppgifter",
    ),
    "zh": (
        "收件箱", "草稿", "已发送邮件", "已删除邮件", "垃圾邮件", "存档", "发件箱", "日历", "联系人", "任务",
    ),
})  # fmt: skip


def names_in(language: str) -> Mapping[str, str]:
    """Return what folders are called, by distinguished id.

    Args:
        language: as ``Set-MailboxRegionalConfiguration -Language`` takes it: ``de-DE``; ``de`` will do.

    Raises:
        ValueError: there are no names in it; the text lists the languages.
    """
    row = _ROWS.get(language.lower().partition("-")[0])
    if row is None:
        raise ValueError(f"there are no folder names in {language!r}{suggestion(language, _ROWS)}")
    return dict(zip(_NAMED, row, strict=True))
