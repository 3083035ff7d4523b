"""Starts DavMail with its settings, and asks it for mail over IMAP; by itself, in a network of its own.

python davmail.py JAR SETTINGS USER PASSWORD SUBJECT
"""

import imaplib
import smtplib
import subprocess
import sys

jar, settings, user, password, subject = sys.argv[1:]
command = ["java", "-Djava.awt.headless=true", "-jar", jar, settings]
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as davmail:
    assert davmail.stdout is not None
    try:
        for line in davmail.stdout:
            sys.stdout.write(line)
            if "listening on" in line:
                break
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
    finally:
        davmail.terminate()
