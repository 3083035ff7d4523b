"""The document of the API: OpenAPI 3.1, made of the operations themselves."""

from fakeserver.protocols.control import resources
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.openapi import document
from fakeserver.protocols.control.routing import operation
from fakeserver.wire import HttpResponse


@operation("GET", "/openapi.json", gives="application/json")
def get_document(call: Call) -> HttpResponse:
    """Describe the API (OpenAPI 3.1)."""
    from fakeserver.protocols.control.json_form import encoded

    described = document(resources.operations(), call.base_url)
    return HttpResponse(200, [("Content-Type", "application/json")], encoded(described))
