#include "test.h"

#include <stdlib.h>

#include <wbsearch/compress.h>

static void round_trip(wb_slice dictionary, wb_slice plain)
{
    wb_compressor *c = NULL;
    wb_buf packed;
    wb_buf back;
    wb_error err;
    wb_buf_init(&packed, 0);
    wb_buf_init(&back, 0);
    assert_ok(wb_compressor_new(dictionary, &c, &err));
    for (int i = 0; i < 2; i++) { /* and once more with the same object */
        wb_buf_clear(&packed);
        assert_ok(wb_buf_puts(&packed, "before"));
        assert_ok(wb_compress(c, plain, &packed));
        wb_slice bytes = wb_slice_make(packed.data + 6, packed.len - 6);
        assert_memory_equal(packed.data, "before", 6); /* it appends */
        assert_ok(wb_buf_puts(&back, "former content"));
        assert_ok(wb_decompress(c, bytes, plain.len, &back, &err));
        assert_slice(wb_buf_slice(&back), plain);
        assert_int_equal(back.data[back.len], '\0');
    }
    wb_buf_free(&packed);
    wb_buf_free(&back);
    wb_compressor_free(c);
}

/* Text of the kind that is stored: sentences of a few dozen phrases. */
static void make_text(wb_buf *out, size_t sentences, unsigned seed)
{
    static const char *const phrases[] = {"各有关部门", "应当按照", "本办法", "加强",
                                          "绿色金融",   "监督管理", "，",     "。",
                                          "建立健全",   "工作机制", "推动",   "高质量发展"};
    for (size_t i = 0; i < sentences; i++) {
        seed = seed * 1103515245u + 12345u;
        wb_buf_puts(out, phrases[(seed >> 16) % COUNT_OF(phrases)]);
        if (i % 7 == 0) {
            wb_buf_printf(out, "第%u条", seed >> 20);
        }
    }
    assert_ok(out->status);
}

static void what_was_compressed_comes_back(void **state)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    round_trip(S(""), S(""));
    round_trip(S(""), S("碳"));
    round_trip(S(""), S("a\0b\0\0"));
    make_text(&text, 20000, 1);
    round_trip(S(""), wb_buf_slice(&text));
    wb_buf_free(&text);
}

static void it_shrinks(void **state)
{
    wb_compressor *c = NULL;
    wb_buf text;
    wb_buf packed;
    wb_error err;
    wb_buf_init(&text, 0);
    wb_buf_init(&packed, 0);
    make_text(&text, 1000, 1);
    assert_ok(wb_compressor_new(S(""), &c, &err));
    assert_ok(wb_compress(c, wb_buf_slice(&text), &packed));
    assert_true(packed.len * 3 < text.len);
    wb_compressor_free(c);
    wb_buf_free(&text);
    wb_buf_free(&packed);
}

static void a_dictionary_of_few_samples_is_not_made(void **state)
{
    wb_buf out;
    wb_error err;
    size_t length = 6;
    wb_buf_init(&out, 0);
    assert_ok(wb_compress_train(S("绿色"), &length, 1, &out, &err));
    assert_int_equal(out.len, 0);
    assert_ok(wb_compress_train(S(""), NULL, 0, &out, &err));
    assert_int_equal(out.len, 0);
    wb_buf_free(&out);
}

static void a_trained_dictionary_helps_and_is_needed(void **state)
{
    enum { SAMPLES = 1200 };
    wb_buf samples;
    wb_buf dictionary;
    wb_buf packed[2];
    wb_buf back;
    wb_error err;
    wb_compressor *with = NULL;
    wb_compressor *without = NULL;
    size_t *lengths = calloc(SAMPLES, sizeof *lengths);
    assert_non_null(lengths);
    wb_buf_init(&samples, 0);
    wb_buf_init(&dictionary, 0);
    wb_buf_init(&packed[0], 0);
    wb_buf_init(&packed[1], 0);
    wb_buf_init(&back, 0);
    for (unsigned i = 0; i < SAMPLES; i++) {
        size_t before = samples.len;
        make_text(&samples, 80, i);
        lengths[i] = samples.len - before;
    }
    assert_ok(wb_compress_train(wb_buf_slice(&samples), lengths, SAMPLES, &dictionary, &err));
    assert_true(dictionary.len > 0 && dictionary.len <= WB_COMPRESS_DICTIONARY_SIZE);
    wb_slice plain = wb_slice_make(samples.data, lengths[0]);
    round_trip(wb_buf_slice(&dictionary), plain);
    assert_ok(wb_compressor_new(wb_buf_slice(&dictionary), &with, &err));
    assert_ok(wb_compressor_new(S(""), &without, &err));
    assert_ok(wb_compress(with, plain, &packed[0]));
    assert_ok(wb_compress(without, plain, &packed[1]));
    assert_true(packed[0].len < packed[1].len);
    assert_status(wb_decompress(without, wb_buf_slice(&packed[0]), plain.len, &back, &err),
                  WB_CORRUPT);
    wb_compressor_free(with);
    wb_compressor_free(without);
    wb_buf_free(&samples);
    wb_buf_free(&dictionary);
    wb_buf_free(&packed[0]);
    wb_buf_free(&packed[1]);
    wb_buf_free(&back);
    free(lengths);
}

