"""The fixed texts of the drop page, by key."""

from __future__ import annotations

from safeaudit.service.ui.texts_shared import WEB
from safeaudit.words import N_

TEXTS: dict[str, str] = {
    **WEB,
    # The frame
    "page_title": N_("Check a safety audit"),
    "skip": N_("Go to the workbook"),
    "brand": N_("Local safety audit"),
    "lead": N_("See what is missing or does not fit in your workbook, cell by cell, and make the Word report."),
    "no_script": N_("This page needs JavaScript. Where it is not allowed, use the command: safeaudit check FILE"),
    "footer": N_("safeaudit {version}"),
    "footer_note": N_("Follows the UNODC framework Governing Safer Cities. No part of the United Nations."),
    # Dropping
    "drop_title": N_("Drop the workbook here"),
    "drop_or": N_("or"),
    "choose": N_("Choose a workbook"),
    "drop_hint": N_(
        "Workbook of a safety audit from Excel (.xlsx) or LibreOffice (.ods), up to 25 MB. Several at once are checked one "
        "after the other."
    ),
    "drop_now": N_("Let go to check it"),
    "another": N_("Check another workbook"),
    "privacy_local": N_("Your workbook stays on this computer."),
    "privacy_local_more": N_(
        "It is read in memory by the safeaudit program running here and forgotten at once. Nothing is sent to the internet, stored or counted."
    ),
    "privacy_server": N_("Your workbook is sent to this server and not kept."),
    "privacy_server_more": N_(
        "It travels encrypted where the address begins with https, is read in memory, and is forgotten when the answer is sent. Nothing is stored or passed on; the server’s log holds no names and no contents."
    ),
    "start_title": N_("No workbook yet?"),
    "blank": N_("Download a blank workbook"),
    "blank_note": N_("Fill it in Excel or LibreOffice. Its sheet START says what to do."),
    "sample": N_("Try the sample city"),
    "sample_note": N_("An invented city with planted mistakes, to see what a check says."),
    "sample_download": N_("Download its workbook"),
    "how_title": N_("What happens"),
    "how_1": N_("You drop a workbook. It is checked in a few seconds."),
    "how_2": N_("You see every finding with its sheet and cell, why it matters, and what to do."),
    "how_3": N_("You mend it in your own file, or download a copy with the findings in its sheet CHECKS."),
    "how_4": N_("You build the report in Word. It says “draft” as long as errors are open."),
    # The access code
    "access_title": N_("This server asks for an access code"),
    "access_local": N_(
        "Open the page with the address that safeaudit serve shows in its window, or type the code from its end."
    ),
    "access_hosted": N_(
        "The people who run this server gave it to you. It is kept by this browser until you close it."
    ),
    # Progress
    "waiting": N_("Waiting for its turn"),
    "checking": N_("Checking {file} …"),
    "checked": N_("{file} is checked."),
    "failed": N_("{file} could not be checked."),
    "progress": N_("{done} of {all} workbooks checked"),
    "stop": N_("Stop"),
    "stopped": N_("Stopped."),
    "remove": N_("Remove {file} from this page"),
    "remove_short": N_("Remove"),
    # A workbook with a password
    "locked": N_("{file} is protected with a password."),
    "password": N_("Password of the workbook"),
    "unlock": N_("Check it"),
    "password_note": N_("The password is used to read the workbook and is forgotten with it. It is not stored."),
    # A result
    "next_errors": N_("Correct the errors in your workbook first, save it, and drop it here again."),
    "next_warnings": N_(
        "Go through the warnings: mend them, or write in the sheet CHECKS why they stand. Then build the report."
    ),
    "next_done": N_("Build the report, or download the checked copy to keep."),
    "no_city": N_("City not stated"),
    "workbook": N_("The workbook"),
    "completeness": N_("Known"),
    "rest_of_shares": N_("{not_known} not known · {waived} left out with a reason"),
    "errors": N_("Errors"),
    "warnings": N_("Warnings"),
    "advices": N_("Advice"),
    "accepted": N_("Accepted"),
    "error_means": N_("To be mended; the report stays a draft."),
    "warning_means": N_("To be mended, or accepted with a reason."),
    "advice_means": N_("Worth a thought; never blocks."),
    "accepted_means": N_("Warnings that stand with a written reason."),
    "findings_shown": N_("{shown} of {all} findings shown"),
    "all": N_("All"),
    "all_sheets": N_("All sheets"),
    "sheet": N_("Sheet"),
    "cell": N_("Cell"),
    "found": N_("What was found"),
    "places": N_("{count} places"),
    "one_place": N_("1 place"),
    "to_do": N_("What to do"),
    "section": N_("Framework"),
    "reason": N_("Accepted because"),
    "whole_file": N_("Whole workbook"),
    "more_places": N_("Show {count} more"),
    "open_all": N_("Open all"),
    "close_all": N_("Close all"),
    "no_findings": N_("Nothing was found. The workbook is ready for its report."),
    "no_match": N_("No finding of this kind here."),
    "by_sheet": N_("By sheet"),
    "state_empty": N_("not begun"),
    "state_started": N_("begun"),
    "state_done": N_("complete"),
    "state_waived": N_("left out with a reason"),
    "state": N_("State"),
    # Downloads
    "downloads": N_("Take away"),
    "copy_title": N_("Workbook with the findings"),
    "copy_note": N_("A copy of your file. Only its sheet CHECKS is filled; every other sheet is as it was."),
    "copy_rebuilt": N_("A new Excel workbook with the answers of your file, and the findings in its sheet CHECKS."),
    "copy_unlocked": N_("The copy has no password: keep it where only those who need it can open it."),
    "copy_button": N_("Download the checked copy"),
    "report_title": N_("Word report"),
    "report_kind": N_("Kind"),
    "kind_strategy": N_("Strategy report, about 40 pages"),
    "kind_council": N_("Council paper, 2 to 4 pages"),
    "kind_brief": N_("Brief, two pages"),
    "kind_findings": N_("Letter with the findings"),
    "kind_rapid": N_("Rapid report, 8 to 12 pages"),
    "kind_what-we-have": N_("What we have so far, while much is open"),
    "report_audience": N_("For whom"),
    "audience_restricted": N_("Restricted: for the people in charge"),
    "audience_public": N_("Public: sensitive content left out"),
    "report_template": N_("Word template of your office (optional)"),
    "report_button": N_("Build the report"),
    "building": N_("Building the report, {seconds} seconds. It usually takes 5 to 20."),
    "making_copy": N_("Making the copy …"),
    "saved": N_("{file} is in your downloads."),
    "saved_draft": N_("{file} is in your downloads. It is marked as a draft, because errors are open."),
    "save_again": N_("Save again"),
    # Faults
    "fault_type": N_(
        "{file} is not an Excel workbook (.xlsx), nor one of LibreOffice (.ods). Open it in a spreadsheet program and save it "
        "as .xlsx."
    ),
    "fault_size": N_(
        "{file} is larger than 25 MB, too large for an audit workbook. Remove pictures and what does not belong to it."
    ),
    "fault_empty": N_("{file} is empty. Choose the workbook again."),
    "fault_changed": N_("{file} was changed or moved after you chose it. Choose it again."),
    "fault_offline_local": N_("The safeaudit program does not answer. Start it again with: safeaudit serve"),
    "fault_offline_server": N_("The server does not answer. Check the connection and try again in a minute."),
    "fault_other": N_("The answer could not be understood. Reload the page and try again."),
    "fault_busy": N_("The server is busy. Trying again in {seconds} seconds …"),
}
