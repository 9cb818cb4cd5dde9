import pytest

from sensing.errors import SettingsError
from sensing.sources.phone import PhoneAddress, PhoneApp


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("phyphox=http://192.168.1.9:8080", PhoneAddress(PhoneApp.PHYPHOX, "http://192.168.1.9:8080")),
        ("phyphox=192.168.1.9", PhoneAddress(PhoneApp.PHYPHOX, "http://192.168.1.9")),
        ("phyphox=http://phone.local/", PhoneAddress(PhoneApp.PHYPHOX, "http://phone.local")),
        ("sensorserver=ws://[::1]:80", PhoneAddress(PhoneApp.SENSOR_SERVER, "ws://[::1]:80")),
        ("sensorlogger", PhoneAddress(PhoneApp.SENSOR_LOGGER, port=8000)),
        ("sensorlogger=9000", PhoneAddress(PhoneApp.SENSOR_LOGGER, port=9000)),
    ],
)
def test_is_understood(text: str, address: PhoneAddress) -> None:
    assert PhoneAddress.parse(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "abacus", "phyphox", "phyphox=", "phyphox=ws://1.2.3.4", "phyphox=http://1.2.3.4:99999",
        "sensorserver=http://1.2.3.4", "sensorlogger=http://1.2.3.4", "sensorlogger=0", "sensorlogger=٣",
        "phyphox=http://1.2.3.4?x=1", "phyphox=http://user@1.2.3.4",
    ],
)  # fmt: skip
def test_is_not_understood(text: str) -> None:
    with pytest.raises(SettingsError, match="write phone:"):
        PhoneAddress.parse(text)
