"""The grammars, one for each protocol. Sequences stand where a name alone would not bring a session any further."""

from tests.fuzz.grammar import Rules

IMAP: Rules = {
    "command": [b"<tag> <verb>\r\n"] * 9 + [b"<tag> <verb>", b"DONE\r\n", b"*\r\n", b"<text>\r\n"],
    "tag": [b"a1", b"t", b"A0001", b"<text>"],
    "verb": [
        b"CAPABILITY", b"NOOP", b"LOGOUT", b"CLOSE", b"CHECK", b"UNSELECT", b"IDLE", b"EXPUNGE", b"NAMESPACE",
        b"LOGIN <astring> <astring>", b"AUTHENTICATE <sasl>", b"ID (<string> <string>)", b"ID NIL", b"ENABLE <atom>",
        b"SELECT <name>", b"SELECT INBOX", b"EXAMINE <name>", b"CREATE <name>", b"DELETE <name>", b"RENAME <name> <name>",
        b"SUBSCRIBE <name>", b"UNSUBSCRIBE <name>", b"LIST <name> <pattern>", b"LSUB <name> <pattern>",
        b"STATUS <name> (<status> <status>)", b"APPEND <name> <flags> <date> <literal>", b"APPEND INBOX <literal>",
        b"<uid>FETCH <set> <items>", b"<uid>STORE <set> <store> <flags>", b"<uid>COPY <set> <name>",
        b"<uid>MOVE <set> <name>", b"<uid>SEARCH <key>", b"<uid>SEARCH CHARSET <atom> <key>", b"UID EXPUNGE <set>",
        b"<uid>FETCH <set> (<item> <item>)", b"<atom> <astring>",
    ],
    "uid": [b"", b"UID "],
    "set": [b"1", b"1:*", b"*", b"1,2,3", b"<number>:<number>", b"*:<number>", b"1:4294967295", b"<set>,<set>"],
    "number": [b"0", b"1", b"2", b"7", b"4294967295", b"4294967296", b"99999999999"],
    "items": [b"ALL", b"FULL", b"FAST", b"<item>", b"(<item> <item> <item>)"],
    "item": [
        b"FLAGS", b"UID", b"ENVELOPE", b"BODY", b"BODYSTRUCTURE", b"INTERNALDATE", b"RFC822", b"RFC822.SIZE",
        b"RFC822.HEADER", b"RFC822.TEXT", b"<peek>[<section>]<partial>",
    ],
    "peek": [b"BODY", b"BODY.PEEK", b"BINARY"],
    "section": [b"", b"TEXT", b"HEADER", b"<number>", b"1.<section>", b"1.MIME", b"HEADER.FIELDS (<astring> Subject)",
                b"HEADER.FIELDS.NOT (<astring>)"],
    "partial": [b"", b"", b"<<number>.<number>>", b"<0.10>"],
    "store": [b"FLAGS", b"+FLAGS", b"-FLAGS.SILENT", b"<atom>"],
    "flags": [b"()", b"(\\Seen)", b"(\\Seen \\Deleted \\Answered)", b"(<atom> \\Flagged)", b"\\Draft", b"(\\<atom>)"],
    "key": [
        b"ALL", b"SEEN", b"UNDELETED", b"NEW", b"<set>", b"UID <set>", b"SUBJECT <astring>", b"BODY <astring>",
        b"TEXT <astring>", b"FROM <astring>", b"HEADER <astring> <astring>", b"SINCE <day>", b"SENTBEFORE <day>",
        b"LARGER <number>", b"KEYWORD <atom>", b"NOT <key>", b"OR <key> <key>", b"(<key> <key>)", b"((<key>))",
    ],
    "day": [b"1-Jan-2026", b'"31-Feb-2026"', b"<number>-Feb-<number>", b"1-Feb-0000", b"29-Feb-9999"],
    "date": [b'"17-Jul-1996 02:44:25 -0700"', b'" 1-Jan-0001 00:00:00 +2359"', b'"31-Dec-9999 23:59:59 -2359"', b""],
    "status": [b"MESSAGES", b"RECENT", b"UIDNEXT", b"UNSEEN", b"UIDVALIDITY", b"<atom>"],
    "name": [b"INBOX", b'"Sent Items"', b"Drafts", b"a/b/c", b"&AOk-", b'"&"', b"<astring>", b"inbox/x", b'""'],
    "pattern": [b"*", b"%", b'"%/%"', b"%*%*%*", b"<astring>", b'""'],
    "astring": [b"<atom>", b"<string>"],
    "string": [b'"<text>"', b'""', b"<literal>", b'"<text> <text>"'],
    "literal": [b"{3+}\r\nabc", b"{0+}\r\n", b"{5}\r\nhello", b"{<number>}\r\n", b"{34+}\r\nSubject: x\r\nFrom: a@b.c\r\n\r\nhello\r\n"],
    "atom": [b"a", b"hello", b"UTF-8", b"XOAUTH2", b"<text>"],
    "text": [b"x", b"hello", b"a@b.c", b"r\xc3\xa9sum\xc3\xa9", b"%", b"\\", b'\\"', b"0"],
    "sasl": [b"XOAUTH2", b"XOAUTH2 dXNlcj0BAQ==", b"PLAIN AGEAYg==", b"PLAIN =", b"LOGIN", b"<atom>"],
}  # fmt: skip

