"""`sunush aimak practice`: an aimak for training is made, emptied and removed; what is there counts nowhere."""

from tests.cli.test_merge import enter


def test_a_practice_aimak_is_made_once_and_left_out_of_what_is_counted(sunush):
    enter(sunush, "kokjar", "akmuz")
    made = sunush("aimak", "practice", "kokjar").out
    assert "kokjarprac: practice beside kokjar; nothing in it counts." in made
    assert "a_kokjarprac" in made
    sunush("aimak", "practice", "kokjar")
    listed = sunush("aimak", "list").out
    assert listed.count("(practice)") == 1
    assert "is for practice itself" in sunush("aimak", "practice", "kokjarprac").refused()
    unheard = sunush("aimak", "practice", "kokjar", "--empty")
    assert unheard.code == 2
    assert "Nothing was changed" in unheard.err
    sunush("aimak", "practice", "kokjar", "--empty", "--yes")
    assert "removed" in sunush("aimak", "practice", "kokjar", "--remove", "--yes").out
    assert "(practice)" not in sunush("aimak", "list").out
    assert (
        "there is no practice aimak beside kokjar"
        in sunush("aimak", "practice", "kokjar", "--remove", "--yes").refused()
    )
