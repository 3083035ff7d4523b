from fakeserver.tenant.refusals import AudienceWrong, ItemNotFound, MailboxAccessDenied, ScopeMissing, explained
from fakeserver.tenant.refusals.explanation import Explanation


def test_a_protocols_own_error_is_explained_by_its_words() -> None:
    assert explained(ValueError("odd")) == Explanation("ValueError", "odd")


def test_a_protocols_own_error_is_explained_by_the_refusal_behind_it() -> None:
    error = ValueError("odd")
    error.__cause__ = MailboxAccessDenied("sales@contoso.com", principal="alice@contoso.com")
    explanation = explained(error)
    assert explanation.name == "ValueError"
    assert explanation.sentence == "odd The caller has no permission on this mailbox."
    assert "no FullAccess for alice@contoso.com" in explanation.rule


def test_an_explanation_shows_the_tokens_claims_and_no_fact_twice() -> None:
    refusal = AudienceWrong("https://graph.microsoft.com")
    refusal.token = {"aud": "https://graph.microsoft.com", "scp": "Mail.Read"}
    explanation = explained(refusal)
    labels = [label for label, _ in explanation.lines]
    assert labels == ["rule", "token", "on the fake", "in a real tenant", "page"]
    assert "  token: aud=https://graph.microsoft.com, scp=Mail.Read" in str(explanation)


def test_a_refusal_without_a_rule_is_explained_by_its_cause() -> None:
    """Without rights, the answer is that nothing is there; the journal says why."""
    refusal = ItemNotFound("AAMk")
    refusal.__cause__ = MailboxAccessDenied("sales@contoso.com", principal="alice@contoso.com")
    explanation = explained(refusal)
    assert explanation.name == "ItemNotFound"
    assert explanation.sentence.endswith("or not any more. The caller has no permission on this mailbox.")
    assert "no FullAccess for alice@contoso.com" in explanation.rule
    assert explanation.facts == {"item_id": "AAMk", "address": "sales@contoso.com", "principal": "alice@contoso.com"}


def test_a_cause_that_has_no_rule_either_changes_nothing() -> None:
    refusal = ItemNotFound("AAMk")
    refusal.__cause__ = KeyError("x")
    assert explained(refusal) == explained(ItemNotFound("AAMk"))


def test_the_page_is_the_protocols_own() -> None:
    for refusal in (ScopeMissing(), AudienceWrong()):
        assert "imap-pop-smtp" in explained(refusal, "IMAP").page
        assert "imap-pop-smtp" in explained(refusal).page
        for protocol in ("EWS", "Autodiscover"):
            assert explained(refusal, protocol).page.endswith("/how-to-authenticate-an-ews-application-by-using-oauth")


def test_a_protocols_own_error_may_have_a_fix_and_a_page() -> None:
    class OddError(ValueError):
        fix = "nothing does"
        page = "learn.microsoft.com/odd"

    assert explained(OddError("odd")) == Explanation(
        "OddError", "odd", fix="nothing does", page="learn.microsoft.com/odd"
    )
