Attribute VB_Name = "Buttons"
' What each button of the tab does: one line a button. The names are those of customUI14.xml.
Option Explicit

Public Sub StartOrContinue(ByVal control As Object)
    RunPython "start"
End Sub

Public Sub NextStep(ByVal control As Object)
    RunPython "next_step"
End Sub

Public Sub CheckSheet(ByVal control As Object)
    RunPython "check_sheet"
End Sub

Public Sub CheckAll(ByVal control As Object)
    RunPython "check_all"
End Sub

Public Sub NextFinding(ByVal control As Object)
    RunPython "next_finding"
End Sub

Public Sub AcceptFinding(ByVal control As Object)
    RunPythonWith "accept", AskReason()
End Sub

Public Sub BuildReport(ByVal control As Object)
    RunPythonWith "build_report", "--kind strategy --audience restricted"
End Sub

Public Sub BuildPublicReport(ByVal control As Object)
    RunPythonWith "build_report", "--kind strategy --audience public"
End Sub

Public Sub BuildCouncilPaper(ByVal control As Object)
    RunPythonWith "build_report", "--kind council --audience restricted"
End Sub

Public Sub BuildBrief(ByVal control As Object)
    RunPythonWith "build_report", "--kind brief --audience restricted"
End Sub

Public Sub BuildLetter(ByVal control As Object)
    RunPythonWith "build_report", "--kind findings --audience restricted"
End Sub

Public Sub SendBack(ByVal control As Object)
    RunPython "send_back"
End Sub

Public Sub ShowHelp(ByVal control As Object)
    RunPython "help"
End Sub

Private Function AskReason() As String
    Dim Reason As String
    If Not Recording Then
        Reason = InputBox("Select a line of CHECKS first. Why is it right as it is? Write one sentence.", "Accept a warning with a reason")
    End If
    AskReason = "--reason x" & Coded(Reason)
End Function
