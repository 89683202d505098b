/*
 * Build tool: writes the fold table (see fold.h) as C to standard output.
 *
 * A code point's fold is found by applying every per-character rule again and again until nothing
 * changes, so the table is idempotent by construction. Where the rules go round in a circle (ICU
 * takes 苎 to 苧 and 苧 to 苎), the smallest member stands for all.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#include <wbsearch/chars.h>

#include "fold_table.h"

#define CAPACITY 64

static const UNormalizer2 *nfkc_casefold;
static const UNormalizer2 *nfd;
static UTransliterator *simplify;

static void check(UErrorCode status, const char *what)
{
    if (U_FAILURE(status)) {
        fprintf(stderr, "gen_fold: %s: %s\n", what, u_errorName(status));
        exit(1);
    }
}

/* What unify() makes of a code point; 0: itself. */
static UChar32 unified[0x110000];

/* Characters that writers and converters use interchangeably, and the form that stands for all. */
static const struct {
    UChar32 to;
    const char *from; /* UTF-8 */
} groups[] = {
    {'"', "'`´‘’‚‛“”„‟′″‵‶「」『』〝〞〟﹁﹂﹃﹄＂＇"},
    {'(', "[{〔【〖〘〚﹇﹝﹙⟦⦅"},
    {')', "]}〕】〗〙〛﹈﹞﹚⟧⦆"},
    {0x300A /* 《 */, "<〈‹«︽︿⟨⟪"},
    {0x300B /* 》 */, ">〉›»︾﹀⟩⟫"},
    {'-', "~‐‑‒–—―−─━﹘﹣〜⁓˜∼∽⸺⸻﹉"},
    {0xB7 /* · */, "•‧∙⋅・᛫⸱˙"},
    {0x2026 /* … */, "⋯︙"},
    {0xFF0C /* ， */, ",﹐"},
    {':', "∶︰"},
    {'/', "⁄∕"},
    {'_', "ˍ"},
    {0xD7 /* × */, "✕✖╳⨯"},
    {0x221A /* √, the tick of forms */, "ˇ✓✔"},
    {0x3007 /* 〇 */, "○◯"},
};

/*
 * Pairs: a character and what it is written for.
 *
 * Radicals and strokes that PDF fonts give for whole characters, by Unicode's property
 * Equivalent_Unified_Ideograph (NFKC knows those of the Kangxi block only).
 */
static const char radicals[] = "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑"
                               "𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
                               "⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳"
                               "㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀"
                               "⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔"
                               "门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼"
                               "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇆𠃌㇏"
                               "乀㇐一㇑丨㇒丿㇓丿㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀"
                               "㇞𠃑㇟乚㇠乙㇡𠄎";

/* Letters of another script that look the same, typed or recognised by mistake: 第ㄧ項, 第ニ条,
 * СО2. Words of those scripts are changed as a whole, so they still find themselves. */
static const char look_alikes[] = "ㄧ一ニ二ハ八エ工ロ口カ力タ夕ト卜ー一囗口"
                                  "аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕs";

/* Forms of one character that ICU's transform leaves apart: Japanese ones, older ones, and those
 * for which Taiwan and the mainland have a different choice (諮詢 咨询, 帳戶 账户, 二噁英 二恶英).
 */
static const char variants[] = "戸户竝并峯峰枱台擡抬衞卫査查鉄铁気气広广圏圈沢泽黒黑歩步県县図图経"
                               "经済济実实変变総总銭钱歯齿竜龙亀龟駅驿壱壹弐贰売卖発发権权観观"
                               "斉齐帐账帳账殻壳値值愼慎敎教淸清卽即旣既郞郎鄕乡幷并奨奖甁瓶刋刊吿"
                               "告兪俞彔录宂冗嫺娴痲麻痺痹麴曲鹻碱穅糠糉粽麪面煇辉舘馆傚效"
                               "谿溪谘咨諮咨敍叙勅敕鬪斗衹只祇只噁恶牠它妳你";

/*
 * Private-use characters whose meaning is known: by the tables of GB 18030 and of Windows' Big5,
 * or because all the documents that were looked through agree. All others stay what they are: in
 * no term, and no match goes across them, since each may stand for a lost character.
 */
