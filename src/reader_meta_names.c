/* Names of organs, regions and kinds of documents, recognised in folded text. */
#include "reader_meta_names.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "reader_meta_dates.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static wb_slice from(wb_slice text, size_t at)
{
    return wb_slice_make(text.ptr + at, text.len - at);
}

static bool ends_with_any(wb_slice text, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_ends(text, endings[i])) {
            return true;
        }
    }
    return false;
}

static bool starts_with_any(wb_slice text, const char *const *beginnings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_starts(text, beginnings[i])) {
            return true;
        }
    }
    return false;
}

/* Longer names of organs are not believed, characters. */
#define ORGAN_CHARS 60

/* Whether only characters that names of organs are made of occur. */
static bool is_name(wb_slice text)
{
    for (size_t i = 0; i < text.len;) {
        size_t at = i;
        uint32_t c = wb_utf8_next(text, &i);
        if (wb_fold_class(c) != WB_CHAR_CJK && wb_fold_class(c) != WB_CHAR_LETTER &&
            !strchr("\"()", text.ptr[at]) && c != 0x3001) { /* 、 */
            return false;
        }
    }
    return text.len > 0;
}

bool meta_is_organ(wb_slice folded)
{
    static const char *const endings[] = {
        "国务院", "人民政府", "政府",   "办公厅",   "办公室", "委员会",     "部",         "厅",
        "局",     "署",       "法院",   "检察院",   "常委会", "管委会",     "监会",       "联合会",
        "协会",   "代表大会", "大会",   "中央",     "军委",   "党委",       "党组",       "市委",
        "省委",   "区委",     "县委",   "指挥部",   "小组",   "联席会议",   "人民银行",   "总工会",
        "海关",   "行政院",   "司法院", "考试院",   "监察院", "学院",       "大学",       "中心",
        "总队",   "支队",     "公安部", "监管总局", "改革委", "卫生健康委", "发展改革委", "国资委",
        "公司",   "政协",
    };
    static const char *const never[] = {"关于", "各",   "本",     "该",     "全省",  "全市",
                                        "全区", "有关", "市有关", "省有关", "区有关"};
    return folded.len >= 6 && is_name(folded) &&
           wb_utf8_offset_of(folded, ORGAN_CHARS) == folded.len &&
           ends_with_any(folded, endings, COUNT(endings)) &&
           !starts_with_any(folded, never, COUNT(never));
}

/* The regions of the first level, as names begin: the full name first where it differs. */
static const char *const provinces[] = {
    "北京市",         "天津市",           "上海市",         "重庆市",         "河北省",
    "山西省",         "辽宁省",           "吉林省",         "黑龙江省",       "江苏省",
    "浙江省",         "安徽省",           "福建省",         "江西省",         "山东省",
    "河南省",         "湖北省",           "湖南省",         "广东省",         "海南省",
    "四川省",         "贵州省",           "云南省",         "陕西省",         "甘肃省",
    "青海省",         "台湾省",           "内蒙古自治区",   "西藏自治区",     "宁夏回族自治区",
    "广西壮族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
};

/* What follows 市, 区 or 县 where it belongs to another word: 市场, 区域, 县级. */
static bool is_other_word(wb_slice rest)
{
    static const char *const words[] = {"场", "民", "政", "容", "域", "值", "面", "价", "级",
                                        "块", "划", "分", "别", "乡", "际", "内", "外", "情"};
    return starts_with_any(rest, words, COUNT(words)) && !wb_slice_starts(rest, "政府") &&
           !wb_slice_starts(rest, "民政");
}

