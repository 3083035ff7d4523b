"""Which function answers which command. A UID command is filed under its plain name."""

from collections.abc import Callable

from fakeserver.protocols.imap import folder_commands, message_commands, signing_in
from fakeserver.protocols.imap.commands import Command
from fakeserver.protocols.imap.conversation import Conversation

Handler = Callable[[Conversation, Command], None]

COMMANDS: dict[str, Handler] = {
    "CAPABILITY": signing_in.capability,
    "ID": signing_in.identify,
    "ENABLE": signing_in.enable,
    "NOOP": signing_in.noop,
    "LOGOUT": signing_in.logout,
    "AUTHENTICATE": signing_in.authenticate,
    "LOGIN": signing_in.login,
    "SELECT": folder_commands.select,
    "EXAMINE": folder_commands.select,
    "CREATE": folder_commands.create,
    "DELETE": folder_commands.delete,
    "RENAME": folder_commands.rename,
    "SUBSCRIBE": folder_commands.subscribe,
    "UNSUBSCRIBE": folder_commands.subscribe,
    "LIST": folder_commands.list_folders,
    "LSUB": folder_commands.list_folders,
    "NAMESPACE": folder_commands.namespace,
    "STATUS": folder_commands.status,
    "CHECK": folder_commands.check,
    "CLOSE": folder_commands.close,
    "UNSELECT": folder_commands.close,
    "APPEND": message_commands.append,
    "IDLE": message_commands.idle,
    "EXPUNGE": message_commands.expunge,
    "SEARCH": message_commands.search,
    "FETCH": message_commands.fetch,
    "STORE": message_commands.store,
    "COPY": message_commands.copy,
    "MOVE": message_commands.copy,
}
