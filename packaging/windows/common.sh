# In the Debian of wine.sh, read by what ci.sh and quick.sh start there: Wine with a screen and a window manager.
export HOME=/reader-ci/home LANG=C.UTF-8 WINEPREFIX=/reader-ci/prefix WINEARCH=win64 WINEDEBUG=-all
export WINEDLLOVERRIDES='ucrtbase=n,b;winedbg.exe=d;mscoree,mshtml='
mkdir -p "$HOME"; cd /reader-ci
Xvfb :9 -screen 0 1920x1080x24 -nolisten tcp -r >/dev/null 2>&1 & screen=$!
sleep 1; export DISPLAY=:9; openbox >/dev/null 2>&1 & manager=$!

finish() { wineserver -k >/dev/null 2>&1; wineserver -w; kill $manager $screen 2>/dev/null; exit "$1"; }

wineboot -u >/dev/null 2>&1
cp stand-ins/*.dll "$WINEPREFIX/drive_c/windows/system32/"
