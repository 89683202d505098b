#include "facets.h"

const char *wb_facet_name(wb_facet facet)
{
    static const char *const names[WB_FACET_COUNT_] = {"year", "organ", "kind"};
    return facet < WB_FACET_COUNT_ ? names[facet] : "";
}
