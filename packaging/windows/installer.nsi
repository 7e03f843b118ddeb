; The installer of reader. packaging/bundle/windows.py gives the -D definitions and files.nsh.
;
;   reader-setup.exe [/S] [/ALLUSERS] [/FORCE] [/LANG=en|zh_CN] [/D=FOLDER]     /D comes last
;   uninstall.exe    [/S] [/DATA] [/LANG=en|zh_CN]
;
; A version goes into a folder of its own, versions\VERSION, under another name until it is complete. Then one file,
; `current`, is exchanged: whatever stops the installer before leaves the version that was, and that one is kept for
; `reader-cli rollback`. What goes wrong is said in a box, with /S in %TEMP%\reader-setup.log, and by the exit status:
;   0 done   1 cancelled   2 a file could not be written   10 the program is running   11 a newer version is there
;   12 an administrator is needed   13 disk full   14 Windows too old   15 folder not writable   16 installed elsewhere
;   18 another installer is running   19 files could not be removed

!include "${HERE}/common.nsh"

Name "reader"
!ifdef SIGN
  !uninstfinalize `${SIGN}` = 0
!endif
Var AllUsers ; 1: for everyone who uses this computer
Var Force
Var Data ; uninstaller: 1: the user's data too

!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION start_program
!insertmacro MUI_PAGE_WELCOME
Page custom show_scope leave_scope
!define MUI_PAGE_CUSTOMFUNCTION_PRE skip_folder_of_upgrade
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro languages
!insertmacro shared_functions ""
!insertmacro shared_functions "un."

; Starting ----------------------------------------------------------------------------------------------------------

Function .onInit
  Call choose_language
  Call take_quoted_folder
  ${IfNot} ${AtLeastBuild} 17763 ; what Qt 6.10 needs
    ${GiveUp} 14 "$(OLD_WINDOWS)"
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/FORCE" $1
  ${IfNot} ${Errors}
    StrCpy $Force 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    Call need_administrator
    StrCpy $AllUsers 1
  ${Else} ; an upgrade by an administrator, of what is there for all
    ReadRegStr $1 HKLM "${UNINSTALL}" "InstallLocation"
    ReadRegStr $2 HKCU "${UNINSTALL}" "InstallLocation"
    UserInfo::GetAccountType
    Pop $3
    ${If} $1 != ""
    ${AndIf} $2 == ""
    ${AndIf} $3 == "Admin"
      StrCpy $AllUsers 1
    ${EndIf}
  ${EndIf}
  Call choose_folder
FunctionEnd

; For everyone or for this user: where, and in whose registry. A folder from the command line is kept.
Function choose_folder
  ${If} $AllUsers = 1
    SetShellVarContext all
    StrCpy $0 "$PROGRAMFILES64\reader"
  ${Else}
    SetShellVarContext current
    StrCpy $0 "$LOCALAPPDATA\Programs\reader"
  ${EndIf}
  ReadRegStr $1 SHCTX "${UNINSTALL}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\current"
    ${If} $INSTDIR != ""
    ${AndIf} $INSTDIR != $1
      StrCpy $INSTDIR $1
      ${GiveUp} 16 "$(ELSEWHERE)"
    ${EndIf}
    StrCpy $0 $1
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

; May this version go to $INSTDIR?
Function check_target
  Call read_current
  ${IfNot} ${FileExists} "$INSTDIR\versions\$Before\files.sha256"
    StrCpy $Before "" ; it can't run: nothing to protect, and nothing to go back to
  ${EndIf}
  ${If} $Before != ""
    ${WordFind} "$Before" "-" "+1" $1
    ${VersionCompare} "$1" "${VERSION}" $2
    ${If} $2 = 1
    ${AndIf} $Force != 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(NEWER)" /SD IDNO IDYES older
      StrCpy $Reason "$(NEWER_REFUSED)"
      SetErrorLevel 11
      Call write_log
      Quit
      older:
    ${EndIf}
  ${EndIf}
  Call wait_until_ended
FunctionEnd

