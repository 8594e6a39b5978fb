import pytest

from rehearse.audio.voice_child import choose_voice

GERMAN = {"id": "gmw/de", "name": "German", "languages": ["de"]}
BRITISH = {"id": "gmw/en", "name": "English (Great Britain)", "languages": ["en-gb"]}
AMERICAN = {"id": "gmw/en-us", "name": "English (America)", "languages": ["en-us"]}
ZIRA = {"id": "TTS_MS_EN-US_ZIRA", "name": "Microsoft Zira Desktop - English", "languages": []}


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        ([GERMAN, BRITISH, AMERICAN], None, "gmw/en-us"),
        ([GERMAN, BRITISH], None, "gmw/en"),
        ([GERMAN, ZIRA], None, "TTS_MS_EN-US_ZIRA"),
        ([GERMAN], None, "the system's"),
        ([GERMAN, BRITISH], "gmw/de", "gmw/de"),
        ([GERMAN, BRITISH], "german", "gmw/de"),
        ([GERMAN, ZIRA], "zira", "TTS_MS_EN-US_ZIRA"),
        ([GERMAN, BRITISH], "en-GB", "gmw/en"),
        ([GERMAN, BRITISH], "en-us+f3", "en-us+f3"),
    ],
)
def test_the_voice_is_the_one_meant_or_an_english_one(voices, wanted, chosen):
    assert choose_voice(voices, wanted, "the system's") == chosen


def test_a_voice_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match="Zaphod"):
        choose_voice([GERMAN], "Zaphod", None)
