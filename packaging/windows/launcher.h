/* What the files of the launcher share. */
#ifndef READER_LAUNCHER_H
#define READER_LAUNCHER_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define APP_ID L"reader.workstation" /* also in installer.nsi, for the shortcut */
#define BROKEN 3                     /* exit status: this copy of the program is not complete */
#define NAME_SIZE 64

enum Text { MISSING, DAMAGED, ROLLED_BACK, NO_VERSION_BEFORE, NOT_ALLOWED };

/* Two names of folders in versions\; "" for no version before. */
struct Versions {
    wchar_t current[NAME_SIZE], before[NAME_SIZE];
};

wchar_t *joined(const wchar_t *folder, const wchar_t *name); /* the caller frees */
BOOL is_there(const wchar_t *path);

/* texts.c: in the user's language; a box, or the console's error output. */
void complain(enum Text text, const wchar_t *detail);
void say(enum Text text, const wchar_t *detail);

/* damage.c: the first file that files.sha256 names and that is missing or another; NULL where all is as built. */
wchar_t *first_damaged(const wchar_t *version);

/* upkeep.c */
BOOL read_versions(const wchar_t *own, struct Versions *versions);    /* FALSE: not an installation */
BOOL upkeep(const wchar_t *own, int count, wchar_t **words, int *code); /* FALSE: not a verb of the launcher's */

#endif
