"""What a person answers on the sign-in pages: the forms that come back, one function for each.

Field names and buttons are those of `pages.py`; what is asked next is decided in `sign_in.py`.
"""

from fakeserver.protocols.oauth import sign_in_pages
from fakeserver.protocols.oauth.browsers import Flow
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.refused import error_of
from fakeserver.protocols.oauth.sign_in import Purpose, adopt, advance, login_url, show, use_session, user_of
from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.users import User
from fakeserver.wire import HttpResponse

#: What the sign-in pages say to a person, where they do not show the AADSTS text.
SENTENCES: dict[type[no.Refusal], str] = {
    no.UserNotFound: "This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.",
    no.UserPasswordWrong: "Your account or password is incorrect. If you don't remember your password, reset it now.",
    no.PasswordMissing: "Please enter your password.",
    no.AccountLocked: "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you "
    "still have trouble, contact your admin.",
    no.AccountDisabled: "Your account has been locked. Contact your support person to unlock it, then try again.",
}


def login(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take what a person typed: an account, a password, a new password, or a choice among accounts."""
    form = call.parameters
    pressed = form.get("do", "")
    if pressed == "cancel":
        return _cancelled(call, flow, purpose)
    if pressed == "other":
        return sign_in_pages.account(login_url(call), flow.flow_id)
    if form.get("account"):
        return _picked(call, flow, purpose, form["account"])
    user = (form.get("loginfmt") or form.get("login") or "").strip()
    if not user:
        sentence = "Enter a valid email address, phone number, or Skype name."
        return sign_in_pages.account(login_url(call), flow.flow_id, error=sentence)
    if "newpasswd" in form:
        return _changed_password(call, flow, purpose, user)
    try:
        if "passwd" not in form:
            purpose.tenant.directory.user_by_upn(user)
            return sign_in_pages.password(login_url(call), flow.flow_id, user=user)
        checked = purpose.tenant.directory.check_password(user, form["passwd"], purpose.application)
    except no.PasswordExpired as refusal:
        call.note(refusal)
        return sign_in_pages.new_password(login_url(call), flow.flow_id, user=user)
    except no.SignInRefused as refusal:
        call.note(refusal)
        problem = error_of(refusal)
        error = SENTENCES.get(type(refusal)) or str(problem)
        if isinstance(refusal, no.UserNotFound):
            return sign_in_pages.account(login_url(call), flow.flow_id, hint=user, error=error, code=problem.code)
        return sign_in_pages.password(login_url(call), flow.flow_id, user=user, error=error, code=problem.code)
    return _signed_in(call, flow, purpose, checked)


def second_factor(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take the answer to the second factor."""
    by_program = "mfaAuthMethod" in call.parameters and flow.telephone == "approved"
    if call.parameters.get("do") != "approve" and not by_program:
        call.browsers.end(flow)
        return purpose.fail(call, EntraError(500121))
    if isinstance(flow.asked, no.MfaRequired):
        show(flow, purpose, user_of(flow, purpose), flow.asked)
    return _remembered(call, flow, purpose, advance(call, flow, purpose))


def terms_of_use(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take the answer to terms of use."""
    if call.parameters.get("do") != "accept":
        call.browsers.end(flow)
        return purpose.fail(call, error_of(flow.asked or no.TermsNotAccepted()))
    if isinstance(flow.asked, no.TermsNotAccepted):
        show(flow, purpose, user_of(flow, purpose), flow.asked)
    return advance(call, flow, purpose)


def consent(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take the answer to the consent page."""
    if call.parameters.get("do") != "accept":
        return _cancelled(call, flow, purpose)
    flow.consented = True
    flow.for_everybody = bool(call.parameters.get(sign_in_pages.FOR_EVERYBODY))
    return advance(call, flow, purpose)


def confirmation(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take the answer to the question that the purpose adds."""
    if call.parameters.get("do") not in ("continue", "accept"):
        return _cancelled(call, flow, purpose)
    flow.confirmed = True
    return advance(call, flow, purpose)


def _picked(call: Call, flow: Flow, purpose: Purpose, account: str) -> HttpResponse:
    tenant = purpose.tenant
    for session in call.browsers.signed_in(call.request, tenant):
        if tenant.directory.users[session.user_id].upn == account:
            return use_session(call, flow, purpose, session) or advance(call, flow, purpose)
    return sign_in_pages.password(login_url(call), flow.flow_id, user=account)


def _changed_password(call: Call, flow: Flow, purpose: Purpose, account: str) -> HttpResponse:
    form = call.parameters
    new = form["newpasswd"]
    user = purpose.tenant.directory.user_by_upn(account)
    problem = ""
    try:
        purpose.tenant.directory.check_password(account, form.get("oldpasswd", ""))
    except no.PasswordExpired:
        pass  # the old password is right, which is all that is asked here
    except no.SignInRefused as refusal:
        call.note(refusal)
        problem = SENTENCES.get(type(refusal)) or str(error_of(refusal))
    if not problem and (not new or new != form.get("confirmnewpasswd", "")):
        problem = "Your passwords must match." if new else "Enter your new password."
    if problem:
        return sign_in_pages.new_password(login_url(call), flow.flow_id, user=account, error=problem)
    purpose.tenant.directory.change_password(user, new)
    return _signed_in(call, flow, purpose, user)


def _signed_in(call: Call, flow: Flow, purpose: Purpose, user: User) -> HttpResponse:
    adopt(flow, purpose.tenant, user, mfa=False, session_id=purpose.tenant.organization.new_guid())
    return _remembered(call, flow, purpose, advance(call, flow, purpose))


def _remembered(call: Call, flow: Flow, purpose: Purpose, answer: HttpResponse) -> HttpResponse:
    """Sign the browser in, and add its cookie to the answer."""
    cookie = call.browsers.sign_in(
        call.request, purpose.tenant, user_of(flow, purpose), at=flow.at, mfa=flow.mfa, session_id=flow.session_id
    )
    answer.headers.append(("Set-Cookie", cookie))
    return answer


def _cancelled(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    call.browsers.end(flow)
    application = purpose.application
    refusal = no.ConsentDeclined(application=application.client_id, name=application.name)
    call.note(refusal)
    return purpose.fail(call, error_of(refusal), subcode="cancel")
