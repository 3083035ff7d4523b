"""Each module has its tests where one looks for them.

``fakeserver/protocols/imap/session.py`` has ``tests/protocols/imap/test_session.py``. Where several small modules carry
one idea, a test file of that folder that imports the module will do.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Test file -> the modules that have no tests of their own, because what they do together is tested there.
BY_IDEA = {
    "protocols/ews/operations/conversations/test_apply_conversation_action.py": [
        "fakeserver/protocols/ews/operations/conversations/actions.py",
        "fakeserver/tenant/exchange/conversations/rules.py",
    ],
    "protocols/ews/operations/conversations/test_find_conversation.py": [
        "fakeserver/protocols/ews/operations/conversations/conversation_properties.py",
    ],
    "protocols/ews/operations/conversations/test_get_conversation_items.py": [
        "fakeserver/protocols/ews/operations/conversations/conversation_ids.py",
        "fakeserver/protocols/ews/operations/conversations/nodes.py",
    ],
    "protocols/ews/operations/people/test_find_people.py": [
        "fakeserver/protocols/ews/operations/people/persona.py",
        "fakeserver/protocols/ews/operations/people/persona_paths.py",
        "fakeserver/protocols/ews/operations/people/persona_properties.py",
    ],
    "protocols/ews/operations/people/test_get_persona.py": [
        "fakeserver/protocols/ews/operations/people/attributed.py",
        "fakeserver/protocols/ews/operations/people/errors.py",
    ],
    "protocols/ews/operations/items/test_create_item.py": [
        "fakeserver/protocols/ews/operations/items/creating.py",
        "fakeserver/protocols/ews/operations/items/responses/not_performed.py",
        "fakeserver/protocols/ews/operations/items/responses/table.py",
    ],
    "protocols/ews/operations/items/responses/test_answers.py": [
        "fakeserver/protocols/ews/operations/items/responses/references.py",
        "fakeserver/protocols/ews/operations/items/responses/response.py",
        "fakeserver/tenant/exchange/responding/answer.py",
        "fakeserver/tenant/exchange/transport/answered.py",
    ],
    "tenant/exchange/transport/test_acknowledgement.py": [
        "fakeserver/tenant/exchange/receipt_requests.py",
        "fakeserver/tenant/exchange/transport/read_receipts.py",
    ],
    "tenant/exchange/transport/test_reports.py": ["fakeserver/tenant/exchange/transport/multipart.py"],
    "protocols/ews/operations/attachments/test_attachments.py": [
        "fakeserver/protocols/ews/operations/attachments/attachment_ids.py",
        "fakeserver/protocols/ews/operations/attachments/create_attachment.py",
        "fakeserver/protocols/ews/operations/attachments/delete_attachment.py",
        "fakeserver/protocols/ews/operations/attachments/get_attachment.py",
    ],
    "protocols/ews/operations/automatic_replies/test_oof_settings.py": [
        "fakeserver/protocols/ews/operations/automatic_replies/get_user_oof_settings.py",
        "fakeserver/protocols/ews/operations/automatic_replies/set_user_oof_settings.py",
        "fakeserver/protocols/ews/operations/automatic_replies/settings.py",
    ],
    "protocols/ews/operations/availability/test_free_busy.py": [
        "fakeserver/protocols/ews/operations/availability/get_user_availability.py",
        "fakeserver/protocols/ews/operations/availability/views.py",
        "fakeserver/protocols/ews/operations/availability/zones.py",
    ],
    "protocols/ews/operations/availability/test_refused.py": [
        "fakeserver/protocols/ews/operations/availability/errors.py",
        "fakeserver/protocols/ews/operations/availability/options.py",
        "fakeserver/protocols/ews/operations/availability/people.py",
    ],
    "protocols/ews/operations/rooms/test_rooms.py": [
        "fakeserver/protocols/ews/operations/rooms/entries.py",
        "fakeserver/protocols/ews/operations/rooms/get_room_lists.py",
        "fakeserver/protocols/ews/operations/rooms/get_rooms.py",
    ],
    "protocols/ews/operations/service_settings/test_mail_tips.py": [
        "fakeserver/protocols/ews/operations/service_settings/get_mail_tips.py",
    ],
    "protocols/ews/operations/service_settings/test_service_settings.py": [
        "fakeserver/protocols/ews/operations/service_settings/get_password_expiration_date.py",
        "fakeserver/protocols/ews/operations/service_settings/get_service_configuration.py",
    ],
    "tenant/exchange/out_of_office/test_agent.py": [
        "fakeserver/tenant/exchange/out_of_office/messages.py",
        "fakeserver/tenant/exchange/transport/unreturned.py",
    ],
    "protocols/ews/operations/delegates/test_delegates.py": [
        "fakeserver/protocols/ews/operations/delegates/change_delegates.py",
        "fakeserver/protocols/ews/operations/delegates/delegate_users.py",
        "fakeserver/protocols/ews/operations/delegates/get_delegate.py",
    ],
    "protocols/ews/operations/folders/test_update_folder.py": [
        "fakeserver/protocols/ews/operations/folders/folder_properties.py",
    ],
    "protocols/ews/test_shared_folders.py": [
        "fakeserver/protocols/ews/operations/folders/permission_sets.py",
    ],
    "protocols/ews/operations/notifications/test_pushing.py": [
        "fakeserver/protocols/ews/operations/notifications/callbacks.py",
        "fakeserver/protocols/ews/operations/notifications/send_notification.py",
    ],
    "protocols/ews/operations/notifications/test_get_events.py": [
        "fakeserver/protocols/ews/operations/notifications/event_xml.py",
        "fakeserver/protocols/ews/operations/notifications/retention.py",
        "fakeserver/protocols/ews/operations/notifications/unsubscribe.py",
        "fakeserver/tenant/exchange/notifications/events.py",
        "fakeserver/tenant/exchange/notifications/subscription.py",
    ],
    "protocols/ews/operations/notifications/test_get_streaming_events.py": [
        "fakeserver/protocols/ews/operations/notifications/listening.py",
        "fakeserver/protocols/ews/operations/notifications/subscribers.py",
    ],
    "protocols/ews/operations/test_disposals.py": [
        "fakeserver/protocols/ews/operations/items/delete_item.py",
    ],
    "protocols/ews/requirements/test_export_and_upload.py": [
        "fakeserver/protocols/ews/operations/items/export_items.py",
        "fakeserver/protocols/ews/operations/items/upload_items.py",
    ],
    "protocols/ews/requirements/test_tasks.py": [
        "fakeserver/protocols/ews/operations/items/task_occurrences.py",
    ],
    "protocols/ews/operations/items/test_transfer_items.py": [
        "fakeserver/protocols/ews/operations/items/move_item.py",
    ],
    "protocols/ews/operations/items/test_sending.py": [
        "fakeserver/protocols/ews/operations/items/send_item.py",
    ],
    "protocols/ews/description/test_files.py": [
        "fakeserver/protocols/ews/description/personas.py",
        "fakeserver/protocols/ews/description/types.py",
        "fakeserver/protocols/ews/description/xsd.py",
        "fakeserver/protocols/ews/soap/datatypes.py",
    ],
    "protocols/ews/operations/items/test_calendar_view.py": ["fakeserver/protocols/ews/properties/series.py"],
    "protocols/ews/operations/items/test_occurrences.py": ["fakeserver/protocols/ews/request/occurrence_ids.py"],
    "tenant/exchange/calendar/test_calendar.py": [
        "fakeserver/tenant/exchange/kinds/listed_occurrences.py",
        "fakeserver/tenant/exchange/occurrence_item.py",
        "fakeserver/tenant/exchange/occurrences.py",
    ],
    "protocols/ews/request/test_new_items.py": ["fakeserver/protocols/ews/request/item_types.py"],
    "protocols/ews/soap/test_time_zone_context.py": ["fakeserver/protocols/ews/request/context_zones.py"],
    "tenant/test_tenant.py": ["fakeserver/tenant/administration/minting.py"],
    "tenant/test_snapshots.py": ["fakeserver/tenant/snapshot.py"],
    "tenant/journal/test_notes.py": ["fakeserver/tenant/journal/facts.py"],
    "tenant/exchange/icalendar/test_messages.py": ["fakeserver/tenant/exchange/kinds/computed_meetings.py"],
    "tenant/exchange/icalendar/test_reading.py": [
        "fakeserver/tenant/exchange/icalendar/event_fields.py",
        "fakeserver/tenant/exchange/icalendar/to_do_fields.py",
        "fakeserver/tenant/exchange/icalendar/words.py",
    ],
    "tenant/exchange/icalendar/test_writing.py": ["fakeserver/tenant/exchange/icalendar/events.py"],
    "tenant/exchange/test_entities.py": ["fakeserver/tenant/exchange/store.py"],
    "tenant/switches/test_user_switches.py": ["fakeserver/tenant/switches/programs.py"],
    "protocols/ews/request/aqs/test_query.py": [
        "fakeserver/protocols/ews/request/aqs/keywords.py",
    ],
    "protocols/ews/operations/test_requests.py": [
        "fakeserver/protocols/ews/properties/paths.py",
    ],
    "protocols/ews/properties/test_table.py": [
        "fakeserver/protocols/ews/properties/item.py",
        "fakeserver/protocols/ews/properties/message.py",
        "fakeserver/protocols/ews/properties/post.py",
    ],
    "protocols/ews/operations/meetings/test_inviting.py": [
        "fakeserver/protocols/ews/operations/items/meeting_messages.py",
        "fakeserver/protocols/ews/properties/meeting.py",
        "fakeserver/protocols/ews/properties/meeting_values.py",
        "fakeserver/protocols/ews/properties/response_objects.py",
        "fakeserver/protocols/ews/values/free_busy.py",
        "fakeserver/tenant/exchange/scheduling/messages.py",
        "fakeserver/tenant/exchange/scheduling/organizing.py",
        "fakeserver/tenant/exchange/scheduling/outgoing.py",
        "fakeserver/tenant/exchange/scheduling/participants.py",
        "fakeserver/tenant/exchange/scheduling/states.py",
    ],
    "protocols/ews/operations/meetings/test_answering.py": [
        "fakeserver/protocols/ews/operations/items/responses/meeting_answers.py",
        "fakeserver/protocols/ews/operations/items/responses/written.py",
        "fakeserver/tenant/exchange/scheduling/answering.py",
        "fakeserver/tenant/exchange/scheduling/standings.py",
        "fakeserver/tenant/exchange/scheduling/tracking.py",
    ],
    "protocols/ews/operations/meetings/test_cancelling.py": [
        "fakeserver/protocols/ews/operations/items/responses/cancel_calendar_item.py",
        "fakeserver/protocols/ews/operations/items/responses/remove_item.py",
    ],
    "protocols/ews/operations/meetings/test_refused.py": [
        "fakeserver/protocols/ews/operations/items/responses/meeting_errors.py",
    ],
    "protocols/ews/operations/meetings/test_updating.py": [
        "fakeserver/tenant/exchange/kinds/computed_meetings.py",
        "fakeserver/tenant/exchange/kinds/meeting_versions.py",
        "fakeserver/tenant/exchange/scheduling/updates.py",
    ],
    "protocols/ews/operations/meetings/test_occurrences.py": [
        "fakeserver/tenant/exchange/scheduling/instances.py",
    ],
    "protocols/ews/operations/meetings/test_forwarding.py": [
        "fakeserver/protocols/ews/operations/items/responses/forward_meeting.py",
        "fakeserver/tenant/exchange/scheduling/forwarding.py",
    ],
    "protocols/ews/operations/meetings/test_rooms.py": [
        "fakeserver/tenant/administration/calendars.py",
        "fakeserver/tenant/exchange/scheduling/rooms.py",
        "fakeserver/tenant/exchange/scheduling/processing.py",
        "fakeserver/tenant/exchange/scheduling/scheduling.py",
        "fakeserver/tenant/switches/calendar_processing.py",
    ],
    "tenant/exchange/scheduling/test_attendant.py": [
        "fakeserver/tenant/exchange/scheduling/appointments.py",
        "fakeserver/tenant/exchange/scheduling/arriving.py",
        "fakeserver/tenant/exchange/scheduling/invitations.py",
    ],
    "protocols/ews/test_registry.py": [
        "fakeserver/protocols/ews/operations/not_performed.py",
    ],
    "protocols/ews/operations/names/test_resolve_names.py": [
        "fakeserver/protocols/ews/operations/names/entries.py",
    ],
    "protocols/ews/test_errors.py": [
        "fakeserver/protocols/ews/operations/attachments/errors.py",
        "fakeserver/protocols/ews/operations/conversations/errors.py",
        "fakeserver/protocols/ews/operations/delegates/errors.py",
        "fakeserver/protocols/ews/operations/folders/errors.py",
        "fakeserver/protocols/ews/operations/items/errors.py",
        "fakeserver/protocols/ews/operations/names/errors.py",
        "fakeserver/protocols/ews/operations/notifications/errors.py",
        "fakeserver/protocols/ews/operations/sync/errors.py",
    ],
    "children/isolation/test_network.py": [
        "fakeserver/children/isolation/enter.py",
        "fakeserver/children/isolation/inside.py",
        "fakeserver/children/isolation/libc.py",
        "fakeserver/children/isolation/namespaces.py",
    ],
    "edge/faults/test_connections.py": [
        "fakeserver/edge/faults/bye.py",
        "fakeserver/edge/faults/down.py",
        "fakeserver/edge/faults/garbage.py",
        "fakeserver/edge/faults/hang.py",
        "fakeserver/edge/faults/lose_answer.py",
        "fakeserver/edge/faults/stall.py",
        "fakeserver/edge/faults/trickle.py",
    ],
    "edge/faults/test_handshakes.py": [
        "fakeserver/edge/faults/broken_tls.py",
        "fakeserver/edge/faults/expired_certificate.py",
        "fakeserver/edge/faults/untrusted_certificate.py",
        "fakeserver/edge/faults/wrong_name.py",
    ],
    "edge/faults/test_clocks.py": [
        "fakeserver/edge/faults/skewed_tokens.py",
        "fakeserver/edge/faults/wrong_clock.py",
        "fakeserver/edge/faults/wrong_date.py",
    ],
    "edge/faults/test_series.py": [
        "fakeserver/edge/faults/answer.py",
        "fakeserver/edge/faults/mix.py",
    ],
    "edge/faults/test_services.py": [
        "fakeserver/edge/faults/aadsts.py",
        "fakeserver/edge/faults/dead_refresh_token.py",
        "fakeserver/edge/faults/html.py",
        "fakeserver/edge/faults/mailbox_full.py",
        "fakeserver/edge/faults/moving.py",
        "fakeserver/edge/faults/not_connected.py",
        "fakeserver/edge/faults/unavailable.py",
    ],
    "tenant/exchange/transport/test_delivery.py": ["fakeserver/tenant/exchange/transport/receipts.py"],
    "tenant/faults/test_delivery.py": ["fakeserver/tenant/faults/mishaps.py"],
    "children/test_python.py": ["fakeserver/children/python/sitecustomize.py"],
    "plugin/test_redirect.py": ["fakeserver/children/leading.py"],
    "plugin/commands/test_commands.py": ["pytest_m365/__main__.py"],
    "plugin/commands/test_login.py": ["pytest_m365/commands/common.py", "pytest_m365/commands/logout.py"],
    "plugin/diagnosis/test_ruling.py": [
        "pytest_m365/diagnosis/clues.py",
        "pytest_m365/diagnosis/diagnosis.py",
        "pytest_m365/diagnosis/permissions.py",
        "pytest_m365/diagnosis/seen.py",
        "pytest_m365/diagnosis/waits.py",
    ],
    "plugin/doctor/test_output.py": ["pytest_m365/doctor/web.py"],
    "plugin/doctor/test_sending.py": ["pytest_m365/doctor/arrival.py", "pytest_m365/doctor/steps/sending.py"],
    "plugin/doctor/test_walk.py": [
        "pytest_m365/doctor/fresh_tokens.py",
        "pytest_m365/doctor/opening.py",
        "pytest_m365/doctor/who.py",
        "pytest_m365/doctor/steps/autodiscover.py",
        "pytest_m365/doctor/steps/contents.py",
        "pytest_m365/doctor/steps/ews.py",
        "pytest_m365/doctor/steps/imap.py",
        "pytest_m365/doctor/steps/pop3.py",
        "pytest_m365/doctor/steps/settings.py",
        "pytest_m365/doctor/steps/smtp.py",
        "pytest_m365/doctor/steps/tls.py",
        "pytest_m365/doctor/steps/tokens.py",
    ],
    "plugin/doctor/test_steps.py": [
        "pytest_m365/doctor/each_place.py",
        "pytest_m365/doctor/steps/clock.py",
        "pytest_m365/doctor/steps/discovery.py",
        "pytest_m365/doctor/steps/federation.py",
        "pytest_m365/doctor/steps/names.py",
        "pytest_m365/doctor/steps/ports.py",
        "pytest_m365/doctor/steps/trust.py",
    ],
    "plugin/doctor/test_rows.py": [
        "pytest_m365/diagnosis/rows/entra.py",
        "pytest_m365/diagnosis/rows/ews.py",
        "pytest_m365/diagnosis/rows/imap_and_sign_in.py",
        "pytest_m365/diagnosis/rows/service.py",
        "pytest_m365/diagnosis/rows/smtp.py",
    ],
    "plugin/test_target.py": ["pytest_m365/mailbox.py"],
    "live/test_live_run.py": [
        "pytest_m365/live/begin.py",
        "pytest_m365/live/hooks.py",
        "pytest_m365/live/mailboxes.py",
        "pytest_m365/live/redirect.py",
        "pytest_m365/live/target.py",
        "pytest_m365/live/variantless.py",
        "pytest_m365/stash.py",
        "pytest_m365/targets.py",
    ],
    "tenant/exchange/test_mailbox.py": ["fakeserver/tenant/exchange/former_names.py"],
    "plugin/live/test_way.py": [
        "pytest_m365/live/ews_classes.py",
        "pytest_m365/live/ews_folders.py",
    ],
    "plugin/live/test_guarded.py": ["pytest_m365/live/guarded_socket.py"],
    "live/test_turns.py": ["pytest_m365/live/telling.py"],
    "plugin/live/test_sweep.py": ["pytest_m365/live/removal.py"],
    "plugin/live/test_waiting.py": ["pytest_m365/live/sentinel.py"],
    "plugin/live/test_mailbox.py": [
        "pytest_m365/live/loading.py",
        "pytest_m365/live/marking.py",
    ],
    "tenant/exchange/test_waiting.py": ["fakeserver/tenant/exchange/demand.py"],
    "plugin/contract/test_promises.py": [
        "pytest_m365/contract/promises/across.py",
        "pytest_m365/contract/promises/answers.py",
        "pytest_m365/contract/promises/autodiscover.py",
        "pytest_m365/contract/promises/delivered.py",
        "pytest_m365/contract/promises/ews_asks.py",
        "pytest_m365/contract/promises/ews_folder_requests.py",
        "pytest_m365/contract/promises/ews_refusals.py",
        "pytest_m365/contract/promises/ews_requests.py",
        "pytest_m365/contract/promises/ews_searches.py",
        "pytest_m365/contract/promises/ews_shapes.py",
        "pytest_m365/contract/promises/ews_sign_in.py",
        "pytest_m365/contract/promises/imap_copying.py",
        "pytest_m365/contract/promises/imap_folders.py",
        "pytest_m365/contract/promises/imap_messages.py",
        "pytest_m365/contract/promises/imap_search.py",
        "pytest_m365/contract/promises/imap_session.py",
        "pytest_m365/contract/promises/imap_structure.py",
        "pytest_m365/contract/promises/other_audiences.py",
        "pytest_m365/contract/promises/pop3.py",
        "pytest_m365/contract/promises/refused_sign_in.py",
        "pytest_m365/contract/promises/sign_in.py",
        "pytest_m365/contract/promises/smtp.py",
        "pytest_m365/contract/promises/token_answers.py",
        "pytest_m365/contract/promises/token_endpoint.py",
        "pytest_m365/contract/promises/where_so.py",
    ],
    "live/test_live_contract.py": [
        "pytest_m365/contract/promises/settings.py",
    ],
    "protocols/oauth/test_device.py": [
        "fakeserver/protocols/oauth/grants/device_code.py",
    ],
    "tenant/directory/test_sign_in_rules.py": [
        "fakeserver/tenant/switches/conditional_access.py",
    ],
    "structure/test_refusals.py": [
        "fakeserver/tenant/refusals/access_tokens.py",
        "fakeserver/tenant/refusals/applications.py",
        "fakeserver/tenant/refusals/client_assertions.py",
        "fakeserver/tenant/refusals/consent.py",
        "fakeserver/tenant/refusals/contents.py",
        "fakeserver/tenant/refusals/credentials.py",
        "fakeserver/tenant/refusals/grants.py",
        "fakeserver/tenant/refusals/mailboxes.py",
        "fakeserver/tenant/refusals/pages.py",
        "fakeserver/tenant/refusals/passwords.py",
        "fakeserver/tenant/refusals/permissions.py",
        "fakeserver/tenant/refusals/service.py",
        "fakeserver/tenant/refusals/sign_in.py",
        "fakeserver/tenant/refusals/user_assertions.py",
    ],
}


def modules() -> list[Path]:
    """Return the modules of both packages that hold code, from the root."""
    paths = [path for package in ("fakeserver", "pytest_m365") for path in (ROOT / package).rglob("*.py")]
    # The contract suite is tests itself, which tests/plugin/contract/test_suite.py runs.
    held = [path for path in paths if path.name not in ("__init__.py", "conftest.py") and "test_" not in path.name[:5]]
    return sorted(path.relative_to(ROOT) for path in held)


def folder_of_tests(module: Path) -> Path:
    """Return where a module's tests stand."""
    if module.parts[0] == "pytest_m365":
        return ROOT.joinpath("tests", "plugin", *module.parts[1:-1])
    return ROOT.joinpath("tests", *module.parts[1:-1])


def has_tests(module: Path) -> bool:
    """Say whether a test file of that name is there, or one in that folder imports the module."""
    folder = folder_of_tests(module)
    if (folder / f"test_{module.name}").is_file():
        return True
    package, name = ".".join(module.parts[:-1]), re.escape(module.stem)
    imports = re.compile(
        rf"^\s*(from {re.escape(package)}\.{name} import|from {re.escape(package)} import .*\b{name}\b)", re.M
    )
    return any(imports.search(path.read_text()) for path in folder.glob("test_*.py"))


def test_each_module_has_its_tests_or_is_named_with_others() -> None:
    named = [module for together in BY_IDEA.values() for module in together]
    # Also the other way round: what has tests of its own, or is gone, is not named.
    assert sorted(str(module) for module in modules() if not has_tests(module)) == sorted(named)


def test_where_they_are_named_there_are_tests() -> None:
    assert [path for path in BY_IDEA if "def test_" not in (ROOT / "tests" / path).read_text()] == []
