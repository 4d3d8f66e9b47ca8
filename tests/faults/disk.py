"""A small disk for the files, which can be full.

Where this may mount (root, outside a container) it is a memory disk of its own, and full is full: ENOSPC. Elsewhere
the web server is given a limit of one byte a file (RLIMIT_FSIZE) for a while, which needs no privilege and
fails at the same place, in the middle of writing: EFBIG.
"""

import os
import resource
import subprocess
from contextlib import contextmanager, suppress

import psutil

SIZE = "256m"
TOO_BIG = 1 << 30


class Disk:
    def __init__(self, folder):
        self.folder, self.mounted = folder, False

    @property
    def how(self):
        return "a memory disk, full" if self.mounted else "a limit of one byte a file"

    def put_in(self):
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(self.folder)]
            self.mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def take_out(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
            self.mounted = False

    def full(self, writer):
        """While this lasts `writer`, a process, and those it has started can store nothing."""
        return self._filled() if self.mounted else self._limited(writer)

    @contextmanager
    def _filled(self):
        ballast = self.folder / "ballast"
        try:
            for piece in (1 << 20, 1 << 10):
                with suppress(OSError), open(ballast, "ab", buffering=0) as heap:
                    while heap.tell() < TOO_BIG:
                        heap.write(bytes(piece))
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def _limited(self, writer):
        main = psutil.Process(writer)
        _limit([main, *main.children(recursive=True)], 1)
        try:
            yield
        finally:
            _limit([main, *main.children(recursive=True)], resource.RLIM_INFINITY)


def _limit(processes, size):
    for process in processes:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
