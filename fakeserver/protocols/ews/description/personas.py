"""What the answers of FindPeople and GetPersona hold, from the table of a persona's properties."""

from typing import Final

from fakeserver.protocols.ews.operations.people.attributed import ATTRIBUTED
from fakeserver.protocols.ews.operations.people.persona_properties import PROPERTIES
from fakeserver.protocols.ews.soap.datatypes import Datatype, holding

#: Property -> its type; the others are texts.
_OWN: Final = {
    "PersonaId": "t:ItemIdType",
    "CreationTime": "xs:dateTime",
    "EmailAddress": "t:EmailAddressType",
    "EmailAddresses": "t:ArrayOfEmailAddressesType",
    "PhoneNumber": "t:PersonaPhoneNumberType",
    "RelevanceScore": "xs:int",
    "FolderIds": "t:ArrayOfFolderIdType",
    "Attributions": "t:ArrayOfPersonaAttributionsType",
    **{one.element: f"t:ArrayOf{one.kind}sType" for one in ATTRIBUTED},
}
#: A value with its sources -> the type of the value.
_VALUES: Final = {
    "StringAttributedValue": "Value=xs:string",
    "StringArrayAttributedValue": "Values=t:ArrayOfStringValueType",
    "PhoneNumberAttributedValue": "Value=t:PersonaPhoneNumberType",
    "EmailAddressAttributedValue": "Value=t:EmailAddressType",
    "PostalAddressAttributedValue": "Value=t:PersonaPostalAddressType",
}

#: Type of types.xsd -> what it holds.
PERSONA_TYPES: Final[dict[str, Datatype]] = {
    "ArrayOfPeopleType": holding("Persona=t:PersonaType", many=True),
    "PersonaType": holding(" ".join(f"{one.element}={_OWN.get(one.element, 'xs:string')}" for one in PROPERTIES)),
    "PersonaPhoneNumberType": holding("Number=xs:string Type=xs:string"),
    "PersonaPostalAddressType": holding(
        "Street=xs:string City=xs:string State=xs:string Country=xs:string PostalCode=xs:string Type=xs:string"
    ),
    "ArrayOfFolderIdType": holding("FolderId=t:FolderIdType", many=True),
    "ArrayOfPersonaAttributionsType": holding("Attribution=t:PersonaAttributionType", many=True),
    "PersonaAttributionType": holding(
        "Id=xs:string SourceId=t:ItemIdType DisplayName=xs:string IsWritable=xs:boolean IsQuickContact=xs:boolean "
        "IsHidden=xs:boolean FolderId=t:FolderIdType"
    ),
    "ArrayOfValueAttributionsType": holding("Attribution=xs:string", many=True),
    "ArrayOfStringValueType": holding("Value=xs:string", many=True),
    **{
        f"{kind}Type": holding(f"{value} Attributions=t:ArrayOfValueAttributionsType")
        for kind, value in _VALUES.items()
    },
    **{f"ArrayOf{kind}sType": holding(f"{kind}=t:{kind}Type", many=True) for kind in _VALUES},
}
