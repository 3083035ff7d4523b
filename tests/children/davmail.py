"""Starts DavMail with its settings, and asks it for mail, events and contacts; by itself, in a network of its own.

python davmail.py JAR SETTINGS USER PASSWORD SUBJECT
"""

import imaplib
import smtplib
import subprocess
import sys
from base64 import b64encode
from http.client import HTTPConnection
from threading import Thread

EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:one@x\r\nDTSTAMP:20270101T000000Z\r\n"
    "SUMMARY:{}\r\nDTSTART:20270105T090000Z\r\nDTEND:20270105T100000Z\r\n{}END:VEVENT\r\nEND:VCALENDAR\r\n"
)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU\r\nEXDATE:20270112T090000Z\r\n"
CONTACT = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c1\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\n"
    "EMAIL;TYPE=work:ada@example.com\r\nPHOTO;ENCODING=b;TYPE=JPEG:"
    # DavMail makes it smaller first, and sends nothing of a picture with transparent parts.
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP///////////////////////////////////////////////////////////////////////////////"
    "///////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=\r\n"
    "END:VCARD\r\n"
)
WITHOUT_PICTURE = "\r\n".join(line for line in CONTACT.replace("c1", "c2").split("\r\n") if "PHOTO" not in line)
PROPERTIES = '<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>'
QUERY = (
    '<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><C:calendar-data/></D:prop>'
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="20270101T000000Z" '
    'end="20270201T000000Z"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>'
)


def dav(method: str, path: str, body: str = "", **headers: str) -> None:
    """Ask over CalDAV or CardDAV, and print status and answer."""
    connection = HTTPConnection("127.0.0.1", 1180, timeout=60)
    authorization = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    connection.request(method, f"/users/{user}/{path}", body, {"Authorization": authorization, **headers})
    answer = connection.getresponse()
    said = answer.read().decode().replace("\r\n ", "").split()
    sys.stdout.write(f"{method} {path}: {answer.status} {' '.join(said)}\n")
    connection.close()


jar, settings, user, password, subject = sys.argv[1:]
command = ["java", "-Djava.awt.headless=true", "-jar", jar, settings]
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as davmail:
    assert davmail.stdout is not None
    try:
        for line in davmail.stdout:
            sys.stdout.write(line)
            if "listening on" in line:
                break
        # It writes more than a pipe holds, and would wait.
        Thread(target=davmail.stdout.read, daemon=True).start()
        with imaplib.IMAP4("127.0.0.1", 1143) as imap:
            try:
                imap.login(user, password)
            except imaplib.IMAP4.error as error:
                sys.exit(f"DavMail says: {error}")
            imap.select()
            found = imap.search(None, f'SUBJECT "{subject}"')[1]
            sys.stdout.write(f"found: {found}\n")
            fetched = imap.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
            sys.stdout.write(f"fetched: {fetched}\n")
        with smtplib.SMTP("127.0.0.1", 1025) as smtp:
            smtp.login(user, password)
            smtp.sendmail(user, ["bob@elsewhere.example"], f"From: {user}\r\nSubject: Re: {subject}\r\n\r\nYes.\r\n")
        dav("PROPFIND", "", PROPERTIES, Depth="1")
        dav("PUT", "calendar/one.ics", EVENT.format("Plans", WEEKLY))
        dav("GET", "calendar/one.ics")
        dav("PUT", "calendar/two.ics", EVENT.format("Once", "").replace("one@x", "two@x"))
        dav("REPORT", "calendar/", QUERY, Depth="1")
        dav("DELETE", "calendar/two.ics")
        dav("PUT", "contacts/c1.vcf", CONTACT)
        dav("PUT", "contacts/c2.vcf", WITHOUT_PICTURE)
        dav("GET", "contacts/c1.vcf")
        dav("GET", "contacts/c2.vcf")
    finally:
        davmail.terminate()
