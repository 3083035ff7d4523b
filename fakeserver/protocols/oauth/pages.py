"""The pages that a person sees: plain HTML, readable and usable without scripts, everything escaped.

Field names and the ids of buttons are those of the real sign-in pages (`loginfmt`, `passwd`, `idSIButton9`,
`idBtn_Back`), so that a browser test written for them finds its way here. Each form carries the hidden field
`flowToken`, which names the sign-in that it belongs to.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape

from fakeserver.protocols.oauth import headers, page_config
from fakeserver.wire import HttpResponse

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: #eef2f6; color: #1b1b1b; font: 15px/1.4 "Segoe UI", system-ui, -apple-system, sans-serif; }
main { width: 100%; max-width: 27.5rem; padding: 2.25rem 2.5rem; background: #fff; border-radius: 3px;
  box-shadow: 0 2px 6px rgba(0, 0, 0, .2); overflow-wrap: anywhere; }
.brand { margin: 0 0 1rem; font-weight: 600; color: #5c5c5c; }
.brand::before { content: ""; display: inline-block; width: .9em; height: .9em; margin-right: .5em;
  background: #0067b8; vertical-align: -.08em; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; font-weight: 600; line-height: 1.25; }
h2 { margin: 1.25rem 0 .75rem; font-size: 1.05rem; font-weight: 600; }
.account { margin: 0 0 1rem; }
label { display: block; margin: 0 0 .25rem; }
label.beside { display: inline; }
input[type=email], input[type=text], input[type=password] { width: 100%; padding: .45rem .6rem; font: inherit;
  border: 1px solid #666; border-radius: 2px; margin: 0 0 1rem; }
input:focus-visible, button:focus-visible { outline: 2px solid #0067b8; outline-offset: 2px; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: flex-end; margin: 1.25rem 0 0; }
button { min-width: 6.75rem; padding: .45rem .75rem; font: inherit; border: 1px solid transparent; border-radius: 2px;
  background: #ccc; color: #1b1b1b; cursor: pointer; }
button:hover { background: #bbb; }
button { order: 1; }
button.primary { order: 2; background: #0067b8; color: #fff; }
button.primary:hover { background: #005da6; }
button.link { min-width: 0; margin: .75rem 0 0; padding: .25rem 0; background: none; color: #0067b8; text-align: left; }
button.link:hover { background: none; text-decoration: underline; }
button.tile { display: block; width: 100%; margin: 0; padding: .75rem .5rem; text-align: left; background: none;
  border-top: 1px solid #ddd; border-radius: 0; }
button.tile:hover { background: #f2f2f2; }
.error { margin: 0 0 1rem; color: #b50e0e; }
dl { margin: 1rem 0 0; font-size: .85rem; }
dt { font-weight: 600; }
dd { margin: 0 0 .35rem; }
ul.permissions { margin: 0 0 1rem; padding: 0 0 0 1.2rem; }
ul.permissions li { margin: 0 0 .5rem; }
.small { font-size: .85rem; color: #5c5c5c; }
.code { font-size: 1.6rem; letter-spacing: .15em; }
"""


_SUBMIT = "window.setTimeout(function () { document.forms[0].submit(); }, 0);"


def _hash_source(text: str) -> str:
    """Return what allows a style or a script in a Content-Security-Policy by its content."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


#: Only the style and the script above, and no place inside of another page. Frames are those of single sign-out, and go
#: to any application. `form-action` is left out: browsers hold redirects to it as well, and the last one of a sign-in
#: leads to the application, by whatever scheme it has registered.
_POLICY = (
    f"default-src 'none'; style-src {_hash_source(_STYLE)}; script-src {_hash_source(_SUBMIT)}; "
    "frame-src http: https:; frame-ancestors 'none'; base-uri 'none'"
)


def page(
    title: str, content: str, *, status: int = 200, cookies: Iterable[str] = (), script: str = "", head: str = ""
) -> HttpResponse:
    """Return a whole page.

    Args:
        content: HTML, already escaped, as `head` is, which stands behind the title.
        script: runs at the page's end where scripts run at all.
    """
    document = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{head}<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="brand">Microsoft 365 <span class="small">(test double)</span></p>\n{content}\n'
        f"</main>\n{script}</body>\n</html>\n"
    )
    policy = ("Content-Security-Policy", _POLICY)
    fields = [*headers.PAGE, policy, *(("Set-Cookie", cookie) for cookie in cookies)]
    return HttpResponse(status, fields, document.encode("utf-8", "replace"))


# --- the way back to the application -------------------------------------------------------------------------------


def form_post(redirect_uri: str, parameters: Mapping[str, str]) -> HttpResponse:
    """Send the answer to the application by a form: at once where scripts run, else by its button.

    Source: OAuth 2.0 Form Post Response Mode, section 2.
    """
    fields = "".join(hidden(name, value) for name, value in parameters.items())
    return page(
        "Working...",
        f'<form method="post" name="hiddenform" action="{escape(redirect_uri)}">{fields}<h1>Working…</h1>'
        "<noscript><p>Script is disabled. Press Continue to go on.</p>"
        '<p class="buttons"><button class="primary" type="submit">Continue</button></p></noscript></form>',
        script=f"<script>{_SUBMIT}</script>\n",
    )


# --- everything else -----------------------------------------------------------------------------------------------


def message(title: str, *paragraphs: str, status: int = 200, cookies: Iterable[str] = ()) -> HttpResponse:
    """Return a page that only says something."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return page(title, f"<h1>{escape(title)}</h1>{text}", status=status, cookies=cookies)


