#include "print.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "lex.h"
#include "years.h"

static void print_text(wb_slice text, bool quoted, wb_buf *out)
{
    wb_buf_puts(out, quoted ? "\"" : "");
    wb_lex_escape(text, quoted, out);
    wb_buf_puts(out, quoted ? "\"" : "");
}

static bool has_space(wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        if (wb_fold_class(wb_utf8_next(text, &at)) == WB_CHAR_SPACE) {
            return true;
        }
    }
    return false;
}

static void print_filter(const wb_query_filter *filter, wb_buf *out)
{
    wb_buf_puts(out, wb_query_field_name(filter->field));
    wb_buf_putc(out, ':');
    if (filter->field == WB_FIELD_YEAR) {
        wb_years_write(filter->year_min, filter->year_max, out);
    } else {
        print_text(filter->text, has_space(filter->text), out);
    }
}

static void print_leaf(const wb_query_node *node, wb_buf *out)
{
    if (node->op == WB_QUERY_ITEM) {
        print_text(node->item->text, node->item->quoted, out);
        wb_buf_puts(out, node->item->prefix ? "*" : "");
    } else {
        print_filter(node->filter, out);
    }
}

/* How tightly an operator binds: what binds less than its parent stands between parentheses. */
static int binding(wb_query_op op)
{
    switch (op) {
    case WB_QUERY_OR:
        return 0;
    case WB_QUERY_AND:
        return 1;
    case WB_QUERY_NOT:
        return 2;
    default:
        return 3;
    }
}

static void print_node(const wb_query_node *node, int around, wb_buf *out)
{
    bool parentheses = binding(node->op) < around;
    wb_buf_puts(out, parentheses ? "(" : "");
    switch (node->op) {
    case WB_QUERY_ITEM:
    case WB_QUERY_FILTER:
        print_leaf(node, out);
        break;
    case WB_QUERY_AND:
    case WB_QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++) {
            wb_buf_puts(out, i == 0 ? "" : node->op == WB_QUERY_OR ? " OR " : " ");
            print_node(node->children[i], binding(node->op) + 1, out);
        }
        break;
    case WB_QUERY_NOT:
        wb_buf_puts(out, "NOT ");
        print_node(node->children[0], binding(WB_QUERY_NOT) + 1, out);
        break;
    case WB_QUERY_SCOPE:
        wb_buf_puts(out, wb_query_scope_name(node->scope));
        wb_buf_putc(out, '(');
        print_node(node->children[0], 0, out);
        wb_buf_putc(out, ')');
        break;
    }
    wb_buf_puts(out, parentheses ? ")" : "");
}

wb_status wb_query_print(const wb_query_node *node, wb_buf *out)
{
    print_node(node, 0, out);
    return out->status;
}

static void describe_leaf(const wb_query_node *node, wb_buf *out)
{
    if (node->op == WB_QUERY_ITEM) {
        const wb_query_item *item = node->item;
        wb_buf_puts(out, item->quoted ? "\"" : "");
        wb_buf_put(out, item->folded);
        wb_buf_puts(out, item->quoted ? "\"" : "");
        wb_buf_puts(out, item->prefix ? "*" : "");
        return;
    }
    wb_buf_puts(out, wb_query_field_name(node->filter->field));
    wb_buf_putc(out, ':');
    if (node->filter->field == WB_FIELD_YEAR) {
        wb_years_write(node->filter->year_min, node->filter->year_max, out);
    } else {
        wb_buf_put(out, node->filter->folded);
    }
}

static const char *name_of(const wb_query_node *node)
{
    return node->op == WB_QUERY_AND   ? "and"
           : node->op == WB_QUERY_OR  ? "or"
           : node->op == WB_QUERY_NOT ? "not"
                                      : wb_query_scope_name(node->scope);
}

wb_status wb_query_describe(const wb_query_node *node, wb_buf *out)
{
    if (node->op == WB_QUERY_ITEM || node->op == WB_QUERY_FILTER) {
        describe_leaf(node, out);
        return out->status;
    }
    wb_buf_puts(out, name_of(node));
    wb_buf_putc(out, '(');
    for (size_t i = 0; i < node->child_count; i++) {
        wb_buf_puts(out, i ? " " : "");
        wb_query_describe(node->children[i], out);
    }
    return wb_buf_putc(out, ')');
}
