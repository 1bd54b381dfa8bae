-- Runs one command of safeaudit for Excel. `safeaudit addin install` puts the path of Python in the place of INTERPRETER.
property interpreter : "INTERPRETER"

on RunCommand(theRequest)
	set AppleScript's text item delimiters to " "
	-- From a folder in which no stranger's file lies; with -P Python looks for its modules where they are installed.
	set theLine to "cd / && " & quoted form of interpreter & " -P -m safeaudit.addin.desktop"
	repeat with theWord in text items of theRequest
		set theLine to theLine & " " & quoted form of (theWord as text)
	end repeat
	set AppleScript's text item delimiters to ""
	-- In the background: Excel waits for this script, and Python talks to Excel.
	do shell script theLine & " > /dev/null 2>&1 &"
	return "started"
end RunCommand
