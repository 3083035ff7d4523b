from fakeserver.tenant.access.protocol import Protocol


def test_protocols_are_named_as_people_know_them() -> None:
    assert [protocol.value for protocol in Protocol] == ["EWS", "IMAP", "POP3", "SMTP", "Autodiscover", "Graph"]
