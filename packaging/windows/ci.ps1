<#
.SYNOPSIS
Installs a built reader on a real Windows, silently, reads one exam in it by keys, and uninstalls it.

.DESCRIPTION
    powershell -ExecutionPolicy Bypass -File packaging\windows\ci.ps1 `
        -Setup reader-0.1.0-setup.exe -Demo reader-demo-0.1.0-setup.exe

What packaging/windows/ci.sh does under Wine, on a Windows 10 or 11 with a desktop (SendKeys types into the window in
front: leave keyboard and mouse alone). reader must not be installed for this user. Exit status 0: all of it worked.
Pictures of the screen are put into the folder -Pictures, for a person to look at.
#>
param(
    [Parameter(Mandatory = $true)] [string] $Setup,
    [Parameter(Mandatory = $true)] [string] $Demo,
    [string] $Pictures = (Join-Path $env:TEMP 'reader-ci')
)
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms, System.Drawing

$Place = Join-Path $env:LOCALAPPDATA 'Programs\reader'
# a name beyond ASCII; from numbers, for PowerShell 5 reads this file in the system's old code page
$Patient = -join ([char]0x738B, [char]0x5C0F, [char]0x4E1C)
$Data = Join-Path $env:TEMP "reader ci $Patient"
$Sentence = 'Typed on a real Windows.'

function Say($text) { Write-Output "ci.ps1: $text" }
function Need($condition, $text) { if (-not $condition) { throw $text }; Say "ok  $text" }

function Take-Picture($name) {
    $bounds = [System.Windows.Forms.Screen]::PrimaryScreen.Bounds
    $picture = New-Object System.Drawing.Bitmap $bounds.Width, $bounds.Height
    [System.Drawing.Graphics]::FromImage($picture).CopyFromScreen(0, 0, 0, 0, $bounds.Size)
    $picture.Save((Join-Path $Pictures "$name.png"))
}

function Wait-Until($seconds, $text, [scriptblock] $condition) {
    $end = (Get-Date).AddSeconds($seconds)
    while (-not (& $condition)) {
        if ((Get-Date) -gt $end) { Take-Picture 'failed'; throw "not within $seconds s: $text" }
        Start-Sleep -Milliseconds 300
    }
    Say "ok  $text"
}

function Title { (Get-Process reader -ErrorAction SilentlyContinue | Select-Object -First 1).MainWindowTitle }
function Keys($keys, $pause = 600) { [System.Windows.Forms.SendKeys]::SendWait($keys); Start-Sleep -Milliseconds $pause }
function Run($file, $arguments) { (Start-Process $file -ArgumentList $arguments -Wait -PassThru).ExitCode }

# The file that the hub has received holds the sentence as it was typed.
function Hub-Has($text) {
    $bytes = [System.Text.Encoding]::ASCII
    foreach ($file in Get-ChildItem (Join-Path $Data 'hub') -Recurse -File -Filter *.dcm) {
        $stream = [System.IO.File]::Open($file.FullName, 'Open', 'Read', 'ReadWrite')
        try {
            if ($stream.Length -gt 2MB) { continue }
            $data = New-Object byte[] $stream.Length
            [void] $stream.Read($data, 0, $data.Length)
            if ($bytes.GetString($data).Contains($text)) { return $true }
        } finally { $stream.Dispose() }
    }
    return $false
}

New-Item -ItemType Directory -Force $Pictures | Out-Null
Need (-not (Test-Path $Place)) 'reader is not installed yet'
Need ((Run $Setup '/S') -eq 0) 'installed silently'
Need (Test-Path "$Place\reader.exe") 'the program is there'
Need ((Run $Demo '/S') -eq 0) "the demo's exams are there"
Need ((Get-AuthenticodeSignature "$Place\reader.exe").Status -in 'Valid', 'NotSigned') 'signed validly, or not at all'
try {
    & "$Place\reader-cli.exe" doctor
    Need ($LASTEXITCODE -eq 0) 'doctor finds no problem'
    $program = Start-Process "$Place\reader.exe" -ArgumentList 'demo', '--profile', "`"$Data`"" -PassThru
    Wait-Until 60 'the sign-in window' { Title }
    Start-Sleep 3
    $before = Title
    Take-Picture 'sign-in'
    Need ((Run $Setup '/S') -eq 10) 'an upgrade over the running program is refused'
    [void] (New-Object -ComObject WScript.Shell).AppActivate($program.Id)
    Keys 'li{TAB}demo{ENTER}'
    Wait-Until 120 'the worklist' { (Title) -and (Title) -ne $before }
    Start-Sleep 15
    Take-Picture 'worklist'
    Keys '^f'
    Keys 'Xiaodong' 3000
    Keys '{ENTER}' 40000
    Take-Picture 'reading'
    Keys 'j' 2000
    Keys 'y' 2000
    Keys 'y' 2000
    Keys '^i' 2000
    Keys '{F2}'
    Keys '^{END}{ENTER}'
    Keys $Sentence 2000
    Keys '%2'
    Keys '^{END}{ENTER}'
    Keys $Sentence 2000
    Take-Picture 'report'
    Keys '^{ENTER}' 3000
    Take-Picture 'last-look'
    Keys ' {TAB}{TAB}{ENTER}' 3000 # one thing to tick, Back, the button
    Wait-Until 60 'the report is at the hub' { Hub-Has $Sentence }
    Take-Picture 'submitted'
} finally {
    Get-Process reader -ErrorAction SilentlyContinue | Where-Object Path -Like "$Place\*" | Stop-Process -Force
    Start-Sleep 5
}
# _? keeps the uninstaller in its place, so that it can be waited for
Need ((Run "$Place\uninstall.exe" "/S _?=$Place") -eq 0) 'uninstalled silently'
Need (-not (Test-Path "$Place\versions")) 'the program is gone'
Need (-not (Test-Path 'HKCU:\Software\Classes\reader.dicom')) 'the file type is gone'
Need (Test-Path "$Data\reader.sqlite") 'the data are kept'
Remove-Item -Recurse -Force $Place, $Data -ErrorAction SilentlyContinue
Say "all of it worked; pictures are in $Pictures"
