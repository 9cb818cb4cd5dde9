"""``make catalogue``: update from the code, compile, and name what is not translated yet."""

from __future__ import annotations

from heelraise.locale.catalogue import catalogues, compile_all, read, update_all

update_all()
compile_all()
for path in catalogues():
    missing = [entry.id for entry in read(path) if entry.id and not entry.string]
    print(f"{path}: {len(missing)} not translated", *missing, sep="\n  ")  # noqa: T201
