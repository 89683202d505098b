// Ends what takes long inside Xapian.
//
// Xapian 1.4 has no means for it: Enquire::set_time_limit only lets it count less. But it calls our
// code while it searches, and whatever is thrown there comes out of Xapian, which can be used on.
#ifndef WBSEARCH_STORE_STOP_HH
#define WBSEARCH_STORE_STOP_HH

#include <wbsearch/store.h>

// Thrown where the answer was to stop; the error is filled in.
struct Stopped {
    wb_status status;
};

// Asks a wb_store_stop now and then.
class Stopper
{
  public:
    void set(wb_store_stop *wanted, void *wanted_context);

    // What is done from now on fills in `wanted` when it is stopped.
    void begin(wb_error *wanted)
    {
        error = wanted;
    }

    // A posting is looked at. Throws Stopped.
    void step()
    {
        if (--left == 0) {
            ask();
        }
    }

    // Asks at once. Throws Stopped.
    void ask();

  private:
    wb_store_stop *stop = nullptr;
    void *context = nullptr;
    wb_error *error = nullptr;
    unsigned left = WB_STORE_STOP_EVERY;
};

#endif
