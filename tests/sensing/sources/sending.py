"""What an emulated sensor is given to send, and what comes of it at the other end."""

import numpy as np

from sensing.samples import joined
from sensing.sensors.model import SensorModel
from sensing.sources.virtual import VirtualSource
from sensing.stream import SampleStream
from sensing.types import Samples, frozen


def samples_for(model: SensorModel, duration_s: float = 3.0, start_s: float = 0.0) -> Samples:
    """Noise, as many samples as make whole packets."""
    size = model.samples_per_packet
    n = round(duration_s * model.sampling_rate_hz) // size * size
    acc, gyr = np.random.default_rng(7).normal(size=(2, n, 3))
    t_s = start_s + np.arange(n) / model.sampling_rate_hz
    return Samples(frozen(t_s), frozen(acc), frozen(gyr) if model.has_gyr else None)


async def check_what_arrives(source: VirtualSource, samples: Samples) -> None:
    """Follow an entered source to its end: what was sent comes out, within a step of the sensor."""
    model, stream = source.model, SampleStream(source.model)
    parts = [part for item in [each async for each in source] if (part := stream.push(item)) is not None]
    got = joined([*parts, stream.finish()])
    assert stream.missing == 0
    np.testing.assert_allclose(got.acc_mps2, samples.acc_mps2, atol=model.acc_span.step)
    if model.gyr_span is not None:
        assert got.gyr_radps is not None
        assert samples.gyr_radps is not None
        np.testing.assert_allclose(got.gyr_radps, samples.gyr_radps, atol=model.gyr_span.step)
    if model.tick_hz is not None:
        np.testing.assert_allclose(got.t_s, samples.t_s, atol=0.002)
