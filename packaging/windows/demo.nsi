; The exams of `reader demo`, for a reader that is there: reader-demo-setup.exe [/S] [/LANG=en|zh_CN] [/D=FOLDER]
; FOLDER: that of an installation, or the one that runs without. They go with the program: its upgrade takes them
; along, its uninstaller removes them. Exit status as in installer.nsi, and 17: no reader there.

!include "${HERE}/common.nsh"

Name "reader demo"
Var Program ; where the version's folders are

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro languages
!insertmacro shared_functions ""

Function .onInit
  Call choose_language
  Call take_quoted_folder
  SetShellVarContext current
  ReadRegStr $0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $0 == ""
    ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${EndIf}
  ${If} $0 == ""
    StrCpy $0 "$LOCALAPPDATA\Programs\reader"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Section
  Call be_the_only_one
  ${IfNot} ${FileExists} "$INSTDIR\reader.exe"
    ${GiveUp} 17 "$(NO_PROGRAM)"
  ${EndIf}
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    Call need_administrator
    SetShellVarContext all
  ${EndIf}
  Call wait_until_ended
  Call read_current
  StrCpy $Program "$INSTDIR"
  ${If} $Before != ""
    StrCpy $Program "$INSTDIR\versions\$Before"
  ${EndIf}
  ${IfNot} ${FileExists} "$Program\app\*"
    ${GiveUp} 17 "$(NO_PROGRAM)"
  ${EndIf}
  StrCpy $4 0
  Call check_space
  StrCpy $Staged "$Program\unfinished"
  RMDir /r "$Staged"
  ClearErrors
  CreateDirectory "$Staged"
  ${If} ${Errors}
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
  SetOverwrite on
  !include /CHARSET=UTF8 "${FILES}"
  SetOutPath "$INSTDIR"
  RMDir /r "$Program\app\resources\demo"
  Delete "$Program\demo.sha256"
  ClearErrors
  Rename "$Staged\app\resources\demo" "$Program\app\resources\demo"
  Rename "$Staged\demo.sha256" "$Program\demo.sha256"
  ${If} ${Errors}
    ${GiveUp} 15 "$(NOT_WRITABLE)"
  ${EndIf}
  RMDir /r "$Staged"
  ${If} $Before != ""
    !insertmacro add_shortcut "reader demo" "demo" "$(DEMO_DESCRIPTION)"
  ${EndIf}
SectionEnd
