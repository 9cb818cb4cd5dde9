"""``heelraise serve`` and ``heelraise token``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from heelraise.cli.options import LangOption, own_places, words_of
from heelraise.language import Words
from heelraise.places import Places
from heelraise.server.tokens import Role
from sensing.said import said

FolderOption = Annotated[
    Path | None, typer.Option(help="Folder with the server's database and tokens; the user's if not given.")
]


def serve(
    folder: FolderOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    certificate: Annotated[Path | None, typer.Option(help="Certificate chain, PEM, for HTTPS.")] = None,
    key: Annotated[Path | None, typer.Option(help="Private key of the certificate, PEM.")] = None,
    behind_proxy: Annotated[bool, typer.Option(help="A proxy in front speaks HTTPS.")] = False,
    lang: LangOption = None,
) -> None:
    """Run the clinic's server."""
    from heelraise.history.errors import ServerSetupError
    from heelraise.server.run import Tls
    from heelraise.server.run import serve as run
    from heelraise.server.settings import ServerSettings, sqlite_url
    from heelraise.server.tokens import read_tokens

    if (certificate is None) != (key is None):
        raise typer.BadParameter("--certificate and --key belong together")
    tls = None if certificate is None or key is None else Tls(certificate, key)
    places = _places(folder)
    if not places.server_tokens.exists():
        where = "" if folder is None else f" --folder {folder}"
        raise ServerSetupError(
            said(
                "{folder}: no tokens yet; make one: heelraise token clinic{where}",
                folder=places.root,
                where=where,
            )
        )
    settings = ServerSettings(sqlite_url(places.server_database), read_tokens(places.server_tokens))
    run(settings, host, port, tls=tls, behind_proxy=behind_proxy, announce=partial(_announce, words_of(lang)))


def token(
    role: Annotated[Role, typer.Argument(help="upload: may send sessions; clinic: may read them too.")],
    label: Annotated[str, typer.Option(help="Whose it is.")] = "",
    folder: FolderOption = None,
    lang: LangOption = None,
) -> None:
    """Make a token for the server; it is shown this once."""
    from heelraise.server.tokens import add_token

    typer.echo(add_token(_places(folder).server_tokens, role, label))


def _places(folder: Path | None) -> Places:
    return own_places() if folder is None else Places(folder)


def _announce(words: Words, address: str, link: str) -> None:
    typer.echo(words("Serving at {address}; Ctrl-C ends it.", address=address))
    typer.echo(words("Look here (the link works once): {link}", link=link))
