"""Config files and what is planned by them, beside botocore."""

import subprocess
import sys

from tegata import ROOT


def test_the_recorded_cases_are_what_botocore_reads():
    script = ROOT / "crates" / "profiles" / "tests" / "botocore" / "record.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
