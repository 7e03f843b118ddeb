# Read by what tries an installed bundle by its keys, as a doctor would: the demo in its own profile, $DATA, at the
# display $DISPLAY (1920 × 1080, with a window manager). Who reads it defines `program` (starts the demo), `pids` (of
# its processes) and `finish STATUS`, and has a folder `out` for pictures. The first failure ends the whole, with a
# picture.
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
findings() { import -window root -crop 380x260+1540+180 rgba:- | md5sum; }
reacts() { local before; before=$(findings); keys "$1"; sleep 1; [ "$(findings)" != "$before" ]; }

at_hub() { grep -rlaF --include='*.dcm' -- "$1" "$DATA/hub" | grep -q .; }
with_nodule() { grep -rlaF --include='*.dcm' -- "$1" "$DATA/hub" | xargs -d '\n' grep -qai nodule; }
signed_at_hub() { grep -rlaF --include='*.dcm' -- "$1" "$DATA/hub" | xargs -d '\n' grep -qaP '(?<!UN)VERIFIED'; }

speak() { # LANGUAGE, from the next start on
  sed -i -e '/"language":/d' -e "s/\"format\"/\"language\": \"$1\",\n \"format\"/" "$DATA/settings.json"
}
sign_in() { # NAME, of the one who signed in before or at the first start; `sign_in_as NAME` of another one
  until_so 120 "the sign-in window" window .
  sleep 6
  [ -z "${1-}" ] || { typed "$1"; keys Tab; }
  typed demo; keys Return
  until_so 180 "the worklist" window "worklist|工作列表"
  sleep 15
}
sign_in_as() { until_so 120 "the sign-in window" window .; sleep 6; keys shift+Tab ctrl+a; sign_in "$1"; }
open_exam() { keys ctrl+f; typed "$1"; sleep 3; keys Return; until_so 60 "the reading window of $1" window "$2"; sleep 30; }
write() {
  keys F2 ctrl+End Return; typed "$1"
  keys alt+2 ctrl+End Return; typed "$1"
}
last_look() { # TITLE KEYS PICTURE TEXT COMMAND…: one to four things are to be ticked; then Back, and the button
  local title=$1 opening=$2 name=$3 text=$4 ticks n; shift 4
  for ticks in 1 2 3 4; do
    window "$title" || { keys "$opening"; sleep 3; }
    picture "$name"
    for n in $(seq $ticks); do keys space Tab; done
    keys Tab Return
    for n in $(seq 30); do "$@" && { ok "$text"; return; }; sleep 1; done
    ! window "$title" || keys Escape # too few ticks; the next keys are not for what is left of it
  done
  fail "$text"
}
submit() { # NAME TEXT; what is stored first is followed by the tasks, which a kill would leave to the author
  last_look "Submit for review|提交审核" ctrl+Return "$1" "the report is at the hub: $2" at_hub "$2"
  sleep 15
}
sign() { last_look "Sign the report|签署报告" ctrl+shift+Return "$1" "the report is signed: $2" signed_at_hub "$2"; }
killed() { kill -9 $(pids) || fail "there is a program to kill"; sleep 8; }

read_an_exam() { # TEXT: sign in → open → accept → write → submit, at a program that has just started
  sign_in li; picture worklist
  open_exam Xiaodong XIAODONG; picture reading
  until_so 180 "the AI findings are there, one is chosen" reacts j
  keys y; sleep 1; keys y; sleep 1; picture accepted; keys ctrl+i; sleep 2
  write "$1 Compared with the prior."; picture report # as the order asks
  submit last-look "$1"
  need "with the accepted finding's sentence" with_nodule "$1"
  picture submitted
}
leave_a_draft() { # TEXT: of a second exam, and a kill
  keys ctrl+w; sleep 5
  open_exam Meilan MEILAN
  write "$1"; sleep 2
  killed
}
go_on_with_the_draft() { # TEXT, in Chinese
  speak zh_CN
  program; sign_in; picture worklist-zh
  open_exam Meilan MEILAN; picture draft-zh
  submit last-look-zh "$1"
  killed
}
review_them() { # TEXT TEXT, the first in Chinese, the second in English
  program; sign_in_as zhou; picture worklist-review-zh
  open_exam Xiaodong XIAODONG; picture review-zh
  sign sign-zh "$1"
  killed; speak en
  program; sign_in
  open_exam Meilan MEILAN; picture review
  sign sign "$2"
  killed
}
