#include "rung.h"

const char *wb_rung_name(wb_rung rung)
{
    static const char *const names[WB_RUNG_COUNT_] = {"exact", "loose", "words", "some"};
    return names[rung];
}
