#include <wbsearch/schema.h>

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/token.h>

/* What must agree, in the order in which it is written. */
struct property {
    const char *name;
    uint32_t value;
    const char *meaning;
};

#define PROPERTY_COUNT 4

static void current_properties(struct property properties[PROPERTY_COUNT])
{
    properties[0] = (struct property){"schema", WB_SCHEMA_VERSION, "index format"};
    properties[1] = (struct property){"fold", wb_fold_version(), "character fold"};
    properties[2] = (struct property){"tokenizer", WB_TOKENIZER_VERSION, "tokenizer"};
    properties[3] = (struct property){"icu", wb_tokenizer_icu_version(), "ICU version"};
}

wb_status wb_schema_describe(wb_buf *out)
{
    struct property properties[PROPERTY_COUNT];
    current_properties(properties);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        wb_buf_printf(out, "%s=%" PRIu32 "\n", properties[i].name, properties[i].value);
    }
    return wb_buf_printf(out, "program=%s\n", WB_VERSION);
}

/* The number behind "name=" at the start of a line; false when there is none. */
static bool find_property(wb_slice description, const char *name, uint32_t *ret)
{
    size_t name_len = strlen(name);
    for (size_t i = 0; i < description.len;) {
        const char *line = description.ptr + i;
        const char *end = memchr(line, '\n', description.len - i);
        size_t len = end ? (size_t)(end - line) : description.len - i;
        if (len > name_len && memcmp(line, name, name_len) == 0 && line[name_len] == '=') {
            uint64_t value = 0;
            for (size_t k = name_len + 1; k < len && line[k] >= '0' && line[k] <= '9'; k++) {
                value = value * 10 + (uint64_t)(line[k] - '0');
                if (value > UINT32_MAX) {
                    return false;
                }
            }
            *ret = (uint32_t)value;
            return true;
        }
        i += len + 1;
    }
    return false;
}

wb_status wb_schema_check(wb_slice description, wb_error *err)
{
    struct property properties[PROPERTY_COUNT];
    current_properties(properties);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        uint32_t value = 0;
        bool found = find_property(description, properties[i].name, &value);
        if (found && value == properties[i].value) {
            continue;
        }
        wb_status status =
            found ? wb_error_set(err, WB_INCOMPATIBLE,
                                 "the index was made with another %s (%" PRIu32
                                 ", this program has %" PRIu32 ")",
                                 properties[i].meaning, value, properties[i].value)
                  : wb_error_set(err, WB_INCOMPATIBLE, "this is not an index of wbsearch");
        wb_error_hint(err, "make it again: wbindex --rebuild DIR");
        return status;
    }
    return WB_OK;
}
