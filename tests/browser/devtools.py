"""Chromium spoken to over a pair of pipes in its own protocol: no network, no driver, no library."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60  # seconds


def browser() -> str | None:
    """Where Chromium is: what KINERJA_TES_CHROMIUM names, else one in PATH; None where there is none."""
    named = os.environ.get("KINERJA_TES_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


class Chromium:
    """One headless Chromium with one page; *events* is everything that it told since the page was opened."""

    def __init__(self, program: str, profile: Path) -> None:
        hear, said = os.pipe()
        heard, say = os.pipe()
        self._process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--remote-debugging-pipe",
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(3, 4),
            preexec_fn=_at_3_and_4(hear, say),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(hear)
        os.close(say)
        self._out, self._in = os.fdopen(said, "wb", buffering=0), os.fdopen(heard, "rb", buffering=0)
        self._left, self._number, self._session = b"", 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._out.close()  # a browser whose pipe is closed ends by itself
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._in.close()

    def processor(self) -> float:
        """Seconds of processor time that all of its processes have taken."""
        told = self.call("SystemInfo.getProcessInfo", of_page=False)["processInfo"]
        return float(sum(process["cpuTime"] for process in told))

    def call(self, method: str, *, of_page: bool = True, **parameters: Any) -> Any:
        """Ask the page, or the browser itself, for *method* and wait for the answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session and of_page:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.events.append(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            piece = os.read(self._in.fileno(), 1 << 20)
            assert piece, "Chromium ended"
            self._left += piece
        message, _, self._left = self._left.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def open(self, file: Path) -> None:
        """Open a file and wait until it is loaded and drawn."""
        self.open_without_scripts(file)
        self.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def leave(self) -> None:
        """Go to an empty page, and let go of the one before."""
        self._load("about:blank")
        self.call("HeapProfiler.collectGarbage")

    def open_without_scripts(self, file: Path) -> None:
        """The same where no script may run, not even ours that waits."""
        self._load(file.as_uri())

    def _load(self, address: str) -> None:
        self.events.clear()
        self.call("Page.navigate", url=address)
        ends = time.monotonic() + PATIENCE
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            assert time.monotonic() < ends
            self.events.append(self._read())

    def drawn(self, selector: str) -> int:
        """How many elements have a box, as the browser's inspector sees it: without any script."""
        self.call("DOM.enable")
        root = self.call("DOM.getDocument", depth=0)["root"]["nodeId"]
        nodes = self.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        return sum(self._has_box(node) for node in nodes)

    def _has_box(self, node: int) -> bool:
        try:
            return bool(self.call("DOM.getBoxModel", nodeId=node)["model"]["width"])
        except AssertionError:
            return False

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        told = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def show_at(self, width: int, height: int = 800, *, dark: bool = False, scale: int = 1) -> None:
        """Give the page a size in px, and the colours that its reader prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release a key."""
        about: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **about, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, *, whole: bool = False) -> bytes:
        """The page as PNG: what is on the screen, or all of it."""
        return base64.b64decode(
            self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        )

    def printed(self) -> bytes:
        """The page as PDF, on the paper that it asks for."""
        told = self.call(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=False, displayHeaderFooter=False
        )
        return base64.b64decode(told["data"])

    def complaints(self) -> list[str]:
        """What the browser's console and its policy had to say since the page was opened."""
        self.ask("0")  # what happened before is told before the answer
        found = []
        for event in self.events:
            method, told = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded":
                found.append(told["entry"]["text"])
            elif method == "Runtime.exceptionThrown":
                found.append(str(told["exceptionDetails"]))
            elif method == "Runtime.consoleAPICalled":
                found.append(str(told["args"]))
        return found

    def requests(self) -> list[str]:
        """Every address that the page asked for, its own included."""
        return [event["params"]["request"]["url"] for event in self._told("requestWillBeSent")]

    def stopped(self) -> list[str]:
        """Those addresses that the page's own policy kept it from asking for."""
        sent = [event["params"] for event in self._told("requestWillBeSent")]
        told = {each["requestId"]: each["request"]["url"] for each in sent}
        failed = [event["params"] for event in self._told("loadingFailed")]
        return [told[each["requestId"]] for each in failed if each.get("blockedReason") == "csp"]

    def _told(self, what: str) -> list[dict[str, Any]]:
        self.ask("0")
        return [event for event in self.events if event.get("method") == f"Network.{what}"]


def _at_3_and_4(hear: int, say: int) -> Callable[[], None]:
    def place() -> None:
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (hear, say)]
        for end, number in zip(ends, (3, 4), strict=True):
            os.dup2(end, number, inheritable=True)

    return place
