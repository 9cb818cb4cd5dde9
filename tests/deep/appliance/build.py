"""Builds what the appliance boots: Debian's kernel and an initial RAM disk with the modules for Bluetooth.

    python -m tests.deep.appliance.build

Needs Debian or a relative of it with the packages qemu-system-x86, bluez, dbus, busybox-static, cpio, kmod.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BUILT = Path(__file__).parents[3] / "build" / "appliance"
PROGRAMS = (
    "qemu-system-x86_64",
    "busybox",
    "cpio",
    "depmod",
    "modprobe",
    "dpkg-deb",
    "apt-get",
    "dbus-daemon",
)
DAEMON = Path("/usr/libexec/bluetooth/bluetoothd")

# What the guest needs to reach the host's files and network, and to be a Bluetooth host.
_MODULES = (
    *("virtio_pci", "virtio_net", "9pnet_virtio", "9p", "overlay"),
    *("drbg", "cmac", "ecb", "algif_hash", "algif_skcipher", "ecdh_generic", "crc32c_generic"),
    *("bluetooth", "hci_vhci", "uhid"),
)


def missing() -> list[str]:
    """Return what has to be installed first."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return lacking if DAEMON.exists() else [*lacking, str(DAEMON)]


def build() -> None:
    """Write kernel and initial RAM disk to `BUILT`."""
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = _kernel(Path(folder))
        (boot,) = (unpacked / "boot").glob("vmlinuz-*")
        version = boot.name.removeprefix("vmlinuz-")
        subprocess.run(["depmod", "-b", unpacked, version], check=True)
        root = Path(folder) / "root"
        _fill(root, unpacked, version)
        _pack(root, BUILT / "initrd.gz")
        shutil.copyfile(boot, BUILT / "vmlinuz")


def _kernel(folder: Path) -> Path:
    """Fetch and unpack the kernel that the distribution's stock package depends on."""
    asked = ["apt-cache", "depends", "linux-image-amd64"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    package = next(line.split()[-1] for line in told.splitlines() if "Depends:" in line)
    subprocess.run(["apt-get", "download", package], check=True, cwd=folder, capture_output=True)
    (fetched,) = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", fetched, folder / "kernel"], check=True)
    return folder / "kernel"


def _fill(root: Path, unpacked: Path, version: str) -> None:
    for name in ("bin", "dev", "proc", "sys", "host", "over", "new", "modules"):
        (root / name).mkdir(parents=True)
    busybox = shutil.which("busybox")
    assert busybox is not None
    shutil.copy(busybox, root / "bin" / "busybox")
    shutil.copy(HERE / "init.sh", root / "init")
    (root / "init").chmod(0o755)
    order: list[str] = []
    for module in _MODULES:
        asked = ["modprobe", "-d", str(unpacked), "-S", version, "--show-depends", module]
        told = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
        for line in told.splitlines():
            if line.startswith("insmod "):
                path = Path(line.split()[1])
                if path.name not in order:
                    shutil.copy(path, root / "modules" / path.name)
                    order.append(path.name)
    (root / "order").write_text("\n".join(order) + "\n", encoding="ascii")


def _pack(root: Path, target: Path) -> None:
    names = "\n".join(sorted(str(path.relative_to(root)) for path in root.rglob("*")))
    packed = subprocess.run(
        ["cpio", "-o", "-H", "newc", "--quiet"],
        input=names.encode(),
        cwd=root,
        check=True,
        capture_output=True,
    )
    target.write_bytes(gzip.compress(packed.stdout, 1))


if __name__ == "__main__":
    if lacking := missing():
        sys.exit(f"install first: {', '.join(lacking)}")
    if not ((BUILT / "vmlinuz").exists() and (BUILT / "initrd.gz").exists()) or "--again" in sys.argv:
        os.umask(0o022)
        build()
