#include "query_words.h"

#include <wbsearch/utf8.h>

/* Words that ask or join and say nothing of the matter. */
static const char *const function_words[] = {
    "的",   "了",   "吗",     "呢",     "吧",     "啊",   "着",   "过",   "地",   "得",   "之",
    "所",   "是",   "在",     "有",     "也",     "都",   "就",   "还",   "又",   "再",   "才",
    "只",   "和",   "与",     "及",     "或",     "或者", "以及", "而",   "且",   "并",   "并且",
    "但",   "但是", "对",     "对于",   "关于",   "把",   "被",   "给",   "由",   "从",   "向",
    "到",   "于",   "以",     "为",     "为了",   "因",   "因为", "所以", "如果", "若",   "要",
    "想",   "能",   "能够",   "会",     "可",     "该",   "应",   "需",   "需要", "这",   "那",
    "这个", "那个", "其",     "他",     "她",     "它",   "我",   "你",   "您",   "我们", "他们",
    "个",   "如何", "哪些",   "哪个",   "哪",     "哪里", "哪种", "哪几", "是否", "什么", "什么样",
    "怎么", "怎样", "怎么办", "怎么样", "为什么", "为何", "何",   "何时", "多少", "几",   "谁",
    "能否", "可否", "有没有", "可以",   "应该",   "应当", "进行", "情况", "有关", "相关", "下列",
    "等",   "时",   "后",     "中",     "上",     "下",   "里",
};

static bool is_function_word(wb_slice word)
{
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++) {
        if (wb_slice_equal(word, wb_slice_from(function_words[i]))) {
            return true;
        }
    }
    return false;
}

static void add(wb_query_words *words, wb_slice folded, size_t start, size_t end, bool is_listed)
{
    wb_slice word = wb_slice_make(folded.ptr + start, end - start);
    words->items[words->count++] = (wb_query_word_span){
        (uint32_t)start, (uint32_t)end, !is_listed && is_function_word(word), is_listed};
}

/* The next word of the list at or after `at`; an empty one at the end when there is none. */
static wb_word next_listed(const wb_words *list, wb_slice folded, size_t at)
{
    while (list && at < folded.len) {
        size_t len = wb_words_at(list, folded, at);
        if (len && !wb_token_is_inside(folded, at) && !wb_token_is_inside(folded, at + len)) {
            return (wb_word){(uint32_t)at, (uint32_t)(at + len)};
        }
        (void)wb_utf8_next(folded, &at);
    }
    return (wb_word){(uint32_t)folded.len, (uint32_t)folded.len};
}

wb_status wb_query_words_find(wb_slice folded, const wb_words *list, wb_tokenizer *tokenizer,
                              wb_arena *arena, wb_query_words *ret, wb_error *err)
{
    const wb_word *words = NULL;
    size_t count = 0;
    wb_status status = wb_tokenizer_words(tokenizer, folded, &words, &count, err);
    if (status != WB_OK) {
        return status;
    }
    /* No word is empty, so there are no more than bytes. */
    *ret = (wb_query_words){wb_arena_alloc(arena, folded.len, sizeof *ret->items), 0};
    if (!ret->items) {
        return wb_error_nomem(err);
    }
    wb_word listed = next_listed(list, folded, 0);
    size_t done = 0; /* what lies before is among the words */
    for (size_t i = 0; i < count; i++) {
        for (; listed.start < words[i].end; listed = next_listed(list, folded, done)) {
            size_t from = words[i].start > done ? words[i].start : done;
            if (from < listed.start) {
                add(ret, folded, from, listed.start, false);
            }
            add(ret, folded, listed.start, listed.end, true);
            done = listed.end;
        }
        size_t from = words[i].start > done ? words[i].start : done;
        if (from < words[i].end) {
            add(ret, folded, from, words[i].end, false);
            done = words[i].end;
        }
    }
    return WB_OK;
}
