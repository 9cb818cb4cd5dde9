"""Files as other programs write them, made of known samples."""

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sensing.types import GRAVITY_MPS2, FloatArray, Samples

Rows = Sequence[Sequence[Any]]
START_NS = 1_698_501_144_401_040_000


def gyr_of(samples: Samples) -> FloatArray:
    assert samples.gyr_radps is not None
    return samples.gyr_radps


def table(heading: str, columns: Sequence[Any], sep: str = ",", fmt: str = "{:.9E}") -> str:
    """A table; columns of numbers are formatted, others are written as they are."""
    cells = [
        [fmt.format(value) for value in column]
        if np.asarray(column).dtype.kind == "f"
        else [*map(str, column)]
        for column in columns
    ]
    return "\n".join([heading, *(sep.join(row) for row in zip(*cells, strict=True))]) + "\n"


def late(samples: Samples) -> Samples:
    """The gyroscope as a phone has it: at times and a rate of its own."""
    t_s = np.arange(samples.t_s[0] + 0.0031, samples.t_s[-1], 0.0123)
    gyr = np.stack([np.interp(t_s, samples.t_s, gyr_of(samples)[:, i]) for i in range(3)], axis=1)
    return Samples(t_s, gyr, gyr)


PHYPHOX_ACC = '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"'
PHYPHOX_GYR = '"Time (s)","Gyroscope x (rad/s)","Gyroscope y (rad/s)","Gyroscope z (rad/s)"'


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def phyphox_zip(samples: Samples, folder: Path) -> Path:
    gyr = late(samples)
    members = {
        "Accelerometer.csv": table(PHYPHOX_ACC, [samples.t_s, *samples.acc_mps2.T]),
        "Gyroscope.csv": table(PHYPHOX_GYR, [gyr.t_s, *gyr.acc_mps2.T]),
        "Linear Accelerometer.csv": table(
            PHYPHOX_ACC.replace("Acc", "Linear Acc"), [samples.t_s, *(0 * samples.acc_mps2.T)]
        ),
        "meta/device.csv": '"property","value"\n"deviceModel","Pixel 6"\n',
        "meta/time.csv": '"event","experiment time","system time"\n"START",0.0,1.69E9\n',
    }
    return zipped(folder / "Heel 2026-11-22 10-00-00.zip", members)


def phyphox_german(samples: Samples, folder: Path) -> Path:
    """Semicolons and decimal commas, German headings, no gyroscope."""
    heading = '"Zeit (s)";' + ";".join(f'"Beschleunigung {axis} (m/s^2)"' for axis in "xyz")
    text = table(heading, [samples.t_s, *samples.acc_mps2.T], ";").replace(".", ",")
    path = folder / "Rohdaten.csv"
    path.write_bytes("\ufeff".encode() + text.replace("\n", "\r\n").encode())
    return path


def _logger(samples: Samples, values: FloatArray) -> str:
    times = [str(START_NS + round(t * 1e9)) for t in samples.t_s]
    columns = [times, samples.t_s, *values.T[::-1]]
    return table("time,seconds_elapsed,z,y,x", columns, fmt="{:.9f}")


def _split(force: FloatArray) -> tuple[FloatArray, FloatArray]:
    gravity = force / np.linalg.norm(force, axis=1)[:, None] * GRAVITY_MPS2
    return force - gravity, gravity


def logger_android_zip(samples: Samples, folder: Path) -> Path:
    gyr = late(samples)
    linear, gravity = _split(samples.acc_mps2)
    members = {
        "Accelerometer.csv": _logger(samples, linear),
        "Gravity.csv": _logger(samples, gravity),
        "TotalAcceleration.csv": _logger(samples, samples.acc_mps2),
        "Gyroscope.csv": _logger(gyr, gyr.acc_mps2),
        "Annotation.csv": "time,seconds_elapsed,text\n1,0.0,start\n",
        "Magnetometer.csv": _logger(samples, 40 + samples.acc_mps2),
        "Metadata.csv": "version,device name,platform,standardisation\n3,Pixel,android,false\n",
    }
    return zipped(folder / "android.zip", members)


def logger_iphone_zip(samples: Samples, folder: Path) -> Path:
    linear, gravity = _split(-samples.acc_mps2)
    members = {
        "Accelerometer.csv": _logger(samples, linear),
        "AccelerometerUncalibrated.csv": _logger(samples, -samples.acc_mps2 / GRAVITY_MPS2),
        "Gravity.csv": _logger(samples, gravity),
        "Gyroscope.csv": _logger(samples, gyr_of(samples)),
        "Metadata.csv": "version,device name,platform,standardisation\n3,iPhone,ios,false\n",
    }
    return zipped(folder / "iphone.zip", members)