; Pages -------------------------------------------------------------------------------------------------------------

Var ForMe
Var ForAll

Function show_scope
  ${If} $AllUsers = 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(SCOPE_TITLE)" "$(SCOPE_SUBTITLE)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(SCOPE_ME)"
  Pop $ForMe
  ${NSD_CreateLabel} 12u 24u 95% 20u "$(SCOPE_ME_DETAIL)"
  Pop $0
  ${NSD_CreateRadioButton} 0 52u 100% 12u "$(SCOPE_ALL)"
  Pop $ForAll
  ${NSD_CreateLabel} 12u 66u 95% 20u "$(SCOPE_ALL_DETAIL)"
  Pop $0
  ${NSD_Check} $ForMe
  nsDialogs::Show
FunctionEnd

Function leave_scope
  ${NSD_GetState} $ForAll $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $1 "en"
    ${IfThen} $LANGUAGE = ${LANG_SIMPCHINESE} ${|} StrCpy $1 "zh_CN" ${|}
    ClearErrors
    ExecShell "runas" "$EXEPATH" "/ALLUSERS /LANG=$1"
    ${IfNot} ${Errors}
      Quit
    ${EndIf}
    Abort ; refused: the page stays
  ${EndIf}
FunctionEnd

Function skip_folder_of_upgrade
  ${If} ${FileExists} "$INSTDIR\current"
    Abort
  ${EndIf}
FunctionEnd

Function start_program
  ${If} $AllUsers = 1 ; by the desktop, which has the user's rights and not the administrator's
    Exec '"$WINDIR\explorer.exe" "$INSTDIR\reader.exe"'
  ${Else}
    Exec '"$INSTDIR\reader.exe"'
  ${EndIf}
FunctionEnd

; Installing --------------------------------------------------------------------------------------------------------

; Exchange $INSTDIR\NAME for $INSTDIR\NAME.new in one step.
!macro put_in_place name
  System::Call 'kernel32::MoveFileEx(t "$INSTDIR\${name}.new", t "$INSTDIR\${name}", i ${MOVE_NOW}) i.r0'
  ${If} $0 = 0
    Delete "$INSTDIR\${name}.new"
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
!macroend
!define PutInPlace '!insertmacro put_in_place'

Function remove_old_versions ; all but $Folder ($1) and $Before
  FindFirst $2 $3 "$INSTDIR\versions\*"
  ${DoWhile} $3 != ""
    ${If} $3 != "."
    ${AndIf} $3 != ".."
    ${AndIf} $3 != $1
    ${AndIf} $3 != $Before
      RMDir /r "$INSTDIR\versions\$3"
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
FunctionEnd

Function measure_demo ; MB of what keep_demo copies, into $4
  StrCpy $4 0
  ${If} $Before != ""
  ${AndIf} ${FileExists} "$INSTDIR\versions\$Before\demo.sha256"
    ${GetSize} "$INSTDIR\versions\$Before\app\resources\demo" "/S=0M" $4 $0 $1
  ${EndIf}
FunctionEnd

; The exams that demo.nsi has put into the version before go along with the program.
Function keep_demo ; $1: the new version's folder
  StrCpy $2 "$INSTDIR\versions\$Before"
  ${If} $Before != ""
  ${AndIf} ${FileExists} "$2\demo.sha256"
    CopyFiles /SILENT "$2\app\resources\demo" "$INSTDIR\versions\$1\app\resources"
    CopyFiles /SILENT "$2\demo.sha256" "$INSTDIR\versions\$1"
  ${EndIf}
FunctionEnd

