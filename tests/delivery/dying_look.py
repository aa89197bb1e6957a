"""A process that dies as one does that has no memory left."""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