def logger_uncalibrated_csv(samples: Samples, folder: Path) -> Path:
    path = folder / "AccelerometerUncalibrated.csv"
    path.write_text(_logger(samples, -samples.acc_mps2 / GRAVITY_MPS2))
    return path


def logger_json(samples: Samples, folder: Path) -> Path:
    content: list[dict[str, str]] = [{"sensor": "Metadata", "platform": "android"}]
    for i, t_s in enumerate(samples.t_s):
        for sensor, values in (("TotalAcceleration", samples.acc_mps2), ("Gyroscope", gyr_of(samples))):
            one = {"sensor": sensor, "time": str(START_NS), "seconds_elapsed": f"{t_s:.6f}"}
            content.append(one | {axis: f"{values[i, n]:.6f}" for n, axis in enumerate("xyz")})
    path = folder / "recording.json"
    path.write_text(json.dumps(content))
    return path


def dot_csv(samples: Samples, folder: Path) -> Path:
    """The counter wraps in mid-recording."""
    fine = (2**32 - 20_000_000 + np.round(samples.t_s * 1e6).astype(np.int64)) % 2**32
    head = "sep=,\nDeviceTag:,Xsens DOT\nFirmwareVersion:,2.0.0\nOutputRate:,60Hz\n\n"
    vectors = ",".join(f"{what}_{axis}" for what in ("FreeAcc", "Acc", "Gyr") for axis in "XYZ")
    heading = f"PacketCounter,SampleTimeFine,{vectors},Status"
    n = np.arange(len(samples))
    columns = [
        n,
        fine,
        *(0.0 * samples.acc_mps2.T),
        *samples.acc_mps2.T,
        *np.degrees(gyr_of(samples)).T,
        0 * n,
    ]
    path = folder / "dot.csv"
    path.write_text(head + table(heading, columns, fmt="{:.6f}"))
    return path


def metabase(samples: Samples, folder: Path) -> list[Path]:
    """One file a sensor."""
    paths = []
    for sensor, unit, part in (
        ("Accelerometer", "g", Samples(samples.t_s, samples.acc_mps2 / GRAVITY_MPS2, None)),
        ("Gyroscope", "deg/s", Samples(late(samples).t_s, np.degrees(late(samples).acc_mps2), None)),
    ):
        epoch = (1_600_000_000_000 + np.round(part.t_s * 1000)).astype(np.int64)
        heading = "epoc (ms),timestamp (-0700),elapsed (s)," + ",".join(f"{a}-axis ({unit})" for a in "xyz")
        stamps = ["2020-09-13T12.26.40.000"] * len(part)
        path = folder / f"MetaWear_2020-09-13T12.26.40.000_C8_{sensor}_100.000Hz.csv"
        path.write_text(table(heading, [epoch, stamps, part.t_s, *part.acc_mps2.T], fmt="{:.6f}"))
        paths.append(path)
    return paths


def movesense_json(samples: Samples, folder: Path) -> Path:
    blocks = []
    for start in range(0, len(samples) - 3, 4):
        part = samples[start : start + 4]
        blocks.append(
            {
                "imu": {
                    "Timestamp": 599_025_762 + round(part.t_s[0] * 1000),
                    "ArrayAcc": [dict(zip("xyz", row.tolist(), strict=True)) for row in part.acc_mps2],
                    "ArrayGyro": [
                        dict(zip("xyz", np.degrees(row).tolist(), strict=True)) for row in gyr_of(part)
                    ],
                }
            }
        )
    path = folder / "movesense.json"
    path.write_text(json.dumps({"data": blocks}))
    return path


def movesense_sbem_json(samples: Samples, folder: Path) -> Path:
    content = json.loads(movesense_json(samples, folder).read_text())
    entries = [{"TimeDetailed": {"relativeTime": 1, "utcTime": 2}}]
    entries += [{"MeasIMU6": block["imu"]} for block in content["data"]]
    path = folder / "sbem.json"
    path.write_text(json.dumps({"Samples": entries}))
    return path


def movesense_csvs(samples: Samples, folder: Path) -> list[Path]:
    paths = []
    for sensor, values in (("Acc", samples.acc_mps2), ("Gyro", np.degrees(gyr_of(samples)))):
        ms = np.round(samples.t_s * 1000).astype(np.int64) + 599_025_762
        path = folder / f"20261122T100000Z_223430000019_{sensor}_stream.csv"
        path.write_text(table("timestamp,x,y,z", [ms, *values.T], fmt="{:.5f}"))
        paths.append(path)
    return paths


