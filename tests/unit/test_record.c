#include "test.h"

#include <stdlib.h>

#include <wbsearch/record.h>

static const char SOURCE[] = "# 云岭市节约用水办法\n"
                             "\n"
                             "## 第一章 总则\n"
                             "\n"
                             "第一条 为了节约用水，制定本办法[^1]。\n"
                             "\n"
                             "第二条 **用水单位。**应当建立台账。\n"
                             "\n"
                             "## 第二章 管理\n"
                             "\n"
                             "- 计量设施&amp;仪表\n"
                             "\n"
                             "[^1]: 指本市行政区域。\n";

struct fixture {
    wb_doc doc;
    wb_record_doc info;
    wb_compressor *compressor;
    wb_buf scratch;
    wb_buf bytes;
    wb_record record;
    wb_error err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f) {
        return -1;
    }
    wb_buf_init(&f->scratch, 0);
    wb_buf_init(&f->bytes, 0);
    wb_record_init(&f->record);
    f->info = (wb_record_doc){wb_doc_id_of(S(".."), S("水/办法.md")), 3, S("水/办法.md")};
    *state = f;
    return wb_compressor_new(S(""), &f->compressor, &f->err) == WB_OK &&
                   wb_doc_read(wb_slice_from(SOURCE), WB_DOC_MARKDOWN, "办法.md", &f->doc,
                               &f->err) == WB_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    wb_doc_clear(&f->doc);
    wb_compressor_free(f->compressor);
    wb_buf_free(&f->scratch);
    wb_buf_free(&f->bytes);
    wb_record_free(&f->record);
    free(f);
    return 0;
}

static void encode(struct fixture *f, uint32_t ordinal, size_t first, size_t count)
{
    assert_ok(wb_record_encode(f->compressor, &f->doc, &f->info, ordinal, first, count, &f->scratch,
                               &f->bytes, &f->err));
}

static void assert_same_para(const struct fixture *f, const wb_para *stored, const wb_para *para)
{
    assert_slice(stored->text, para->text);
    assert_int_equal(stored->kind, para->kind);
    assert_int_equal(stored->title_len, para->title_len);
    assert_int_equal(stored->first_line, para->first_line);
    assert_int_equal(stored->last_line, para->last_line);
    for (size_t at = 0; at < para->text.len; at++) {
        uint32_t line[2];
        uint32_t column[2];
        wb_para_locate(stored, at, &line[0], &column[0]);
        wb_para_locate(para, at, &line[1], &column[1]);
        assert_int_equal(line[0], line[1]);
        assert_int_equal(column[0], column[1]);
    }
    assert_int_equal(stored->mark_count, para->mark_count);
    for (size_t i = 0; i < para->mark_count; i++) {
        assert_int_equal(stored->marks[i].at, para->marks[i].at);
        assert_int_equal(stored->marks[i].note, para->marks[i].note);
        assert_slice(stored->marks[i].label, para->marks[i].label);
    }
    assert_int_equal(stored->term_start, para->term_start);
    assert_int_equal(stored->term_end, para->term_end);
    assert_int_equal(stored->reference_count, para->reference_count);
    for (size_t i = 0; i < para->reference_count; i++) {
        assert_int_equal(stored->references[i], para->references[i]);
    }
    /* The sections around it have the same titles, up to the top. */
    uint32_t a = stored->section;
    uint32_t b = para->section;
    while (a != WB_NONE && b != WB_NONE) {
        assert_true(a < f->record.section_count);
        assert_slice(f->record.sections[a].title, f->doc.sections[b].title);
        a = f->record.sections[a].parent;
        b = f->doc.sections[b].parent;
    }
    assert_int_equal(a, WB_NONE);
    assert_int_equal(b, WB_NONE);
}

static void the_first_record_holds_the_document(void **state)
{
    struct fixture *f = *state;
    assert_true(f->doc.para_count >= 6);
    encode(f, 0, 0, f->doc.para_count);
    assert_ok(wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err));
    const wb_record *r = &f->record;
    assert_true(r->doc_id == f->info.id && r->doc.id == f->info.id);
    assert_int_equal(r->ordinal, 0);
    assert_int_equal(r->first_para, 0);
    assert_int_equal(r->doc.root, 3);
    assert_text(r->doc.path, "水/办法.md");
    assert_int_equal(r->doc_para_count, f->doc.para_count);
    assert_text(r->meta[WB_META_TITLE].value, "云岭市节约用水办法");
    for (int i = 0; i < WB_META_FIELD_COUNT_; i++) {
        assert_slice(r->meta[i].value, f->doc.meta[i].value);
        assert_int_equal(r->meta[i].source, f->doc.meta[i].source);
    }
    assert_int_equal(r->para_count, f->doc.para_count);
    bool has_mark = false;
    bool has_reference = false;
    for (size_t i = 0; i < r->para_count; i++) {
        assert_same_para(f, &r->paras[i], &f->doc.paras[i]);
        has_mark = has_mark || r->paras[i].mark_count;
        has_reference = has_reference || r->paras[i].reference_count;
    }
    assert_true(has_mark);
    assert_true(has_reference);
}

