"""The languages that a mailbox can be in, with their names.

Sources: learn.microsoft.com/graph/api/outlookuser-supportedlanguages for the form; the names are CLDR's, with the
countries as Windows calls them. Assumption: which languages there are.
"""

from functools import cache
from typing import Final, NamedTuple


class Language(NamedTuple):
    """A language of one country."""

    #: as ``de-DE``
    locale: str
    #: as ``German (Germany)``
    english_name: str
    #: as it calls itself: ``Deutsch (Deutschland)``
    native_name: str


_TABLE: Final = """
af-ZA|Afrikaans (South Africa)|Afrikaans (Suid-Afrika)
ar-AE|Arabic (United Arab Emirates)|العربية (الإمارات العربية المتحدة)
ar-EG|Arabic (Egypt)|العربية (مصر)
ar-SA|Arabic (Saudi Arabia)|العربية (المملكة العربية السعودية)
az-Latn-AZ|Azerbaijani (Latin, Azerbaijan)|Azərbaycan (Azərbaycan)
be-BY|Belarusian (Belarus)|Беларуская (Беларусь)
bg-BG|Bulgarian (Bulgaria)|Български (България)
bn-IN|Bangla (India)|বাংলা (ভারত)
bs-Latn-BA|Bosnian (Latin, Bosnia & Herzegovina)|Bosanski (Bosna i Hercegovina)
ca-ES|Catalan (Spain)|Català (Espanya)
cs-CZ|Czech (Czech Republic)|Čeština (Česko)
cy-GB|Welsh (United Kingdom)|Cymraeg (Y Deyrnas Unedig)
da-DK|Danish (Denmark)|Dansk (Danmark)
de-AT|German (Austria)|Deutsch (Österreich)
de-CH|German (Switzerland)|Deutsch (Schweiz)
de-DE|German (Germany)|Deutsch (Deutschland)
el-GR|Greek (Greece)|Ελληνικά (Ελλάδα)
en-AU|English (Australia)|English (Australia)
en-CA|English (Canada)|English (Canada)
en-GB|English (United Kingdom)|English (United Kingdom)
en-IE|English (Ireland)|English (Ireland)
en-IN|English (India)|English (India)
en-NZ|English (New Zealand)|English (New Zealand)
en-US|English (United States)|English (United States)
en-ZA|English (South Africa)|English (South Africa)
es-AR|Spanish (Argentina)|Español (Argentina)
es-CL|Spanish (Chile)|Español (Chile)
es-CO|Spanish (Colombia)|Español (Colombia)
es-ES|Spanish (Spain)|Español (España)
es-MX|Spanish (Mexico)|Español (México)
et-EE|Estonian (Estonia)|Eesti (Eesti)
eu-ES|Basque (Spain)|Euskara (Espainia)
fa-IR|Persian (Iran)|فارسی (ایران)
fi-FI|Finnish (Finland)|Suomi (Suomi)
fil-PH|Filipino (Philippines)|Filipino (Pilipinas)
fr-BE|French (Belgium)|Français (Belgique)
fr-CA|French (Canada)|Français (Canada)
fr-CH|French (Switzerland)|Français (Suisse)
fr-FR|French (France)|Français (France)
ga-IE|Irish (Ireland)|Gaeilge (Éire)
gl-ES|Galician (Spain)|Galego (España)
gu-IN|Gujarati (India)|ગુજરાતી (ભારત)
he-IL|Hebrew (Israel)|עברית (ישראל)
hi-IN|Hindi (India)|हिन्दी (भारत)
hr-HR|Croatian (Croatia)|Hrvatski (Hrvatska)
hu-HU|Hungarian (Hungary)|Magyar (Magyarország)
hy-AM|Armenian (Armenia)|Հայերեն (Հայաստան)
id-ID|Indonesian (Indonesia)|Indonesia (Indonesia)
is-IS|Icelandic (Iceland)|Íslenska (Ísland)
it-CH|Italian (Switzerland)|Italiano (Svizzera)
it-IT|Italian (Italy)|Italiano (Italia)
ja-JP|Japanese (Japan)|日本語 (日本)
ka-GE|Georgian (Georgia)|Ქართული (საქართველო)
kk-KZ|Kazakh (Kazakhstan)|Қазақ тілі (Қазақстан)
km-KH|Khmer (Cambodia)|ខ្មែរ (កម្ពុជា)
kn-IN|Kannada (India)|ಕನ್ನಡ (ಭಾರತ)
ko-KR|Korean (South Korea)|한국어 (대한민국)
lb-LU|Luxembourgish (Luxembourg)|Lëtzebuergesch (Lëtzebuerg)
lt-LT|Lithuanian (Lithuania)|Lietuvių (Lietuva)
lv-LV|Latvian (Latvia)|Latviešu (Latvija)
mk-MK|Macedonian (North Macedonia)|Македонски (Северна Македонија)
ml-IN|Malayalam (India)|മലയാളം (ഇന്ത്യ)
mr-IN|Marathi (India)|मराठी (भारत)
ms-MY|Malay (Malaysia)|Melayu (Malaysia)
mt-MT|Maltese (Malta)|Malti (Malta)
nb-NO|Norwegian Bokmål (Norway)|Norsk bokmål (Norge)
nl-BE|Dutch (Belgium)|Nederlands (België)
nl-NL|Dutch (Netherlands)|Nederlands (Nederland)
nn-NO|Norwegian Nynorsk (Norway)|Norsk nynorsk (Noreg)
pa-IN|Punjabi (India)|ਪੰਜਾਬੀ (ਭਾਰਤ)
pl-PL|Polish (Poland)|Polski (Polska)
pt-BR|Portuguese (Brazil)|Português (Brasil)
pt-PT|Portuguese (Portugal)|Português (Portugal)
ro-RO|Romanian (Romania)|Română (România)
ru-RU|Russian (Russia)|Русский (Россия)
sk-SK|Slovak (Slovakia)|Slovenčina (Slovensko)
sl-SI|Slovenian (Slovenia)|Slovenščina (Slovenija)
sq-AL|Albanian (Albania)|Shqip (Shqipëri)
sr-Cyrl-RS|Serbian (Cyrillic, Serbia)|Српски (Србија)
sr-Latn-RS|Serbian (Latin, Serbia)|Srpski (Srbija)
sv-FI|Swedish (Finland)|Svenska (Finland)
sv-SE|Swedish (Sweden)|Svenska (Sverige)
sw-KE|Swahili (Kenya)|Kiswahili (Kenya)
ta-IN|Tamil (India)|தமிழ் (இந்தியா)
te-IN|Telugu (India)|తెలుగు (భారతదేశం)
th-TH|Thai (Thailand)|ไทย (ไทย)
tr-TR|Turkish (Turkey)|Türkçe (Türkiye)
uk-UA|Ukrainian (Ukraine)|Українська (Україна)
ur-PK|Urdu (Pakistan)|اردو (پاکستان)
uz-Latn-UZ|Uzbek (Latin, Uzbekistan)|O‘zbek (Oʻzbekiston)
vi-VN|Vietnamese (Vietnam)|Tiếng Việt (Việt Nam)
zh-CN|Chinese (Simplified, China)|中文 (中国)
zh-HK|Chinese (Traditional, Hong Kong SAR)|中文 (中國香港特別行政區)
zh-SG|Chinese (Simplified, Singapore)|中文 (新加坡)
zh-TW|Chinese (Traditional, Taiwan)|中文 (台灣)
zu-ZA|Zulu (South Africa)|IsiZulu (iNingizimu Afrika)
"""


@cache
def languages() -> dict[str, Language]:
    """Return all languages by their locales in lower case, in order."""
    found = (Language(*line.split("|")) for line in _TABLE.strip().splitlines())
    return {each.locale.lower(): each for each in found}


def language_of(locale: str) -> Language | None:
    """Return the language of a locale, in any case; None where there is none."""
    return languages().get(locale.lower())