static const struct {
    UChar32 from;
    UChar32 to; /* 0: goes */
} private_use[] = {
    {0xE010, '.'}, /* a decimal point, in nine places of nine: 不低于2<E010>5米 */
    /* Fillers behind sentence ends and before the text of articles, in 70 places of 70. */
    {0xE003, 0},
    {0xE004, 0},
    {0xE5F9, 0},
    /* Bullets of the fonts Symbol and Wingdings, as PDF converters and Word leave them. */
    {0xF06C, 0},
    {0xF06E, 0},
    {0xF076, 0},
    {0xF09E, 0},
    {0xF0A7, 0},
    {0xF0B7, 0},
    {0xF0D8, 0},
    {0xF0FC, 0},
    /* GB 18030-2000 had these in private use, GB 18030-2022 has them in Unicode; A3A0 is a blank.
     */
    {0xE5E5, 0x3000},
    {0xE78D, 0xFE10},
    {0xE78E, 0xFE12},
    {0xE78F, 0xFE11},
    {0xE790, 0xFE13},
    {0xE791, 0xFE14},
    {0xE792, 0xFE15},
    {0xE793, 0xFE16},
    {0xE794, 0xFE17},
    {0xE795, 0xFE18},
    {0xE796, 0xFE19},
    {0xE7C7, 0x1E3F},
    {0xE7C8, 0x01F9},
    {0xE816, 0x20087},
    {0xE817, 0x20089},
    {0xE818, 0x200CC},
    {0xE81E, 0x9FB4},
    {0xE826, 0x9FB5},
    {0xE82B, 0x9FB6},
    {0xE82C, 0x9FB7},
    {0xE831, 0x215D7},
    {0xE832, 0x9FB8},
    {0xE83B, 0x2298F},
    {0xE843, 0x9FB9},
    {0xE854, 0x9FBA},
    {0xE855, 0x241FE},
    {0xE864, 0x9FBB},
    /* ETEN's C6E2, C6D9, C6E6, C8CF, C8D0 in Windows' Big5; its numbers are filled in below. */
    {0xF6F2, 0x3007},
    {0xF6E9, '^'},
    {0xF6F6, '*'},
    {0xF819, '\''},
    {0xF81A, '"'},
};

static void unify_pairs(const char *pairs)
{
    int32_t len = (int32_t)strlen(pairs);
    for (int32_t i = 0; i < len;) {
        UChar32 from;
        UChar32 to;
        U8_NEXT(pairs, i, len, from);
        U8_NEXT(pairs, i, len, to);
        unified[from] = to;
    }
}

static void fill_unified(void)
{
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        int32_t len = (int32_t)strlen(groups[g].from);
        for (int32_t i = 0; i < len;) {
            UChar32 from;
            U8_NEXT(groups[g].from, i, len, from);
            unified[from] = groups[g].to;
        }
    }
    unify_pairs(radicals);
    unify_pairs(look_alikes);
    unify_pairs(variants);
    for (size_t i = 0; i < sizeof private_use / sizeof *private_use; i++) {
        unified[private_use[i].from] = private_use[i].to;
    }
    for (UChar32 i = 0; i < 10; i++) { /* ETEN's C6A1 … C6BE: ① … ⑴ … ⅰ … */
        unified[0xF6B1 + i] = 0x2460 + i;
        unified[0xF6BB + i] = 0x2474 + i;
        unified[0xF6C5 + i] = 0x2170 + i;
    }
}

static UChar32 unify(UChar32 c)
{
    return unified[c] ? unified[c] : c;
}

