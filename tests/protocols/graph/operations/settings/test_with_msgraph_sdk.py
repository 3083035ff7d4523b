"""Settings, rules, categories, overrides and mail tips by msgraph-sdk."""

from datetime import time
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph
from tests.protocols.graph.operations.settings.rules import names
from tests.protocols.graph.sdk import Models, ask

pytest.importorskip("msgraph")
sdk = Models()


def test_settings(graph: Graph) -> None:
    replies = sdk.AutomaticRepliesSetting(
        status=sdk.AutomaticRepliesStatus.AlwaysEnabled,
        external_audience=sdk.ExternalAudienceScope.ContactsOnly,
        internal_reply_message="Away",
    )
    hours = sdk.WorkingHours(
        days_of_week=[sdk.DayOfWeek.Monday],
        start_time=time(9, 30),
        end_time=time(12),
        time_zone=sdk.TimeZoneBase(name="Pacific Standard Time"),
    )

    async def question(client: Any) -> Any:
        given = sdk.MailboxSettings(
            automatic_replies_setting=replies,
            working_hours=hours,
            language=sdk.LocaleInfo(locale="fr-FR"),
            time_zone="Europe/Paris",
            date_format="dd/MM/yyyy",
        )
        await client.me.mailbox_settings.patch(given)
        return await client.me.mailbox_settings.get()

    said = ask(graph, question)
    assert said.automatic_replies_setting.status is sdk.AutomaticRepliesStatus.AlwaysEnabled
    assert said.automatic_replies_setting.internal_reply_message == "Away"
    assert (said.working_hours.start_time, said.working_hours.time_zone.name) == (time(9, 30), "Pacific Standard Time")
    assert (said.language.display_name, said.time_zone) == ("French (France)", "Europe/Paris")
    assert said.user_purpose is sdk.UserPurpose.User


def test_rules(graph: Graph) -> None:
    rule = sdk.MessageRule(
        display_name="From partner",
        sequence=1,
        is_enabled=True,
        conditions=sdk.MessageRulePredicates(
            sender_contains=["adele"], within_size_range=sdk.SizeRange(minimum_size=1, maximum_size=100)
        ),
        actions=sdk.MessageRuleActions(
            forward_to=[sdk.Recipient(email_address=sdk.EmailAddress(address="alex@fabrikam.example"))],
            mark_importance=sdk.Importance.High,
        ),
    )

    async def question(client: Any) -> Any:
        rules = client.me.mail_folders.by_mail_folder_id("inbox").message_rules
        made = await rules.post(rule)
        one = rules.by_message_rule_id(made.id)
        changed = await one.patch(sdk.MessageRule(actions=sdk.MessageRuleActions(mark_as_read=True)))
        listed = (await rules.get()).value
        await one.delete()
        return made, changed, listed

    made, changed, listed = ask(graph, question)
    assert made.actions.forward_to[0].email_address.address == "alex@fabrikam.example"
    assert (changed.id, changed.actions.mark_as_read, changed.actions.forward_to) == (made.id, True, None)
    assert changed.conditions.within_size_range.maximum_size == 100
    assert [each.id for each in listed] == [made.id]
    assert names(graph) == []


def test_categories(graph: Graph) -> None:
    async def question(client: Any) -> Any:
        categories = client.me.outlook.master_categories
        made = await categories.post(sdk.OutlookCategory(display_name="Expenses", color=sdk.CategoryColor.Preset9))
        one = categories.by_outlook_category_id(made.id)
        changed = await one.patch(sdk.OutlookCategory(color=sdk.CategoryColor.None_))
        listed = (await categories.get()).value
        await one.delete()
        return made, changed, listed, (await categories.get()).value

    made, changed, listed, left = ask(graph, question)
    assert (made.display_name, made.color) == ("Expenses", sdk.CategoryColor.Preset9)
    assert (changed.id, changed.color) == (made.id, sdk.CategoryColor.None_)
    assert listed[-1].id == made.id
    assert [each.display_name for each in left] == [each.display_name for each in listed[:-1]]


def test_overrides(graph: Graph) -> None:
    given = sdk.InferenceClassificationOverride(
        classify_as=sdk.InferenceClassificationType.Other,
        sender_email_address=sdk.EmailAddress(name="Eve", address="eve@fabrikam.example"),
    )

    async def question(client: Any) -> Any:
        overrides = client.me.inference_classification.overrides
        made = await overrides.post(given)
        one = overrides.by_inference_classification_override_id(made.id)
        focused = sdk.InferenceClassificationOverride(classify_as=sdk.InferenceClassificationType.Focused)
        changed = await one.patch(focused)
        listed = (await overrides.get()).value
        await one.delete()
        return made, changed, listed, (await overrides.get()).value

    made, changed, listed, left = ask(graph, question)
    assert (made.classify_as, changed.classify_as) == (
        sdk.InferenceClassificationType.Other,
        sdk.InferenceClassificationType.Focused,
    )
    assert ([each.sender_email_address.name for each in listed], left) == (["Eve"], [])


def test_mail_tips(graph: Graph) -> None:
    from msgraph.generated.users.item.get_mail_tips.get_mail_tips_post_request_body import GetMailTipsPostRequestBody

    bob = graph.tenant.user("bob").address
    graph.mailbox("bob").automatic_replies.set("Away")
    wanted = sdk.MailTipsType.AutomaticReplies

    async def question(client: Any) -> Any:
        asked = GetMailTipsPostRequestBody(email_addresses=[bob], mail_tips_options=wanted)
        return (await client.me.get_mail_tips.post(asked)).value

    (said,) = ask(graph, question)
    assert (said.email_address.address, said.automatic_replies.message) == (bob, "Away")
    assert (said.mailbox_full, said.total_member_count) == (None, None)