/* Words that end like the name of a region. */
static bool is_common_word(wb_slice stem_and_sign)
{
    static const char *const endings[] = {
        "城市", "都市", "超市", "股市", "门市",     "夜市",   "集市",   "全市",   "本市",
        "县市", "省市", "各市", "跨市", "社区",     "园区",   "开发区", "保护区", "校区",
        "景区", "小区", "街区", "库区", "山区",     "牧区",   "林区",   "灾区",   "矿区",
        "湖区", "辖区", "城区", "郊区", "片区",     "功能区", "示范区", "试验区", "老区",
        "军区", "税区", "管区", "地区", "新技术区", "作区",   "验区",   "厂区",   "省区",
        "全区", "全县", "各县", "本区", "本县",     "各区",   "市区",   "设区",   "海区",
        "汛区", "疫区", "禁区", "特区", "聚居区",   "合区",   "工区",   "站区",   "名区",
    };
    static const char *const inside[] = {"的", "和", "与", "及",   "于",   "在",   "等",   "关",
                                         "、", "为", "对", "建设", "管理", "发展", "工作", "条例"};
    if (ends_with_any(stem_and_sign, endings, COUNT(endings))) {
        return true;
    }
    for (size_t i = 0; i < COUNT(inside); i++) {
        if (memmem(stem_and_sign.ptr, stem_and_sign.len, inside[i], strlen(inside[i]))) {
            return true;
        }
    }
    return false;
}

/* The name of a region below the first level at the start of `text`: two to eight characters and
 * its sign; bytes, or 0. Districts and counties only if `any`. */
static size_t unit_at(wb_slice text, bool any)
{
    static const char *const signs[] = {"自治州", "自治县", "自治旗", "市", "经济特区"};
    static const char *const small[] = {"区", "县", "州", "盟", "旗"};
    size_t i = 0;
    for (int n = 0; n < 11 && i < text.len; n++) {
        wb_slice rest = from(text, i);
        size_t sign = 0;
        for (size_t s = 0; s < COUNT(signs) && n >= 2 && sign == 0; s++) {
            sign = wb_slice_starts(rest, signs[s]) ? strlen(signs[s]) : 0;
        }
        for (size_t s = 0; s < COUNT(small) && any && n >= 1 && sign == 0; s++) {
            sign = wb_slice_starts(rest, small[s]) ? strlen(small[s]) : 0;
        }
        /* 沙市区 and 自治区 go on. */
        if (sign && !is_other_word(from(text, i + sign))) {
            wb_slice unit = wb_slice_make(text.ptr, i + sign);
            return is_common_word(unit) && !wb_slice_ends(unit, "经济特区") ? 0 : unit.len;
        }
        if (sign) {
            return 0;
        }
        if (wb_fold_class(wb_utf8_next(text, &i)) != WB_CHAR_CJK) {
            return 0;
        }
    }
    return 0;
}

size_t meta_region_at(wb_slice folded, bool any)
{
    size_t len = 0;
    for (size_t i = 0; i < COUNT(provinces); i++) {
        if (wb_slice_starts(folded, provinces[i])) {
            len = strlen(provinces[i]);
            break;
        }
    }
    for (int level = 0; level < 3; level++) {
        size_t unit = unit_at(from(folded, len), any);
        if (unit == 0) {
            break;
        }
        len += unit;
    }
    return len;
}

/* Behind these a kind is no kind: 方法, 做法, 违法. */
static bool is_no_law(wb_slice title)
{
    static const char *const words[] = {"方法", "做法", "用法", "语法", "书法", "手法", "执法",
                                        "司法", "立法", "普法", "想法", "说法", "看法", "违法",
                                        "合法", "非法", "依法", "魔法", "疗法"};
    return ends_with_any(title, words, COUNT(words));
}

/* Takes what stands in brackets at the end off: （试行）, （2018年修订）, 【摘要】. */
static wb_slice without_brackets(wb_slice title)
{
    while (wb_slice_ends(title, ")")) {
        size_t i = title.len;
        while (i > 0 && title.ptr[i - 1] != '(') {
            i--;
        }
        if (i <= 1) {
            break;
        }
        title.len = i - 1;
    }
    return title;
}

size_t meta_kind_at_end(wb_slice folded_title, size_t *ret_len)
{
    static const char *const kinds[] = {
        "政府工作报告", "工作报告", "报告", "通知", "意见", "决定", "批复", "复函", "函",   "通报",
        "公告",         "通告",     "公报", "命令", "议案", "请示", "纪要", "决议", "答复", "条例",
        "规定",         "办法",     "细则", "规则", "规程", "准则", "章程", "守则", "纲要", "规划",
        "计划",         "方案",     "预案", "指南", "标准", "解释", "安排", "解答", "声明", "要点",
        "公约",         "措施",     "目录", "清单", "办法", "通则", "规约", "令",   "法典", "法",
    };
    wb_slice title = without_brackets(folded_title);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t len = strlen(kinds[i]);
        if (wb_slice_ends(title, kinds[i])) {
            bool law = strcmp(kinds[i], "法") == 0;
            *ret_len = (law && is_no_law(title)) ? 0 : len;
            return title.len - len;
        }
    }
    *ret_len = 0;
    return title.len;
}

