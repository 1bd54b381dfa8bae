Attribute VB_Name = "Launcher"
' Starts Python for a button. No rule of the method is written here: Python reads the workbook, answers and shows it.
Option Explicit

Public Recording As Boolean
Public Recorded As String

' Runs one command of safeaudit on the active workbook.
Public Sub RunPython(ByVal Task As String)
    RunPythonWith Task, ""
End Sub

' The same with further words for the command line.
Public Sub RunPythonWith(ByVal Task As String, ByVal Options As String)
    If Recording Then
        Recorded = Recorded & Trim(Task & " " & Options) & vbLf
    Else
        #If Mac Then
            StartOnMac Task, Options
        #Else
            StartOnWindows Task, Options
        #End If
    End If
End Sub

Private Sub StartOnWindows(ByVal Task As String, ByVal Options As String)
    Dim Shell As Object, Interpreter As String, Own As String, Before As String, Code As Long
    On Error GoTo Failed
    Set Shell = CreateObject("WScript.Shell")
    Own = Shell.ExpandEnvironmentStrings("%USERPROFILE%") & "\.safeaudit"
    Interpreter = ReadInterpreter(Own & "\safeaudit.conf")
    If Interpreter = "" Then
        MsgBox NotInstalled(), vbExclamation, "safeaudit"
        Exit Sub
    End If
    ' Excel's current folder is often the workbook's, where files of strangers lie: Python starts from its own.
    Before = Shell.CurrentDirectory
    Shell.CurrentDirectory = Own
    Code = Shell.Run(CommandLine(Interpreter, Task, "--excel " & Application.Hwnd, Options), 0, True)
    GoBack Shell, Before
    If Code <> 0 Then MsgBox NotStarted(), vbExclamation, "safeaudit"
    Exit Sub
Failed:
    GoBack Shell, Before
    MsgBox NotStarted(), vbExclamation, "safeaudit"
End Sub

' The command line that starts Python. -P: it looks for its modules where they are installed, never in the current folder.
Public Function CommandLine(ByVal Interpreter As String, ByVal Task As String, ByVal Window As String, ByVal Options As String) As String
    CommandLine = Trim(Quoted(Interpreter) & " -P -m safeaudit.addin.desktop " & Task & " " & Window & " " & Options)
End Function

' Excel keeps the current folder it had; a folder on the network that is gone by now is no reason to stop.
Private Sub GoBack(ByVal Shell As Object, ByVal Folder As String)
    On Error Resume Next
    If Folder <> "" Then Shell.CurrentDirectory = Folder
End Sub

' The file holds lines such as "INTERPRETER_WIN","C:\...\pythonw.exe", in Unicode: people's names stand in paths.
Private Function ReadInterpreter(ByVal Path As String) As String
    Dim Files As Object, Stream As Object, Parts As Variant
    Set Files = CreateObject("Scripting.FileSystemObject")
    If Not Files.FileExists(Path) Then Exit Function
    Set Stream = Files.OpenTextFile(Path, 1, False, -1)
    Do While Not Stream.AtEndOfStream
        Parts = Split(Stream.ReadLine, """")
        If UBound(Parts) >= 3 Then
            If Parts(1) = "INTERPRETER_WIN" Then ReadInterpreter = Parts(3)
        End If
    Loop
    Stream.Close
End Function

#If Mac Then
Private Sub StartOnMac(ByVal Task As String, ByVal Options As String)
    Dim Answer As String
    On Error GoTo Failed
    Answer = AppleScriptTask("safeaudit.applescript", "RunCommand", Trim(Task & " " & Options))
    Exit Sub
Failed:
    MsgBox NotInstalled(), vbExclamation, "safeaudit"
End Sub
#End If

Public Function Quoted(ByVal Text As String) As String
    Quoted = """" & Text & """"
End Function

' A typed text as the numbers of its letters, four hexadecimal digits each: safe in every command line and language.
Public Function Coded(ByVal Text As String) As String
    Dim Position As Long, Number As Long
    For Position = 1 To Len(Text)
        Number = AscW(Mid(Text, Position, 1))
        If Number < 0 Then Number = Number + 65536
        Coded = Coded & Right("000" & Hex(Number), 4)
    Next Position
End Function

Private Function NotInstalled() As String
    NotInstalled = "safeaudit is not installed for this person yet." & vbLf & _
        "Open a command window, run: safeaudit addin install" & vbLf & "and start Excel again."
End Function

Private Function NotStarted() As String
    NotStarted = "Python could not be started, so nothing was done." & vbLf & _
        "Open a command window and run: safeaudit doctor" & vbLf & "It says what is missing."
End Function
