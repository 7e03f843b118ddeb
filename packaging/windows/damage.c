/* Is the copy as it was built? Asked only where the program ended with an error. */
#include "launcher.h"

#include <bcrypt.h>

#define DIGEST 32

/* Lower-case hexadecimal SHA-256 of the first `size` bytes of a file; FALSE where they can't be read. */
static BOOL sha256(BCRYPT_ALG_HANDLE algorithm, const wchar_t *path, long long size, char hex[2 * DIGEST + 1]) {
    static unsigned char block[1 << 20];
    unsigned char digest[DIGEST];
    BCRYPT_HASH_HANDLE hash;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE) return FALSE;
    if (BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0) != 0) ExitProcess(BROKEN);
    while (size > 0) {
        DWORD wanted = size < (long long)sizeof block ? (DWORD)size : (DWORD)sizeof block, got = 0;
        if (!ReadFile(file, block, wanted, &got, NULL) || got == 0) break;
        BCryptHashData(hash, block, got, 0);
        size -= got;
    }
    BCryptFinishHash(hash, digest, DIGEST, 0);
    BCryptDestroyHash(hash);
    CloseHandle(file);
    for (int n = 0; n < DIGEST; n++) sprintf(hex + 2 * n, "%02x", digest[n]);
    return size == 0;
}

static BOOL has_size(const wchar_t *path, long long size) {
    WIN32_FILE_ATTRIBUTE_DATA found;
    if (!GetFileAttributesExW(path, GetFileExInfoStandard, &found)) return FALSE;
    return ((long long)found.nFileSizeHigh << 32 | found.nFileSizeLow) == size;
}

/* A line of files.sha256: 64 digits, the size, a path in UTF-8 with slashes, two spaces between. The path; NULL where
 * it is no such line. */
static wchar_t *path_of(const wchar_t *version, const char *line, long long *size) {
    wchar_t name[4096];
    char *end;
    if (strlen(line) < 2 * DIGEST + 6 || line[2 * DIGEST] != ' ') return NULL;
    *size = strtoll(line + 2 * DIGEST + 2, &end, 10);
    if (strncmp(end, "  ", 2) != 0 || !MultiByteToWideChar(CP_UTF8, 0, end + 2, -1, name, 4096)) return NULL;
    for (wchar_t *c = name; *c; c++)
        if (*c == L'/') *c = L'\\';
    return joined(version, name);
}

/* The last line is of the list itself, as far as it stands above: without it, the list was cut. */
wchar_t *first_damaged(const wchar_t *version) {
    char line[8192], found[2 * DIGEST + 1];
    wchar_t *list = joined(version, L"files.sha256"), *damaged = NULL;
    BOOL whole = FALSE;
    BCRYPT_ALG_HANDLE algorithm;
    FILE *lines = _wfopen(list, L"rb");
    if (lines == NULL) return list;
    if (BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0) != 0) return NULL;
    while (damaged == NULL && fgets(line, sizeof line, lines) != NULL) {
        long long size;
        line[strcspn(line, "\r\n")] = 0;
        wchar_t *path = path_of(version, line, &size);
        if (path == NULL) break;
        whole = wcscmp(path, list) == 0;
        BOOL same = (whole || has_size(path, size)) && sha256(algorithm, path, size, found);
        if (same && strncmp(found, line, 2 * DIGEST) == 0) free(path);
        else damaged = path;
    }
    fclose(lines);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    if (damaged == NULL && !whole) return list;
    free(list);
    return damaged;
}
