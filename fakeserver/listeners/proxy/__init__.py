"""A proxy for programs in other processes: real names lead to the fake, by the table of redirects.

``requests.py`` reads what a client asks for, ``routes.py`` says where that leads, ``listener.py`` carries the octets.
All other names are passed on, through the proxy that the environment named before, if there is one.
"""

from fakeserver.listeners.proxy.listener import ProxyListener
from fakeserver.listeners.proxy.routes import Routes

__all__ = ["ProxyListener", "Routes"]
