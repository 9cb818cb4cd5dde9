"""Finding texts in the code, bringing the catalogues up to date with them, compiling them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
_CALLS = {"words": None, "_words": None, "message": None, "said": None, "plural": (1, 2)}
"""Calls whose literal texts belong into the catalogue; for `plural` the first and the second argument."""

_PACKAGES = ("sensing", "models", "heelraise")
"""Where texts stand; all three beside each other, as in the repository."""

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)

_HEADER = r"""msgid ""
msgstr ""
"Language: {locale}\n"
"Plural-Forms: {plural_forms}\n"
"Content-Type: text/plain; charset=utf-8\n"

"""


def catalogues() -> list[Path]:
    """Return the ``.po`` file of each language."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/heelraise.po"))


def texts_in_code() -> Catalog:
    """Return all texts that the code says, each with the files that say it."""
    found = Catalog()
    root = FOLDER.parent.parent
    for package in _PACKAGES:
        texts = extract_from_dir(root / package, [("**.py", "python")], keywords=_CALLS)
        for name, _, text, comments, context in texts:
            where = f"{package}/{Path(name).as_posix()}"
            found.add(text, None, [(where, None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return found


def read(path: Path) -> Catalog:
    """Read a ``.po`` file; a mistake in it is an error."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def updated(path: Path, texts: Catalog) -> bytes:
    """Return the ``.po`` file with texts that are new, untranslated, and without those that are gone."""
    catalogue = read(path)
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    header = _HEADER.format(locale=catalogue.locale, plural_forms=catalogue.plural_forms)
    return header.encode() + written.getvalue()


def compiled(path: Path) -> bytes:
    """Return the ``.mo`` file of a ``.po`` file; the same whenever it is made."""
    written = BytesIO()
    catalogue = read(path)
    catalogue.creation_date = _NO_DATE  # babel would write the present minute
    write_mo(written, catalogue)
    return written.getvalue()


def compile_all() -> None:
    """Write the ``.mo`` file of each language, whole or not at all."""
    for path in catalogues():
        beside = path.with_suffix(".part")
        beside.write_bytes(compiled(path))
        beside.replace(path.with_suffix(".mo"))


def update_all() -> None:
    """Bring each ``.po`` file up to date with the code."""
    texts = texts_in_code()
    for path in catalogues():
        path.write_bytes(updated(path, texts))
