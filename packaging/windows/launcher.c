/* reader.exe and reader-cli.exe: the program in this process, by the Python that lies beside.
 *
 *   a folder          reader.exe  reader-cli.exe  python\  site\  app\  files.sha256
 *   an installation   reader.exe  reader-cli.exe  current  versions\0.1.0\{python,site,app,files.sha256}
 *
 * `current` names the version to run in its first line, the one before in its second (upkeep.c). In this process,
 * not as a child: the taskbar, Task Manager and a policy on programs see reader.exe, and ending it ends all of it.
 * Nothing of the user's Python or of the environment is used: `-I`, and python\python311._pth names the folders.
 * Compiled with -DCONSOLE for reader-cli.exe.
 */
#include "launcher.h"

#include <shellapi.h>
#include <shobjidl.h>

static const wchar_t *const NEEDED[] = {L"python", L"site", L"app\\reader", L"app\\resources", L"files.sha256"};
static const wchar_t *const OPTIONS[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"reader"};

/* Plugins of another Qt would be found before its own. */
static const wchar_t *const UNSET[] = {L"QT_PLUGIN_PATH", L"QT_QPA_PLATFORM_PLUGIN_PATH"};

typedef int (*PyMain)(int, wchar_t **);

wchar_t *joined(const wchar_t *folder, const wchar_t *name) {
    size_t size = wcslen(folder) + wcslen(name) + 2;
    wchar_t *path = calloc(size, sizeof *path);
    if (path == NULL) ExitProcess(BROKEN);
    _snwprintf(path, size, L"%ls\\%ls", folder, name);
    return path;
}

BOOL is_there(const wchar_t *path) { return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES; }

/* The folder of this executable, without a backslash at its end; of any length. */
static wchar_t *own_folder(void) {
    DWORD size = 32768;
    wchar_t *path = calloc(size, sizeof *path);
    if (path == NULL || !GetModuleFileNameW(NULL, path, size)) ExitProcess(BROKEN);
    wchar_t *end = wcsrchr(path, L'\\');
    if (end != NULL) *end = 0;
    return path;
}

/* Where python, site and app are. */
static wchar_t *version_folder(const wchar_t *own) {
    struct Versions versions;
    if (!read_versions(own, &versions)) return _wcsdup(own);
    wchar_t *all = joined(own, L"versions"), *one = joined(all, versions.current);
    free(all);
    return one;
}

/* python3NN.dll, whichever the version brings. */
static wchar_t *python_library(const wchar_t *python) {
    wchar_t *pattern = joined(python, L"python3*.dll"), *found = NULL;
    WIN32_FIND_DATAW entry;
    HANDLE search = FindFirstFileW(pattern, &entry);
    free(pattern);
    if (search == INVALID_HANDLE_VALUE) return NULL;
    do {
        if (wcslen(entry.cFileName) > wcslen(L"python3.dll")) found = joined(python, entry.cFileName);
    } while (found == NULL && FindNextFileW(search, &entry));
    FindClose(search);
    return found;
}

static PyMain load_python(const wchar_t *python) {
    wchar_t *library = python_library(python);
    if (library == NULL) return NULL;
    SetDllDirectoryW(L"");     /* never from the current folder */
    AddDllDirectory(python);   /* extension modules need the libraries beside Python's */
    HMODULE module = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    free(library);
    return module == NULL ? NULL : (PyMain)(void *)GetProcAddress(module, "Py_Main");
}

static int run(int count, wchar_t **words) {
    wchar_t *own = own_folder();
#ifdef CONSOLE
    int code;
    if (upkeep(own, count, words, &code)) return code;
#endif
    wchar_t *version = version_folder(own);
    for (size_t n = 0; n < sizeof NEEDED / sizeof *NEEDED; n++) {
        wchar_t *path = joined(version, NEEDED[n]);
        if (!is_there(path)) {
            complain(MISSING, path);
            return BROKEN;
        }
        free(path);
    }
    for (size_t n = 0; n < sizeof UNSET / sizeof *UNSET; n++) SetEnvironmentVariableW(UNSET[n], NULL);
    wchar_t *python = joined(version, L"python");
    PyMain py_main = load_python(python);
    if (py_main == NULL) {
        wchar_t *damaged = first_damaged(version);
        complain(MISSING, damaged == NULL ? python : damaged);
        return BROKEN;
    }
    size_t options = sizeof OPTIONS / sizeof *OPTIONS;
    wchar_t **arguments = calloc(count + options + 1, sizeof *arguments);
    if (arguments == NULL) return BROKEN;
#ifdef CONSOLE
    arguments[0] = joined(python, L"python.exe"); /* sys.executable: what the program starts its own processes with */
#else
    arguments[0] = joined(python, L"pythonw.exe");
    SetCurrentProcessExplicitAppUserModelID(APP_ID);
#endif
    memcpy(arguments + 1, OPTIONS, sizeof OPTIONS);
    memcpy(arguments + 1 + options, words + 1, (count - 1) * sizeof *arguments);
    int status = py_main((int)options + count, arguments);
#ifdef CONSOLE
    BOOL told = status != 1; /* 1: what Python ends with by itself; BROKEN has been explained (reader/__main__.py) */
#else
    BOOL told = status == 0;
#endif
    wchar_t *damaged = told ? NULL : first_damaged(version);
    if (damaged == NULL) return status;
    complain(DAMAGED, damaged);
    return BROKEN;
}

#ifdef CONSOLE
int wmain(void)
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, wchar_t *line, int show)
#endif
{
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count); /* the C library's would expand wildcards */
#ifndef CONSOLE
    (void)self, (void)before, (void)line, (void)show;
#endif
    return words == NULL || count < 1 ? BROKEN : run(count, words);
}
