/* What the launcher says, in English or 中文 as the user's Windows is. */
#include "launcher.h"

static const wchar_t *const TEXTS[][2] = {
    [MISSING] = {
        L"reader can't start: a part of it is missing.\n\n%ls\n\nYour drafts and settings are safe. Install reader "
        L"again, or copy its folder again completely.",
        L"reader 无法启动：缺少组成部分。\n\n%ls\n\n您的草稿和设置不受影响。请重新安装 reader，或重新复制完整的文件夹。",
    },
    [DAMAGED] = {
        L"reader can't run: a file of it is missing or was changed.\n\n%ls\n\nYour drafts and settings are safe. "
        L"Install reader again, or copy its folder again completely.",
        L"reader 无法运行：有文件缺失或被更改。\n\n%ls\n\n您的草稿和设置不受影响。请重新安装 reader，或重新复制完整的文件夹。",
    },
    [ROLLED_BACK] = {
        L"The next start of reader uses version %ls.",
        L"下次启动 reader 时将使用版本 %ls。",
    },
    [NO_VERSION_BEFORE] = {
        L"There is no earlier version to go back to.\n%ls",
        L"没有可恢复的早期版本。\n%ls",
    },
    [NOT_ALLOWED] = {
        L"The version was not changed: this file can't be written.\n%ls\nAn administrator can do it.",
        L"版本未更改：无法写入此文件。\n%ls\n请由管理员执行。",
    },
};

static wchar_t *worded(enum Text text, const wchar_t *detail) {
    BOOL chinese = PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE;
    const wchar_t *words = TEXTS[text][chinese];
    size_t size = wcslen(words) + wcslen(detail) + 1;
    wchar_t *whole = calloc(size, sizeof *whole);
    if (whole == NULL) ExitProcess(BROKEN);
    _snwprintf(whole, size, words, detail);
    return whole;
}

#ifdef CONSOLE
/* UTF-16 to a console, UTF-8 to a file or a pipe. */
static void write_line(DWORD stream, const wchar_t *text) {
    HANDLE handle = GetStdHandle(stream);
    DWORD done;
    if (WriteConsoleW(handle, text, (DWORD)wcslen(text), &done, NULL)) {
        WriteConsoleW(handle, L"\n", 1, &done, NULL);
        return;
    }
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *bytes = calloc(size + 1, 1);
    if (bytes == NULL) ExitProcess(BROKEN);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, size, NULL, NULL);
    bytes[size - 1] = '\n';
    WriteFile(handle, bytes, size, &done, NULL);
    free(bytes);
}
#endif

void complain(enum Text text, const wchar_t *detail) {
    wchar_t *words = worded(text, detail);
#ifdef CONSOLE
    write_line(STD_ERROR_HANDLE, words);
#else
    MessageBoxW(NULL, words, L"reader", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#endif
    free(words);
}

void say(enum Text text, const wchar_t *detail) {
#ifdef CONSOLE
    wchar_t *words = worded(text, detail);
    write_line(STD_OUTPUT_HANDLE, words);
    free(words);
#else
    complain(text, detail);
#endif
}
