"""The garbage collector looks through what tests made, not each time through all modules and all collected tests.

It rests while modules are imported and tests are collected: hardly anything of that is garbage. What is there then
stays for the whole run, as in `sunush run`. It looks seldom, since most of what a test makes goes without it.
"""

import gc

YOUNG = 20_000  # objects made since its last look, before it looks again; 700 is Python's own

gc.disable()  # as soon as this module is imported


def begin_to_collect() -> None:
    """Keeps all that is there out of its sight, and lets it look from now on."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
    gc.enable()