def signed_out(frames: Iterable[str], *, go_on: str = "", after: int = 0, cookies: Iterable[str] = ()) -> HttpResponse:
    """Say that the person is signed out.

    Args:
        frames: front-channel logout URLs, which the browser loads out of sight.
        go_on: where the browser goes by itself after so many seconds; empty: nowhere.
    """
    notices = "".join(
        f'<iframe src="{escape(uri)}" title="Signing out of an application" hidden></iframe>' for uri in frames
    )
    if go_on:
        refresh = f'<meta http-equiv="refresh" content="{after};url={escape(go_on)}">\n'
        link = f'<p><a href="{escape(go_on)}">Continue</a></p>'
        return page("Signing out", f"<h1>Signing out…</h1>{link}{notices}", cookies=cookies, head=refresh)
    title = "You signed out of your account"
    advice = "<p>It’s a good idea to close all browser windows.</p>"
    return page(title, f"<h1>{title}</h1>{advice}{notices}", cookies=cookies)


#: What the page of an error says, whatever the error is.
SORRY = "Sorry, but we’re having trouble signing you in."


def trouble(
    text: str, details: Mapping[str, str], *, status: int = 200, heading: str = "Sign in", sentence: str = SORRY
) -> HttpResponse:
    """Return the page of an error that does not go back to the application.

    Args:
        text: the error with its AADSTS code.
        details: what support would ask for, by its name.
        status: of the HTTP answer.
    """
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in details.items())
    told = {"pgid": "ConvergedError", "strServiceExceptionMessage": text}
    return page(
        "Sign in to your account",
        f"<h1>{escape(heading)}</h1><p>{escape(sentence)}</p>"
        f'<p class="error" role="alert" id="exceptionMessageContainer">{escape(text)}</p>'
        f"<h2>Troubleshooting details</h2><dl>{rows}</dl>{page_config.comment(told)}",
        status=status,
    )


def error_code(code: str, facts: Mapping[str, str]) -> HttpResponse:
    """Return the page that explains an error code; `facts` are empty when nothing is known of it."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    unknown = f'<p class="error" role="alert">No error code {escape(code)} is known here.</p>' if code else ""
    return page(
        "Error code lookup",
        f"<h1>Error code lookup</h1>{f'<dl>{rows}</dl>' if facts else unknown}"
        '<form method="get" action="/error"><label for="code">Error code</label>'
        f'<input type="text" id="code" name="code" value="{escape(code)}" inputmode="numeric" autocomplete="off">'
        '<p class="buttons"><button class="primary" type="submit">Submit</button></p></form>',
    )


def device_code(action: str, *, user_code: str = "", error: str = "") -> HttpResponse:
    """Ask for the code that a device shows."""
    return page(
        "Sign in to your account",
        f'<form method="post" action="{escape(action)}"><h1>Enter code to allow access</h1>{alert(error, "otcError")}'
        "<p>Once you enter the code displayed on your app or device, it will have access to your account.</p>"
        "<p>Do not enter codes from sources you don’t trust.</p>"
        '<label for="otc">Code</label>'
        f'<input class="code" type="text" id="otc" name="otc" value="{escape(user_code)}" autocomplete="off"'
        f"{described_by(error, 'otcError')} "
        f'autocapitalize="characters" autofocus required>{buttons(("idSIButton9", "Next", "next", True))}</form>',
    )


def confirm_device(action: str, flow: str, *, user: str, application: str) -> HttpResponse:
    """Ask whether the person means to sign in on a device."""
    return page(
        "Sign in to your account",
        form(
            action,
            flow,
            f"{who(user)}<h1>Are you trying to sign in to {escape(application)}?</h1>"
            "<p>Only continue if you downloaded the app from a store or website that you trust.</p>"
            f"{buttons(('idSIButton9', 'Continue', 'continue', True), ('idBtn_Back', 'Cancel', 'cancel', False))}",
        ),
    )


def form(action: str, flow: str, content: str, **told: object) -> str:
    """Return the form of a sign-in's page.

    Args:
        told: what the page tells scripts beside the sign-in's names.
    """
    fields = f"{hidden('flowToken', flow)}{content}"
    config = page_config.comment(page_config.of_form(action, flow, told))
    return f'<form method="post" action="{escape(action)}">{fields}</form>{config}'


def hidden(name: str, value: str) -> str:
    """Return a hidden field."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def who(user: str) -> str:
    """Return the line that names the account."""
    return f'<p class="account" id="displayName">{escape(user)}</p>'


def alert(text: str, element_id: str) -> str:
    """Return what went wrong, for the eye and for a screen reader; nothing for an empty text."""
    return f'<p class="error" role="alert" id="{element_id}">{escape(text)}</p>' if text else ""


def described_by(text: str, element_id: str) -> str:
    """Return the attributes of the field that an `alert` is about."""
    return f' aria-invalid="true" aria-describedby="{element_id}"' if text else ""


def buttons(*row: tuple[str, str, str, bool]) -> str:
    """Return a row of buttons: id, label, value of `do`, whether it is the one that Enter presses.

    The primary button comes first in the source, since Enter presses the first one, and stands last on the screen.
    """
    html = "".join(
        f'<button type="submit" id="{element_id}" name="do" value="{value}"'
        f"{' class=primary' if primary else ' formnovalidate'}>{escape(label)}</button>"
        for element_id, label, value, primary in row
    )
    return f'<p class="buttons">{html}</p>'
