"""The limits of a process that looks at somebody's file: little memory, little time, the first to go."""

import sys
from pathlib import Path

MEMORY = 288 * 2**20  # bytes of addresses, of which about half are used at most
SECONDS = 20  # of the processor


def limit() -> None:
    """Puts this process under its limits, where the system has any."""
    if sys.platform == "win32":
        return
    import os
    import resource

    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    score = Path("/proc/self/oom_score_adj")
    if score.exists():  # where memory runs out, this process is the one to go
        score.write_text("1000")
