#include "encoding_score.h"

#include <wbsearch/utf8.h>

/* Of the characters beyond ASCII, so many in a hundred must be ones that Chinese documents use; in
 * other encodings taken for a Chinese one they are far fewer. */
#define PLAUSIBLE_PERCENT 90
/* And so many, and at least two, must be among the most frequent ones. In pieces of 20 bytes at
 * random places of statutes and reports they are 55 on average and less than 15 in 3 of 100; in
 * other languages' text read as Chinese, less than 5. */
#define FREQUENT_PERCENT 15
#define FREQUENT_MIN 2
/* Beyond that many characters the answer does not change. */
#define SAMPLE_CHARS 50000

static bool is_common(uint32_t c)
{
    return (c >= 0x4E00 && c < 0xA000) || (c >= 0x3000 && c < 0x3020) ||
           (c >= 0xFF01 && c < 0xFF5F) || (c >= 0xFE30 && c < 0xFE70) ||
           (c >= 0x2010 && c < 0x2030) || (c >= 0x2460 && c < 0x2600) || c == 0xB7 || c == 0xD7 ||
           c == 0xA0;
}

/* The 120 most frequent characters of mainland and of Taiwan policy documents each, by code point.
 */
static bool is_frequent(uint32_t c)
{
    static const uint16_t frequent[] = {
        0x3001, 0x3002, 0x4E00, 0x4E03, 0x4E09, 0x4E0A, 0x4E0B, 0x4E0D, 0x4E1A, 0x4E26, 0x4E2D,
        0x4E3A, 0x4E3B, 0x4E4B, 0x4E5D, 0x4E8B, 0x4E8C, 0x4E94, 0x4EA7, 0x4EBA, 0x4ED6, 0x4EE3,
        0x4EE4, 0x4EE5, 0x4EF6, 0x4EFB, 0x4F1A, 0x4F4D, 0x4F53, 0x4F5C, 0x4F9D, 0x4FDD, 0x5167,
        0x5168, 0x516B, 0x516C, 0x516D, 0x5173, 0x5176, 0x5185, 0x51FA, 0x5206, 0x5212, 0x5217,
        0x5236, 0x524D, 0x52A0, 0x52A1, 0x52A8, 0x52D9, 0x5316, 0x533A, 0x5340, 0x5341, 0x5355,
        0x53CA, 0x53D1, 0x53D7, 0x53EF, 0x5404, 0x5408, 0x540C, 0x5458, 0x548C, 0x54E1, 0x56DB,
        0x56FD, 0x570B, 0x571F, 0x5728, 0x5730, 0x5831, 0x5904, 0x5927, 0x59D4, 0x5B89, 0x5B9A,
        0x5B9E, 0x5BB6, 0x5BE9, 0x5BF9, 0x5C55, 0x5DE5, 0x5E02, 0x5E03, 0x5E74, 0x5E94, 0x5E9C,
        0x5EFA, 0x5F00, 0x5F53, 0x5F8C, 0x5F97, 0x61C9, 0x6210, 0x6216, 0x6240, 0x62A4, 0x63D0,
        0x6539, 0x653F, 0x6587, 0x65B0, 0x65B9, 0x65BC, 0x65BD, 0x65E5, 0x65F6, 0x6642, 0x66F8,
        0x6703, 0x6708, 0x6709, 0x670D, 0x671F, 0x672C, 0x673A, 0x6743, 0x6761, 0x6784, 0x67E5,
        0x6838, 0x689D, 0x696D, 0x6A5F, 0x6B0A, 0x6B3E, 0x6B63, 0x6C11, 0x6C34, 0x6CD5, 0x70BA,
        0x7269, 0x7406, 0x751F, 0x7528, 0x7531, 0x7533, 0x767C, 0x767E, 0x7684, 0x76D1, 0x793E,
        0x7B2C, 0x7B49, 0x7BA1, 0x7D93, 0x7EA7, 0x7EC4, 0x7ECF, 0x8003, 0x8005, 0x8077, 0x81EA,
        0x8207, 0x83EF, 0x8655, 0x865F, 0x884C, 0x8868, 0x8981, 0x898F, 0x89C4, 0x8A08, 0x8A2D,
        0x8A66, 0x8ACB, 0x8B49, 0x8B70, 0x8BAE, 0x8BBE, 0x8CC7, 0x8D23, 0x8D44, 0x8FA6, 0x8FDB,
        0x901A, 0x90E8, 0x91CD, 0x91D1, 0x95DC, 0x95E8, 0x9662, 0x9805, 0xFF08, 0xFF09, 0xFF0C,
        0xFF1A, 0xFF1B,
    };
    size_t low = 0;
    size_t high = sizeof frequent / sizeof *frequent;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frequent[middle] == c) {
            return true;
        }
        if (frequent[middle] < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* The lines and blanks of tables: in some documents most of the characters, and no language. */
static bool is_frame(uint32_t c)
{
    return c == 0x3000 || (c >= 0x2500 && c < 0x2600);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
}

unsigned encoding_score_chinese(wb_slice text)
{
    size_t beyond_ascii = 0;
    size_t common = 0;
    size_t frequent = 0;
    for (size_t i = 0; i < text.len && beyond_ascii < SAMPLE_CHARS;) {
        uint32_t c = wb_utf8_next(text, &i);
        if (is_control(c)) {
            return 0;
        }
        if (c >= 0x80 && !is_frame(c)) {
            beyond_ascii++;
            common += is_common(c);
            frequent += is_frequent(c);
        }
    }
    if (frequent < FREQUENT_MIN || common * 100 < beyond_ascii * PLAUSIBLE_PERCENT ||
        frequent * 100 < beyond_ascii * FREQUENT_PERCENT) {
        return 0;
    }
    return (unsigned)(frequent * 100 / beyond_ascii);
}

bool encoding_is_plain_ascii(wb_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte >= 0x7F || is_control(byte)) {
            return false;
        }
    }
    return text.len >= 8;
}

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

unsigned encoding_share_of(wb_slice text, uint32_t first, uint32_t last)
{
    size_t letters = 0;
    size_t within = 0;
    for (size_t i = 0; i < text.len && letters < SAMPLE_CHARS;) {
        uint32_t c = wb_utf8_next(text, &i);
        letters += c >= 0x80 || is_ascii_letter(c);
        within += c >= first && c <= last;
    }
    return letters < 10 ? 0 : (unsigned)(within * 100 / letters);
}
