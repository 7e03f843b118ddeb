# In the Debian of wine.sh, started by quick.sh: pytest with Windows' Python.
. /reader-ci/common.sh
cd testbed/program
wine ../python/python.exe -X utf8 -m pytest -m quick -rs "$@"
finish $?
