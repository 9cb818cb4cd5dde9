"""Letters and figures large enough to be read from across a room, drawn with block characters."""

from __future__ import annotations

_ROWS = 7

_SHAPES = {
    "0": "01110 10001 10001 10001 10001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 00100 00100 00100",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01110 10001 10000 10000 10000 10001 01110",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "G": "01110 10001 10000 10111 10001 10001 01111",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "I": "01110 00100 00100 00100 00100 00100 01110",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "N": "10001 11001 10101 10101 10011 10001 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "Q": "01110 10001 10001 10001 10101 10010 01101",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 10001 01010 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
    "Æ": "01111 10100 10100 11111 10100 10100 10111",
    "Ø": "00001 01110 10011 10101 11001 01110 10000",
    "Å": "00100 01010 00100 01110 10001 11111 10001",
    "É": "00010 00100 11111 10000 11110 10000 11111",
    "/": "00001 00001 00010 00100 01000 10000 10000",
    ":": "00000 00100 00100 00000 00100 00100 00000",
    "!": "00100 00100 00100 00100 00100 00000 00100",
    "?": "01110 10001 00001 00110 00100 00000 00100",
    ".": "00000 00000 00000 00000 00000 01100 01100",
    ",": "00000 00000 00000 00000 00110 00100 01000",
    "-": "00000 00000 00000 11111 00000 00000 00000",
    " ": "00000 00000 00000 00000 00000 00000 00000",
}
_UNKNOWN = "?"
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def large(text: str, scale: int = 1) -> list[str]:
    """Return a text as rows of blocks: seven rows a scale, twelve columns a letter.

    Parameters
    ----------
    text : str
        Letters in either case, figures, and some signs; others become a question mark.
    scale : int
        How many times as large.
    """
    rows = []
    for row in _pixels(text):
        line = "".join(("██" if dot else "  ") * scale for dot in row).rstrip()
        rows.extend([line] * scale)
    return rows


def medium(text: str) -> list[str]:
    """Return a text as rows of half blocks: four rows, six columns a letter."""
    pixels = _pixels(text)
    pixels.append([False] * len(pixels[0]))
    return [
        "".join(
            _HALVES[above, below] for above, below in zip(pixels[row], pixels[row + 1], strict=True)
        ).rstrip()
        for row in range(0, _ROWS, 2)
    ]


def width(rows: list[str]) -> int:
    """Return how many columns rows take."""
    return max(map(len, rows), default=0)


def _pixels(text: str) -> list[list[bool]]:
    """Return the dots of a text, row by row; a free column stands between letters."""
    shapes = [_SHAPES.get(letter, _SHAPES[_UNKNOWN]).split() for letter in text.upper()]
    return [
        [
            dot
            for number, shape in enumerate(shapes)
            for dot in _dots(shape[row], last=number + 1 == len(shapes))
        ]
        for row in range(_ROWS)
    ]


def _dots(row: str, *, last: bool) -> list[bool]:
    return [dot == "1" for dot in row] + ([] if last else [False])
