"""A slow line between this computer and itself, for benches.

As root on Linux: a network namespace, joined to the world by two TUN devices, between which a process of its own
carries packets with the delay and the rate of the line; TCP meets a real line, with its slow start and its queue.
Elsewhere: a proxy that delays and paces bytes, which knows nothing of packets (`Line.kind` says which it was).
"""

from __future__ import annotations

import fcntl
import heapq
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from types import TracebackType

NEAR, FAR = "10.83.7.1", "10.83.7.2"
_QUEUE_S = 0.1
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def can_make() -> bool:
    return os.geteuid() == 0 and os.path.exists("/dev/net/tun") and shutil.which("ip") is not None


class Namespace:
    """`with`: a namespace whose only way to here (`NEAR`) is the line. rate: bits a second. delay: s each way."""

    kind = "network namespace, packets carried between two TUN devices"

    def __init__(self, rate: float, delay: float) -> None:
        self.name = f"reader-{os.getpid()}"
        self._rate, self._delay = rate, delay

    def __enter__(self) -> Namespace:
        _ip("netns", "add", self.name)
        self._relay = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.line", str(self._rate), str(self._delay)], stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self._relay.stdout is not None
        here, there = self._relay.stdout.readline().split()
        _ip("addr", "add", f"{NEAR}/30", "dev", here)
        _ip("link", "set", here, "up")
        _ip("link", "set", there, "netns", self.name)
        _ip("-n", self.name, "addr", "add", f"{FAR}/30", "dev", there)
        for device in (there, "lo"):
            _ip("-n", self.name, "link", "set", device, "up")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._relay.kill()
        self._relay.wait()
        _ip("netns", "delete", self.name)

    def inside(self, command: list[str]) -> list[str]:
        """The command line that runs `command` at the far end."""
        return ["ip", "netns", "exec", self.name, *command]


class Pacer:
    """The same by a proxy: `url` stands for `NEAR`'s server."""

    kind = "a pacing proxy (no root here: bytes, not packets)"

    def __init__(self, port: int, rate: float, delay: float) -> None:
        self._target, self._rate, self._delay = port, rate / 8, delay
        self._free = {True: 0.0, False: 0.0}
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._server.accept()
            server = socket.create_connection(("127.0.0.1", self._target))
            for source, sink, down in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._carry, args=(source, sink, down), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, down: bool) -> None:
        first = 0.0 if down else 2 * self._delay  # the handshake
        try:
            while piece := source.recv(8192):
                with self._lock:
                    now = time.monotonic()
                    self._free[down] = max(now, self._free[down]) + len(piece) / self._rate
                    due = self._free[down] + self._delay + first
                first = 0.0
                time.sleep(max(0.0, due - time.monotonic()))
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            end.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return device


def relay(rate: float, delay: float) -> None:
    """Carry packets between two TUN devices until killed."""
    names = [f"rdr{os.getpid() % 100000}{end}" for end in "ab"]
    ends = [_tun(name) for name in names]
    print(*names, flush=True)
    free = [0.0, 0.0]
    due: list[tuple[float, int, int, bytes]] = []
    count = 0
    while True:
        wait = max(0.0, due[0][0] - time.monotonic()) if due else 1.0
        ready, _, _ = select.select(ends, [], [], wait)
        now = time.monotonic()
        for device in ready:
            side = ends.index(device)
            try:
                packet = os.read(device, 65536)
            except OSError:
                continue
            if free[side] - now > _QUEUE_S:
                continue  # the queue of the line is full
            free[side] = max(now, free[side]) + len(packet) * 8 / rate
            count += 1
            heapq.heappush(due, (free[side] + delay, count, 1 - side, packet))
        while due and due[0][0] <= time.monotonic():
            _, _, side, packet = heapq.heappop(due)
            try:
                os.write(ends[side], packet)
            except OSError:
                continue


if __name__ == "__main__":
    relay(float(sys.argv[1]), float(sys.argv[2]))
