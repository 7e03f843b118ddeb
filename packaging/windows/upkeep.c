/* Of an installation: which version runs, back to the one before (`reader-cli rollback`), and what the
 * uninstaller asks for when the user's data go (`reader-cli forget-keys`). */
#include "launcher.h"

#include <wincred.h>

#define UNINSTALL L"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\reader"

/* A line of ASCII; FALSE where it is empty, too long, or could lead out of versions\. */
static BOOL take_line(FILE *file, wchar_t name[NAME_SIZE]) {
    char line[NAME_SIZE] = "";
    if (fgets(line, sizeof line, file) == NULL) return FALSE;
    line[strcspn(line, "\r\n")] = 0;
    if (line[0] == 0 || strspn(line, "0123456789abcdefghijklmnopqrstuvwxyz.-+") != strlen(line) || strstr(line, ".."))
        return FALSE;
    for (int n = 0; n < NAME_SIZE; n++) name[n] = (unsigned char)line[n];
    return TRUE;
}

BOOL read_versions(const wchar_t *own, struct Versions *versions) {
    wchar_t *path = joined(own, L"current");
    FILE *file = _wfopen(path, L"rb");
    free(path);
    if (file == NULL) return FALSE;
    memset(versions, 0, sizeof *versions);
    BOOL named = take_line(file, versions->current);
    if (named) take_line(file, versions->before);
    fclose(file);
    return named;
}

/* Either the old or the new content, however the computer stops. */
static BOOL write_versions(const wchar_t *own, const struct Versions *versions) {
    wchar_t *path = joined(own, L"current"), *fresh = joined(own, L"current.new");
    FILE *file = _wfopen(fresh, L"wb");
    BOOL done = file != NULL;
    if (done) {
        done = fprintf(file, "%ls\r\n%ls\r\n", versions->current, versions->before) > 0;
        done = fclose(file) == 0 && done;
        done = done && MoveFileExW(fresh, path, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
    }
    if (!done) complain(NOT_ALLOWED, path);
    free(path), free(fresh);
    return done;
}

/* What Windows' list of programs shows, and what rolls programs out reads. */
static void show_version(const wchar_t *own, const wchar_t *version) {
    static const HKEY hives[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};
    wchar_t place[4096];
    for (int n = 0; n < 2; n++) {
        DWORD size = sizeof place;
        if (RegGetValueW(hives[n], UNINSTALL, L"InstallLocation", RRF_RT_REG_SZ, NULL, place, &size) != 0) continue;
        if (_wcsicmp(place, own) != 0) continue;
        RegSetKeyValueW(
            hives[n], UNINSTALL, L"DisplayVersion", REG_SZ, version, (DWORD)((wcslen(version) + 1) * sizeof *version)
        );
    }
}

static int roll_back(const wchar_t *own) {
    struct Versions now, then;
    if (!read_versions(own, &now) || now.before[0] == 0) {
        complain(NO_VERSION_BEFORE, own);
        return 1;
    }
    wcscpy(then.current, now.before), wcscpy(then.before, now.current);
    wchar_t *all = joined(own, L"versions"), *folder = joined(all, then.current), *list = joined(folder, L"files.sha256");
    BOOL there = is_there(list);
    free(all), free(folder), free(list);
    if (!there) {
        complain(NO_VERSION_BEFORE, own);
        return 1;
    }
    if (!write_versions(own, &then)) return 1;
    show_version(own, then.current);
    say(ROLLED_BACK, then.current);
    return 0;
}

/* The keys of the profiles in the user's own folder; others (--profile) keep theirs, and with them their data. */
static int forget_keys(void) {
    wchar_t profile[4096];
    CREDENTIALW **found;
    DWORD count = 0, size = GetEnvironmentVariableW(L"LOCALAPPDATA", profile, 4000);
    if (size == 0 || size >= 4000) return 1;
    wcscat(profile, L"\\reader");
    size = (DWORD)wcslen(profile);
    if (!CredEnumerateW(NULL, 0, &count, &found)) return 0;
    for (DWORD n = 0; n < count; n++) {
        const wchar_t *target = found[n]->TargetName, *user = found[n]->UserName, *at = wcsrchr(target, L'@');
        if (_wcsicmp(at == NULL ? target : at + 1, L"reader") != 0 || user == NULL) continue;
        if (_wcsnicmp(user, profile, size) == 0 && (user[size] == L':' || user[size] == L'\\'))
            CredDeleteW(target, found[n]->Type, 0);
    }
    CredFree(found);
    return 0;
}

BOOL upkeep(const wchar_t *own, int count, wchar_t **words, int *code) {
    if (count != 2) return FALSE;
    if (wcscmp(words[1], L"rollback") == 0) *code = roll_back(own);
    else if (wcscmp(words[1], L"forget-keys") == 0) *code = forget_keys();
    else return FALSE;
    return TRUE;
}
