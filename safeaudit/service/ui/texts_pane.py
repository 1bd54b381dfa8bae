"""The fixed texts of the task pane, by key; what speaks of a workbook or of the method comes with the answers instead."""

from __future__ import annotations

from safeaudit.service.ui.texts_shared import PANE
from safeaudit.words import N_

TEXTS: dict[str, str] = {
    **PANE,
    # The frame
    "pane.title": N_("Safety audit"),
    "pane.skip": N_("Skip to the content"),
    "pane.views": N_("Views"),
    "pane.loading": N_("Reading the workbook …"),
    "pane.no_city": N_("City not named yet"),
    "pane.whole": N_("Share of the answers asked that is known, whole workbook"),
    "nav.now": N_("Guide"),
    "nav.steps": N_("Steps"),
    "nav.findings": N_("Findings"),
    "nav.report": N_("Report"),
    "nav.help": N_("Help"),
    # What is being done
    "working.reading": N_("Reading …"),
    "working.going": N_("Going there …"),
    "working.start": N_("Reading the workbook …"),
    "working.next_step": N_("Looking for the next step …"),
    "working.check_sheet": N_("Checking this sheet …"),
    "working.check_all": N_("Checking everything …"),
    "working.next_finding": N_("Looking for the next finding …"),
    "working.accept": N_("Writing the reason into the workbook …"),
    "working.take_back": N_("Taking the reason back …"),
    "working.send_back": N_("Checking a last time …"),
    # What controls do
    "do.next_step": N_("Next step"),
    "do.next_finding": N_("Next finding"),
    "do.check_all": N_("Check everything"),
    "do.check_sheet": N_("Check this sheet"),
    "do.send_back": N_("Send back"),
    "do.report": N_("Build report"),
    "do.go_on": N_("Go there"),
    "do.all_steps": N_("Show all steps"),
    "do.go_there": N_("Go there"),
    "do.go_there_to": N_("Go there: {place}"),
    "do.build": N_("Build report"),
    "do.cancel": N_("Cancel"),
    "do.close": N_("Close"),
    "do.reload": N_("Load the pane again"),
    "do.web_page": N_("Open the web page"),
    "do.new_workbook": N_("New workbook"),
    # The guide
    "now.next": N_("What to do next"),
    "here.step": N_("You are at step {number} of {total}"),
    "here.this_sheet": N_("this sheet"),
    "here.none.title": N_("Outside the steps"),
    "here.none.text": N_("{sheet} asks for no answers. Go to the next step, or choose one from the list of all steps."),
    "here.pick": N_("Select a cell in the table to see here what it asks for."),
    "here.options": N_("Choose one of these"),
    "here.all_options": N_("Show all {count} choices"),
    "here.computed": N_("Worked out for you"),
    "required.always": N_("Needed"),
    "required.sometimes": N_("Needed in some cases"),
    "step.progress": N_("Needed answers given on this sheet"),
    "step.answers": N_("{answered} of {expected} answers"),
    "lists.title": N_("The lists of the framework"),
    "lists.text": N_("What each list still lacks. No answer yet is progress and no fault; “not known” is an answer."),
    "lists.open": N_("No answer yet: {items}"),
    "step.nothing_asked": N_("nothing needed yet"),
    "step.waived": N_("Left out, with a reason"),
    "missing.title": N_("What is missing here"),
    "missing.open": N_("Needed answers still open: {count}"),
    "missing.none": N_("No needed answer is open on this sheet."),
    "missing.all": N_("Show all kinds of findings on this sheet ({count})"),
    "about.title": N_("About this step"),
    "about.whom": N_("Whom to ask"),
    "about.evidence": N_("Good evidence"),
    "about.time": N_("How long it takes"),
    "about.minutes": N_("About {minutes} minutes once the facts are at hand."),
    "about.not_here": N_("When it does not apply"),
    # The steps
    "steps.title": N_("All steps"),
    "steps.text": N_("Steps complete: {done} of {total}. Choose a step to go to its sheet."),
    "state.empty": N_("Not begun"),
    "state.started": N_("Begun"),
    "state.done": N_("Complete"),
    "state.waived": N_("Left out, with a reason"),
    # Findings
    "findings.never": N_(
        "Nothing has been checked in this session. The check reads all answers, lists what does not fit, and writes the list "
        "to the sheet CHECKS. It changes no answer."
    ),
    "findings.none": N_("Nothing is open. What the check knows of is answered."),
    "findings.none_of_kind": N_("There are none of this kind."),
    "findings.counts": N_("Number of findings"),
    "findings.places": N_("Places: {count}"),
    "findings.to_do": N_("What to do:"),
    "findings.accepted_because": N_("Accepted, because:"),
    "findings.show_all": N_("Show all {count} places"),
    "findings.why": N_("Why this is asked"),
    "findings.section": N_("Framework: {section}"),
    "findings.rule": N_("Rule {rule}"),
    "filter.open": N_("All open: {count}"),
    "filter.error": N_("Errors: {count}"),
    "filter.warning": N_("Warnings: {count}"),
    "filter.advice": N_("Advice: {count}"),
    "filter.accepted": N_("Accepted: {count}"),
    "filter.sheet": N_("Only {sheet} – show all sheets"),
    "count.error": N_("Errors: {count}"),
    "count.warning": N_("Warnings: {count}"),
    "count.advice": N_("Advice: {count}"),
    "accept.open": N_("Accept with a reason"),
    "accept.label": N_("Why may this warning stand?"),
    "accept.help": N_("The reason is printed in the report as a limit of this audit. Write no names of persons."),
    "accept.label_error": N_("Which office lets this stand, and why?"),
    "accept.help_error": N_(
        "Write the office or role, a colon and the reason: “Data protection officer: the school is called so”. No names of persons. Public "
        "versions leave the text out all the same."
    ),
    "accept.missing": N_("Write a reason. Without one the finding stays open."),
    "accept.send": N_("Accept"),
    "accept.covers": N_("One reason covers all missing answers of {sheet}, also those that come later."),
    "accept.covered": N_("This reason covers all missing answers of {sheet}."),
    "accept.take_back": N_("Take it back"),
    "accept.take_back_at": N_("Take it back: {place}"),
    # The report
    "report.title": N_("Report"),
    "report.text": N_(
        "The report is a Word document made from the answers in this workbook. You can edit it afterwards."
    ),
    "report.draft": N_("Errors still open: {count}. Until they are mended, the report says “draft” on every page."),
    "report.kind": N_("Kind of report"),
    "kind.strategy": N_("Strategy report"),
    "kind.strategy.text": N_("The full report for council and partners, with figures, tables and the strategy."),
    "kind.council": N_("Council paper"),
    "kind.council.text": N_(
        "Two to four pages to vote on: numbered decisions with actions, money, office, date and check."
    ),
    "kind.brief": N_("Brief"),
    "kind.brief.text": N_("Two pages for people who decide and have little time."),
    "kind.findings": N_("Letter of findings"),
    "kind.findings.text": N_("What is open in the workbook, for the person who fills it."),
    "kind.rapid": N_("Rapid report"),
    "kind.rapid.text": N_(
        "Eight to twelve pages in the order in which a council decides; what a rapid workbook becomes."
    ),
    "kind.what-we-have": N_("What we have so far"),
    "kind.what-we-have.text": N_("What is known and what comes next, while too little is answered for a strategy."),
    "report.audience": N_("Who will read it"),
    "audience.restricted": N_("Restricted"),
    "audience.restricted.text": N_("For the offices that made the audit. Holds everything, so share it with care."),
    "audience.public": N_("Public"),
    "audience.public.text": N_("Sensitive rows and small numbers are left out, and the report says how many."),
    "report.template": N_("Own Word template (optional)"),
    "report.template.help": N_("A .docx with your logo and styles. It is checked before it is used."),
    "report.template.remove": N_("Remove"),
    "report.template.not_word": N_("{file} is not a Word document. Choose a file that ends in .docx."),
    "report.template.large": N_("{file} is larger than 10 MB. Make its pictures smaller and try again."),
    "report.working.reading": N_("Reading the workbook …"),
    "report.working.writing": N_("Writing the report. Charts and tables take up to a minute …"),
    "report.ready": N_("The report is ready"),
    "report.size": N_("{size} KB"),
    "report.is_draft": N_("It is marked as a draft, because errors are still open."),
    "report.download": N_("Download"),
    "report.no_download": N_(
        "Does nothing happen? Some versions of Excel do not let a pane save files. Use the web page instead."
    ),
    "send.title": N_("Send the workbook back"),
    "send.text": N_(
        "This checks everything a last time and says how the workbook may travel. The pane sends nothing itself."
    ),
    # Help
    "help.title": N_("Help"),
    "help.search": N_("Search in all steps and questions"),
    "help.found": N_("Found: {count}"),
    "help.nothing": N_("Nothing was found. Try one shorter word."),
    "help.go": N_("Go to {sheet}"),
    "help.privacy": N_("Privacy"),
    "help.opens": N_("Opening"),
    "help.keys": N_("Keyboard"),
    "help.language": N_("Language of this pane"),
    "help.about": N_("About"),
    "privacy.local": N_(
        "The cells are read by the safety audit program on this computer and forgotten after each answer. Nothing goes to the "
        "internet and nothing is stored."
    ),
    "privacy.server": N_(
        "The cells are sent to the server of your office, read in its memory and forgotten after each answer. Nothing is "
        "stored or passed on."
    ),
    "privacy.care": N_(
        "Of all sheets the pane writes to CHECKS only. Excel itself may save the workbook to a cloud folder: ask your office where "
        "this file may be kept."
    ),
    "keys.text": N_(
        "F6 moves between the sheet and this pane. Tab goes from control to control, Enter or the space bar presses a button, "
        "and Escape leaves a form."
    ),
    "opens.label": N_("Open this pane with this workbook"),
    "opens.text": N_(
        "The pane then opens by itself for everyone whose Excel has this add-in. For others nothing changes."
    ),
    "opens.saved": N_("Noted. Save the workbook to keep this choice."),
    "opens.failed": N_(
        "Excel did not keep this choice. The workbook may be open for reading only. Save a copy of it and try there."
    ),
    "about.text": N_(
        "safeaudit {version}. Follows the framework Governing Safer Cities (UNODC, 2016). It is no product of UNODC."
    ),
    # When something is in the way
    "problem.outside.title": N_("This page belongs into Excel"),
    "problem.outside.text": N_("It was opened outside Excel, so there is no workbook beside it to guide you through."),
    "problem.outside.more": N_(
        "Without the add-in, drop the workbook on the web page: it checks it and builds the same report."
    ),
    "problem.foreign.title": N_("This workbook cannot be read as a safety audit"),
    "problem.foreign.more": N_("Open the audit workbook, then try again. A new workbook starts with the sheet START."),
    "problem.away.title": N_("The safety audit program does not answer"),
    "problem.away.text": N_(
        "This pane gets its answers from a program on this computer or in your office, and it cannot be reached."
    ),
    "problem.away.more": N_(
        "Start it with: safeaudit serve. Or ask the person who set up the pane. Your workbook is unchanged."
    ),
    "problem.slow.text": N_("The answer took too long."),
    "problem.stopped.text": N_("Stopped. Nothing was written."),
    "problem.server.text": N_(
        "The program could not answer. Try again; if it happens twice, ask the person who set up the pane."
    ),
    "problem.token.title": N_("The access code is needed"),
    "problem.token.text": N_("The access code is missing or out of date."),
    "problem.token.wrong": N_("This is not the access code. Check it and try again."),
    "problem.excel.title": N_("Excel did not do what was asked"),
    "problem.excel.text": N_(
        "Excel refused to read or write the workbook. It may be open for reading only, or CHECKS may be protected with a "
        "password. Your answers are unchanged."
    ),
    "problem.editing.text": N_("A cell is being edited. Press Enter in the sheet, then try again."),
}