; Offered under "Open with" for DICOM files; the program that opens them stays the user's choice.
Function add_file_type
  WriteRegStr SHCTX "${CLASSES}\reader.dicom" "" "$(DICOM_FILE)"
  WriteRegStr SHCTX "${CLASSES}\reader.dicom\DefaultIcon" "" '"$INSTDIR\reader.exe",0'
  WriteRegStr SHCTX "${CLASSES}\reader.dicom\shell\open\command" "" '"$INSTDIR\reader.exe" open "%1"'
  WriteRegStr SHCTX "${CLASSES}\.dcm\OpenWithProgids" "reader.dicom" ""
  WriteRegStr SHCTX "${CLASSES}\Applications\reader.exe" "FriendlyAppName" "reader"
  WriteRegStr SHCTX "${CLASSES}\Applications\reader.exe\SupportedTypes" ".dcm" ""
  WriteRegStr SHCTX "${CLASSES}\Applications\reader.exe\shell\open\command" "" '"$INSTDIR\reader.exe" open "%1"'
FunctionEnd

Function add_to_programs
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "reader"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\reader.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "reader"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  IntOp $0 ${SIZE_MB} * 1024
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
FunctionEnd

Section
  Call be_the_only_one
  Call check_target
  StrCpy $Staged "$INSTDIR\versions\unfinished"
  RMDir /r "$Staged" ; of an installer that was stopped
  ClearErrors
  CreateDirectory "$Staged"
  ${If} ${Errors}
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
  Call measure_demo
  Call check_space
  SetOverwrite on
  !include /CHARSET=UTF8 "${FILES}"
  SetOutPath "$INSTDIR"
  File "/oname=reader.exe.new" "${TREE}/reader.exe"
  File "/oname=reader-cli.exe.new" "${TREE}/reader-cli.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe.new"

  StrCpy $1 "${VERSION}" ; or 0.1.0-2, where that one is there already
  StrCpy $2 1
  ${DoWhile} ${FileExists} "$INSTDIR\versions\$1\*"
    IntOp $2 $2 + 1
    StrCpy $1 "${VERSION}-$2"
  ${Loop}
  ClearErrors
  Rename "$Staged" "$INSTDIR\versions\$1"
  ${If} ${Errors}
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
  StrCpy $Staged ""
  Call keep_demo
  ClearErrors
  FileOpen $9 "$INSTDIR\current.new" w
  FileWrite $9 "$1$\r$\n$Before$\r$\n"
  FileClose $9
  ${If} ${Errors}
    RMDir /r "$INSTDIR\versions\$1"
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
  ${PutInPlace} "uninstall.exe"
  ${PutInPlace} "reader.exe"
  ${PutInPlace} "reader-cli.exe"
  ${PutInPlace} "current"

  Push $1
  !insertmacro add_shortcut "reader" "" "$(DESCRIPTION)"
  Call add_file_type
  Call add_to_programs
  Pop $1
  Call remove_old_versions
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Uninstalling ------------------------------------------------------------------------------------------------------

Function un.onInit
  Call un.choose_language
  SetShellVarContext current
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    Call un.need_administrator
    SetShellVarContext all
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  ${IfNot} ${Errors}
    StrCpy $Data 1
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.be_the_only_one
  Call un.wait_until_ended
  ${If} $Data != 1
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DELETE_DATA)" /SD IDNO IDNO kept
    StrCpy $Data 1
    kept:
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\versions"
  ${If} ${FileExists} "$INSTDIR\versions\*"
    StrCpy $Reason "$(NOT_REMOVED)" ; the entry among Windows' programs stays too: it can be tried again
    SetErrorLevel 19
    Call un.give_up
  ${EndIf}
  ${If} $Data = 1
    nsExec::Exec '"$INSTDIR\reader-cli.exe" forget-keys'
    Pop $0
    ExpandEnvStrings $0 "%LOCALAPPDATA%"
    RMDir /r "$0\reader"
  ${EndIf}
  Delete "$SMPROGRAMS\reader.lnk"
  Delete "$SMPROGRAMS\reader demo.lnk"
  DeleteRegValue SHCTX "${CLASSES}\.dcm\OpenWithProgids" "reader.dicom"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.dcm\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.dcm"
  DeleteRegKey SHCTX "${CLASSES}\reader.dicom"
  DeleteRegKey SHCTX "${CLASSES}\Applications\reader.exe"
  Delete "$INSTDIR\reader.exe"
  Delete "$INSTDIR\reader-cli.exe"
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\*.new"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
