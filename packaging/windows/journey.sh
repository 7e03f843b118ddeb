# In the Debian of wine.sh, started by ci.sh: installs /reader-ci/setup.exe under Wine, reads an exam by keys, kills
# the program, goes on, uninstalls. Pictures go to /reader-ci/out. Exit status 1, with a picture, at the first failure.
. /reader-ci/common.sh

USER_FOLDER="$WINEPREFIX/drive_c/users/root"
PROGRAM="$USER_FOLDER/AppData/Local/Programs/reader"
DATA="$WINEPREFIX/drive_c/reader ci 王小东"; PROFILE='C:\reader ci 王小东'

picture() { import -window root "out/$1.png"; }
fail() { echo "FAILED  $1"; picture failed; finish 1; }
ok() { echo "ok      $1"; }
need() { local text=$1; shift; if "$@"; then ok "$text"; else fail "$text"; fi; }
until_so() { # SECONDS TEXT COMMAND…
  local end=$((SECONDS + $1)) text=$2; shift 2
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || fail "$text"; sleep 0.5; done; ok "$text"
}
window() { wmctrl -l | grep -qiE -- "$1"; }
keys() { xdotool key --delay 120 "$@"; sleep 0.8; }
typed() { xdotool type --delay 40 "$1"; sleep 0.8; }
reader() { wine "$PROGRAM/reader.exe" "$@" >/dev/null 2>&1; }
at_hub() { grep -rqaF --include='*.dcm' -- "$1" "$DATA/hub"; }
with_nodule() { grep -rlaF --include='*.dcm' -- "$1" "$DATA/hub" | xargs -d '\n' grep -qai nodule; }
findings() { import -window root -crop 380x260+1540+180 rgba:- | md5sum; }
reacts() { local before; before=$(findings); keys "$1"; sleep 1; [ "$(findings)" != "$before" ]; }

# Installed silently, into a profile's own folder
wine setup.exe /S >/dev/null 2>&1; need "installed silently" [ $? = 0 ]
need "the program is there" [ -f "$PROGRAM/reader.exe" -a -f "$PROGRAM/versions/$(head -1 "$PROGRAM/current" | tr -d '\r')/files.sha256" ]
need "in the Start menu" [ -f "$USER_FOLDER/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/reader.lnk" ]
wine demo-setup.exe /S >/dev/null 2>&1; need "the demo's exams are there" [ $? = 0 ]
wine "$PROGRAM/reader-cli.exe" doctor >out/doctor.txt 2>out/doctor.err; status=$?; cat out/doctor.txt
need "doctor finds no problem" [ $status = 0 ]

# Sign in → open → accept → write → submit
sign_in() { # [NAME]: without one only the password is asked for
  until_so 120 "the sign-in window" window .
  sleep 6
  if [ $# = 1 ]; then typed "$1"; keys Tab; fi
  typed demo; keys Return
  until_so 180 "the worklist" window "worklist|工作列表"
  sleep 15
}
open_exam() { keys ctrl+f; typed "$1"; sleep 3; keys Return; until_so 60 "the reading window of $1" window "$2"; sleep 30; }
write() {
  keys F2 ctrl+End Return; typed "$1"
  keys alt+2 ctrl+End Return; typed "$1"
}
submit() { # NAME TEXT: the last look, where one, two or three things are to be ticked; then Back, and the button
  local ticks n
  for ticks in 1 2 3; do
    window "Submit for review" || { keys ctrl+Return; sleep 3; }
    picture "$1"
    for n in $(seq $ticks); do keys space Tab; done
    keys Tab Return
    for n in $(seq 30); do at_hub "$2" && { ok "the report is at the hub: $2"; return; }; sleep 1; done
  done
  fail "the report is at the hub: $2"
}
program() { wine "$PROGRAM/reader.exe" demo --profile "$PROFILE" >/dev/null 2>&1 & }
version() { sed -n 1p "$PROGRAM/current" | tr -d '\r'; }
said_version() { wine "$PROGRAM/reader-cli.exe" --version | grep -oE '[0-9]+[.][0-9.]+[0-9]'; }
pids() { grep -laz 'reader\.exe$' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3; }

program
until_so 120 "a window" window .
sleep 6; picture sign-in
wine setup.exe /S >/dev/null 2>&1; need "an upgrade over the running program is refused" [ $? = 10 ]
sign_in li; picture worklist
open_exam Xiaodong XIAODONG; picture reading
until_so 180 "the AI findings are there, one is chosen" reacts j
keys y; sleep 1; keys y; sleep 1; picture accepted; keys ctrl+i; sleep 2
write "Typed on Windows."; picture report
submit last-look "Typed on Windows."
need "with the accepted finding's sentence" with_nodule "Typed on Windows."
picture submitted

# SIGKILL while a draft is open, and an upgrade: nothing is lost
keys ctrl+w; sleep 5
open_exam Meilan MEILAN
write "Kept after a kill."; sleep 2
kill -9 $(pids); sleep 8
first=$(version)
wine next-setup.exe /S >/dev/null 2>&1; need "upgraded silently" [ $? = 0 ]
need "to the next version" [ "$(said_version)" = 99.0.0 ]
need "the version before is kept" [ "$(sed -n 2p "$PROGRAM/current" | tr -d '\r')" = "$first" -a -d "$PROGRAM/versions/$first" ]
program
sign_in
open_exam Meilan MEILAN; picture after-upgrade
submit last-look-after-upgrade "Kept after a kill."
kill -9 $(pids); sleep 5
wine "$PROGRAM/reader-cli.exe" doctor >/dev/null 2>&1; need "doctor finds no problem in it" [ $? = 0 ]

# Back
wine "$PROGRAM/reader-cli.exe" rollback; need "rolled back" [ "$(version)" = "$first" ]
wine "$PROGRAM/reader-cli.exe" doctor >/dev/null 2>&1; need "doctor finds no problem after it" [ $? = 0 ]

# Uninstalled silently: the data stay
wine "$PROGRAM/uninstall.exe" /S >/dev/null 2>&1
until_so 60 "the program is gone" [ ! -e "$PROGRAM" ]
need "the shortcut is gone" [ ! -e "$USER_FOLDER/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/reader.lnk" ]
need "the file type is gone" bash -c '! wine reg query "HKCU\\Software\\Classes\\reader.dicom" >/dev/null 2>&1'
need "the data are kept" [ -f "$DATA/reader.sqlite" ]
echo "ok      all of it worked"
finish 0
