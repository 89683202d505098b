#include <wbsearch/plan.h>

bool wb_plan_is_slow(const wb_plan *plan)
{
    bool has_slow = false;
    bool has_quick = false;
    for (size_t i = 0; i < plan->child_count; i++) {
        bool is_slow = wb_plan_is_slow(plan->children[i]);
        has_slow = has_slow || is_slow;
        has_quick = has_quick || !is_slow;
    }
    switch (plan->op) {
    case WB_PLAN_PREFIX:
        return true;
    case WB_PLAN_AND:
        return !has_quick;
    case WB_PLAN_OR:
        return has_slow;
    case WB_PLAN_AND_NOT:
        return wb_plan_is_slow(plan->children[0]);
    case WB_PLAN_ALL:
    case WB_PLAN_TERM:
        break;
    }
    return false;
}
