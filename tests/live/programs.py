"""Programs that know the real service's names and what their environment says, and nothing else; each prints a line."""

import subprocess
import sys
from collections.abc import Mapping

#: how each of them signs in
SIGN_IN = """
import base64, imaplib, os, poplib, smtplib, ssl, sys, warnings
warnings.simplefilter("ignore")
import msal
read = os.environ.__getitem__
authority = "https://login.microsoftonline.com/" + read("M365_TENANT_ID")
user = read("M365_USERNAME")
def token(permission):
    app = msal.PublicClientApplication(read("M365_CLIENT_ID"), authority=authority)
    answer = app.acquire_token_by_username_password(
        user, read("M365_PASSWORD"), ["https://outlook.office365.com/" + permission])
    return answer.get("access_token") or sys.exit(answer["error_description"])
def app_token():
    app = msal.ConfidentialClientApplication(
        read("M365_DAEMON_CLIENT_ID"), authority=authority, client_credential=read("M365_CLIENT_SECRET"))
    answer = app.acquire_token_for_client(["https://outlook.office365.com/.default"])
    return answer.get("access_token") or sys.exit(answer["error_description"])
def xoauth2(permission):
    return f"user={user}\\x01auth=Bearer {token(permission)}\\x01\\x01"
trust = ssl.create_default_context()
def done(answer):
    return answer[1] if answer[0] == "OK" else sys.exit(str(answer))
def open_imap():
    imap = imaplib.IMAP4_SSL("outlook.office365.com", ssl_context=trust, timeout=60)
    imap.authenticate("XOAUTH2", lambda _: xoauth2("IMAP.AccessAsUser.All").encode())
    return imap
def open_smtp():
    smtp = smtplib.SMTP("smtp.office365.com", 587, timeout=60)
    smtp.starttls(context=trust)
    smtp.ehlo()
    smtp.auth("XOAUTH2", lambda challenge=None: xoauth2("SMTP.Send"))
    return smtp
def open_ews():
    from exchangelib import DELEGATE, Account, Configuration, OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token
    credentials = OAuth2AuthorizationCodeCredentials(
        access_token=OAuth2Token({"access_token": token("EWS.AccessAsUser.All")}))
    configuration = Configuration(server="outlook.office365.com", credentials=credentials)
    return Account(user, config=configuration, autodiscover=False, access_type=DELEGATE)
"""
#: what each of them does
ASKS = {
    "msal": "print(bool(token('IMAP.AccessAsUser.All')))",
    "daemon": "import jwt; print(jwt.decode(app_token(), options={'verify_signature': False}).get('roles'))",
    "imap": """
imap = open_imap()
done(imap.select("INBOX", readonly=True))
print(done(imap.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))[0][1].decode().strip())
imap.logout()
""",
    "pop3": """
pop = poplib.POP3_SSL("outlook.office365.com", context=trust, timeout=60)
pop._shortcmd("AUTH XOAUTH2")
pop._shortcmd(base64.b64encode(xoauth2("POP.AccessAsUser.All").encode()).decode())
print([line.decode() for line in pop.top(1, 0)[1] if line.startswith(b"Subject")][0])
pop.quit()
""",
    "smtp": """
with open_smtp() as smtp:
    to = sys.argv[1] if len(sys.argv) > 1 else user
    smtp.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nX-Pytest-M365: run\\r\\nSubject: Sent\\r\\n\\r\\n")
print("sent")
""",
    "requests": """
import requests
body = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' \\
    '<GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages" ' \\
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><FolderShape><t:BaseShape>Default' \\
    '</t:BaseShape></FolderShape><FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds></GetFolder>' \\
    '</s:Body></s:Envelope>'
answer = requests.post("https://outlook.office365.com/EWS/Exchange.asmx", body, timeout=60, headers={
    "Authorization": "Bearer " + token("EWS.AccessAsUser.All"), "Content-Type": "text/xml"})
print(answer.status_code, "NoError" in answer.text)
""",
    "graph": """
import requests
app = msal.PublicClientApplication(read("M365_CLIENT_ID"), authority=authority)
found = app.acquire_token_by_username_password(user, read("M365_PASSWORD"), ["https://graph.microsoft.com/User.Read"])
answer = requests.get("https://graph.microsoft.com/v1.0/me", timeout=60, headers={
    "Authorization": "Bearer " + found["access_token"]})
print(answer.status_code, answer.json().get("userPrincipalName") == user)
""",
    "ews": "print('Subject:', open_ews().inbox.all().order_by('datetime_received')[0].subject)",
    "list": "print([line.decode() for line in open_imap().list()[1]])",
    "expunge": """
imap = open_imap()
done(imap.select("INBOX"))
done(imap.store("1", "+FLAGS", "(\\\\Deleted)"))
print(imap.uid("EXPUNGE", "1:*"))
""",
    "uid validity": """
def fetched(imap):
    imap.select("INBOX")
    return imap.response("UIDVALIDITY")[1]
imap = open_imap()
before = fetched(imap)
try:
    imap.uid("FETCH", "1", "(FLAGS)")
except imaplib.IMAP4.abort as error:
    print(error, before != fetched(open_imap()))
""",
    "clock": """
import requests, time
from email.utils import parsedate_to_datetime
answer = requests.get(authority + "/discovery/v2.0/keys", timeout=60)
print(round((parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()) / 10))
""",
}


def run(ask: str, environment: Mapping[str, str], *arguments: str) -> str:
    """Run one of them in a process of its own; return what it has printed, or its last line where it has failed."""
    command = [sys.executable, "-c", SIGN_IN + ASKS[ask], *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    lines = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return lines[-1] if lines else ""
