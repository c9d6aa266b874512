"""Starts the demonstration, signs in, and lets Schemathesis call it once for each role."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = HERE.parents[1] / "target" / "debug" / "postup"
PASSWORD = "demo demo demo demo"
BEGINS_WITHIN = 120
ENDS_WITHIN = 30
SEED = "20260504"
EXAMPLES = os.environ.get("EXAMPLES", "12")
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# Whoever calls these is nobody afterwards; the last role calls nothing else.
SIGNING_OUT = ["sign_out", "sign_out_everywhere"]
ROLES = {
    "visitor": [],
    "manager": [option for one in SIGNING_OUT for option in ("--exclude-operation-id", one)],
    "admin": [
        "--include-path-regex",
        "^/(accounts|grants|people|organizations|notifications|me|imports)",
    ],
    "official": ["--include-path-regex", "^/(enrollments|me|certificates|auth/sessions)", "--phases", "coverage,fuzzing"],
}


class House:
    """The demonstration in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="postup-api-")
        self.log = Path(self.folder) / "log"
        # The calls come by way of a proxy, so that each can have an address of its own: limits per address would
        # otherwise hide what lies behind them.
        self.environment = os.environ | {"POSTUP__HTTP__TRUSTED_PROXIES": "127.0.0.1", "NO_COLOR": "1"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "demo", "--port", "0", "--dir", self.folder],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self.origin = self.wait()
        except BaseException:
            self.close()
            raise

    def wait(self):
        """The address, once the house listens."""
        until = time.monotonic() + BEGINS_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(r"^Listening on (\S+)$", self.log.read_text(), re.MULTILINE):
                return found[1].replace("localhost", "127.0.0.1")
            time.sleep(0.1)
        raise SystemExit(f"The demonstration did not begin:\n{self.log.read_text()}")

    def stop(self):
        """Ends the server; says whether it was still alive."""
        alive = self.process.poll() is None
        if alive:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return alive

    def audit(self):
        """Recomputes every invariant from the rows that the calls left."""
        url = f"sqlite://{self.folder}/postup.db"
        return subprocess.run([PROGRAM, "audit"], env=self.environment | {"POSTUP__DATABASE__URL": url}).returncode

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def token(self, role):
        """A bearer token of one of the demonstration's people."""
        body = json.dumps({"email": f"{role}@demo.test", "password": PASSWORD, "kind": "bearer"}).encode()
        request = urllib.request.Request(
            f"{self.origin}/api/v1/auth/sessions", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["token"]


def call_all(house, role, options):
    """One pass; answers what the program answers."""
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ["PYTHONPATH"]]),
        "POSTUP_ORIGIN": house.origin,
        # Things are looked for by those who see them all.
        "POSTUP_FINDERS": " ".join(house.token(finder) for finder in ("manager", "admin")),
    }
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{house.origin}/api/v1/openapi.json"]
    command += ["--checks", ",".join(CHECKS), "--seed", SEED, "--max-examples", EXAMPLES]
    command += ["--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off", "--no-color"]
    command += ["--continue-on-failure", "--request-timeout", "30", "--phases", "examples,coverage,fuzzing"]
    if role != "visitor":
        command += ["--header", f"Authorization: Bearer {house.token(role)}"]
    return subprocess.run(command + options, env=environment, cwd=house.folder).returncode


def main():
    roles = sys.argv[1:] or list(ROLES)
    if unknown := [role for role in roles if role not in ROLES]:
        raise SystemExit(f"There is no pass as {unknown[0]}; there are: {', '.join(ROLES)}")
    house = House()
    try:
        failed = []
        for role in roles:
            began = time.monotonic()
            print(f"\n-- as {role}", flush=True)
            if call_all(house, role, ROLES[role]):
                failed.append(role)
            print(f"-- as {role}: {time.monotonic() - began:.0f} s", flush=True)
        if not house.stop():
            raise SystemExit(f"The server ended by itself:\n{house.log.read_text()}")
        if house.audit():
            failed.append("audit")
        if failed:
            print(house.log.read_text())
            raise SystemExit(f"Not as described: {', '.join(failed)}")
    finally:
        house.close()


main()
