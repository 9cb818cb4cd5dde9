"""A sensor by a file that a person writes: what it may say, and what is said when it is wrong."""

import re
from pathlib import Path

import numpy as np
import pytest

from sensing.errors import SensorFileError, SettingsError
from sensing.sensors import SHIPPED
from sensing.sensors.described import folder_models, text_model
from sensing.sensors.model import SensorModel
from sensing.types import GRAVITY_MPS2, Packet, frozen

ROOT = Path(__file__).parent.parent.parent.parent

WHOLE = """
key = "mine"
label = "My sensor"
names = ["Mine"]
service = "19b10000-e8f2-537e-4f6c-d104768a1214"
rate-hz = 104
samples = 2
ticks-hz = 1e6
battery = true

[acc]
unit = "g"
scale = 0.5

[gyr]
unit = "rad/s"

[start]
characteristic = "fff1"
hex = ["01 ff", "02"]

[stop]
characteristic = "fff1"
hex = ["00"]

[[streams]]
characteristic = "fff2"
head = "<2BI2x"
head-fields = ["", "", "ticks"]
layout = ">3h"
fields = ["acc_y", "-acc_x", "acc_z"]

[[streams]]
characteristic = "fff3"
layout = "<3f"
fields = ["gyr_x", "gyr_y", "gyr_z"]
"""

PACKET = Packet(
    frozen([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]) * (GRAVITY_MPS2 / 2),
    frozen([[0.5, 0.25, -1.0], [0.0, 1.0, 2.0]]),
    258,
)


def mine(text: str = WHOLE) -> SensorModel:
    return text_model(text, "mine.toml")


def test_everything_that_a_file_may_say() -> None:
    sensor = mine()
    assert (sensor.key, sensor.label, sensor.example_name) == ("mine", "My sensor", "Mine")
    assert (sensor.sampling_rate_hz, sensor.samples_per_packet) == (104, 2)
    assert (sensor.tick_hz, sensor.tick_bits) == (1e6, 32)
    assert [command.payload.hex() for command in sensor.start_commands] == ["01ff", "02"]
    assert sensor.notify_characteristics[0] == "0000fff2-0000-1000-8000-00805f9b34fb"
    assert sensor.battery_characteristic is not None
    assert sensor.description == WHOLE


def test_bytes_lie_where_the_file_says() -> None:
    first, second = mine().encode(PACKET)
    assert first.hex(" ") == "00 00 02 01 00 00 00 00 00 02 ff ff 00 03 00 05 ff fc 00 06"
    assert np.frombuffer(second, "<f4").tolist() == [0.5, 0.25, -1.0, 0.0, 1.0, 2.0]


def test_what_is_encoded_is_decoded() -> None:
    sensor = mine()
    decoder = sensor.new_decoder()
    (got,) = [packet for each in sensor.notifications(PACKET) for packet in decoder.push(*each)]
    np.testing.assert_allclose(got.acc_mps2, PACKET.acc_mps2)
    np.testing.assert_allclose(frozen(got.gyr_radps), frozen(PACKET.gyr_radps))
    assert got.t_device_ticks == 258


def test_values_as_lines_of_text() -> None:
    text = """
        key = "uart"
        label = "Own sketch"
        names = ["IMU"]
        service = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
        rate-hz = 50
        [acc]
        unit = "g"
        [gyr]
        unit = "deg/s"
        [[streams]]
        characteristic = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
        prefix = "imu:"
        separator = ";"
        fields = ["acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z", ""]
    """
    sensor = mine(text)
    (got,) = sensor.new_decoder().push(
        sensor.notify_characteristics[0], b"imu: 0.5; -1e-1 ;1.25;90;0;-45.5;77\r\n"
    )
    np.testing.assert_allclose(got.acc_mps2, [[0.5 * GRAVITY_MPS2, -0.1 * GRAVITY_MPS2, 1.25 * GRAVITY_MPS2]])
    np.testing.assert_allclose(np.degrees(frozen(got.gyr_radps)), [[90, 0, -45.5]])
    assert got.t_device_ticks is None