static int is_filler(UChar32 c)
{
    for (size_t i = 0; i < sizeof private_use / sizeof *private_use; i++) {
        if (private_use[i].from == c && private_use[i].to == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_circled_number(UChar32 c)
{
    return (c >= 0x2460 && c <= 0x2473) || c == 0x24EA || (c >= 0x24EB && c <= 0x24FF) ||
           (c >= 0x2776 && c <= 0x2793) || (c >= 0x3251 && c <= 0x325F) ||
           (c >= 0x32B1 && c <= 0x32BF);
}

static int is_cjk(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_KATAKANA_OR_HIRAGANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
        return u_isalnum(c) || u_charType(c) == U_LETTER_NUMBER;
    default:
        return c == 0x30FC || c == 0x3031; /* kana marks of the script Common */
    }
}

static wb_char_class class_of(UChar32 c)
{
    if (u_isUWhiteSpace(c) || c == 0x3164 || c == 0xFFA0) {
        return WB_CHAR_SPACE;
    }
    if (c == 0xFFFD) {
        return WB_CHAR_OTHER;
    }
    int8_t type = u_charType(c);
    if (type == U_PRIVATE_USE_CHAR) {
        return is_filler(c) ? WB_CHAR_DROP : c == 0xE5E5 ? WB_CHAR_SPACE : WB_CHAR_OTHER;
    }
    if (type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_SURROGATE ||
        u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        return WB_CHAR_DROP;
    }
    if (is_cjk(c)) {
        return WB_CHAR_CJK;
    }
    if (c >= '0' && c <= '9') {
        return WB_CHAR_DIGIT;
    }
    if (is_circled_number(c)) {
        return WB_CHAR_OTHER;
    }
    switch (type) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_COMBINING_SPACING_MARK:
    case U_LETTER_NUMBER:
    case U_DECIMAL_DIGIT_NUMBER:
        return WB_CHAR_LETTER;
    case U_NON_SPACING_MARK: {
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(c, &status);
        return script == USCRIPT_INHERITED || script == USCRIPT_CYRILLIC ? WB_CHAR_DROP
                                                                         : WB_CHAR_LETTER;
    }
    case U_ENCLOSING_MARK:
        return WB_CHAR_DROP;
    default:
        return WB_CHAR_OTHER;
    }
}

static int has_accents_to_strip(UChar32 base)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(base, &status);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

/* Applies every rule once to `in`. */
static int32_t fold_once(const UChar *in, int32_t in_len, UChar *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar a[CAPACITY];
    UChar b[CAPACITY];
    int32_t a_len = 0;
    for (int32_t i = 0; i < in_len;) {
        UChar32 c;
        U16_NEXT(in, i, in_len, c);
        wb_char_class class = class_of(c);
        if (class == WB_CHAR_DROP) {
            continue;
        }
        if (class == WB_CHAR_SPACE) {
            c = ' ';
        } else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
            c = '0' + u_charDigitValue(c);
        } else {
            c = unify(c);
        }
        if (is_circled_number(c) || c == 0x2026 || c == 0xFF0C) {
            U16_APPEND_UNSAFE(a, a_len, c); /* as they are: NFKC would take them apart */
            continue;
        }
        UChar one[2];
        int32_t one_len = 0;
        U16_APPEND_UNSAFE(one, one_len, c);
        int32_t n = unorm2_normalize(nfkc_casefold, one, one_len, b, CAPACITY, &status);
        check(status, "NFKC_Casefold");
        UChar32 base;
        UChar d[CAPACITY];
        int32_t d_len = unorm2_normalize(nfd, b, n, d, CAPACITY, &status);
        check(status, "NFD");
        if (d_len > 0) {
            int32_t k = 0;
            U16_NEXT(d, k, d_len, base);
            if (has_accents_to_strip(base)) {
                memcpy(b, d, (size_t)d_len * sizeof *d);
                n = d_len; /* the marks are dropped in the next round */
            }
        }
        memcpy(a + a_len, b, (size_t)n * sizeof *b);
        a_len += n;
    }
    int32_t limit = a_len;
    utrans_transUChars(simplify, a, &a_len, CAPACITY, 0, &limit, &status);
    check(status, "Traditional-Simplified");
    memcpy(out, a, (size_t)a_len * sizeof *a);
    return a_len;
}

static int same_text(const UChar *a, int32_t a_len, const UChar *b, int32_t b_len)
{
    return a_len == b_len && memcmp(a, b, (size_t)a_len * sizeof *a) == 0;
}

#define MAX_ROUNDS 8

