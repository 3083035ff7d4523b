"""``python -m benchmarks.bare_smtp``: aiosmtpd with a handler that drops what it gets.

What no submission server on aiosmtpd can be much faster than. Prints its URL, and serves until it is ended.
"""

import asyncio

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP


async def serve() -> None:
    """Serve on a free port for ever."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="localhost"), "127.0.0.1", 0)
    print(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