POP3: Rules = {
    "command": [b"<verb>\r\n"] * 9 + [b"<verb>\n", b"<text>\r\n"],
    "verb": [
        b"CAPA", b"STAT", b"LIST", b"LIST <number>", b"UIDL", b"UIDL <number>", b"RETR <number>", b"TOP <number> <number>",
        b"DELE <number>", b"NOOP", b"RSET", b"QUIT", b"USER <text>", b"PASS <text>", b"AUTH <text>", b"AUTH XOAUTH2",
        b"AUTH XOAUTH2 dXNlcj0BAQ==", b"AUTH PLAIN AGEAYg==", b"STLS", b"<text> <text>", b"APOP <text> <text>",
    ],
    "number": [b"1", b"2", b"0", b"-1", b"99", b"4294967296", b"<text>", b" 1", b"1 "],
    "text": [b"", b"x", b"alice@contoso.onmicrosoft.com", b"*", b"=", b"\xc3\xa9", b"XOAUTH2", b"PLAIN"],
}  # fmt: skip

SMTP: Rules = {
    "command": [b"<verb>\r\n"] * 9 + [b"<mail>\r\n<rcpt>\r\nDATA\r\n<message>\r\n.\r\n", b"<verb>\n", b"<text>\r\n"],
    "verb": [
        b"EHLO <text>", b"HELO <text>", b"<mail>", b"<rcpt>", b"<rcpt>", b"DATA", b"RSET", b"NOOP <text>", b"QUIT",
        b"VRFY <address>", b"EXPN <text>", b"HELP", b"AUTH XOAUTH2 dXNlcj0BAQ==", b"AUTH LOGIN", b"AUTH <text> <text>",
        b"BDAT <number>\r\n<message>", b"BDAT 5 LAST\r\nhello", b"STARTTLS", b"<text> <text>", b".",
    ],
    "mail": [b"MAIL FROM:<<address>><parameters>", b"MAIL FROM:<alice@contoso.onmicrosoft.com>", b"MAIL FROM: <<address>>"],
    "rcpt": [b"RCPT TO:<<address>><parameters>", b"RCPT TO:<bob@contoso.onmicrosoft.com>", b"RCPT TO:<@a,@b:<address>>"],
    "parameters": [b"", b"", b" SIZE=<number>", b" BODY=8BITMIME", b" NOTIFY=<text>", b" RET=HDRS ENVID=<text>", b" ORCPT=rfc822;<text>",
                   b" SMTPUTF8", b" AUTH=<>", b" <text>=<text>"],
    "address": [b"", b"alice@contoso.onmicrosoft.com", b"bob@contoso.onmicrosoft.com", b'"a b"@x.org', b"<text>@<text>", b"Postmaster",
                b"x@[127.0.0.1]", b"x@[IPv6:::1]", b"r\xc3\xa9@x.org", b"<text>"],
    "number": [b"0", b"5", b"40", b"157286401", b"99999999999999999999999"],
    "text": [b"x", b"example.org", b"[127.0.0.1]", b"NEVER", b"+3D", b"", b"r\xc3\xa9", b"a..b"],
    "message": [b"From: alice@contoso.onmicrosoft.com\r\nTo: bob@contoso.onmicrosoft.com\r\nSubject: <text>\r\n\r\n<text>\r\n..x",
                b"<text>", b"Subject: x\r\n\r\n", b"From: <address>\r\nSender: <address>\r\nBcc: <address>\r\n\r\n"],
}  # fmt: skip