/* 第十三届: bytes at `at`, or 0. */
static size_t ordinal_at(wb_slice folded, size_t at, const char *sign)
{
    size_t first = wb_slice_starts(from(folded, at), "第") ? strlen("第") : 0;
    int value;
    size_t number = first ? meta_number_at(folded, at + first, &value) : 0;
    return number && wb_slice_starts(from(folded, at + first + number), sign)
               ? first + number + strlen(sign)
               : 0;
}

/* Where the name of the body ends: before 第八次会议, 令第5号, 主席令 … */
static size_t name_end(wb_slice folded, size_t start, size_t end)
{
    wb_slice text = wb_slice_make(folded.ptr, end);
    for (size_t i = start; i < end;) {
        if (ordinal_at(text, i, "次") || ordinal_at(text, i, "号") ||
            wb_slice_starts(from(text, i), "令第") || wb_slice_starts(from(text, i), "令(") ||
            wb_slice_starts(from(text, i), "公告") || wb_slice_starts(from(text, i), "以")) {
            return i;
        }
        wb_utf8_next(text, &i);
    }
    return end;
}

struct organ_name meta_organ_in(wb_slice folded, size_t start, size_t end)
{
    static const char *const openings[] = {"由", "经", "在", "中华人民共和国"};
    static const char *const councils[] = {"审判委员会", "检察委员会"};
    for (size_t i = 0; i < COUNT(openings); i++) {
        size_t len = strlen(openings[i]);
        if (wb_slice_starts(wb_slice_make(folded.ptr + start, end - start), openings[i])) {
            start += len;
        }
    }
    end = name_end(folded, start, end);
    struct organ_name name = {start, end, end, end};
    for (size_t i = start; i < end;) {
        size_t ordinal = ordinal_at(wb_slice_make(folded.ptr, end), i, "届");
        if (ordinal) {
            name = (struct organ_name){start, i, i + ordinal, end};
            break;
        }
        wb_utf8_next(folded, &i);
    }
    for (size_t i = 0; i < COUNT(councils); i++) {
        size_t len = strlen(councils[i]);
        if (name.end - name.start > len &&
            wb_slice_ends(wb_slice_make(folded.ptr + name.start, name.end - name.start),
                          councils[i])) {
            name.end -= len;
            name.gap_start = name.gap_end = name.end;
        }
    }
    return name;
}

size_t meta_number_in(wb_slice folded, size_t at)
{
    size_t i = at;
    for (int n = 0; n < 24 && i < folded.len; n++) {
        size_t year = i + 1;
        int value;
        size_t digits = folded.ptr[i] == '(' ? meta_number_at(folded, year, &value) : 0;
        if (digits && n > 0 && value >= 1900 && value < 2200 &&
            wb_slice_starts(from(folded, year + digits), ")")) {
            size_t rest = year + digits + 1;
            rest += wb_slice_starts(from(folded, rest), "第") ? strlen("第") : 0;
            size_t number = meta_number_at(folded, rest, &value);
            return number && wb_slice_starts(from(folded, rest + number), "号")
                       ? rest + number + strlen("号") - at
                       : 0;
        }
        size_t order = n > 0 ? ordinal_at(folded, i, "号") : 0;
        bool signed_order = wb_slice_ends(wb_slice_make(folded.ptr + at, i - at), "令") ||
                            wb_slice_ends(wb_slice_make(folded.ptr + at, i - at), "公告");
        if (order && signed_order) {
            return i + order - at;
        }
        wb_char_class class = wb_fold_class(wb_utf8_next(folded, &i));
        if (class != WB_CHAR_CJK && class != WB_CHAR_LETTER && class != WB_CHAR_DIGIT) {
            return 0;
        }
    }
    return 0;
}