/* The fold of one code point as UTF-8; returns its length in bytes. */
static int32_t fold_char(UChar32 c, char *out)
{
    UChar rounds[MAX_ROUNDS + 1][CAPACITY];
    int32_t lens[MAX_ROUNDS + 1] = {0};
    U16_APPEND_UNSAFE(rounds[0], lens[0], c);
    int last = 0;
    int back = -1; /* the earlier round that the last one repeats */
    while (back < 0) {
        if (++last > MAX_ROUNDS) {
            fprintf(stderr, "gen_fold: the fold of U+%04X does not settle\n", (unsigned)c);
            exit(1);
        }
        lens[last] = fold_once(rounds[last - 1], lens[last - 1], rounds[last]);
        for (int i = 0; i < last && back < 0; i++) {
            if (same_text(rounds[i], lens[i], rounds[last], lens[last])) {
                back = i;
            }
        }
    }
    int best = back;
    for (int i = back + 1; i < last; i++) {
        if (u_strCompare(rounds[i], lens[i], rounds[best], lens[best], 1) < 0) {
            best = i;
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t bytes = 0;
    u_strToUTF8(out, 4 * CAPACITY, &bytes, rounds[best], lens[best], &status);
    check(status, "UTF-8");
    return bytes;
}

static char pool[1 << FOLD_OFFSET_BITS];
static uint32_t pool_len;

static uint32_t pool_add(const char *bytes, uint32_t len)
{
    for (uint32_t i = 0; i + len <= pool_len; i++) {
        if (memcmp(pool + i, bytes, len) == 0) {
            return i;
        }
    }
    if (pool_len + len > sizeof pool || len >= 1u << FOLD_LENGTH_BITS) {
        fprintf(stderr, "gen_fold: the string pool is too small\n");
        exit(1);
    }
    memcpy(pool + pool_len, bytes, len);
    pool_len += len;
    return pool_len - len;
}

static uint32_t entry_for(UChar32 c)
{
    wb_char_class class = class_of(c);
    uint32_t entry = (uint32_t) class << FOLD_CLASS_SHIFT;
    if (U_IS_SURROGATE(c)) {
        return (uint32_t)WB_CHAR_OTHER << FOLD_CLASS_SHIFT; /* FOLD_KIND_SAME */
    }
    char out[4 * CAPACITY];
    int32_t len = fold_char(c, out);
    if (len == 0) {
        return entry | FOLD_KIND_NONE << FOLD_KIND_SHIFT;
    }
    int32_t i = 0;
    UChar32 to;
    U8_NEXT(out, i, len, to);
    if (i == len && to == c) {
        return entry; /* FOLD_KIND_SAME */
    }
    if (i == len) {
        return entry | FOLD_KIND_CHAR << FOLD_KIND_SHIFT | (uint32_t)to;
    }
    uint32_t offset = pool_add(out, (uint32_t)len);
    return entry | FOLD_KIND_STRING << FOLD_KIND_SHIFT | offset << FOLD_LENGTH_BITS | (uint32_t)len;
}

#define PAGES ((0x10FFFF >> FOLD_PAGE_BITS) + 1)

static uint32_t pages[PAGES][FOLD_PAGE_SIZE];
static uint16_t index_of[PAGES];

static uint32_t hash_bytes(uint32_t hash, const void *bytes, size_t len)
{
    const unsigned char *p = bytes; /* FNV-1a, 32 bit */
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ p[i]) * 16777619u;
    }
    return hash;
}

static void print_numbers(const char *declaration, const void *values, size_t count, size_t size)
{
    printf("%s = {", declaration);
    for (size_t i = 0; i < count; i++) {
        uint32_t value = size == 4   ? ((const uint32_t *)values)[i]
                         : size == 2 ? ((const uint16_t *)values)[i]
                                     : ((const unsigned char *)values)[i];
        printf("%s%" PRIu32 ",", i % 16 ? "" : "\n    ", value);
    }
    printf("\n};\n\n");
}

int main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    fill_unified();
    nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status);
    nfd = unorm2_getNFDInstance(&status);
    check(status, "normalizers");
    UChar id[32];
    u_uastrcpy(id, "Traditional-Simplified");
    simplify = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    check(status, "transliterator");

    size_t page_count = 0;
    for (UChar32 page = 0; page < PAGES; page++) {
        uint32_t *entries = pages[page_count];
        for (UChar32 i = 0; i < FOLD_PAGE_SIZE; i++) {
            entries[i] = entry_for((page << FOLD_PAGE_BITS) + i);
        }
        size_t same = 0;
        while (memcmp(pages[same], entries, sizeof pages[same]) != 0) {
            same++;
        }
        index_of[page] = (uint16_t)same;
        page_count += same == page_count;
    }
    utrans_close(simplify);

    uint32_t hash = 2166136261u;
    for (size_t page = 0; page < PAGES; page++) {
        hash = hash_bytes(hash, pages[index_of[page]], sizeof pages[0]);
    }
    hash = hash_bytes(hash, pool, pool_len);

    printf("/* Written by gen_fold from the data of ICU %s. */\n"
           "#include \"fold_table.h\"\n\n",
           U_ICU_VERSION);
    print_numbers("const uint16_t fold_index[FOLD_INDEX_SIZE]", index_of, PAGES, 2);
    print_numbers("const uint32_t fold_pages[]", pages, page_count * FOLD_PAGE_SIZE, 4);
    print_numbers("const unsigned char fold_pool[]", pool, pool_len, 1);
    printf("const uint32_t fold_hash = %" PRIu32 "u;\n", hash);
    return ferror(stdout) || fclose(stdout) ? 1 : 0;
}
