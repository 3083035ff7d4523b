"""Properties of distribution lists besides those of all items: t:DistributionListType."""

from typing import Final

from fakeserver.protocols.ews.properties.contact import CONTACT
from fakeserver.protocols.ews.properties.field import ALL, Field, picked
from fakeserver.protocols.ews.values.members import MEMBERS

DISTRIBUTION_LIST: Final = (
    *picked(CONTACT, "DisplayName FileAs ContactSource"),
    Field("distributionlist:Members", MEMBERS, ALL, writable=True, appendable=True, findable=False),
)
