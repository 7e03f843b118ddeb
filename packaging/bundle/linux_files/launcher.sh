#!/bin/sh
# Starts the program with the Python beside it. Libraries and plugins of another Qt would be found before its own.
here=$(dirname "$(readlink -f "$0")")
unset LD_LIBRARY_PATH QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH
exec "$here/python/bin/python3.11" -B "$here/start.py" "$@"
