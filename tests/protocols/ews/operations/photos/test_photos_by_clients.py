"""Pictures by real clients: zeep by the served description, requests by GET, exchangelib as attachments."""

from typing import Any

import pytest
import requests

from pytest_m365 import Target, Tenant

exchangelib = pytest.importorskip("exchangelib", reason="exchangelib is not installed: pip install exchangelib")
zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")

VERSION = {"RequestVersion": {"Version": "Exchange2016"}}
PICTURE = b"\xff\xd8\xff\xe0 alice"


def test_zeep_sets_a_picture_and_others_get_it(m365: Target, m365_fake: Tenant) -> None:
    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    beside = m365.ews_url.rpartition("/")[0]
    service = zeep.Client(f"{beside}/Services.wsdl", transport=zeep.Transport(session=session)).service
    address = m365.mailbox.address
    made = service.SetUserPhoto(Email=address, Content="/9j/4CBhbGljZQ==", _soapheaders=VERSION)
    assert made.body.ResponseCode == "NoError"
    assert m365_fake.user(address).photo == PICTURE
    got = service.GetUserPhoto(Email=address, SizeRequested="HR96x96", _soapheaders=VERSION)
    assert (got.body.HasChanged, got.body.PictureData) == (True, PICTURE)

    where = f"{m365.ews_url}/s/GetUserPhoto"
    answer = session.get(where, params={"email": address, "size": "HR648x648"})
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, PICTURE, "image/jpeg")
    known = {"If-None-Match": answer.headers["ETag"]}
    assert session.get(where, params={"email": address, "size": "HR48x48"}, headers=known).status_code == 304
    nobodys = {"email": m365_fake.add_user("bob").address, "size": "HR48x48"}
    assert session.get(where, params=nobodys).status_code == 404


def test_exchangelib_gives_a_contact_a_picture(m365_ews: Any, m365_mailbox: Any) -> None:
    contact = exchangelib.Contact(folder=m365_ews.contacts, display_name="Ada", given_name="Ada", surname="King")
    contact.save()
    contact.attach(exchangelib.FileAttachment(name="ContactPicture.jpg", content=PICTURE, is_contact_photo=True))
    [shown] = m365_ews.contacts.all()
    assert (shown.has_picture, shown.complete_name.full_name, shown.file_as) == (True, "Ada", None)
    [picture] = shown.attachments
    assert (picture.is_contact_photo, picture.content) == (True, PICTURE)
    shown.detach(picture)
    [item] = m365_mailbox.messages("contacts")
    assert (item.attachments, item.get("has_picture")) == ([], False)