MIME: Rules = {
    "message": [b"<field><field><field><type>\r\n<body>", b"<field><field>\r\n<body>"],
    "field": [
        b"Subject: <phrase>\r\n", b"From: <addresses>\r\n", b"To: <addresses>\r\n", b"Cc: <addresses>,\r\n <addresses>\r\n",
        b"Date: <date>\r\n", b"Message-ID: <<word>@<word>>\r\n", b"In-Reply-To: <phrase>\r\n", b"References: <<word>> <<word>\r\n",
        b"Content-Disposition: attachment<parameters>\r\n", b"Content-Language: en, (c) de\r\n", b"Content-ID: <<word>>\r\n",
        b"<word>: <phrase>\r\n", b"Received: from <word> by <word>; <date>\r\n", b" <phrase>\r\n", b"<word>\r\n", b"MIME-Version: 1.0\r\n",
    ],
    "type": [
        b"Content-Type: text/plain<parameters>\r\n<encoding>", b"Content-Type: text/html<parameters>\r\n<encoding>",
        b"Content-Type: multipart/<word>; boundary=b\r\n", b"Content-Type: message/rfc822\r\n", b"Content-Type: <word>/<word><parameters>\r\n",
        b"Content-Type: multipart/mixed<parameters>\r\n", b"Content-Type: (c) multipart/digest; boundary=\"b\"\r\n",
    ],
    "encoding": [b"", b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n",
                 b"Content-Transfer-Encoding: 7bit\r\n", b"Content-Transfer-Encoding: <word>\r\n"],
    "body": [
        b"hello\r\n", b"--b\r\n<part>--b\r\n<part>--b--\r\n", b"--b\r\n<part>", b"<message>", b"aGVsbG8=\r\n", b"=C3=A9=\r\n=Z", b"",
        b"<HTML><BODY><P><phrase></P><SCRIPT>x</SCRIPT><IMG SRC='http://x'>", b"\xff\xfe\x00", b"<phrase>\r\n<phrase>\r\n",
    ],
    "part": [b"<type>\r\n<body>\r\n", b"\r\n<body>\r\n", b"<field><type>\r\n<body>\r\n"],
    "parameters": [b"", b"; charset=<charset>", b"; name=<word>", b"; filename*=utf-8''%C3%A9", b"; filename*0*=<word>; filename*1=<word>",
                   b"; boundary=<word>", b"; name=\"<phrase>\"", b"; name*<number>=<word>", b"; boundary=b; charset=<charset>"],
    "charset": [b"utf-8", b"iso-8859-1", b"windows-1252", b"iso-2022-jp", b"utf-7", b"x-unknown", b"\"gb2312\"", b"utf-16", b"idna", b"punycode", b"rot13", b"zip"],
    "addresses": [b"a@b.c", b"Alice <a@b.c>", b"\"A, B\" <a@b.c>, c@d.e", b"group: a@b.c, <d@e.f>;", b"undisclosed:;", b"<@r:a@b.c>",
                  b"(c (d)) a@b.c (e)", b"<phrase> <<word>@<word>>", b"<word>", b"<>"],
    "phrase": [b"hello", b"=?utf-8?b?w6k=?=", b"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", b"=?<charset>?q?<word>?=", b"r\xe9sum\xe9", b"<word> <word>", b"=?x?b?=?="],
    "word": [b"x", b"mixed", b"alternative", b"a.b", b"\"q\"", b"\xc3\xa9", b"0", b"Content-Type"],
    "date": [b"Fri, 04 Nov 2022 10:07:41 +0000", b"1 Jan 0000 99:99:99 +9999", b"Mon, 31 Feb 2026 00:00 (c)", b"<number>", b"1 Jan 99 00:00:00 Z"],
    "number": [b"0", b"1", b"7", b"99999999999999999999"],
}  # fmt: skip

FORM: Rules = {
    "request": [b"<method> /<tenant>/<endpoint>?<query>\n<query>"],
    "method": [b"GET", b"POST", b"POST", b"POST", b"PUT", b"HEAD", b"OPTIONS"],
    "tenant": [b"contoso.onmicrosoft.com", b"common", b"organizations", b"consumers", b"<value>", b"00000000-0000-0000-0000-000000000000"],
    "endpoint": [b"oauth2/v2.0/token", b"oauth2/token", b"oauth2/v2.0/authorize", b"oauth2/authorize", b"oauth2/v2.0/devicecode",
                 b"v2.0/.well-known/openid-configuration", b"discovery/v2.0/keys", b"oauth2/v2.0/logout", b"adminconsent", b"login",
                 b"oauth2/deviceauth", b"openid/userinfo", b"GetCredentialType", b"<value>"],
    "query": [b"", b"<pair>", b"<pair>&<pair>&<pair>&<pair>", b"<pair>&<pair>&<pair>&<pair>&<pair>&<pair>&<pair>"],
    "pair": [
        b"grant_type=<grant>", b"client_id=CLIENT", b"client_id=DAEMON", b"client_id=<value>", b"client_secret=SECRET", b"scope=<scopes>",
        b"code=<value>", b"redirect_uri=<uri>", b"refresh_token=<value>", b"device_code=<value>", b"username=alice%40contoso.onmicrosoft.com",
        b"password=<value>", b"assertion=<value>", b"client_assertion=<value>", b"resource=<uri>", b"response_type=<type>", b"response_mode=<value>",
        b"client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", b"state=<value>", b"nonce=<value>", b"prompt=<prompt>",
        b"code_challenge=<value>", b"code_challenge_method=S256", b"code_verifier=<value>", b"claims=<json>", b"login_hint=<value>",
        b"requested_token_use=on_behalf_of", b"flowToken=<value>", b"<value>=<value>", b"max_age=<number>",
    ],
    "grant": [b"client_credentials", b"password", b"authorization_code", b"refresh_token", b"urn:ietf:params:oauth:grant-type:device_code",
              b"urn:ietf:params:oauth:grant-type:jwt-bearer", b"<value>"],
    "scopes": [b"openid profile offline_access", b"https://outlook.office365.com/.default", b"https://outlook.office.com/IMAP.AccessAsUser.All",
               b"<value>", b"<scopes>%20<scopes>", b"<uri>/.default"],
    "uri": [b"https://outlook.office365.com", b"http://localhost", b"http://[::bad", b"https://x:99999999/", b"urn:a:b", b"<value>", b"javascript:x"],
    "type": [b"code", b"id_token", b"code%20id_token", b"token", b"<value>"],
    "prompt": [b"none", b"login", b"consent", b"select_account", b"admin_consent", b"<value>"],
    "json": [b"{}", b"%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D", b"%5B" * 400, b"1" * 5000, b"<value>"],
    "number": [b"0", b"-1", b"99999999999999999999999999", b"1e400", b"x"],
    "value": [b"", b"x", b"%00", b"%ff", b"%", b"%ED%A0%80", b"a.b.c", b"eyJhbGciOiJub25lIn0.e30.", b"<number>", b"x%0d%0aSet-Cookie:a", b"%3Cscript%3E"],
}  # fmt: skip

