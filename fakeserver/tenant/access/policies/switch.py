"""What every switch tells about itself; users have switches of the same form."""

from fakeserver.tenant.switch import Switch

__all__ = ["Switch"]