/* Cut or altered anywhere: never accepted, never read out of bounds. */
static void damage_is_found_everywhere(void **state)
{
    wb_compressor *c = NULL;
    wb_buf packed;
    wb_buf back;
    wb_error err;
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_buf_init(&packed, 0);
    wb_buf_init(&back, 0);
    make_text(&text, 60, 3);
    assert_ok(wb_compressor_new(S(""), &c, &err));
    assert_ok(wb_compress(c, wb_buf_slice(&text), &packed));
    for (size_t i = 0; i < packed.len; i++) {
        char *copy = malloc(i ? i : 1);
        assert_non_null(copy);
        memcpy(copy, packed.data, i);
        assert_status(wb_decompress(c, wb_slice_make(copy, i), 1 << 20, &back, &err), WB_CORRUPT);
        free(copy);
        static const unsigned char masks[] = {0x01, 0x80, 0xFF};
        for (size_t m = 0; m < COUNT_OF(masks); m++) {
            packed.data[i] = (char)(packed.data[i] ^ masks[m]);
            wb_status status = wb_decompress(c, wb_buf_slice(&packed), 1 << 20, &back, &err);
            /* A few bits of the frame header mean nothing; the content must then be right. */
            assert_true(
                status == WB_CORRUPT ||
                (status == WB_OK && wb_slice_equal(wb_buf_slice(&back), wb_buf_slice(&text))));
            packed.data[i] = (char)(packed.data[i] ^ masks[m]);
        }
    }
    assert_ok(wb_decompress(c, wb_buf_slice(&packed), 1 << 20, &back, &err));
    wb_compressor_free(c);
    wb_buf_free(&text);
    wb_buf_free(&packed);
    wb_buf_free(&back);
}

static void more_than_the_maximum_is_not_unpacked(void **state)
{
    wb_compressor *c = NULL;
    wb_buf packed;
    wb_buf back;
    wb_error err;
    wb_buf_init(&packed, 0);
    wb_buf_init(&back, 0);
    assert_ok(wb_compressor_new(S(""), &c, &err));
    assert_ok(wb_compress(c, S("0123456789"), &packed));
    assert_ok(wb_decompress(c, wb_buf_slice(&packed), 10, &back, &err));
    assert_status(wb_decompress(c, wb_buf_slice(&packed), 9, &back, &err), WB_CORRUPT);
    /* A length that lies. */
    packed.data[0] = 9;
    assert_status(wb_decompress(c, wb_buf_slice(&packed), 10, &back, &err), WB_CORRUPT);
    packed.data[0] = 11;
    assert_status(wb_decompress(c, wb_buf_slice(&packed), 100, &back, &err), WB_CORRUPT);
    wb_compressor_free(c);
    wb_compressor_free(NULL);
    wb_buf_free(&packed);
    wb_buf_free(&back);
}

static void a_full_buffer_is_reported(void **state)
{
    wb_compressor *c = NULL;
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 4);
    assert_ok(wb_compressor_new(S(""), &c, &err));
    assert_status(wb_compress(c, S("0123456789"), &out), WB_LIMIT);
    wb_compressor_free(c);
    wb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_compressed_comes_back),
        cmocka_unit_test(it_shrinks),
        cmocka_unit_test(a_dictionary_of_few_samples_is_not_made),
        cmocka_unit_test(a_trained_dictionary_helps_and_is_needed),
        cmocka_unit_test(damage_is_found_everywhere),
        cmocka_unit_test(more_than_the_maximum_is_not_unpacked),
        cmocka_unit_test(a_full_buffer_is_reported),
    };
    return RUN(tests);
}
