#!/bin/busybox sh
# First process of the guest: modules, the host's files read-only with a RAM disk over them, then D-Bus,
# BlueZ and the bridge. Nothing of the project's code runs in here but the bridge.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
while read module; do $b insmod /modules/$module || echo "no module $module"; done < /order
$b mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=524288,cache=loose root /host || $b poweroff -f
$b mount -t tmpfs tmpfs /over
$b mkdir /over/up /over/work
$b mount -t overlay overlay -o lowerdir=/host,upperdir=/over/up,workdir=/over/work /new
for one in proc sys dev; do $b mount --bind /$one /new/$one; done
$b mount -t tmpfs tmpfs /new/run
$b mkdir -p /new/run/dbus
$b ip link set lo up
$b ip addr add 10.0.2.15/24 dev eth0
$b ip link set eth0 up
$b ip route add default via 10.0.2.2
word() { $b sed -n "s/.*$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
$b cat > /new/run/begin.sh <<BEGIN
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mkdir -p /var/lib/bluetooth
dbus-daemon --system --fork --nopidfile
/usr/libexec/bluetooth/bluetoothd -n > /run/bluetoothd.log 2>&1 &
exec /usr/bin/python3 -I -S $(word bridge) $(word hci)
BEGIN
$b chroot /new /bin/sh /run/begin.sh
$b poweroff -f
