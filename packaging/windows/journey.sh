# In the Debian of wine.sh, started by ci.sh: installs /reader-ci/setup.exe under Wine, reads, reviews and signs by
# keys, with a kill and an upgrade between, uninstalls. Pictures go to /reader-ci/out. Exit status 1, with a picture, at the first failure.
. /reader-ci/common.sh

USER_FOLDER="$WINEPREFIX/drive_c/users/root"
PROGRAM="$USER_FOLDER/AppData/Local/Programs/reader"
DATA="$WINEPREFIX/drive_c/reader ci 王小东"; PROFILE='C:\reader ci 王小东'

program() { wine "$PROGRAM/reader.exe" demo --profile "$PROFILE" >/dev/null 2>&1 & }
pids() { # of this Windows, not of another one on the machine
  local p
  for p in $(grep -laz 'reader\.exe$' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3); do
    if [ "/proc/$p/root" -ef / ]; then echo "$p"; fi
  done
}
version() { sed -n 1p "$PROGRAM/current" | tr -d '\r'; }
said_version() { wine "$PROGRAM/reader-cli.exe" --version | grep -oE '[0-9]+[.][0-9.]+[0-9]'; }
. /reader-ci/by_keys.sh

# Installed silently, into the user's own folder; twice at once: one of them does it, or one after the other where the
# machine was busy and the second one came late
wine setup.exe /S >/dev/null 2>&1 & other=$!
wine setup.exe /S >/dev/null 2>&1; one=$?
wait $other; other=$?
ended="$(printf '%s\n' $one $other | sort -n | xargs)"
need "installed silently, by one of two installers at once ($ended)" [ "$ended" = "0 18" -o "$ended" = "0 0" ]
need "the program is there" [ -f "$PROGRAM/reader.exe" -a -f "$PROGRAM/versions/$(head -1 "$PROGRAM/current" | tr -d '\r')/files.sha256" ]
need "in the Start menu" [ -f "$USER_FOLDER/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/reader.lnk" ]
wine demo-setup.exe /S >/dev/null 2>&1; need "the demo's exams are there" [ $? = 0 ]
wine "$PROGRAM/reader-cli.exe" doctor >out/doctor.txt 2>out/doctor.err; status=$?; cat out/doctor.txt
need "doctor finds no problem" [ $status = 0 ]
there="$PROGRAM/versions/$(version)"
mv "$there/site/pydicom" "$there/site/pydicom.away"
wine "$PROGRAM/reader-cli.exe" doctor >out/damaged.txt 2>&1; status=$?; cat out/damaged.txt
need "a damaged installation is named" [ $status = 3 -a "$(grep -c pydicom out/damaged.txt)" -gt 0 ]
need "in plain words" bash -c '! grep -q Traceback out/damaged.txt'
mv "$there/site/pydicom.away" "$there/site/pydicom"
wine "$PROGRAM/reader-cli.exe" --profile 'Q:\none' doctor >out/nowhere.txt 2>&1; status=$?; cat out/nowhere.txt
need "a profile that can't be made is named" [ $status = 1 -a "$(grep -c 'Q:' out/nowhere.txt)" -gt 0 ]

# A morning; an upgrade while a draft is open after a kill: nothing is lost
program
until_so 120 "a window" window .
sleep 6; picture sign-in
wine setup.exe /S >/dev/null 2>&1; need "an upgrade over the running program is refused" [ $? = 10 ]
read_an_exam "Typed on Windows."
leave_a_draft "Kept after a kill."
first=$(version)
wine next-setup.exe /S >/dev/null 2>&1; need "upgraded silently" [ $? = 0 ]
need "to the next version" [ "$(said_version)" = 99.0.0 ]
need "the version before is kept" [ "$(sed -n 2p "$PROGRAM/current" | tr -d '\r')" = "$first" -a -d "$PROGRAM/versions/$first" ]
go_on_with_the_draft "Kept after a kill."
review_them "Typed on Windows." "Kept after a kill."
wine "$PROGRAM/reader-cli.exe" doctor >/dev/null 2>&1; need "doctor finds no problem in the next version" [ $? = 0 ]

# Back to the first version
wine "$PROGRAM/reader-cli.exe" rollback; need "rolled back" [ "$(version)" = "$first" ]
wine "$PROGRAM/reader-cli.exe" doctor >/dev/null 2>&1; need "doctor finds no problem after it" [ $? = 0 ]

# Uninstalled while another program holds one of its files: told, and it can be tried again
cp -r "$PROGRAM/versions/$first/python" held
wine held/python.exe -c 'import sys, time; f = open(sys.argv[1], "rb"); print("held", flush=True); time.sleep(300)' \
  "$(wine winepath -w "$PROGRAM/versions/$first/files.sha256" 2>/dev/null | tr -d '\r')" >out/held.txt 2>&1 & holder=$!
until_so 60 "a file is held" grep -q held out/held.txt
wine "$PROGRAM/uninstall.exe" /S "_?=$(wine winepath -w "$PROGRAM" 2>/dev/null | tr -d '\r')" >/dev/null 2>&1
need "what is held by another program is not removed, and told" [ $? = 19 -a -f "$PROGRAM/versions/$first/files.sha256" ]
need "it still stands among the programs" wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\reader'
kill $holder; wait $holder 2>/dev/null

# Uninstalled silently: the data stay
wine "$PROGRAM/uninstall.exe" /S >/dev/null 2>&1
until_so 60 "the program is gone" [ ! -e "$PROGRAM" ]
need "the shortcut is gone" [ ! -e "$USER_FOLDER/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/reader.lnk" ]
need "the file type is gone" bash -c '! wine reg query "HKCU\\Software\\Classes\\reader.dicom" >/dev/null 2>&1'
need "the data are kept" [ -f "$DATA/reader.sqlite" ]
echo "ok      all of it worked"
finish 0
