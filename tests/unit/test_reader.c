#include "test.h"

#include <stdlib.h>

#include <wbsearch/utf8.h>

/*
 * Documents are written down here as source and what is to be read from it, a line a paragraph:
 *
 *   KIND LINE TITLE_BYTES SECTION | text
 *
 * with a letter for the kind (b body, H heading, l list item, t table row, q quotation, n note),
 * the first line, the run-in title's length when there is one, and the section's titles.
 */
static const char KINDS[] = "bHltqncasd";

static void print_section(const wb_doc *doc, uint32_t section, wb_buf *out)
{
    if (section != WB_NONE) {
        assert_true(section < doc->section_count);
        uint32_t parent = doc->sections[section].parent;
        assert_true(parent == WB_NONE || parent < section);
        print_section(doc, parent, out);
        wb_buf_puts(out, "/");
        wb_buf_put(out, doc->sections[section].title);
    }
}

static void print_doc(const wb_doc *doc, wb_buf *out)
{
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        wb_buf_printf(out, "%c%u ", KINDS[para->kind], (unsigned)para->first_line);
        if (para->title_len) {
            wb_buf_printf(out, "<%.*s> ", (int)para->title_len, para->text.ptr);
        }
        if (para->kind == WB_PARA_HEADING) {
            assert_int_equal(doc->sections[para->section].para, i);
            print_section(doc, doc->sections[para->section].parent, out);
        } else {
            print_section(doc, para->section, out);
        }
        wb_buf_puts(out, "| ");
        wb_buf_put(out, para->text);
        wb_buf_putc(out, '\n');
    }
    assert_ok(wb_buf_puts(out, ""));
}

/* What holds for every paragraph of every document. */
static void check_doc(const wb_doc *doc)
{
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        assert_true(para->text.len > 0);
        assert_int_equal(wb_utf8_valid_prefix(para->text), para->text.len);
        assert_null(memchr(para->text.ptr, '\n', para->text.len));
        assert_true(para->first_line >= 1 && para->first_line <= para->last_line);
        assert_true(para->title_len <= para->text.len);
        assert_true(para->segment_count > 0);
        assert_int_equal(para->segments[0].at, 0);
        for (size_t k = 0; k < para->segment_count; k++) {
            const wb_segment *s = &para->segments[k];
            assert_true(s->at < para->text.len && s->line >= 1 && s->column >= 1);
            assert_true(k == 0 || s->at > para->segments[k - 1].at);
        }
        for (size_t k = 0; k < para->mark_count; k++) {
            assert_true(para->marks[k].at <= para->text.len);
        }
    }
}

static void read_doc(const char *source, wb_doc_format format, wb_doc *doc)
{
    wb_error err;
    const char *name = format == WB_DOC_PLAIN ? "文件.txt" : "文件.md";
    assert_ok(wb_doc_read(wb_slice_from(source), format, name, doc, &err));
    check_doc(doc);
}

static void reads_as(wb_doc_format format, const char *source, const char *wanted)
{
    wb_doc doc = {0};
    wb_buf printed;
    wb_buf_init(&printed, 0);
    read_doc(source, format, &doc);
    print_doc(&doc, &printed);
    assert_text_of(wb_buf_slice(&printed), wanted, source);
    wb_buf_free(&printed);
    wb_doc_clear(&doc);
}

static void markdown(const char *source, const char *wanted)
{
    reads_as(WB_DOC_MARKDOWN, source, wanted);
}

static void nothing_to_read(void **state)
{
    markdown("", "");
    markdown("\n\n  \n", "");
    markdown("---\n", "");
    markdown("<!-- 说明 -->\n", "");
    reads_as(WB_DOC_PLAIN, "", "");
    reads_as(WB_DOC_PLAIN, "\n　\n\xE2\x80\x8B\n", "");
}

static void paragraphs_and_line_ends(void **state)
{
    markdown("绿色发展。\n\n低碳转型。\n", "b1 | 绿色发展。\nb3 | 低碳转型。\n");
    markdown("绿色发展。\r\n\r\n低碳转型。\r\n", "b1 | 绿色发展。\nb3 | 低碳转型。\n");
    markdown("绿色发展。\r\rb。\r", "b1 | 绿色发展。\nb3 | b。\n");
    markdown("　　绿色发展。", "b1 | 绿色发展。\n"); /* white space at the ends goes */
}

static void headings_make_a_tree(void **state)
{
    markdown("# 甲\n\n正文。\n\n## 乙\n\n正文。\n\n### 丙\n\n## 丁\n\n正文。\n\n# 戊\n\n正文。\n",
             "H1 | 甲\nb3 /甲| 正文。\nH5 /甲| 乙\nb7 /甲/乙| 正文。\nH9 /甲/乙| 丙\nH11 /甲| 丁\n"
             "b13 /甲/丁| 正文。\nH15 | 戊\nb17 /戊| 正文。\n");
    markdown("正文在前。\n\n### 甲\n\n# 乙\n", "b1 | 正文在前。\nH3 | 甲\nH5 | 乙\n");
}

/* The numbering is right where it and the number of # disagree. */
static void numbering_wins_over_marks(void **state)
{
    markdown("# 规划\n\n## 一、总体要求\n\n#### （一）思想\n\n正文。\n\n## （二）原则\n\n正文。\n\n"
             "### 二、任务\n\n正文。\n",
             "H1 | 规划\nH3 /规划| 一、总体要求\nH5 /规划/一、总体要求| （一）思想\n"
             "b7 /规划/一、总体要求/（一）思想| 正文。\nH9 /规划/一、总体要求| （二）原则\n"
             "b11 /规划/一、总体要求/（二）原则| 正文。\nH13 /规划| 二、任务\n"
             "b15 /规划/二、任务| 正文。\n");
}

static void unmarked_headings(void **state)
{
    markdown("第一章 总则\n\n第一条 为了规范管理，制定本办法。\n\n第二章 附则\n\n第二条 "
             "自公布之日起施行。\n",
             "H1 | 第一章 总则\nb3 /第一章 总则/第一条| 第一条 为了规范管理，制定本办法。\n"
             "H5 | 第二章 附则\nb7 /第二章 附则/第二条| 第二条 自公布之日起施行。\n");
    markdown("一、总体要求\n\n要加快发展。\n\n**2. 重点任务**\n\n要突出重点。\n",
             "H1 | 一、总体要求\nb3 /一、总体要求| 要加快发展。\nH5 /一、总体要求| 2. 重点任务\n"
             "b7 /一、总体要求/2. 重点任务| 要突出重点。\n");
    /* A list, a sentence, a number without bold type. */
    markdown("一、甲\n\n二、乙\n\n三、丙。\n\n正文。\n",
             "b1 /一、甲| 一、甲\nb3 /二、乙| 二、乙\nb5 /三、丙| 三、丙。\nb7 | 正文。\n");
    markdown("一、这是一句话，到此为止。\n\n正文。\n",
             "b1 /一、这是一句话，到此为止| 一、这是一句话，到此为止。\n"
             "b3 /一、这是一句话，到此为止| 正文。\n");
}

static void articles_are_sections(void **state)
{
    markdown(
        "第九条 行政许可包括：\n\n（一）设立；\n\n（二）变更。\n\n前款所称变更，是指迁移。"
        "\n\n第九条之一　情节严重的，不予许可。\n\n第十条第二款所列事项除外。\n",
        "b1 /第九条| 第九条 行政许可包括：\nb3 /第九条| （一）设立；\nb5 /第九条| （二）变更。\n"
        "b7 /第九条| 前款所称变更，是指迁移。\n"
        "b9 /第九条之一| 第九条之一　情节严重的，不予许可。\n"
        "b11 /第十条| 第十条第二款所列事项除外。\n");
    /* A line that only speaks of an article; one marked as a heading, text and all. */
    markdown("第三条 甲。\n\n第二条第一款规定的情形，从其规定。\n",
             "b1 /第三条| 第三条 甲。\nb3 /第三条| 第二条第一款规定的情形，从其规定。\n");
    markdown("## 第 1 條\n\n甲。\n\n## 第二条 乙应当登记。\n",
             "H1 | 第 1 條\nb3 /第 1 條| 甲。\nb5 /第二条| 第二条 乙应当登记。\n");
}

static void numbered_paragraphs_are_sections(void **state)
{
    markdown(
        "## 三、重点工作\n\n（一）稳定增长。扩大投资，促进消费。\n\n继续努力。\n\n"
        "（二）为了改善民生，今年将在全市范围内新建一百所幼儿园并改造五十所学校及其周边的道路和"
        "绿化带等设施。\n",
        "H1 | 三、重点工作\n"
        "b3 <（一）稳定增长。> /三、重点工作/（一）稳定增长| （一）稳定增长。扩大投资，促进消费。\n"
        "b5 /三、重点工作/（一）稳定增长| 继续努力。\n"
        "b7 "
        "/三、重点工作/（二）为了改善民生，今年将在全市范围内新建一百所幼儿园并改造五十所学校及其"
        "周边的道路和绿化带等设施| "
        "（二）为了改善民生，今年将在全市范围内新建一百所幼儿园并改造五十所"
        "学校及其周边的道路和绿化带等设施。\n");
    /* An enumeration below a heading of the same style ends at the next paragraph. */
    markdown("## 三、提高效益\n\n主要途径是：\n\n一、节约能源；\n\n二、改进设计。\n\n以上都要抓好。"
             "\n\n## 四、搞好改革\n\n正文。\n",
             "H1 | 三、提高效益\nb3 /三、提高效益| 主要途径是：\n"
             "b5 /三、提高效益/一、节约能源| 一、节约能源；\n"
             "b7 /三、提高效益/二、改进设计| 二、改进设计。\nb9 /三、提高效益| 以上都要抓好。\n"
             "H11 | 四、搞好改革\nb13 /四、搞好改革| 正文。\n");
}

static void list_headings(void **state)
{
    markdown("（一）目标\n\n1. 总体目标\n\n到2027年，基本建成。\n\n2. "
             "分项目标\n\n水质达标，绿地增加。\n",
             "H1 | （一）目标\nH3 /（一）目标| 1. 总体目标\n"
             "b5 /（一）目标/1. 总体目标| 到2027年，基本建成。\nH7 /（一）目标| 2. 分项目标\n"
             "b9 /（一）目标/2. 分项目标| 水质达标，绿地增加。\n");
    markdown("1. 申请表\n2. 身份证\n3. 照片\n\n申请人应当到场，并签字。\n",
             "l1 | 1. 申请表\nl2 | 2. 身份证\nl3 | 3. 照片\nb5 | 申请人应当到场，并签字。\n");
    markdown("**创新驱动**\n\n加大投入，攻克难题。\n",
             "H1 | 创新驱动\nb3 /创新驱动| 加大投入，攻克难题。\n");
}

static void frame(void **state)
{
    markdown(
        "# 通知\n\n各县、区人民政府，市政府各部门：\n\n请遵照执行。\n\n附件：任务表\n\n"
        "临江市人民政府\n\n2024年3月5日\n\n附件\n\n任务表\n\n一、登记\n\n市局负责，年底完成。\n",
        "H1 | 通知\na3 /通知| 各县、区人民政府，市政府各部门：\nb5 /通知| 请遵照执行。\n"
        "b7 /通知| 附件：任务表\ns9 /通知| 临江市人民政府\nd11 /通知| 2024年3月5日\n"
        "H13 /通知| 附件\nb15 /通知/附件| 任务表\nH17 /通知/附件| 一、登记\n"
        "b19 /通知/附件/一、登记| 市局负责，年底完成。\n");
    /* Below a title, a name and a date are no signature. */
    markdown("# 工作报告\n\n（2024年1月9日）\n\n区长 王某\n\n各位代表！\n\n请予审议。\n",
             "H1 | 工作报告\nd3 /工作报告| （2024年1月9日）\nb5 /工作报告| 区长 王某\n"
             "a7 /工作报告| 各位代表！\nb9 /工作报告| 请予审议。\n");
}

static void marked_headings_that_are_none(void **state)
{
    /* A rule below a paragraph makes it a heading to CommonMark. */
    markdown("本办法由市发展改革委负责解释。\n---\n\n正文。\n",
             "b1 | 本办法由市发展改革委负责解释。\nb4 | 正文。\n");
    markdown("总则\n===\n\n正文。\n", "H1 | 总则\nb4 /总则| 正文。\n");
}

static void run_in_titles(void **state)
{
    markdown("**优化供给稳消费。**以优质供给引领需求。\n",
             "b1 <优化供给稳消费。> | 优化供给稳消费。以优质供给引领需求。\n");
    markdown("**重点任务：** 完善机制。\n", "b1 <重点任务：> | 重点任务： 完善机制。\n");
    markdown("**重点**任务很多。\n", "b1 | 重点任务很多。\n"); /* emphasis, no title */
    markdown("要**突出重点。**再接再厉。\n", "b1 | 要突出重点。再接再厉。\n"); /* not in front */
    markdown("**整段都是粗体。**\n", "b1 | 整段都是粗体。\n");
}

static void emphasis_that_commonmark_leaves(void **state)
{
    markdown("一是**“双碳”**目标。\n", "b1 | 一是“双碳”目标。\n");
    markdown("***优化供给。***以优质供给引领。\n",
             "b1 <优化供给。> | 优化供给。以优质供给引领。\n");
    markdown("面积5**3没有配对。\n", "b1 | 面积5**3没有配对。\n");
    markdown("密码是\\*\\*\\*\\*。\n", "b1 | 密码是****。\n");
}

static void note_marks_go_beside_the_text(void **state)
{
    wb_doc doc = {0};
    read_doc("推进碳普惠[^1]和碳汇<sup>②</sup>建设<sup>[3]</sup>，面积5m<sup>2</sup>。\n\n"
             "[^1]: 碳普惠是一种机制。\n",
             WB_DOC_MARKDOWN, &doc);
    assert_int_equal(doc.para_count, 2);
    const wb_para *para = &doc.paras[0];
    assert_text(para->text, "推进碳普惠和碳汇建设，面积5m2。");
    assert_int_equal(para->mark_count, 3);
    static const struct {
        const char *label;
        uint32_t at;
    } wanted[] = {{"[^1]", 15}, {"②", 24}, {"[3]", 30}};
    for (size_t i = 0; i < 3; i++) {
        assert_text(para->marks[i].label, wanted[i].label);
        assert_int_equal(para->marks[i].at, wanted[i].at);
    }
    assert_int_equal(doc.paras[1].kind, WB_PARA_NOTE);
    assert_text(doc.paras[1].text, "[^1]: 碳普惠是一种机制。");
    wb_doc_clear(&doc);
}

static void glossaries_are_notes(void **state)
{
    markdown(
        "## 名词解释\n\n1. 碳汇：指吸收的过程。\n\n碳普惠：指激励机制。\n\n## "
        "附则\n\n自发布之日起施行。\n",
        "H1 | 名词解释\nn3 /名词解释| 1. 碳汇：指吸收的过程。\nn5 /名词解释| 碳普惠：指激励机制。\n"
        "H7 | 附则\nb9 /附则| 自发布之日起施行。\n");
}

static void lists(void **state)
{
    markdown("- 甲。\n- 乙。\n  - 丙。\n\n1. 丁。\n2. 戊。\n",
             "l1 | 甲。\nl2 | 乙。\nl3 | 丙。\nl5 | 1. 丁。\nl6 | 2. 戊。\n");
    markdown("3) 甲。\n", "l1 | 3) 甲。\n");
    markdown("1. 甲。\n\n   乙。\n", "l1 | 1. 甲。\nl3 | 乙。\n");
}

static void quotations(void **state)
{
    markdown("> 引文。\n>\n> 再引。\n\n正文。\n", "q1 | 引文。\nq3 | 再引。\nb5 | 正文。\n");
}

static void tables(void **state)
{
    markdown("| 指标 | 数值 |\n|---|:--:|\n| 面积 | 500 |\n",
             "t1 | 指标 | 数值\nt3 | 面积 | 500\n");
    markdown("| 单独一行 |\n", "b1 | | 单独一行 |\n");
}

static void code_is_text_that_a_converter_indented(void **state)
{
    markdown("正文。\n\n    缩进的一段。\n\n```\n围栏内一。\n\n围栏内二。\n```\n",
             "b1 | 正文。\nb3 | 缩进的一段。\nb6 | 围栏内一。\nb8 | 围栏内二。\n");
    markdown("使用`代码`段。\n", "b1 | 使用代码段。\n");
}

static void html(void **state)
{
    markdown("<div>\n<p>第一段。</p><p>第二段&amp;&#20013;&#x6587;。</p>\n</div>\n",
             "b2 | 第一段。\nb2 | 第二段&中文。\n");
    markdown("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>\n", "t1 | 甲\nt1 | 乙\n");
    markdown("<script>\nvar 隐藏 = 1;\n</script>\n<style>\np { }\n</style>\n<p>可见。</p>\n",
             "b7 | 可见。\n");
    markdown("<div>一<!-- 注释 -->二&unknown;三&#0;</div>\n", "b1 | 一二&unknown;三&#0;\n");
    markdown("<div title=\"a>b\">正文</div>\n", "b1 | 正文\n");
    markdown("<div>1 < 2 <3></div>\n", "b1 | 1 < 2 <3>\n");
    markdown("面积<b>不少于</b>5亩。\n", "b1 | 面积不少于5亩。\n");
}

static void entities_and_links(void **state)
{
    markdown("甲&amp;乙&mdash;丙。\n", "b1 | 甲&乙—丙。\n");
    markdown("见[国务院令](https://example.org/a)和![图](b.png)。\n", "b1 | 见国务院令和图。\n");
    markdown("见[链接](链接)链接。\n", "b1 | 见链接链接。\n");
    markdown("反斜线\\*不\\*斜。\n", "b1 | 反斜线*不*斜。\n");
}

/* To CommonMark this defines a link and is no text at all. */
static void reference_definitions_stay(void **state)
{
    markdown("[1]: 注释一\n\n[注]：说明。\n\n[2]:http://example.org\n",
             "b1 | [1]: 注释一\nb3 | [注]：说明。\nb5 | [2]:http://example.org\n");
}

static void front_matter_is_metadata(void **state)
{
    wb_doc doc = {0};
    read_doc("---\ntitle: \"云岭市节水办法\"\n发文机关: 云岭市人民政府\n文号: 云政发〔2024〕3号\n"
             "date: 2024-01-09\n施行日期: 2024-03-01\n时效性: 现行有效\ntags:\n  - 水\n---\n\n# "
             "别的标题\n",
             WB_DOC_MARKDOWN, &doc);
    static const struct {
        wb_meta_field field;
        const char *value;
    } wanted[] = {
        {WB_META_TITLE, "云岭市节水办法"},     {WB_META_ORGAN, "云岭市人民政府"},
        {WB_META_NUMBER, "云政发〔2024〕3号"}, {WB_META_PUBLISHED, "2024-01-09"},
        {WB_META_EFFECTIVE, "2024-03-01"},     {WB_META_VALIDITY, "现行有效"},
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_text(doc.meta[wanted[i].field].value, wanted[i].value);
        assert_int_equal(doc.meta[wanted[i].field].source, WB_META_FROM_FRONT_MATTER);
    }
    assert_int_equal(doc.meta[WB_META_KIND].source, WB_META_FROM_TITLE);
    assert_int_equal(doc.meta[WB_META_MADE].value.len, 0);
    assert_int_equal(doc.meta[WB_META_MADE].source, WB_META_FROM_NOTHING);
    assert_int_equal(doc.para_count, 1);
    assert_int_equal(doc.paras[0].first_line, 12);
    wb_doc_clear(&doc);
    /* A rule at the top is no front matter when prose follows. */
    markdown("---\n\n第一条 总则。\n\n---\n", "b3 /第一条| 第一条 总则。\n");
}

static void titles(void **state)
{
    static const struct {
        const char *source;
        const char *name;
        const char *title;
        wb_meta_source source_of;
    } rows[] = {
        {"## 二级\n\n# 一级\n\n# 又一个\n", "a.md", "一级", WB_META_FROM_TITLE},
        {"云政发〔2024〕3号\n\n云岭市节水办法\n\n第一条 为了节水。\n", "云岭市节水办法.md",
         "云岭市节水办法", WB_META_FROM_TITLE},
        {"云岭市节水办法\n\n为了节水。\n", "a.md", "云岭市节水办法", WB_META_FROM_TITLE},
        {"为了节水，制定本办法。\n", "节水.办法.md", "节水.办法", WB_META_FROM_FILE_NAME},
        {"", "空.md", "空", WB_META_FROM_FILE_NAME},
        {"", "README", "README", WB_META_FROM_FILE_NAME},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_doc doc = {0};
        wb_error err;
        assert_ok(
            wb_doc_read(wb_slice_from(rows[i].source), WB_DOC_MARKDOWN, rows[i].name, &doc, &err));
        assert_text(doc.meta[WB_META_TITLE].value, rows[i].title);
        assert_int_equal(doc.meta[WB_META_TITLE].source, rows[i].source_of);
        wb_doc_clear(&doc);
    }
}

static void wrapped_lines_are_joined(void **state)
{
    markdown("推动绿色低碳发展，加快\n形成节约资源的\n生产方式。\n",
             "b1 | 推动绿色低碳发展，加快形成节约资源的生产方式。\n");
    /* A space only where words or numbers would run together. */
    markdown("carbon\nneutral和GDP\n增长3\n4倍。\n", "b1 | carbon neutral和GDP增长3 4倍。\n");
    markdown("强制换行  \n仍是一段。\n", "b1 | 强制换行仍是一段。\n");
}

static void lines_that_are_paragraphs(void **state)
{
    reads_as(WB_DOC_PLAIN,
             "第一条 为了节水，制定本办法。\n第二条 本办法适用于本市。\n第三条 市水务局负责。\n"
             "第四条 自公布之日起施行。\n",
             "b1 /第一条| 第一条 为了节水，制定本办法。\nb2 /第二条| 第二条 本办法适用于本市。\n"
             "b3 /第三条| 第三条 市水务局负责。\nb4 /第四条| 第四条 自公布之日起施行。\n");
}

static void page_ends_are_closed(void **state)
{
    markdown("要坚持节水优先，统筹推进各\n\n— 12 —\n\n领域节水工作，提高效率。\n\n下一段。\n",
             "b1 | 要坚持节水优先，统筹推进各领域节水工作，提高效率。\nb7 | 下一段。\n");
    markdown("要坚持节水优先，统筹推进各\n\n12\n\n领域节水工作，提高效率。\n",
             "b1 | 要坚持节水优先，统筹推进各领域节水工作，提高效率。\n");
    /* A page number alone goes; a number alone between whole paragraphs stays. */
    markdown("第一段。\n\n— 12 —\n\n第二段。\n", "b1 | 第一段。\nb5 | 第二段。\n");
    markdown("第一段。\n\n12\n\n第二段。\n", "b1 | 第一段。\nb3 | 12\nb5 | 第二段。\n");
    /* What begins like a paragraph is one. */
    markdown("要坚持节水优先，统筹推进各\n\n（二）领域节水，提高效率。\n",
             "b1 | 要坚持节水优先，统筹推进各\nb3 /（二）领域节水，提高效率| "
             "（二）领域节水，提高效率。\n");
}

/* Finds `piece` in the document and checks that it is located where it stands in the source. */
static void assert_located(const char *source, wb_doc_format format, const char *piece)
{
    wb_doc doc = {0};
    read_doc(source, format, &doc);
    const char *wanted = strstr(source, piece);
    assert_non_null(wanted);
    uint32_t wanted_line = 1;
    const char *line_start = source;
    for (const char *p = source; p < wanted; p++) {
        if (*p == '\n') {
            wanted_line++;
            line_start = p + 1;
        }
    }
    bool found = false;
    for (size_t i = 0; i < doc.para_count && !found; i++) {
        wb_slice text = doc.paras[i].text;
        const char *hit = memmem(text.ptr, text.len, piece, strlen(piece));
        if (hit) {
            uint32_t line;
            uint32_t column;
            wb_para_locate(&doc.paras[i], (size_t)(hit - text.ptr), &line, &column);
            assert_that(line == wanted_line && column == (uint32_t)(wanted - line_start) + 1,
                        "%s: found at %u:%u, stands at %u:%u", piece, (unsigned)line,
                        (unsigned)column, (unsigned)wanted_line,
                        (unsigned)(wanted - line_start) + 1);
            found = true;
        }
    }
    assert_that(found, "%s: not in the document", piece);
    wb_doc_clear(&doc);
}

static void every_byte_is_located_in_the_source(void **state)
{
    static const struct {
        const char *source;
        const char *pieces[6];
    } rows[] = {
        {"# 标题甲\n\n正文乙有**粗体丙**和`代码丁`。\n",
         {"标题甲", "正文乙", "粗体丙", "代码丁", "。"}},
        {"推动绿色低碳发展，加快\n形成节约的\n生产方式。\n", {"加快", "形成", "生产"}},
        {"- 项目甲\n  续行乙\n\n> 引文丙\n> 续行丁\n", {"项目甲", "续行乙", "引文丙", "续行丁"}},
        {"1. 第一项\n   - 子项目\n", {"1. ", "第一项", "子项目"}},
        {"甲&amp;乙\n", {"甲"}},
        {"见[国务院](http://a/国务院)国务院令\n", {"国务院", "见", "令"}},
        {"前文甲<sup>①</sup>后文乙[^2]末尾丙\n", {"前文甲", "后文乙", "末尾丙"}},
        {"**小标题。**正文甲\n", {"小标题。", "正文甲"}},
        {"<div>\n<p>段甲&#20013;段乙</p>\n</div>\n", {"段甲", "段乙"}},
        {"| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n", {"乙", "丙", "丁"}},
        {"要坚持节水优先，统筹推进各\n\n— 3 —\n\n领域工作，提高效率。\n", {"统筹", "领域", "效率"}},
        {"[1]: 注释甲\n", {"注释甲", "[1]:"}},
        {"\t制表符后甲\n\n    缩进乙\n\n```\n围栏丙\n```\n", {"围栏丙", "缩进乙"}},
        {"---\ntitle: 标题甲\n---\n正文乙\n", {"正文乙"}},
        {"重复重复重复甲\n", {"重复甲"}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < COUNT_OF(rows[i].pieces) && rows[i].pieces[k]; k++) {
            assert_located(rows[i].source, WB_DOC_MARKDOWN, rows[i].pieces[k]);
        }
    }
    assert_located("第一行。\n\n　　第二段甲\n续行乙\n", WB_DOC_PLAIN, "第二段甲");
    assert_located("第一行。\r\n\r\n　　第二段甲\r\n续行乙\r\n", WB_DOC_PLAIN, "续行乙");
}

static void plain_text_has_no_marks(void **state)
{
    reads_as(WB_DOC_PLAIN, "# 不是标题。\n\n**不是粗体**。\n\n| 不 |\n\n- 不是列表。\n",
             "b1 | # 不是标题。\nb3 | 不是粗体。\nb5 | | 不 |\nb7 | - 不是列表。\n");
    reads_as(WB_DOC_PLAIN, "一、总体要求\n\n要加快发展。\n",
             "H1 | 一、总体要求\nb3 /一、总体要求| 要加快发展。\n");
}

static void formats_by_name(void **state)
{
    static const struct {
        const char *name;
        int format; /* -1: none of ours */
    } rows[] = {
        {"a.md", WB_DOC_MARKDOWN},
        {"a.MD", WB_DOC_MARKDOWN},
        {"a.markdown", WB_DOC_MARKDOWN},
        {"a.Markdown", WB_DOC_MARKDOWN},
        {"a.txt", WB_DOC_PLAIN},
        {"报告.TXT", WB_DOC_PLAIN},
        {"a.b.txt", WB_DOC_PLAIN},
        {"a", -1},
        {"", -1},
        {".md", -1},
        {"a.mdx", -1},
        {"a.md.bak", -1},
        {"a.pdf", -1},
        {"md", -1},
        {"a.", -1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_doc_format format = WB_DOC_PLAIN;
        bool ours = wb_doc_format_of(rows[i].name, &format);
        assert_that(ours == (rows[i].format >= 0), "%s", rows[i].name);
        assert_true(!ours || (int)format == rows[i].format);
    }
}

static void limits(void **state)
{
    wb_doc doc = {0};
    wb_error err;
    char *large = malloc(WB_DOC_SOURCE_MAX + 1);
    assert_non_null(large);
    memset(large, ' ', WB_DOC_SOURCE_MAX + 1);
    assert_status(
        wb_doc_read(wb_slice_make(large, WB_DOC_SOURCE_MAX + 1), WB_DOC_PLAIN, "a.txt", &doc, &err),
        WB_LIMIT);
    assert_ok(
        wb_doc_read(wb_slice_make(large, WB_DOC_SOURCE_MAX), WB_DOC_PLAIN, "a.txt", &doc, &err));
    assert_int_equal(doc.para_count, 0);
    for (size_t i = 0; i + 2 < WB_DOC_SOURCE_MAX; i += 3) {
        memcpy(large + i, "a\n\n", 3);
    }
    assert_status(wb_doc_read(wb_slice_make(large, (size_t)WB_DOC_PARAS_MAX * 3 + 3), WB_DOC_PLAIN,
                              "a.txt", &doc, &err),
                  WB_LIMIT);
    assert_ok(wb_doc_read(wb_slice_make(large, (size_t)WB_DOC_PARAS_MAX * 3), WB_DOC_PLAIN, "a.txt",
                          &doc, &err));
    assert_int_equal(doc.para_count, WB_DOC_PARAS_MAX);
    assert_status(wb_doc_read(S("\xFF"), WB_DOC_PLAIN, "a.txt", &doc, &err), WB_INVALID);
    assert_int_equal(doc.para_count, 0);
    wb_doc_clear(&doc);
    free(large);
}

static void a_paragraph_too_long_is_cut_at_a_sentence_end(void **state)
{
    wb_buf source;
    wb_doc doc = {0};
    wb_error err;
    wb_buf_init(&source, 0);
    while (source.len < 3 * WB_PARA_TEXT_MAX) {
        wb_buf_puts(&source, "推动绿色低碳发展，加快形成节约资源的生产方式。");
    }
    assert_ok(source.status);
    for (int format = WB_DOC_MARKDOWN; format <= WB_DOC_PLAIN; format++) {
        assert_ok(wb_doc_read(wb_buf_slice(&source), (wb_doc_format)format, "a.md", &doc, &err));
        check_doc(&doc);
        assert_true(doc.para_count >= 3);
        size_t total = 0;
        for (size_t i = 0; i < doc.para_count; i++) {
            assert_true(doc.paras[i].text.len <= WB_PARA_TEXT_MAX);
            assert_true(wb_slice_ends(doc.paras[i].text, "。"));
            total += doc.paras[i].text.len;
        }
        assert_int_equal(total, source.len);
    }
    wb_doc_clear(&doc);
    wb_buf_free(&source);
}

static void one_object_reads_one_document_after_another(void **state)
{
    wb_doc doc = {0};
    read_doc("# 甲\n\n正文。\n", WB_DOC_MARKDOWN, &doc);
    assert_int_equal(doc.para_count, 2);
    read_doc("乙。\n", WB_DOC_MARKDOWN, &doc);
    assert_int_equal(doc.para_count, 1);
    assert_int_equal(doc.section_count, 0);
    wb_doc_clear(&doc);
    wb_doc_clear(&doc);
    assert_int_equal(doc.para_count, 0);
}

/* Rough input of every kind: read, within the rules. */
static void rough_input(void **state)
{
    static const char *const sources[] = {
        "[",
        "![",
        "](",
        "[^",
        "[^]",
        "[^1",
        "***",
        "****",
        "**",
        "<",
        "</",
        "<!",
        "<!--",
        "<a",
        "<sup>",
        "<sup>1",
        "</sup>",
        "<div>&",
        "<div>&#",
        "<div>&#x",
        "<div><!--",
        "&",
        "&#",
        "`",
        "```",
        "~~~",
        "#",
        "# ",
        "> ",
        "- ",
        "1. ",
        "1.",
        "|",
        "||",
        "|\n|",
        "|-|\n|-|",
        "---\na: b\n---",
        "---\n---",
        "\\",
        "\t",
        "　",
        "\xEF\xBB\xBF",
        "[a]: b \"c",
        "<sup>[1]",
        "**a**b**",
        "**[^1]**",
        "a<br>b",
        "<br>",
        "<br/>a",
        "- - - a",
        "> > > a",
        "1. - > a",
        "**\n**",
        "<sup>\n1</sup>",
        "第",
        "（",
        "a\\\nb",
        "<p",
        "<p a=\"",
        "<script>",
        "<style>x",
        "[a](b",
        "[a](<b",
        "![a](b)[c](d)",
        "&#x110000;",
        "<div>&#55296;",
        "\xC2\xA0",
        "*a **b*c**",
    };
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        for (int format = WB_DOC_MARKDOWN; format <= WB_DOC_PLAIN; format++) {
            wb_doc doc = {0};
            read_doc(sources[i], (wb_doc_format)format, &doc);
            wb_doc_clear(&doc);
        }
    }
}

static void names(void **state)
{
    for (int i = 0; i < WB_PARA_KIND_COUNT_; i++) {
        assert_string_not_equal(wb_para_kind_name((wb_para_kind)i), "unknown");
    }
    for (int i = 0; i < WB_META_FIELD_COUNT_; i++) {
        assert_string_not_equal(wb_meta_field_name((wb_meta_field)i), "unknown");
    }
    assert_string_equal(wb_para_kind_name(WB_PARA_LIST_ITEM), "list item");
    assert_string_equal(wb_meta_field_name(WB_META_EFFECTIVE), "effective");
    assert_non_null(wb_para_kind_name(WB_PARA_KIND_COUNT_));
    assert_non_null(wb_meta_field_name(WB_META_FIELD_COUNT_));
}

static void read_paras(const char *source, size_t len, wb_doc *doc)
{
    wb_error err;
    assert_ok(wb_doc_read(wb_slice_make(source, len), WB_DOC_MARKDOWN, "a.md", doc, &err));
}

static void longest_within_the_limit(wb_buf *b)
{
    wb_doc doc = {0};
    assert_ok(b->status);
    read_paras(b->data, b->len, &doc);
    size_t longest = 0;
    for (size_t i = 0; i < doc.para_count; i++) {
        longest = doc.paras[i].text.len > longest ? doc.paras[i].text.len : longest;
    }
    wb_doc_clear(&doc);
    wb_buf_free(b);
    assert_that(longest <= WB_PARA_TEXT_MAX, "%zu", longest);
}

static void html_closed_on_its_line_ends_there(void **state)
{
    static const char *const sources[] = {
        "<!-- x -->\n可见。\n", "<style>p</style>\n<p>可见。</p>\n", "<pre>甲</pre>\n可见。\n",
        "<script>a</script>\n可见。\n"};
    static const size_t wanted[] = {1, 1, 2, 1};
    for (size_t i = 0; i < 4; i++) {
        wb_doc doc = {0};
        read_paras(sources[i], strlen(sources[i]), &doc);
        assert_that(doc.para_count == wanted[i], "%s: %zu", sources[i], doc.para_count);
        wb_doc_clear(&doc);
    }
}

static void text_behind_an_entity_is_located(void **state)
{
    wb_doc doc = {0};
    uint32_t line, column;
    read_paras("甲&amp;乙\n", strlen("甲&amp;乙\n"), &doc);
    wb_para_locate(&doc.paras[0], 4, &line, &column);
    wb_doc_clear(&doc);
    assert_int_equal(column, 9);
}

static void a_table_row_is_cut(void **state)
{
    wb_buf b;
    wb_buf_init(&b, 0);
    wb_buf_puts(&b, "|a|\n|-|\n|");
    while (b.len < 200000) {
        wb_buf_puts(&b, "推动绿色低碳发展。");
    }
    wb_buf_puts(&b, "|\n");
    longest_within_the_limit(&b);
}

static void joined_pages_are_cut(void **state)
{
    wb_buf b;
    wb_buf_init(&b, 0);
    for (int i = 0; i < 200; i++) {
        for (size_t start = b.len; b.len - start < 32000;) {
            wb_buf_puts(&b, "推动绿色低碳发展，");
        }
        wb_buf_puts(&b, "加快\n\n");
    }
    longest_within_the_limit(&b);
}

static void rows_know_their_column_heads(void **state)
{
    (void)state;
    static const char *const sources[] = {
        "| 名称 | 数量 | |\n| | 去年 | 今年 |\n| --- | --- | --- |\n| 桥 | | 3 |\n",
        "┌──┬───┐\n│名称│数量  │\n├──┼───┤\n│桥  │      │\n└──┴───┘\n",
    };
    static const char *const heads[][3] = {{"名称", "数量 去年", "数量 今年"},
                                           {"名称", "数量", NULL}};
    static const char *const cells[][3] = {{"桥", "", "3"}, {"桥", "", NULL}};
    for (size_t i = 0; i < 2; i++) {
        wb_doc doc = {0};
        read_doc(sources[i], WB_DOC_MARKDOWN, &doc);
        assert_true(doc.para_count >= 2);
        assert_int_equal(doc.paras[0].head.len, 0);
        const wb_para *row = &doc.paras[doc.para_count - 1];
        assert_int_equal(row->kind, WB_PARA_TABLE_ROW);
        size_t in_head = 0;
        size_t in_row = 0;
        wb_slice cell;
        for (size_t k = 0; k < 3 && heads[i][k]; k++) {
            assert_true(wb_row_next_cell(row->head, &in_head, &cell));
            assert_text(cell, heads[i][k]);
            assert_true(wb_row_next_cell(row->text, &in_row, &cell));
            assert_text(cell, cells[i][k]);
        }
        assert_false(wb_row_next_cell(row->head, &in_head, &cell));
        assert_false(wb_row_next_cell(row->text, &in_row, &cell));
        wb_doc_clear(&doc);
    }
}

static void what_is_left_out_is_listed(void **state)
{
    (void)state;
    wb_doc doc = {0};
    read_doc("# 通知\n\n来源：某网\n\n打印\n\n各区要落实责任，确保安全。\n\n(cid:1)(cid:2)\n",
             WB_DOC_MARKDOWN, &doc);
    assert_int_equal(doc.para_count, 2);
    assert_int_equal(doc.omission_count, 3);
    assert_text(doc.omissions[0].text, "来源：某网");
    assert_int_equal(doc.omissions[0].reason, WB_OMITTED_PAGE_INFO);
    assert_int_equal(doc.omissions[1].reason, WB_OMITTED_WEB_PAGE);
    assert_int_equal(doc.omissions[1].first_line, 5);
    assert_int_equal(doc.omissions[2].reason, WB_OMITTED_PLACEHOLDER);
    assert_int_equal(doc.omissions[2].last_line, 9);
    wb_doc_clear(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_read),
        cmocka_unit_test(paragraphs_and_line_ends),
        cmocka_unit_test(headings_make_a_tree),
        cmocka_unit_test(numbering_wins_over_marks),
        cmocka_unit_test(unmarked_headings),
        cmocka_unit_test(articles_are_sections),
        cmocka_unit_test(numbered_paragraphs_are_sections),
        cmocka_unit_test(list_headings),
        cmocka_unit_test(frame),
        cmocka_unit_test(marked_headings_that_are_none),
        cmocka_unit_test(run_in_titles),
        cmocka_unit_test(emphasis_that_commonmark_leaves),
        cmocka_unit_test(note_marks_go_beside_the_text),
        cmocka_unit_test(glossaries_are_notes),
        cmocka_unit_test(lists),
        cmocka_unit_test(quotations),
        cmocka_unit_test(tables),
        cmocka_unit_test(code_is_text_that_a_converter_indented),
        cmocka_unit_test(html),
        cmocka_unit_test(entities_and_links),
        cmocka_unit_test(reference_definitions_stay),
        cmocka_unit_test(front_matter_is_metadata),
        cmocka_unit_test(titles),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(lines_that_are_paragraphs),
        cmocka_unit_test(page_ends_are_closed),
        cmocka_unit_test(every_byte_is_located_in_the_source),
        cmocka_unit_test(plain_text_has_no_marks),
        cmocka_unit_test(formats_by_name),
        cmocka_unit_test(limits),
        cmocka_unit_test(a_paragraph_too_long_is_cut_at_a_sentence_end),
        cmocka_unit_test(one_object_reads_one_document_after_another),
        cmocka_unit_test(rough_input),
        cmocka_unit_test(names),
        cmocka_unit_test(html_closed_on_its_line_ends_there),
        cmocka_unit_test(text_behind_an_entity_is_located),
        cmocka_unit_test(a_table_row_is_cut),
        cmocka_unit_test(rows_know_their_column_heads),
        cmocka_unit_test(what_is_left_out_is_listed),
        cmocka_unit_test(joined_pages_are_cut),
    };
    return RUN(tests);
}
