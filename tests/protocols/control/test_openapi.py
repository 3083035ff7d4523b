"""The document: it is one, it names every operation, and says what is refused."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from fakeserver.protocols.control.resources import operations
from fakeserver.tenant.directory.users import USER_SWITCHES
from tests.protocols.control.api import Api


def test_it_is_openapi(api: Api) -> None:
    OpenAPIV31SpecValidator(api.document).validate()


def test_every_operation_stands_in_it_with_a_sentence(api: Api) -> None:
    paths = api.document["paths"]
    every = operations()
    assert len(every) > 70
    for each in every:
        said = paths[each.path][each.method.lower()]
        assert said["operationId"] == each.name
        assert said["summary"].endswith((".", ")"))
    assert len({each.name for each in every}) == len(every)


def test_requests_take_what_is_named_and_nothing_else(api: Api) -> None:
    schemas = api.document["components"]["schemas"]
    user = schemas["UserTable"]
    assert user["additionalProperties"] is False
    assert user["properties"].keys() >= USER_SWITCHES
    assert "switches" not in user["properties"]
    assert user["properties"]["mfa"]["enum"] == ["none", "required", "enrol"]
    assert schemas["FaultTable"]["additionalProperties"] is True
    assert "path" not in schemas["Config"]["properties"]
    assert schemas["Config"]["properties"]["users"]["items"] == {"$ref": "#/components/schemas/UserTable"}


def test_a_message_comes_as_json_or_as_it_is(api: Api) -> None:
    delivering = api.document["paths"]["/tenants/{tenant}/mailboxes/{mailbox}/messages"]["post"]
    content = delivering["requestBody"]["content"]
    assert content["application/json"] == {"schema": {"$ref": "#/components/schemas/NewMessage"}}
    assert "message/rfc822" in content
    assert {each["name"] for each in delivering["parameters"]} == {
        "tenant",
        "mailbox",
        "folder",
        "is_read",
        "received_at",
    }


def test_fields_are_described_by_their_comments(api: Api) -> None:
    schemas, paths = api.document["components"]["schemas"], api.document["paths"]
    assert schemas["WaitingInFolder"]["properties"]["folder"]["description"] == "a distinguished id or a path"
    # Inherited, and of two lines.
    assert schemas["WaitingInFolder"]["properties"]["count"]["description"] == "wait for so many"
    mailbox = schemas["Explaining"]["properties"]["mailbox"]["description"]
    assert mailbox.endswith("by its address, short or whole; null: the one of XOAUTH2, or the user's own")
    (name,) = (
        each
        for each in paths["/tenants/{tenant}/mailboxes/{mailbox}/load"]["post"]["parameters"]
        if each["name"] == "name"
    )
    assert name["description"] == '"mail.mbox": the end says what it is'


def test_the_key_is_described(api: Api) -> None:
    assert api.document["components"]["securitySchemes"]["key"]["name"] == "Fakeserver-Key"
    assert api.document["servers"] == [{"url": api.server.control_url}]
