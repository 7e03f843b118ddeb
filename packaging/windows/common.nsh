; What the installers of the program and of the demo's exams share: settings, how they end, who may run them.

Unicode true
Target amd64-unicode
!ifdef DRAFT
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off

!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include nsDialogs.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define APP_ID "reader.workstation" ; launcher.h has it too
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\reader"
!define CLASSES "Software\Classes"
!define MOVE_NOW 9 ; MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH
!define ERROR_ALREADY_EXISTS 183
!define SPARE_MB 64 ; what the rest of the computer needs while files are written

OutFile "${OUT}"
BrandingText "reader ${VERSION}"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"

Var Staged ; the folder being filled
Var Before ; the folder in versions\ that ran until now
Var Reason

!define MUI_ICON "${HERE}/reader.ico"
!define MUI_UNICON "${HERE}/reader.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${HERE}/wizard.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${HERE}/wizard.bmp"
!define MUI_ABORTWARNING
!include MUI2.nsh

; After the pages. A language: its file with every text, a line here, one in `choose_language` and `language_name`.
; The first is for all other systems.
!macro languages
  !insertmacro MUI_LANGUAGE "English"
  !insertmacro MUI_LANGUAGE "SimpChinese"
  !include /CHARSET=UTF8 "${HERE}/texts.en.nsh"
  !include /CHARSET=UTF8 "${HERE}/texts.zh_CN.nsh"
!macroend

; un: "" or "un.", for the functions of an uninstaller
!macro shared_functions un
Function ${un}write_log
  FileOpen $9 "$TEMP\reader-setup.log" w
  FileWriteUTF16LE /BOM $9 "$Reason$\r$\n"
  FileClose $9
FunctionEnd

Function ${un}clear_staged
  SetOutPath "$TEMP"
  ${If} $Staged != ""
    RMDir /r "$Staged"
    RMDir "$INSTDIR\versions"
    RMDir "$INSTDIR"
  ${EndIf}
FunctionEnd

Function ${un}give_up ; with $Reason, and the exit status set: nothing half is left
  Call ${un}clear_staged
  Call ${un}write_log
  MessageBox MB_OK|MB_ICONSTOP "$Reason" /SD IDOK
  Quit
FunctionEnd

Function ${un}choose_language
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/LANG=" $1
  ${IfNot} ${Errors}
    ${If} $1 == "zh_CN"
      StrCpy $LANGUAGE ${LANG_SIMPCHINESE}
    ${Else}
      StrCpy $LANGUAGE ${LANG_ENGLISH}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function ${un}need_administrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    !insertmacro give_up "${un}" 12 "$(NEED_ADMINISTRATOR)"
  ${EndIf}
FunctionEnd

; One installer or uninstaller at a time, whoever has started the other one. Held until this one ends.
Function ${un}be_the_only_one
  System::Call 'kernel32::CreateMutex(p 0, i 1, t "Global\reader-setup") p.r0 ?e'
  Pop $1
  ${If} $0 P= 0
  ${OrIf} $1 = ${ERROR_ALREADY_EXISTS}
    !insertmacro give_up "${un}" 18 "$(ANOTHER)"
  ${EndIf}
FunctionEnd

; Nobody runs the program from $INSTDIR. A running executable can't be opened for writing. Silently, ten seconds are
; given to a program that is ending: it may have started this.
Function ${un}wait_until_ended
  StrCpy $5 20
  again:
  StrCpy $3 0
  ${ForEach} $2 1 2 + 1
    StrCpy $4 "reader.exe"
    ${IfThen} $2 = 2 ${|} StrCpy $4 "reader-cli.exe" ${|}
    System::Call 'kernel32::CreateFile(t "$INSTDIR\$4", i 0x40000000, i 7, p 0, i 3, i 0, p 0) p.r0 ?e'
    Pop $1
    ${If} $0 P<> -1
      System::Call 'kernel32::CloseHandle(p r0)'
    ${ElseIf} $1 = 32
      StrCpy $3 1
    ${EndIf}
  ${Next}
  ${If} $3 = 1
    ${If} ${Silent}
    ${AndIf} $5 > 0
      IntOp $5 $5 - 1
      Sleep 500
      Goto again
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    StrCpy $Reason "$(RUNNING)"
    SetErrorLevel 10
    Call ${un}write_log
    Quit
  ${EndIf}
FunctionEnd
!macroend

!macro give_up un status text
  StrCpy $Reason `${text}`
  SetErrorLevel ${status}
  Call ${un}give_up
!macroend
!define GiveUp '!insertmacro give_up ""'

Function .onInstFailed ; a file could not be written: the box of NSIS has named it
  StrCpy $Reason "$(NOT_WRITTEN)"
  Call clear_staged
  Call write_log
FunctionEnd

; A folder that the command line gives in quotes; NSIS knows /D without them only.
Function take_quoted_folder
  ${GetParameters} $0
  ${If} $INSTDIR == ""
    ClearErrors
    ${WordFind} `$0` `"/D=` "E+2" $1
    ${IfNot} ${Errors}
      ${WordFind} `$1` `"` "+1" $INSTDIR
    ${EndIf}
  ${EndIf}
FunctionEnd

; What runs from $INSTDIR now, into $Before; "" for nothing.
Function read_current
  StrCpy $Before ""
  ClearErrors
  FileOpen $9 "$INSTDIR\current" r
  ${IfNot} ${Errors}
    FileRead $9 $Before
    FileClose $9
    ${WordReplace} "$Before" "$\r" "" "+" $Before
    ${WordReplace} "$Before" "$\n" "" "+" $Before
  ${EndIf}
FunctionEnd

; $4: MB that more than the files of this installer need
Function check_space
  System::Call 'kernel32::GetDiskFreeSpaceEx(t "$INSTDIR", *l .r0, p 0, p 0) i.r1'
  ${If} $1 <> 0
    System::Int64Op $0 / 1048576
    Pop $0
    IntOp $2 ${SIZE_MB} + ${SPARE_MB}
    IntOp $2 $2 + $4
    ${If} $0 < $2
      StrCpy $3 $INSTDIR 2
      ${GiveUp} 13 "$(DISK_FULL)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; In the Start menu, with the name by which the taskbar puts windows and shortcut together.
!macro add_shortcut name arguments description
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IShellLink::SetPath} $0 '("$INSTDIR\reader.exe").r1'
    ${IShellLink::SetArguments} $0 '("${arguments}").r1'
    ${IShellLink::SetWorkingDirectory} $0 '("$INSTDIR").r1'
    ${IShellLink::SetDescription} $0 '("${description}").r1'
    ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r1)'
    ${If} $1 P<> 0
      System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r2'
      System::Call '*(&t64 "${APP_ID}")p.r4'
      System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r4)p.r3'
      ${IPropertyStore::SetValue} $1 '($2,$3)'
      ${IPropertyStore::Commit} $1 ""
      System::Free $2
      System::Free $3
      System::Free $4
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Save} $1 '("$SMPROGRAMS\${name}.lnk",1)'
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend
