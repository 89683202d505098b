#include "page_text.h"

/* English, Chinese. */
static const char *const texts[WB_SAY_COUNT_][2] = {
    [WB_SAY_LANG] = {"en", "zh-Hans"},
    [WB_SAY_OTHER_LANG] = {"中文", "English"},
    [WB_SAY_SEARCH] = {"Search", "检索"},
    [WB_SAY_SEARCH_LABEL] = {"Search the documents", "检索文件"},
    [WB_SAY_PLACEHOLDER] = {"Words, a phrase, a question …", "词语、原句或问题"},
    [WB_SAY_SEARCH_HERE] = {"In this document", "本文中找"},
    [WB_SAY_SEARCH_ALL] = {"In all", "全部文件"},
    [WB_SAY_INDEX] = {"Collection", "文库"},
    [WB_SAY_SKIP_RESULTS] = {"Skip to the results", "跳到结果"},
    [WB_SAY_SKIP_TEXT] = {"Skip to the text", "跳到正文"},
    [WB_SAY_HOME] = {"Start page", "首页"},
    [WB_SAY_TOTAL] = {"{} paragraph{s}", "共 {} 段"},
    [WB_SAY_TOTAL_AT_LEAST] = {"at least {} paragraph{s}", "至少 {} 段"},
    [WB_SAY_CERTIFIED] = {"each checked against the text, none missing", "逐字核对，没有遗漏"},
    [WB_SAY_MILLISECONDS] = {"{} ms", "{} 毫秒"},
    [WB_SAY_NONE] = {"Nothing found", "没有找到"},
    [WB_SAY_NONE_EXACT] = {"No paragraph says exactly this", "没有一段原样写着这些"},
    [WB_SAY_NONE_ADVICE] = {"Try fewer or shorter words; 词1 OR 词2 finds either of them.",
                            "可减少或缩短词语；用“词1 OR 词2”可任取其一。"},
    [WB_SAY_DROP_FILTERS] = {"Search without the filters", "去掉筛选再查"},
    [WB_SAY_READ_AS] = {"The query was read like this:", "检索式是这样理解的："},
    [WB_SAY_EXPECTED] = {"expected ", "此处应有"},
    [WB_SAY_EXACT] = {"Exactly as typed", "原样出现"},
    [WB_SAY_LOOSE] = {"Written otherwise: punctuation, numerals, synonyms",
                      "写法略异：标点、数字或同义说法不同"},
    [WB_SAY_WORDS] = {"All of the words, apart from each other", "词语齐全，但不相连"},
    [WB_SAY_SOME] = {"Some of the words", "只有部分词语"},
    [WB_SAY_MISSING] = {"Missing:", "缺："},
    [WB_SAY_PARAGRAPH_NUMBER] = {"paragraph {}", "第 {} 段"},
    [WB_SAY_ELSEWHERE] = {"The same text in {} other place{s}", "同样的文字另见 {} 处"},
    [WB_SAY_NOTES] = {"Notes", "注释"},
    [WB_SAY_MORE_HITS] = {"{} more in this document", "本文另有 {} 段"},
    [WB_SAY_PREVIOUS] = {"Previous", "上一页"},
    [WB_SAY_NEXT] = {"Next", "下一页"},
    [WB_SAY_PAGES] = {"Pages", "翻页"},
    [WB_SAY_SORT] = {"Order", "排序"},
    [WB_SAY_BY_RELEVANCE] = {"best first", "相关"},
    [WB_SAY_BY_DATE] = {"latest first", "最新"},
    [WB_SAY_BY_TITLE] = {"by title", "标题"},
    [WB_SAY_BY_PATH] = {"by file", "文件名"},
    [WB_SAY_FILTERS] = {"Filters", "筛选"},
    [WB_SAY_FILTERED_BY] = {"Only", "限定"},
    [WB_SAY_REMOVE_FILTER] = {"remove", "取消"},
    [WB_SAY_YEARS] = {"Year", "年份"},
    [WB_SAY_ORGANS] = {"Issued by", "发文机关"},
    [WB_SAY_KINDS] = {"Kind", "文种"},
    [WB_SAY_COUNTED_BEST] = {"counted in the best {} paragraph{s}", "按前 {} 段统计"},
    [WB_SAY_PARAGRAPHS] = {"{} paragraph{s}", "{} 段"},
    [WB_SAY_SHOW_ALL_YEARS] = {"all years", "全部年份"},
    [WB_SAY_MORE] = {"more", "更多"},
    [WB_SAY_HELP] = {"How to search", "怎样检索"},
    [WB_SAY_HOLDINGS] = {"{} document{s}", "收录文件 {} 篇"},
    [WB_SAY_ALL_DOCUMENTS] = {"All documents", "全部文件"},
    [WB_SAY_TO_DOCUMENTS] = {"Documents", "全部文件"},
    [WB_SAY_BROWSE] = {"Browse all by year, issuer, kind", "按年份、机关、文种浏览全部文件"},
    [WB_SAY_DOCUMENTS_TOTAL] = {"{} document{s}", "共 {} 篇"},
    [WB_SAY_DOCUMENTS] = {"{} document{s}", "{} 篇"},
    [WB_SAY_UNDATED] = {"Without a date", "日期不详"},
    [WB_SAY_LATEST] = {"Latest documents", "最近的文件"},
    [WB_SAY_UNTITLED] = {"Untitled", "无题"},
    [WB_SAY_BACK] = {"Results", "返回结果"},
    [WB_SAY_CONTENTS] = {"Contents", "目录"},
    [WB_SAY_HITS_HERE] = {"{} paragraph{s} found here", "本文命中 {} 段"},
    [WB_SAY_HITS_NONE] = {"Not found in this document", "本文没有命中"},
    [WB_SAY_FIRST_HIT] = {"first", "第一处"},
    [WB_SAY_NEXT_HIT] = {"Next hit", "下一处命中"},
    [WB_SAY_PREVIOUS_HIT] = {"Previous hit", "上一处命中"},
    [WB_SAY_PART] = {"Part {}", "第 {} 部分"},
    [WB_SAY_CITATION] = {"Citation", "引用格式"},
    [WB_SAY_COPY] = {"Copy", "复制"},
    [WB_SAY_COPY_CITED] = {"Copy with source", "复制引文"},
    [WB_SAY_COPY_LINK] = {"Copy link", "复制链接"},
    [WB_SAY_COPIED] = {"Copied", "已复制"},
    [WB_SAY_COPY_FAILED] = {"The browser did not allow copying", "浏览器不允许复制"},
    [WB_SAY_NOTE_OF] = {"note", "注释"},
    [WB_SAY_REFERRED] = {"back to the text", "回到正文"},
    [WB_SAY_ORGAN] = {"Issued by", "发文机关"},
    [WB_SAY_NUMBER] = {"Number", "文号"},
    [WB_SAY_MADE] = {"Made", "成文日期"},
    [WB_SAY_PUBLISHED] = {"Published", "发布日期"},
    [WB_SAY_EFFECTIVE] = {"In force from", "施行日期"},
    [WB_SAY_KIND] = {"Kind", "文种"},
    [WB_SAY_REGION] = {"Region", "地区"},
    [WB_SAY_VALIDITY] = {"Validity", "效力"},
    [WB_SAY_FILE] = {"File", "文件"},
    [WB_SAY_PROBLEM] = {"This did not work", "没有成功"},
    [WB_SAY_PROBLEM_QUERY] = {"The query or the address cannot be understood.",
                              "检索式或网址有误。"},
    [WB_SAY_PROBLEM_NOT_FOUND] = {"There is no such document; it may have been removed.",
                                  "没有这份文件，也许已经移走。"},
    [WB_SAY_PROBLEM_SLOW] = {"The server is busy, or the search took too long. Try again, or ask "
                             "for less.",
                             "服务器正忙，或者检索用时过长。请稍后再试，或缩小范围。"},
    [WB_SAY_PROBLEM_OURS] = {"The server failed; its log says more.", "服务器出错，详情见其日志。"},
    [WB_SAY_SUGGESTIONS] = {"Suggestions", "检索建议"},
    [WB_SAY_SUGGESTED_TERMS] = {"Words", "词语"},
    [WB_SAY_SUGGESTED_VALUES] = {"Filter by", "限定为"},
    [WB_SAY_SUGGESTED_TITLES] = {"Open a document", "打开文件"},
    [WB_SAY_KEYS] = {"Keys", "快捷键"},
    [WB_SAY_KEYS_ON] = {"Single letters are keys", "启用单键快捷键"},
    [WB_SAY_KEYS_TEXT] = {"/|search field|j k|next, previous paragraph|Enter|read it there|n "
                          "p|next, previous hit of the document|c|copy with its source|u|back to "
                          "the results|?|these keys",
                          "/|检索框|j k|下一段、上一段|Enter|打开原文|n p|本文下一处、上一处命中|c|"
                          "复制引文|u|返回结果|?|显示快捷键"},
};

const char *wb_page_said(wb_say say, bool in_chinese)
{
    return texts[say][in_chinese];
}

wb_say wb_page_say_rung(wb_rung rung)
{
    static const wb_say says[WB_RUNG_COUNT_] = {WB_SAY_EXACT, WB_SAY_LOOSE, WB_SAY_WORDS,
                                                WB_SAY_SOME};
    return says[rung];
}

/* The messages of parse.c. */
static const char *const diagnoses[][2] = {
    {"a Latin word or a number before *", "* 前面的西文词或数字"},
    {"the * is left out", "* 已略去"},
    {"a closing quotation mark", "后引号"},
    {"the quotation reaches to the end", "引文一直到末尾"},
    {"a value right behind the colon", "紧跟冒号的内容"},
    {"it is read as text", "当作普通文字"},
    {"text", "文字"},
    {"this is left out", "已略去"},
    {"a year or a range of years, as 2019..2023", "年份或起止年份，如 2019..2023"},
    {"the earlier year first", "较早的年份在前"},
    {"the years change places", "年份已对调"},
    {"a word", "词语"},
    {"the parentheses are left out", "括号已略去"},
    {"a closing parenthesis", "后括号"},
    {"it is closed at the end", "括到末尾为止"},
    {"a word behind NOT", "NOT 后面的词语"},
    {"the NOT is left out", "NOT 已略去"},
    {"an opening parenthesis before", "前括号"},
    {"the parenthesis is left out", "括号已略去"},
    {"a word before AND", "AND 前面的词语"},
    {"a word behind AND", "AND 后面的词语"},
    {"the AND is left out", "AND 已略去"},
    {"a word before OR", "OR 前面的词语"},
    {"a word behind OR", "OR 后面的词语"},
    {"the OR is left out", "OR 已略去"},
    {"a word to search for", "要检索的词语"},
    {"the query is read as text", "整个检索式当作普通文字"},
};

const char *wb_page_diagnosis(const char *message, bool in_chinese)
{
    for (size_t i = 0; in_chinese && i < sizeof diagnoses / sizeof *diagnoses; i++) {
        if (strcmp(diagnoses[i][0], message) == 0) {
            return diagnoses[i][1];
        }
    }
    return message;
}

const wb_page_example *wb_page_examples(void)
{
    static const wb_page_example examples[] = {
        {"绿色信贷 普惠", {"both, anywhere in a paragraph", "两个词同在一段"}},
        {"“绿色信贷、普惠”", {"exactly this, punctuation included", "一字不差，连标点也相同"}},
        {"绿色 OR 低碳", {"either", "任有其一"}},
        {"绿色 -信贷", {"the first without the second", "有前者而无后者"}},
        {"同句(绿色 信贷)",
         {"both in one sentence; also 同节, 同篇 for section, document",
          "两个词同在一句；还有同节、同篇"}},
        {"机关:国务院 年份:2019..2023",
         {"by issuing organ and years; also 标题 章节 文号 文种 路径",
          "按机关和年份；还有标题、章节、文号、文种、路径"}},
        {"carbon*", {"words and numbers that begin so", "以此开头的西文词或数字"}},
        {NULL, {NULL, NULL}},
    };
    return examples;
}
