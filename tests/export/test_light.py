"""The papers weigh nothing until one is made, and their files travel with the code."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ["fpdf", "segno", "icalendar", "resvg_py", "fontTools"]


def test_nothing_heavy_is_imported_before_a_paper_is_made():
    rooms = (
        "bot.app, bot.export.pdf.kit, bot.export.charts.chart, bot.export.charts.republic, "
        "bot.export.calendar_file, bot.export.qr"
    )
    program = f"import sys, {rooms}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_files_lie_beside_the_code():
    papers = files("bot.export")
    for name in (
        "charts/republic.csv",
        "charts/contests.csv",
        "fonts/DejaVuSans-subset.ttf",
        "fonts/DejaVuSans-Bold-subset.ttf",
    ):
        assert papers.joinpath(name).is_file()
