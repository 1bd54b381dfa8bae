"""Makes every kind of file the product writes, into the folder named on the command line. Run by test_same_bytes.py.

python tests/making.py FOLDER
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import sys
from datetime import date
from pathlib import Path

SAMPLE, LATER = "demo/sample-city.xlsx", "demo/sample-city-follow-up.xlsx"
COMMANDS = (
    "demo --follow-up --out demo",
    f"check {SAMPLE} --write",
    f"check {SAMPLE} --all --format json > findings.json",
    f"check {SAMPLE} --all > findings.txt",
    f"report {SAMPLE} -o strategy.docx",
    f"report {SAMPLE} -o strategy-public.docx --audience public",
    f"report {SAMPLE} -o council.docx --kind council",
    f"report {SAMPLE} -o brief.docx --kind brief",
    f"report {SAMPLE} -o brief-public.docx --kind brief --audience public",
    f"report {SAMPLE} -o letter.docx --kind findings",
    f"report {LATER} -o office.docx --template OFFICE/harbour-region.docx",
    f"compare {SAMPLE} {LATER} -o comparison.docx",
    f"compare {SAMPLE} {LATER} -o comparison-public.docx --audience public",
    f"compare {SAMPLE} {LATER} --format json > comparison.json",
    "trace strategy.docx demo/sample-city-follow-up.xlsx --format json > traced.json",
    f"rescue {SAMPLE} -o rescued.xlsx",
    f"upgrade {SAMPLE} -o upgraded.xlsx",
    f"grow {SAMPLE} -o grown.xlsx",
    "split planned.xlsx -o parts",
    "merge planned.xlsx parts/planned-Lead-office.xlsx parts/planned-City-police.xlsx -o merged.xlsx",
    "template fields --format json > fields.json",
    "check full.xlsx --all --format json > full.json",
    "report full.xlsx -o full.docx",
    "report full.xlsx -o full-public.docx --audience public",
)


def main(folder: Path) -> int:
    """Run the commands in the folder; what a command prints goes into the file after >."""
    from support import answers

    from safeaudit import build_workbook, cli
    from safeaudit.audit import blank_audit, from_answers
    from safeaudit.office.ribbon.build import build
    from safeaudit.sharing import Assigned

    office = Path(__file__).resolve().parent.parent / "examples" / "office-template"
    os.chdir(folder)
    build_workbook(Path("full.xlsx"), from_answers(answers(random.Random(20261128))), workbook_id="full")
    planned = blank_audit()
    planned.plan = {"RISKS": Assigned("City police", date(2027, 1, 31))}
    build_workbook(Path("planned.xlsx"), planned, workbook_id="planned")
    build_workbook(Path("blank.xlsx"), blank_audit("qps"), workbook_id="blank")
    Path("safeaudit.xlam").write_bytes(build())
    for line in COMMANDS:
        command, _, target = line.partition(" > ")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()) as said:
            code = cli.run([word.replace("OFFICE", str(office)) for word in command.split()])
        if code not in (0, 1):
            sys.stderr.write(f"{line} ended with {code}: {said.getvalue()}\n")
            return 1
        if target:
            Path(target).write_text(printed.getvalue(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
