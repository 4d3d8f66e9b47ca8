"""Starts the provider of this folder, and signs somebody in there as a browser would."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import requests

HERE = Path(__file__).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningProvider:
    """A process of its own; `people` are its accounts and what it says of each."""

    def __init__(self, callback, people):
        node = shutil.which("node") or str(Path(sys.executable).parent / "node")
        port = free_port()
        self.url = f"http://localhost:{port}"
        self.process = subprocess.Popen(
            [node, "server.mjs", str(port), callback],
            cwd=HERE, env=os.environ | {"PEOPLE": json.dumps(people)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise RuntimeError("The provider did not start: bin/setup --dev installs it.")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def sign_in(self, address, name):
        """Follow `address`, sign in as `name` and agree; returns the address that the provider sends back to."""
        with requests.Session() as browser:
            answer = browser.get(address, allow_redirects=False)
            while True:
                onwards = answer.headers.get("Location")
                if onwards:
                    onwards = urljoin(answer.url, onwards)
                    if not onwards.startswith(self.url):
                        return onwards
                    answer = browser.get(onwards, allow_redirects=False)
                    continue
                action = unescape(re.search(r'<form[^>]* action="([^"]+)"', answer.text)[1])
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
                said = {"prompt": prompt, "login": name, "password": "anything"}
                answer = browser.post(urljoin(answer.url, action), data=said, allow_redirects=False)
