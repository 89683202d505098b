/* The shape of the generated fold table; private to gen_fold.c, the generated file and fold.c. */
#ifndef FOLD_TABLE_H
#define FOLD_TABLE_H

#include <stdint.h>

/* Two stages: fold_pages[fold_index[c >> FOLD_PAGE_BITS] * FOLD_PAGE_SIZE + low bits]. */
#define FOLD_PAGE_BITS 7
#define FOLD_PAGE_SIZE (1 << FOLD_PAGE_BITS)
#define FOLD_INDEX_SIZE ((0x10FFFF >> FOLD_PAGE_BITS) + 1)

/* An entry: class (wb_char_class of the code point itself), kind, value. */
#define FOLD_CLASS_SHIFT 28
#define FOLD_KIND_SHIFT 26
#define FOLD_KIND_MASK 3u
#define FOLD_VALUE_MASK ((1u << FOLD_KIND_SHIFT) - 1)

#define FOLD_KIND_SAME                                                                             \
    0u                      /* folds to itself; 0, so an entry is of this kind unless it says more \
                             */
#define FOLD_KIND_CHAR 1u   /* value: the code point it folds to */
#define FOLD_KIND_STRING 2u /* value: offset and length in fold_pool, bytes of UTF-8 */
#define FOLD_KIND_NONE 3u   /* goes */

#define FOLD_LENGTH_BITS 6
#define FOLD_OFFSET_BITS 16

extern const uint16_t fold_index[FOLD_INDEX_SIZE];
extern const uint32_t fold_pages[];
extern const unsigned char fold_pool[];
extern const uint32_t fold_hash;

#endif
