#include "store_stop.hh"

void Stopper::set(wb_store_stop *wanted, void *wanted_context)
{
    stop = wanted;
    context = wanted_context;
}

void Stopper::ask()
{
    left = WB_STORE_STOP_EVERY;
    wb_status status = stop ? stop(context, error) : WB_OK;
    if (status != WB_OK) {
        throw Stopped{status};
    }
}
