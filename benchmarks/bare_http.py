"""``python -m benchmarks.bare_http [sign]``: an aiohttp handler that does nothing, or nothing but one RS256 signature.

What no token endpoint on aiohttp can be faster than. Prints its URL, and serves until it is ended.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

#: octets of an app-only answer, and of what is signed for it
ANSWER = b"x" * 1500
SIGNED = b"x" * 1200


async def serve(sign: bool) -> None:
    """Serve on a free port for ever."""
    key = rsa.generate_private_key(65537, 2048)
    scheme, digest = padding.PKCS1v15(), SHA256()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        if sign:
            key.sign(SIGNED, scheme, digest)
        return web.Response(body=ANSWER, content_type="application/json")

    await serving(answer, "token")


async def serving(answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], path: str = "") -> None:
    """Serve with a handler on a free port for ever; print the address."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(web.Server(answer, access_log=None), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/{path}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve("sign" in sys.argv[1:]))
