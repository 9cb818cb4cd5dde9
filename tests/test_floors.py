"""Imports go to a lower floor only, and each kind of IO stands in its own module."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

FLOORS = ["sensing", "models", "heelraise.coach", "heelraise.history", "heelraise"]

SENSING_ORDER = [
    {"said", "errors", "types", "link", "prescription", "samples", "settings"},
    {"sensors"},
    {"clock", "stream"},
    {"grid", "health"},
    {"motion"},
    {"repetitions"},
    {"recording"},
    {"simulator"},
    {"sources"},
]

ONLY_IN = {
    "bleak": {"sensing/sources/radio/", "sensing/sources/virtual/backend.py"},
    "bumble": {"sensing/sources/virtual/"},
    "http": {"heelraise/labelling/page.py"},
    "httpx": {"heelraise/upload.py", "sensing/sources/phone/phyphox.py"},
    "websockets": {"sensing/sources/phone/sensorserver.py"},
    "h11": {"sensing/sources/phone/listener.py"},
    "pyarrow": {"heelraise/exporting/parquet.py"},
    "sklearn": {"models/training.py", "models/growing.py"},
    "time": {"sensing/sources/hostclock.py"},
    "pandas": {"heelraise/importing/"},
    "icalendar": {"heelraise/calendar_file.py"},
    "tomllib": {"heelraise/coach/programme/parse.py", "sensing/sensors/described/files.py"},
    "matplotlib": {"heelraise/display/plots/"},
    "babel": {"heelraise/language.py", "heelraise/locale/"},
    "fastapi": {"heelraise/server/"},
    "uvicorn": {"heelraise/server/"},
    "miniaudio": {"heelraise/sound/playback.py"},
    "espeakng_loader": {"heelraise/sound/espeak.py"},
}

LONGEST_FILE = 300


def modules() -> list[Path]:
    return sorted(p for top in ("sensing", "models", "heelraise") for p in (ROOT / top).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(module: str) -> int | None:
    for number in range(len(FLOORS) - 1, -1, -1):
        name = FLOORS[number]
        if name != "heelraise" and (module == name or module.startswith(name + ".")):
            return number
    return len(FLOORS) - 1 if module.split(".")[0] == "heelraise" and module != "heelraise" else None


def place_in_sensing(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "sensing" or len(parts) < 2:
        return None
    return next((n for n, names in enumerate(SENSING_ORDER) if parts[1] in names), None)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def climbs(path: Path) -> Iterator[str]:
    """The imports of a module that stand above it."""
    own, own_place = floor(dotted(path)), place_in_sensing(dotted(path))
    for name in imports(path):
        other, place = floor(name), place_in_sensing(name)
        if own is not None and other is not None and other > own:
            yield f"{dotted(path)} imports {name} from a higher floor"
        if own_place is not None and place is not None and place > own_place:
            yield f"{dotted(path)} imports {name}, which comes later in the line"


def strays(path: Path) -> Iterator[str]:
    """The imports of a module that belong to another one."""
    relative = path.relative_to(ROOT).as_posix()
    for name in imports(path):
        homes = ONLY_IN.get(name.split(".")[0])
        if homes is not None and not relative.startswith(tuple(homes)):
            yield f"{relative} imports {name}; that belongs to {sorted(homes)}"


def test_imports_go_down() -> None:
    assert [said for path in modules() for said in climbs(path)] == []


def test_io_stands_in_its_own_module() -> None:
    assert [said for path in modules() for said in strays(path)] == []


def test_files_stay_small() -> None:
    lines = {dotted(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_every_module_of_sensing_has_its_place_in_the_line() -> None:
    known = set().union(*SENSING_ORDER)
    found = {
        p.relative_to(ROOT / "sensing").parts[0].removesuffix(".py") for p in (ROOT / "sensing").rglob("*.py")
    }
    assert found - {"__init__"} <= known
