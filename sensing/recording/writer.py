"""Writing a recording folder while it happens: raw first, so that nothing decoded late or wrongly is lost."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, Self

from sensing.errors import RecordingError
from sensing.link import LinkEvent, SourceItem
from sensing.recording.meta import RecordingMeta
from sensing.recording.wholefile import write_whole
from sensing.said import said, system_reason

META: Final = "meta.json"
ARRIVALS: Final = "arrivals.jsonl"
ARRIVALS_CLOSED: Final = "arrivals.jsonl.gz"

_SYNC_EVERY_S: Final = 1.0


class RecordingWriter:
    """Appends arrivals to a new recording folder; use it as a context manager, or call `close`.

    Each arrival is one line, handed to the operating system at once: it survives the end of this program,
    however sudden. Once a second of host time the system is told to bring the lines to the disk: so much, and
    no more, is lost when the power goes.

    Parameters
    ----------
    folder : Path or str
        The folder to make; readable by its owner only.
    meta : RecordingMeta
        What is known about the recording.

    Raises
    ------
    RecordingError
        If the folder holds a recording already or cannot be written.
    """

    def __init__(self, folder: Path | str, meta: RecordingMeta) -> None:
        self.folder = Path(folder)
        self._synced_s: float | None = None
        if (self.folder / META).exists():
            raise RecordingError(self.folder, said("there is a recording already; choose another folder"))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.folder / META, meta.to_json().encode())
            self._file: IO[bytes] = (self.folder / ARRIVALS).open("ab")
        except OSError as error:
            raise RecordingError.unwritable(self.folder, error) from None

    def append(self, item: SourceItem) -> None:
        """Write one arrival, or what happened to the link; call it before anything is decoded.

        Raises
        ------
        RecordingError
            If it cannot be written, for instance because the disk is full.
        """
        try:
            self._file.write(encode_item(item))
            self._file.flush()
            if self._synced_s is None or item.t_host_s - self._synced_s >= _SYNC_EVERY_S:
                os.fsync(self._file.fileno())
                self._synced_s = item.t_host_s
        except OSError as error:
            reason = said("cannot be written ({why}); what came before is kept", why=system_reason(error))
            raise RecordingError(self.folder / ARRIVALS, reason) from None

    def close(self) -> None:
        """End the recording and compress it. A crash at any moment of this leaves a readable folder.

        Where there is no room to compress it, it stays as it is: a session must not end for that.
        """
        if self._file.closed:
            return
        with suppress(OSError):  # what could not be written has been told by `append`
            self._file.close()
        plain, closed = self.folder / ARRIVALS, self.folder / ARRIVALS_CLOSED
        part = closed.with_suffix(".part")
        try:
            _compress(plain, part)
            part.replace(closed)
            plain.unlink()
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def encode_item(item: SourceItem) -> bytes:
    """Return the line of ``arrivals.jsonl`` for one arrival or one event of the link."""
    fields: dict[str, object] = {"t_host_s": item.t_host_s}
    if isinstance(item, LinkEvent):
        fields["link"] = item.state
    else:
        fields |= {"characteristic": item.characteristic, "hex": item.payload.hex()}
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def _compress(plain: Path, part: Path) -> None:
    # No name and no time inside, so that the same arrivals give the same bytes.
    with (
        plain.open("rb") as source,
        part.open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed)
        packed.close()
        target.flush()
        os.fsync(target.fileno())
