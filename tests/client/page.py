"""docs/remote.md: its tables are made of `fakeserver.client.differences`, by ``python -m tests.client.page``."""

from pathlib import Path

from fakeserver.client.differences import NOT_REMOTE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "remote.md"
BEGIN = "<!-- The rest is written by `python -m tests.client.page`. -->\n"
#: how a program comes to an object of each class
WHERE = {
    "FakeServer": "`m365_server`",
    "Tenant": "`m365_fake`",
    "User": "`m365_fake.user(...)`",
    "Application": "`m365_fake.public_app`",
    "Mailbox": "`m365_mailbox`",
    "Item": "a message",
    "Attachment": "`message.attachments[0]`",
    "Folder": "a folder",
    "Clock": "`m365_fake.clock`",
    "Faults": "`m365_fake.faults`",
    "Fault": "what `faults.drop(...)` returns",
    "Policies": "`m365_fake.policies`",
    "Outbound": "`m365_fake.outbound`",
    "People": "`m365_fake.people`",
    "Applications": "`m365_fake.applications`",
    "Rights": "`m365_fake.rights`",
    "Rooms": "`m365_fake.rooms`",
    "SignIns": "`m365_fake.sign_ins`",
    "Organization": "`m365_fake.organization`",
    "PublicFolders": "`m365_fake.public_folders`",
}


def written() -> str:
    """Return the page as it has to be."""
    head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    parts = [head + BEGIN]
    for kind, names in NOT_REMOTE.items():
        if not names:
            continue
        rows = "".join(f"| `{name}` | {instead} |\n" for name, instead in sorted(names.items()))
        parts.append(f"\n### {kind}: {WHERE[kind]}\n\n| Not there | Instead |\n| --- | --- |\n{rows}")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