static void every_range_of_paragraphs_round_trips(void **state)
{
    struct fixture *f = *state;
    for (size_t first = 0; first < f->doc.para_count; first++) {
        for (size_t count = 1; first + count <= f->doc.para_count; count++) {
            encode(f, 7, first, count);
            assert_ok(
                wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err));
            assert_int_equal(f->record.ordinal, 7);
            assert_int_equal(f->record.first_para, first);
            assert_int_equal(f->record.para_count, count);
            assert_int_equal(f->record.doc.path.len, 0); /* stands in the first record only */
            assert_int_equal(f->record.meta[WB_META_TITLE].value.len, 0);
            for (size_t i = 0; i < count; i++) {
                assert_same_para(f, &f->record.paras[i], &f->doc.paras[first + i]);
            }
        }
    }
}

static void a_record_knows_only_the_sections_it_needs(void **state)
{
    struct fixture *f = *state;
    size_t last = f->doc.para_count - 1;
    encode(f, 1, last, 1);
    assert_ok(wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err));
    assert_true(f->record.section_count < f->doc.section_count);
}

static void nothing_of_the_bytes_is_borrowed(void **state)
{
    struct fixture *f = *state;
    encode(f, 0, 0, f->doc.para_count);
    char *copy = malloc(f->bytes.len);
    assert_non_null(copy);
    memcpy(copy, f->bytes.data, f->bytes.len);
    assert_ok(
        wb_record_decode(f->compressor, wb_slice_make(copy, f->bytes.len), &f->record, &f->err));
    memset(copy, 0xEE, f->bytes.len);
    free(copy);
    assert_same_para(f, &f->record.paras[2], &f->doc.paras[2]);
}

/* The compressed form cut or altered at every byte. */
static void damage_of_the_stored_bytes_is_corruption(void **state)
{
    struct fixture *f = *state;
    encode(f, 0, 0, f->doc.para_count);
    for (size_t i = 0; i < f->bytes.len; i++) {
        wb_slice cut = wb_slice_make(f->bytes.data, i);
        assert_status(wb_record_decode(f->compressor, cut, &f->record, &f->err), WB_CORRUPT);
        assert_int_equal(f->record.para_count, 0);
        for (unsigned bit = 0; bit < 8; bit++) {
            f->bytes.data[i] = (char)(f->bytes.data[i] ^ (1 << bit));
            wb_status status =
                wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err);
            assert_true(status == WB_CORRUPT || status == WB_OK);
            f->bytes.data[i] = (char)(f->bytes.data[i] ^ (1 << bit));
        }
    }
    assert_ok(wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err));
}

/* Uses everything a caller uses; the sanitizers and valgrind watch. */
static void use(const wb_record *r)
{
    size_t sum = r->doc.path.len + r->meta[WB_META_TITLE].value.len;
    for (size_t i = 0; i < r->para_count; i++) {
        const wb_para *para = &r->paras[i];
        assert_true(para->title_len <= para->text.len);
        assert_true(para->kind < WB_PARA_KIND_COUNT_);
        assert_true(para->segment_count > 0);
        for (size_t at = 0; at < para->text.len; at++) {
            sum += (unsigned char)para->text.ptr[at];
        }
        uint32_t line;
        uint32_t column;
        wb_para_locate(para, para->text.len ? para->text.len - 1 : 0, &line, &column);
        assert_true(line >= 1);
        for (size_t k = 0; k < para->mark_count; k++) {
            assert_true(para->marks[k].at <= para->text.len);
            sum += para->marks[k].label.len;
        }
        size_t depth = 0;
        for (uint32_t s = para->section; s != WB_NONE; s = r->sections[s].parent) {
            assert_true(s < r->section_count);
            assert_true(++depth <= r->section_count); /* no circle */
            sum += r->sections[s].title.len;
        }
    }
    assert_true(sum != SIZE_MAX);
}

