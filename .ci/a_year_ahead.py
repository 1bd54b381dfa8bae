"""Lets Python sleep under libfaketime 0.9.10, which turns an absolute time to wake up into one that the system refuses.

.ci/run puts it, with a .pth file that imports it, into the virtual environment of the tests.
"""

import os
import select
import time


def sleep(seconds: float) -> None:
    """Wait, by a call that takes a span of time."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


if "FAKETIME" in os.environ:
    time.sleep = sleep