HTTP: Rules = {
    "requests": [b"<request>", b"<request><request>", b"<request><request><request>"],
    "request": [b"<line>\r\n<fields>\r\n<body>", b"<line>\r\n<fields>\r\n", b"<line>\r\n", b"<line>\n<fields>\n"],
    "line": [b"GET / HTTP/1.1", b"POST <target> HTTP/1.1", b"<method> <target> HTTP/<version>"],
    "method": [b"GET", b"HEAD", b"OPTIONS", b"CONNECT", b"get", b"G\x00T", b""],
    "target": [b"/", b"*", b"http://x/y?z", b"http://[::bad/", b"//x", b"x:1", b"/%", b"/a b", b"/\xff", b"/EWS/Exchange.asmx", b"/common/oauth2/v2.0/token"],
    "version": [b"1.0", b"1.1", b"2.0", b"0.9", b"1.10", b"9999999999"],
    "fields": [b"Host: x\r\n<field><field>", b"<field>", b"Host: x\r\n", b""],
    "field": [
        b"Content-Length: <length>\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n", b"Content-Encoding: <coding>\r\n",
        b"Expect: 100-continue\r\n", b"Connection: <connection>\r\n", b"Upgrade: websocket\r\n", b"Host: <host>\r\n", b"Cookie: <cookie>\r\n",
        b"Authorization: <credential>\r\n", b" folded\r\n", b": x\r\n", b"X: \x00\r\n", b"Content-Type: <type>\r\n", b"User-Agent: \xff\r\n",
    ],
    "length": [b"0", b"5", b"-1", b"5, 5", b"+5", b"0x5", b"99999999999999999999999", b"1" * 5000],
    "coding": [b"gzip", b"deflate", b"br", b"identity", b"x"],
    "connection": [b"close", b"keep-alive", b"upgrade", b"keep-alive, upgrade"],
    "host": [b"x", b"[::1]:80", b"[::bad]", b"a:b:c", b"", b"x:99999", b"\xff"],
    "cookie": [b"buid=x", b'buid="\\a\\b"', b"ESTSAUTH=x; buid=y", b"=;=;", b";" * 500],
    "credential": [b"Bearer x", b"Basic YTpi", b"Basic %", b"Bearer", b"Negotiate x", b"Bearer a.b.c"],
    "type": [b"text/xml; charset=utf-8", b"application/x-www-form-urlencoded", b"text/xml; charset=<coding>", b"multipart/form-data"],
    "body": [b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffffff\r\n", b"5;x=y\r\nhello\r\n0\r\nT: x\r\n\r\n", b"\x1f\x8b\x08\x00\x00", b"a=b&c=%"],
}  # fmt: skip

SOAP_VALUES = (
    "", "x", "0", "-1", "99999999999", "1" * 5000, "true", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "PT1H", "P99999999D", "inbox", "root", "item:Subject", "item:Body", "contacts:PhoneNumber", "AAMk", "AQMk", "A" * 700, "alice@contoso.onmicrosoft.com",
    "0x0037", "0xFFFFFFFF", "String", "SystemTime", "Deep", "Default", "eA==", "=", "\u0663", "\ufffd", "a" * 300, "subject:x AND (", "((((", "NaN", "INF",
)  # fmt: skip
