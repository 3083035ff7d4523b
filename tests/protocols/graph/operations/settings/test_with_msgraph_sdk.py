"""Settings and rules by msgraph-sdk."""

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
