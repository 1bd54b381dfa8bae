Attribute VB_Name = "SelfTest"
' Presses every button without running anything and gives back the commands, a line each. IT staff may run ShowSelfTest.
Option Explicit

Public Function PressAll() As String
    Recording = True
    Recorded = ""
    StartOrContinue Nothing
    NextStep Nothing
    CheckSheet Nothing
    CheckAll Nothing
    NextFinding Nothing
    AcceptFinding Nothing
    BuildReport Nothing
    BuildPublicReport Nothing
    BuildCouncilPaper Nothing
    BuildBrief Nothing
    BuildLetter Nothing
    SendBack Nothing
    ShowHelp Nothing
    Recording = False
    Recorded = Recorded & "coded " & Coded("A" & ChrW(233) & ChrW(8364)) & vbLf
    PressAll = Recorded & "runs " & CommandLine("PYTHON", "check_all", "--excel 7", "") & vbLf
End Function

Public Sub ShowSelfTest()
    MsgBox PressAll(), vbInformation, "safeaudit"
End Sub