def without(key: str) -> tuple[str, str]:
    return rf"(?m)^{key} = .*\n", ""


@pytest.mark.parametrize(
    ("pattern", "replacement", "said"),
    [
        (*without("key"), "key is missing"),
        ('"mine"', '"My Sensor"', "key is 'My Sensor'; write at most 31 of a-z"),
        ('"mine"', "7", "key is 7; write a text in quotes"),
        (*without("label"), "label is missing"),
        ('"My sensor"', '"a\\\\nb"', "label is too long or has more than one line"),
        (*without("names"), "names has to say how the sensor's name begins"),
        (r'\["Mine"\]', '"Mine"', "names is 'Mine'; write a list of texts"),
        (r'\["Mine"\]', '["Mine"]\nadvertised = ["xyz"]', "advertised 'xyz' is no UUID"),
        ("19b10000-", "19b1000-", "service '19b1000-e8f2.*' is no UUID"),
        ("= 104", "= 0", "rate-hz is 0; it should be from 5 to 1000"),
        ("= 104", "= nan", "rate-hz is nan; write a number"),
        ("= 104", "= true", "rate-hz is True; write a number"),
        ("= 2\n", "= 2.5\n", "samples is 2.5; write a whole number"),
        (*without("ticks-hz"), "ticks-hz is missing"),
        ("battery = true", "battery = 1", "battery is 1; write true or false"),
        ("battery = true", "batery = true", "batery is not known here"),
        ("battery = true", '"bat\\\\nte\\\\u001bry" = true', r"bat\?te\?ry is not known here"),
        ("battery = true", 'need = "luck"', "need is 'luck'; write one of"),
        ('"g"', '"mg"', r"acc\.unit is 'mg'; write one of g, m/s2"),
        ("scale = 0.5", "scale = 0", r"acc\.scale is 0; it should be from"),
        ('(?s)"g"\nscale = 0.5.*"rad/s"', '"g"', r"gyr is missing; write a line \[gyr\]"),
        (r"\[gyr\]", "[gyro]", "gyr is missing"),
        (r"\[start\]", "[[start]]", r"start should be a table; write \[start\]"),
        ("01 ff", "1 ff", r"start\.hex is not understood"),
        ('"00"', '""', r"stop\.hex has an empty command"),
        (r'hex = \["00"\]', "", r"stop\.hex is missing"),
        ('hex = \\["00"\\]', 'text = "' + "x" * 5000 + '"', r"stop\.text is longer than 4096"),
        (r"(?s)\[\[streams\]\].*", "", "streams is missing"),
        (r"(?s)\[\[streams\]\].*", "[streams]", "streams should be tables"),
        (
            r"(?s)\[\[streams\]\].*",
            "[[streams]]\na = 1\n" * 10,
            "streams there are 10; there should be 1 to 9",
        ),
        (r"fff3", "fff2", r"streams\[2\]\.characteristic stands there twice"),
        ("<2BI2x", "2BI@2x", r"streams\[1\]\.head '2BI@2x' is not understood"),
        ("<2BI2x", "<2Bf2x", r"streams\[1\]\.head the counter has to be one of B, H, I, Q"),
        ('"ticks"', '"acc_x"', r"streams\[1\]\.head"),
        (r"<3f", "<999f", r"streams\[2\]\.layout is longer than 512 bytes"),
        (r"<3f", "<99999999999f", r"streams\[2\]\.layout .* is not understood"),
        (r"<3f", "<60f", r"streams\[2\]\.fields names 3 values, the format has 60"),
        (r"<3f", "<2f", r"streams\[2\]\.fields names 3 values, the format has 2"),
        (r">3h", ">3H", r"streams\[1\]\.layout each axis has to be one of b, h"),
        ("= 2\n", "= 90\n", r"streams\[1\]\.layout makes 548 bytes in all"),
        ('"acc_y"', '"", ' * 70 + '"acc_y"', r"streams\[1\]\.fields names 73 values, 64 is the most"),
        ('"acc_y"', '"acc_w"', r"streams\[1\]\.fields 'acc_w' is not known"),
        ('"acc_y"', '"acc_x"', r"streams\[1\]\.fields 'acc_x' stands there twice"),
        ('"acc_y"', '""', "streams do not name acc_y"),
        ('"gyr_y"', '""', "streams do not name gyr_y"),
        ('"gyr_y"', '"acc_y"', "streams name acc_y twice"),
        (r'\["gyr_x", "gyr_y", "gyr_z"\]', '["", "", ""]', "streams do not name gyr_x, gyr_y, gyr_z"),
        (r'"<3f"\nfields = \[', r'"<3fI"\nfields = ["ticks", ', r"streams\[2\]\.layout the counter"),
        (r'"<3f"\nfields = \[', r'"<I3f"\nfields = ["ticks", ', r"streams\[2\]\.fields has a second counter"),
        ("<3f", "<3f\nfoo", "is no TOML: Illegal character"),
        ("(?s).*", "a = " + "[" * 3000, "is no TOML"),
        ("(?s).*", "", "key is missing"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(pattern: str, replacement: str, said: str) -> None:
    text, count = re.subn(pattern, replacement, WHOLE, count=1)
    assert count == 1
    with pytest.raises(SensorFileError, match=rf"^mine\.toml: {said}") as raised:
        mine(text)
    assert "\n" not in str(raised.value)


def test_a_line_of_text_is_one_sample() -> None:
    lines = 'prefix = "A"\nseparator = ","\n'
    text = re.sub(
        r'(?s)\[\[streams\]\].*\[\[streams\]\]\n(.*)layout = "<3f"\n', r"[[streams]]\n\1" + lines, WHOLE
    )
    with pytest.raises(SensorFileError, match=r"mine\.toml: samples is 2; a line of text is one sample"):
        mine(text)


@pytest.mark.parametrize("separator", ["-", "0", "e", "\\n", "; ; ; ; ; ;"])
def test_a_separator_that_is_part_of_numbers(separator: str) -> None:
    lines = f'prefix = "A"\nseparator = "{separator}"\n'
    text = re.sub(
        r'(?s)layout = ">3h"\n', lambda _: lines, WHOLE.split('[[streams]]\ncharacteristic = "fff3')[0]
    )
    text = re.sub(r"(?m)^(samples|head|head-fields) = .*\n", "", text)
    with pytest.raises(SensorFileError, match=r"streams\[1\]\.separator .* cannot stand between numbers"):
        mine(text)


def test_packets_that_do_not_fit_are_not_encoded() -> None:
    sensor = mine()
    with pytest.raises(SettingsError, match="2 samples, not 1"):
        sensor.encode(Packet(PACKET.acc_mps2[:1], PACKET.acc_mps2[:1], 1))
    with pytest.raises(SettingsError, match="needs ticks"):
        sensor.encode(Packet(PACKET.acc_mps2, PACKET.gyr_radps))


def test_a_folder_of_files(tmp_path: Path) -> None:
    assert folder_models(tmp_path / "none") == ()
    (tmp_path / "a.toml").write_text("\ufeff" + WHOLE, encoding="utf-8")
    (tmp_path / "b.toml").write_text(WHOLE.replace('"mine"', '"other"'), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not for us")
    own = folder_models(tmp_path)
    assert [model.key for model in own] == ["mine", "other"]
    sensors = SHIPPED.plus(own)
    assert sensors.model("other").label == "My sensor"
    found = sensors.recognise("Mine 7")
    assert found is not None
    assert found.key == "mine"
    with pytest.raises(SensorFileError, match=r"'mine' is taken; choose another"):
        sensors.plus(own)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "is no text in UTF-8"), (b"#" * 70000, "is larger than 65536 bytes")],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(SensorFileError, match=said):
        folder_models(tmp_path)
    (tmp_path / "a.toml").unlink()
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(SensorFileError, match="cannot be read"):
        folder_models(tmp_path)


def test_the_example_in_the_documents_is_right() -> None:
    page = (ROOT / "docs" / "sensors.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)
    assert examples
    for example in examples:
        text_model(example, "docs/sensors.md")
