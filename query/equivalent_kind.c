#include "equivalent_kind.h"

const char *wb_equivalent_kind_name(wb_equivalent_kind kind)
{
    static const char *const names[WB_EQUIVALENT_COUNT_] = {
        "numeral",  "ordinal",  "year",  "date", "percentage",
        "fraction", "document", "range", "unit", "synonym",
    };
    return names[kind];
}