def core_motion_csv(samples: Samples, folder: Path) -> Path:
    """SensorLog: rows by the faster sensor, values of the slower one repeated."""
    boot = 54321.0 + samples.t_s
    slow = 54321.0 + samples.t_s[np.arange(len(samples)) // 2 * 2]
    gyr = gyr_of(samples)[np.arange(len(samples)) // 2 * 2]
    heading = (
        "loggingTime(txt),accelerometerTimestamp_sinceReboot(s),accelerometerAccelerationX(G),"
        "accelerometerAccelerationY(G),accelerometerAccelerationZ(G),gyroTimestamp_sinceReboot(s),"
        "gyroRotationX(rad/s),gyroRotationY(rad/s),gyroRotationZ(rad/s)"
    )
    stamps = ["2026-11-22T10:00:00.000+01:00"] * len(samples)
    columns = [stamps, boot, *(-samples.acc_mps2 / GRAVITY_MPS2).T, slow, *gyr.T]
    path = folder / "sensorlog.csv"
    path.write_text(table(heading, columns, fmt="{:.6f}"))
    return path


def physics_toolbox_csv(samples: Samples, folder: Path) -> Path:
    """Semicolons, commas in numbers, an empty last column, the clock on the wall."""
    clock = [f"{int((t + 3590) // 60):02d}:{(t + 3590) % 60:06.3f}" for t in samples.t_s]
    columns = [clock, *(samples.acc_mps2 / GRAVITY_MPS2).T, *gyr_of(samples).T, [""] * len(samples)]
    text = table("time;gFx;gFy;gFz;wx;wy;wz;", columns, ";", "{:.5f}").replace(".", ",")
    path = folder / "toolbox.csv"
    path.write_text(text)
    return path


def witmotion_txt(samples: Samples, folder: Path) -> Path:
    stamps = [f"2026-11-22 10:{int(t // 60):02d}:{t % 60:06.3f}" for t in samples.t_s]
    heading = "Chiptime\tax(g)\tay(g)\taz(g)\twx(deg/s)\twy(deg/s)\twz(deg/s)\tAngleX(deg)\tT(°)"
    columns = [stamps, *(samples.acc_mps2 / GRAVITY_MPS2).T, *np.degrees(gyr_of(samples)).T]
    columns += [samples.t_s, samples.t_s]
    path = folder / "20261122100000.txt"
    path.write_bytes(table(heading, columns, "\t", "{:.5f}").encode("cp1252"))
    return path


def polar_txts(samples: Samples, folder: Path) -> list[Path]:
    paths = []
    for name, unit, values in (
        ("ACC", "mg", samples.acc_mps2 / GRAVITY_MPS2 * 1000),
        ("GYRO", "dps", np.degrees(gyr_of(samples))),
    ):
        sensor_ns = [str(599_616_000_000_000_000 + round(t * 1e9)) for t in samples.t_s]
        stamps = ["2026-11-22T10:00:00.000"] * len(samples)
        heading = f"Phone timestamp;sensor timestamp [ns];X [{unit}];Y [{unit}];Z [{unit}] "
        path = folder / f"Polar_Sense_A0_20261122_{name}.txt"
        path.write_text(table(heading, [stamps, sensor_ns, *values.T], ";", "{:.4f}"))
        paths.append(path)
    return paths


def plain_csv(samples: Samples, folder: Path) -> Path:
    """Unknown program, milliseconds, g and degrees/s without a word of it."""
    columns = [samples.t_s * 1000, *(samples.acc_mps2 / GRAVITY_MPS2).T, *np.degrees(gyr_of(samples)).T]
    path = folder / "plain.csv"
    path.write_bytes(
        table("Timestamp,AccX,AccY,AccZ,GyroX,GyroY,GyroZ", columns, fmt="{:.5f}").encode("utf-16")
    )
    return path


Maker = Callable[[Samples, Path], Path | list[Path]]
ALL: dict[str, Maker] = {
    "phyphox ZIP": phyphox_zip,
    "phyphox CSV in German": phyphox_german,
    "Sensor Logger ZIP, Android": logger_android_zip,
    "Sensor Logger ZIP, iPhone": logger_iphone_zip,
    "Sensor Logger CSV, iPhone's g": logger_uncalibrated_csv,
    "Sensor Logger JSON": logger_json,
    "Movella DOT CSV": dot_csv,
    "MetaBase CSVs": metabase,
    "Movesense JSON": movesense_json,
    "Movesense JSON by sbem2json": movesense_sbem_json,
    "Movesense CSVs": movesense_csvs,
    "Core Motion CSV by SensorLog": core_motion_csv,
    "Physics Toolbox CSV": physics_toolbox_csv,
    "WitMotion TXT": witmotion_txt,
    "Polar Sensor Logger TXTs": polar_txts,
    "plain CSV": plain_csv,
}