/* Behind a right checksum anything may stand: whoever forges an index must not crash a reader. */
static void forged_records_decode_to_something_safe_or_not_at_all(void **state)
{
    struct fixture *f = *state;
    wb_buf plain;
    wb_buf_init(&plain, 0);
    assert_ok(wb_record_encode_plain(&f->doc, &f->info, 0, 0, f->doc.para_count, &plain, &f->err));
    size_t refused = 0;
    for (size_t i = 0; i < plain.len; i++) {
        static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
        char old = plain.data[i];
        for (size_t k = 0; k < COUNT_OF(values); k++) {
            plain.data[i] = (char)values[k];
            wb_buf_clear(&f->bytes);
            assert_ok(wb_compress(f->compressor, wb_buf_slice(&plain), &f->bytes));
            wb_status status =
                wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err);
            assert_true(status == WB_OK || status == WB_CORRUPT);
            refused += status == WB_CORRUPT;
            if (status == WB_OK) {
                use(&f->record);
            }
        }
        plain.data[i] = old;
        wb_buf_clear(&f->bytes);
        assert_ok(wb_compress(f->compressor, wb_slice_make(plain.data, i), &f->bytes));
        assert_status(wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err),
                      WB_CORRUPT);
    }
    assert_true(refused > 0);
    wb_buf_putc(&plain, 'x'); /* something left over */
    wb_buf_clear(&f->bytes);
    assert_ok(wb_compress(f->compressor, wb_buf_slice(&plain), &f->bytes));
    assert_status(wb_record_decode(f->compressor, wb_buf_slice(&f->bytes), &f->record, &f->err),
                  WB_CORRUPT);
    wb_buf_free(&plain);
}

static void ids_depend_on_root_and_path(void **state)
{
    wb_doc_id id = wb_doc_id_of(S("/a"), S("b.md"));
    assert_true(id == wb_doc_id_of(S("/a"), S("b.md")));
    assert_true(id != wb_doc_id_of(S("/a"), S("c.md")));
    assert_true(id != wb_doc_id_of(S("/b"), S("b.md")));
    assert_true(id != wb_doc_id_of(S("/ab"), S(".md")));
    assert_true(id != wb_doc_id_of(S(""), S("/ab.md")));
}

static void fill_closes_records_by_number_and_by_size(void **state)
{
    wb_para paras[100];
    char text[WB_RECORD_TEXT_TARGET + 1];
    memset(paras, 0, sizeof paras);
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < COUNT_OF(paras); i++) {
        paras[i].text = wb_slice_make(text, 1);
    }
    wb_doc doc = {.paras = paras, .para_count = COUNT_OF(paras)};
    assert_int_equal(wb_record_fill(&doc, 0), WB_RECORD_PARAS_MAX);
    assert_int_equal(wb_record_fill(&doc, COUNT_OF(paras) - 5), 5);
    assert_int_equal(wb_record_fill(&doc, COUNT_OF(paras) - 1), 1);
    paras[3].text.len = WB_RECORD_TEXT_TARGET;
    assert_int_equal(wb_record_fill(&doc, 0), 4);
    assert_int_equal(wb_record_fill(&doc, 3), 1); /* never none */
    paras[3].text.len = sizeof text;
    assert_int_equal(wb_record_fill(&doc, 3), 1);
}

static void what_cannot_be_decoded_is_not_encoded(void **state)
{
    wb_arena arena = {0};
    wb_error err;
    wb_compressor *compressor;
    wb_buf scratch = {0};
    wb_buf out = {0};
    size_t len = WB_RECORD_PLAIN_MAX + 1;
    char *text = wb_arena_alloc(&arena, len, 1);
    assert_non_null(text);
    memset(text, 'x', len);
    wb_segment segment = {0, 1, 1};
    wb_para para = {.text = wb_slice_make(text, len),
                    .section = WB_NONE,
                    .first_line = 1,
                    .last_line = 1,
                    .segments = &segment,
                    .segment_count = 1};
    wb_doc doc = {.paras = &para, .para_count = 1};
    wb_record_doc info = {1, 0, S("a.md")};
    assert_ok(wb_compressor_new(S(""), &compressor, &err));
    assert_status(wb_record_encode(compressor, &doc, &info, 0, 0, 1, &scratch, &out, &err),
                  WB_LIMIT);
    wb_compressor_free(compressor);
    wb_buf_free(&scratch);
    wb_buf_free(&out);
    wb_arena_clear(&arena);
}

int main(void)
{
#define with_fixture(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with_fixture(the_first_record_holds_the_document),
        with_fixture(every_range_of_paragraphs_round_trips),
        with_fixture(a_record_knows_only_the_sections_it_needs),
        with_fixture(nothing_of_the_bytes_is_borrowed),
        with_fixture(damage_of_the_stored_bytes_is_corruption),
        with_fixture(forged_records_decode_to_something_safe_or_not_at_all),
        cmocka_unit_test(ids_depend_on_root_and_path),
        cmocka_unit_test(what_cannot_be_decoded_is_not_encoded),
        cmocka_unit_test(fill_closes_records_by_number_and_by_size),
    };
    return RUN(tests);
}
