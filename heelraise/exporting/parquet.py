"""A recording as a Parquet file: the columns of our CSV in full precision, with what is known about it."""

from __future__ import annotations

import json
from dataclasses import asdict

from sensing.errors import RecordingError
from sensing.recording import Recording
from sensing.recording.csv_file import table_of
from sensing.said import said


def parquet_bytes(recording: Recording) -> bytes:
    """Return the content of the file; the metadata key ``heelraise`` holds what ``meta.json`` would.

    Raises
    ------
    RecordingError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise RecordingError(
            recording.name, said("Parquet needs the extra 'parquet': pip install 'heelraise[parquet]'")
        ) from None
    names, table = table_of(recording.data)
    about = asdict(recording.meta) | {
        "sampling_rate_hz": recording.sampling_rate_hz,
        "notes": recording.notes,
    }
    columns = {name: pa.array(table[:, n]) for n, name in enumerate(names)}
    sink = pa.BufferOutputStream()
    metadata = {"heelraise": json.dumps(about, ensure_ascii=False)}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), sink)
    return bytes(sink.getvalue())
