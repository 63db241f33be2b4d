"""The servers as they are started: they end cleanly, say in a line what stops them, and do what the system allows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from serving import ROOT, folder, free_port, started  # noqa: F401
from shipped import CASES as NUMBER
from waiting import LONGEST, wait_until

WITHOUT_FORK = """\
import os, sys
del os.fork
sys.modules["resource"] = None
"""
OFF = "queries of visitors and uploads are off"

pytestmark = pytest.mark.usefixtures("own_process")


def l2kg(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in an interpreter that has done something before."""
    code = f"{before}\nfrom l2kg.cli import main\nmain({list(arguments)!r})"
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("what", ["app", "serve"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
def test_a_server_ends_cleanly(
    what: str, number: signal.Signals, folder: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    process, base = started(folder, tmp_path, what, "/robots.txt", log)
    assert (
        httpx.get(f"{base}/sparql?query=ASK%20%7B%7D", timeout=LONGEST).status_code == 200
    )
    process.send_signal(number)
    assert process.wait(LONGEST) == 0
    assert "Traceback" not in log.read_text()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to find children in")
def test_pages_that_die_come_back_and_end_with_who_is_in_front(
    folder: str, tmp_path: Path
) -> None:
    front, base = started(folder, tmp_path, "app", "/_stcore/health")
    (pages,) = children(front.pid)
    os.kill(pages, signal.SIGKILL)
    wait_until(lambda: children(front.pid) not in ([], [pages]), "they start again")
    (pages,) = children(front.pid)
    assert httpx.get(f"{base}/robots.txt", timeout=LONGEST).status_code == 200
    assert httpx.get(f"{base}/_stcore/health", timeout=LONGEST).status_code == 200
    front.kill()
    front.wait(LONGEST)
    wait_until(lambda: not runs(pages), "they end too")


def children(pid: int) -> list[int]:
    return [
        int(one)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]


def runs(pid: int) -> bool:
    """Say whether a process runs, and is not only still to be waited for."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("what", ["app", "serve"])
def test_a_port_in_use_is_told_in_one_line(what: str, folder: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = l2kg(what, "--port", str(port), "--store", folder)
    assert done.returncode == 1
    assert done.stderr == f"l2kg: port {port} is in use: give another with --port\n"


def test_queries_of_ones_own_need_no_fork(folder: str) -> None:
    done = l2kg("query", "cases", "--store", folder, before=WITHOUT_FORK)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, f"{NUMBER} rows")


@pytest.mark.parametrize("what", ["app", "serve"])
def test_without_fork_all_but_strangers_queries_works(
    what: str, folder: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    process, base = started(
        folder, tmp_path, what, "/robots.txt", log, before=WITHOUT_FORK
    )
    try:
        assert OFF in log.read_text()
        assert (
            httpx.get(f"{base}/case/geneva-accord.ttl", timeout=LONGEST).status_code
            == 200
        )
        answer = httpx.get(f"{base}/sparql?query=ASK%20%7B%7D", timeout=LONGEST)
        assert (answer.status_code, OFF in answer.text) == (501, True)
    finally:
        process.terminate()
        process.wait(LONGEST)


def test_without_fork_an_upload_is_told_so() -> None:
    code = f"""{WITHOUT_FORK}
from l2kg import serving
from l2kg.errors import L2kgError
try:
    serving.upload_check().examined("x.ttl", b"x")
except L2kgError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert OFF in done.stdout


def test_ctrl_c_ends_us_and_not_whoever_waits_for_us() -> None:
    """As make waits for `l2kg app`: a shell in front of a terminal, and we in its group."""
    pty = pytest.importorskip("pty")
    ours = (
        "import time\nfrom l2kg.launch import in_front\nwith in_front():\n"
        "    try:\n        print('up', flush=True)\n        time.sleep(60)\n"
        "    except KeyboardInterrupt:\n        print('stopped')"
    )
    child, terminal = pty.fork()
    if not child:  # pragma: no cover
        line = f'"{sys.executable}" -c "{ours}"; echo went on'
        os.execve("/bin/sh", ["sh", "-c", line], {**os.environ, "PYTHONPATH": str(ROOT)})
    seen = b""
    while b"up" not in seen:
        seen += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert os.read(terminal, 1000).split() == [b"^Cstopped", b"went", b"on"]
    os.close(terminal)
