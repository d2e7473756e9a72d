"""The program under test: a served demo with its badges, and its verifier."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

INSIGNIA = os.environ["INSIGNIA"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Demo:
    """Made-up people with real badges, served on a port of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        command = [INSIGNIA, "--json", "demo", "--port", str(free_port()), "--dir", f"{self.folder.name}/demo"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        # One JSON value over several lines; then it serves.
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        self.answer = json.loads("".join(lines))

    def files(self, *fates):
        """The files of each badge whose fate is one of these, by form."""
        badges = [badge for badge in self.answer["badges"] if badge["fate"] in fates]
        return [{file.rsplit(".", 1)[1]: Path(file).read_bytes() for file in badge["files"] if ".qr." not in file} for badge in badges]

    def fetch(self, address):
        """What stands at one of its addresses."""
        assert address.startswith(self.answer["base"] + "/"), address
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read()

    def close(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait(timeout=60)
        self.folder.cleanup()


def verdict(badge, did_document=None):
    """What `insignia verify` says about these bytes: exit code and answer. It asks nobody."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack():
        file = Path(folder, "badge")
        file.write_bytes(badge)
        command = [INSIGNIA, "--json", "verify", "--alone", "--checks", str(file)]
        if did_document is not None:
            known = Path(folder, "did.json")
            known.write_text(json.dumps(did_document))
            command += ["--with", str(known)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, json.loads(run.stdout)
