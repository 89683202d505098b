"""What the benchmarks share: running programs, watching them, printing figures."""
import os
import statistics
import subprocess
import sys
import threading
import time


def tree_memory(pid):
    """Proportional set size of a process and all below it, in bytes."""
    total, todo = 0, [pid]
    while todo:
        p = todo.pop()
        try:
            with open(f"/proc/{p}/smaps_rollup", encoding="ascii") as f:
                for line in f:
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) * 1024
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children", encoding="ascii") as f:
                    todo += [int(c) for c in f.read().split()]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
    return total


def run(command, stdin=None, watch_memory=False):
    """Runs a program to its end. Returns seconds, and the peak memory of its processes in bytes
    when asked for (sampled every 20 ms)."""
    peak = [0]
    start = time.monotonic()
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        def watch():
            while process.poll() is None:
                peak[0] = max(peak[0], tree_memory(process.pid))
                time.sleep(0.02)
        thread = threading.Thread(target=watch) if watch_memory else None
        if thread:
            thread.start()
        status = process.wait()
        seconds = time.monotonic() - start
        if thread:
            thread.join()
    if status not in (0, 1):
        sys.exit(f"{command[0]} failed with status {status}")
    return seconds, peak[0]


def run_alone(command):
    """Runs a program as a shell would. Returns seconds, its peak resident memory in bytes, and its
    exit status."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.monotonic() - start
    os.close(null)
    return seconds, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)


def tree_size(path):
    """Bytes of all files below a folder."""
    return sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(path) for name in names)


def print_seconds(name, times):
    """One line: the median and every value."""
    values = " ".join(f"{t:.2f}" for t in times)
    print(f"{name:<12}median {statistics.median(times):.2f} s of {values}")


def print_milliseconds(name, times):
    """One line: median, 90th and 99th percentile, and the largest."""
    ms = sorted(t * 1000 for t in times)
    at = lambda share: ms[min(len(ms) - 1, int(share * len(ms)))]
    print(f"{name:<12}median {at(0.5):.1f}  p90 {at(0.9):.1f}  p99 {at(0.99):.1f}  "
          f"max {ms[-1]:.1f} ms of {len(ms)}")


def skip_unless_present(folders):
    """Ends the benchmark, saying so, when a folder is not there."""
    missing = [f for f in folders if not os.path.isdir(f)]
    if missing:
        print(f"skipped: no {' '.join(missing)}")
        sys.exit(0)
