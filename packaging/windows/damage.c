/* Is the copy as it was built? Asked only where the program ended with an error. */
#include "launcher.h"

#include <bcrypt.h>

#define DIGEST 32

/* Lower-case hexadecimal SHA-256 of a file; FALSE where it can't be read. */
static BOOL sha256(BCRYPT_ALG_HANDLE algorithm, const wchar_t *path, char hex[2 * DIGEST + 1]) {
    static unsigned char block[1 << 20];
    unsigned char digest[DIGEST];
    BCRYPT_HASH_HANDLE hash;
    DWORD got = 0;
    BOOL read;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (file == INVALID_HANDLE_VALUE) return FALSE;
    if (BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0) != 0) ExitProcess(BROKEN);
    while ((read = ReadFile(file, block, sizeof block, &got, NULL)) && got > 0) BCryptHashData(hash, block, got, 0);
    BCryptFinishHash(hash, digest, DIGEST, 0);
    BCryptDestroyHash(hash);
    CloseHandle(file);
    for (int n = 0; n < DIGEST; n++) sprintf(hex + 2 * n, "%02x", digest[n]);
    return read;
}

/* A line of files.sha256: 64 digits, the size, a path in UTF-8 with slashes, two spaces between. The path. */
static wchar_t *path_of(const wchar_t *version, const char *line) {
    wchar_t name[4096];
    const char *path = strstr(line + 2 * DIGEST + 2, "  ");
    if (path == NULL || !MultiByteToWideChar(CP_UTF8, 0, path + 2, -1, name, 4096)) return NULL;
    for (wchar_t *c = name; *c; c++)
        if (*c == L'/') *c = L'\\';
    return joined(version, name);
}

wchar_t *first_damaged(const wchar_t *version) {
    char line[8192], found[2 * DIGEST + 1];
    wchar_t *list = joined(version, L"files.sha256"), *damaged = NULL;
    BCRYPT_ALG_HANDLE algorithm;
    FILE *lines = _wfopen(list, L"rb");
    if (lines == NULL) return list;
    free(list);
    if (BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0) != 0) return NULL;
    while (damaged == NULL && fgets(line, sizeof line, lines) != NULL) {
        line[strcspn(line, "\r\n")] = 0;
        if (strlen(line) < 2 * DIGEST + 3) continue;
        wchar_t *path = path_of(version, line);
        if (path == NULL) continue;
        if (!sha256(algorithm, path, found) || strncmp(found, line, 2 * DIGEST) != 0) damaged = path;
        else free(path);
    }
    fclose(lines);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return damaged;
}
