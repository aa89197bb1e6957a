"""Where this process may open too few files it raises the limit, or says what to do. It never gets stuck."""

import resource

import pytest

from bot.app import CannotStart
from bot.service.awaiting import LEAST, WANTED, allow_files

ENDLESS = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("now", "most", "then"),
    [(24, 4096, WANTED), (24, ENDLESS, WANTED), (24, 128, 128), (64, 64, None), (4096, 4096, None), (24, 24, "refused"),
     (LEAST - 1, LEAST - 1, "refused"), (ENDLESS, ENDLESS, None)],
)  # fmt: skip
def test_the_limit_is_raised_as_far_as_it_may_be_or_named(monkeypatch, tell, now, most, then):
    done = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (now, most))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: done.append(limits))
    if then == "refused":
        with pytest.raises(CannotStart, match=f"Only {now} files may be open at once, and {LEAST} are"):
            allow_files()
    else:
        allow_files()
    assert done == ([(then, most)] if isinstance(then, int) else [])
    tell(f"a limit of open files of {now} and {most}", became=then or now)
