#include "measure.h"

#include <wbsearch/utf8.h>

#include "numeral.h"

#define O WB_MEASURE_ORDINAL
#define L WB_MEASURE_LIANG
#define A WB_MEASURE_AMOUNT
#define M WB_MEASURE_MONEY

/* Units that are the same; what unites a row is the number. */
enum {
    UNIT_NONE,
    UNIT_KILOMETRE,
    UNIT_METRE,
    UNIT_CENTIMETRE,
    UNIT_MILLIMETRE,
    UNIT_SQUARE_KILOMETRE,
    UNIT_SQUARE_METRE,
    UNIT_CUBIC_METRE,
    UNIT_HECTARE,
    UNIT_KILOGRAM,
    UNIT_TONNE,
    UNIT_CELSIUS,
    UNIT_KILOWATT_HOUR,
    UNIT_KILOWATT,
    UNIT_MEGAWATT,
    UNIT_YUAN,
    UNIT_MICROGRAMS,
    UNIT_MILLIGRAMS
};

static const wb_measure measures[] = {
    /* of laws and documents */
    {"条", "例件约码理目形", O | L | A, 0},
    {"款", "项式待额", O | L, 0},
    {"项", "链羽", O | L | A, 0},
    {"目", "标的录前光", O, 0},
    {"章", "程丘鱼", O | L, 0},
    {"节", "约能日水点省假奏余制电气庆俭", O | L, 0},
    {"编", "制写码辑办者号外列", O, 0},
    {"篇", "幅", O | L, 0},
    {"卷", "烟入积", O, 0},
    {"页", "岩面", O | L, 0},
    {"号", "召称角码", O, 0},
    {"附件", "", O, 0},
    /* of meetings, plans, classes */
    {"届", "满", O | L, 0},
    {"次", "性要生日序贷产品数方", O | L | A, 0},
    {"次会议", "", O, 0},
    {"中全会", "", 0, 0},
    {"期", "间限货待望末刊盼", O | L, 0},
    {"批", "准复评示发改判量", O | L, 0},
    {"轮", "换流训岗值胎椅渡廓", O | L, 0},
    {"级", "别差", O | WB_MEASURE_ROMAN, 0},
    {"类", "别似型比", O | L | WB_MEASURE_ROMAN, 0},
    {"等奖", "", O, 0},
    {"档", "案次", O, 0},
    {"步", "伐骤入行", O | WB_MEASURE_MANY, 0},
    {"阶段", "性", O | L, 0},
    {"产业", "化", O | WB_MEASURE_ONLY, 0},
    {"季度", "", O | L, 0},
    {"学期", "", O, 0},
    {"大", "学桥队厦会楼街道堂众幅力型量连庆米豆棚田院部同", L | WB_MEASURE_MANY, 0},
    {"强", "化调制度国省市县基烈项村军农", WB_MEASURE_TEN, 0},
    /* of people, households, places */
    {"个", "别体性税案", O | L | A, 0},
    {"个月", "", O | L, 0},
    {"个百分点", "", L, 0},
    {"百分点", "", 0, 0},
    {"人", "民才员口类大力工事格体生文身物均防社", L | A, 0},
    {"人次", "", A, 0},
    {"户", "籍外口型主县", L | A, 0},
    {"户次", "", A, 0},
    {"家", "庭园长具电乡属渠禽畜居教风务政", O | L | A, 0},
    {"名", "单称额录誉义城牌优师校胜山茶贵特", O | L | A, 0},
    {"位", "置于列居次一数移", O | L | A, 0},
    {"岁", "月末", 0, 0},
    {"周岁", "", 0, 0},
    {"口人", "", 0, 0},
    {"部门", "", L, 0},
    {"部分", "", O | L, 0},
    {"方面", "", L, 0},
    {"领域", "", L, 0},
    {"代表团", "", 0, 0},
    /* of things */
    {"件", "", O | L | A, 0},
    {"份", "额子内", L | A, 0},
    {"本书", "", L, 0},
    {"部法", "", L, 0},
    {"种", "植子业养粮田苗源族质", O | L, 0},
    {"层", "次面级", O | L, 0},
    {"楼", "市盘宇房", 0, 0},
    {"栋", "梁", O | L | A, 0},
    {"幢", "", L | A, 0},
    {"座", "谈位椅落机", O | L | A, 0},
    {"所", "有以需得在谓属长述辖", L | A, 0},
    {"处", "理于置长罚分境方级女暑", L | A, 0},
    {"场", "所地面景外馆合", O | L | A, 0},
    {"台", "湾账阶风州北山县区子前江胞商", L | A, 0},
    {"套", "餐路取期利", L | A, 0},
    {"辆", "", L | A, 0},
    {"艘", "", L | A, 0},
    {"架", "构", L | A, 0},
    {"架次", "", A, 0},
    {"间", "接隔断谍歇隙伐作", L | A, 0},
    {"张", "家扬力贴掖", O | L | A, 0},
    {"头", "部条脑", L | A, 0},
    {"只", "要有能是需争限", L | A, 0},
    {"株", "洲式", L | A, 0},
    {"棵", "", L | A, 0},
    {"项目", "标", L, 0},
    {"支队伍", "", L, 0},
    {"组", "织成建合长", O | L, 0},
    {"环", "境保节卫评", O, 0},
    {"门课", "", L, 0},
    {"课时", "", L, 0},
    {"学时", "", 0, 0},
    {"学分", "", 0, 0},
    {"张床位", "", L | A, 0},
    {"个学位", "", L | A, 0},
    {"成", "员立为果都本功熟长效绩片群分交年人品语型就因见批套例形色不家渝吉吨千百行活文份排对双功",
     L | WB_MEASURE_TENTHS, 0},
    {"倍", "增率", L, 0},
    {"字", "体典母画节样", 0, 0},
    {"遍", "布及地", O | L, 0},
    {"趟", "", O | L, 0},
    {"班次", "", A, 0},
    {"车次", "", A, 0},
    {"桶", "", L | A, 0},
    {"箱", "", L | A, 0},
    {"座席", "", A, 0},
    {"标准箱", "", A, 0},
    /* of time */
    {"年", "轻龄糕纪货画", O | L, 0},
    {"年代", "", 0, 0},
    {"年度", "", L, 0},
    {"年级", "", 0, 0},
    {"世纪", "", 0, 0},
    {"月", "季亮球饼嫂", 0, 0},
    {"日", "常益报本子程用照喀前", 0, 0},
    {"天", "然津气空地下堂府桥水才", O | L, 0},
    {"周", "边期末全围易密口转", O | L, 0},
    {"周年", "", L, 0},
    {"小时", "候", L, 0},
    {"分钟", "", L, 0},
    {"秒", "", L, 0},
    {"个工作日", "", L, 0},
    {"工作日", "", L, 0},
    {"交易日", "", L, 0},
    {"时", "代间期候任装尚速效常局空事政机髦不光段", WB_MEASURE_MANY, 0},
    /* of money */
    {"元", "素旦件宵老首化结区桥里食论帅宇朝气", A | M | L, UNIT_YUAN},
    {"圆", "满形桌心柱", A | M, UNIT_YUAN},
    {"元整", "治", A | M, 0},
    {"美元", "", A | L, 0},
    {"欧元", "", A | L, 0},
    {"港元", "", A | L, 0},
    {"日元", "", A | L, 0},
    {"英镑", "", A | L, 0},
    /* of length, area, volume, weight, energy */
    {"公里", "", A | L, UNIT_KILOMETRE},
    {"千米", "", A | L, UNIT_KILOMETRE},
    {"km", "", A, UNIT_KILOMETRE},
    {"米", "面粉饭业", A | L, UNIT_METRE},
    {"m", "", A, UNIT_METRE},
    {"厘米", "", A | L, UNIT_CENTIMETRE},
    {"cm", "", A, UNIT_CENTIMETRE},
    {"毫米", "", A | L, UNIT_MILLIMETRE},
    {"mm", "", A, UNIT_MILLIMETRE},
    {"平方公里", "", A | L, UNIT_SQUARE_KILOMETRE},
    {"平方千米", "", A | L, UNIT_SQUARE_KILOMETRE},
    {"km2", "", A, UNIT_SQUARE_KILOMETRE},
    {"平方米", "", A | L, UNIT_SQUARE_METRE},
    {"平米", "", A | L, UNIT_SQUARE_METRE},
    {"m2", "", A, UNIT_SQUARE_METRE},
    {"立方米", "", A | L, UNIT_CUBIC_METRE},
    {"m3", "", A, UNIT_CUBIC_METRE},
    {"公顷", "", A | L, UNIT_HECTARE},
    {"hm2", "", A, UNIT_HECTARE},
    {"亩", "均", A | L, 0},
    {"亩次", "", A | L, 0},
    {"公斤", "", A | L, UNIT_KILOGRAM},
    {"千克", "", A | L, UNIT_KILOGRAM},
    {"kg", "", A, UNIT_KILOGRAM},
    {"斤", "", A, 0},
    {"克", "服隆拉扎难扣山", A, 0},
    {"吨", "", A | L, UNIT_TONNE},
    {"t", "", A, UNIT_TONNE},
    {"升", "级学华温值", A, 0},
    {"毫升", "", A, 0},
    {"摄氏度", "", L, UNIT_CELSIUS},
    {"°c", "", 0, UNIT_CELSIUS},
    {"千瓦时", "", A | L, UNIT_KILOWATT_HOUR},
    {"kwh", "", A, UNIT_KILOWATT_HOUR},
    {"kw·h", "", A, UNIT_KILOWATT_HOUR},
    {"千瓦", "", A | L, UNIT_KILOWATT},
    {"kw", "", A, UNIT_KILOWATT},
    {"兆瓦", "", A | L, UNIT_MEGAWATT},
    {"mw", "", A, UNIT_MEGAWATT},
    {"千伏", "", A, 0},
    {"微克/立方米", "", 0, UNIT_MICROGRAMS},
    {"μg/m3", "", 0, UNIT_MICROGRAMS},
    {"毫克/升", "", 0, UNIT_MILLIGRAMS},
    {"mg/l", "", 0, UNIT_MILLIGRAMS},
};

#define MEASURE_COUNT (sizeof measures / sizeof *measures)
#define MEASURE_CHARS_MAX 6

/* Words and names that begin with a numeral and, but for this list, would read as a number. */
static const char *const words[] = {
    "一次性",   "一条龙",     "一条心",     "一家亲",     "一家人",     "一年一度",
    "一年之计", "一日游",     "一日千里",   "一天天",     "一元化",     "一元钱",
    "一号位",   "一条鞭",     "一时",       "一层次",     "一名不",     "一位难",
    "一张蓝图", "一张网",     "一头雾水",   "四处奔",     "四季如",     "一环扣",
    "一套班子", "一人之下",   "一人得道",   "一部分",     "一方面",     "一步",
    "一大",     "一件事一次", "一周内",     "一字",       "一月又",     "一天到晚",
    "一级市场", "一类苗",     "二元结构",   "二元经济",   "二元制",     "二级市场",
    "二月兰",   "三个代表",   "三个务必",   "三个第一",   "三个区分",   "三台县",
    "三台阁",   "三明",       "三头六臂",   "三人成虎",   "三人行",     "三字经",
    "三字一话", "三位一体",   "三月三",     "三环路",     "三步并作",   "三角",
    "三亩地",   "三天两头",   "三天打鱼",   "三大球",     "两个维护",   "两个确立",
    "两个毫不", "两个文明",   "两个一百年", "两个先行",   "两个健康",   "两个大局",
    "两个务必", "两条腿",     "两头",       "两面",       "两岸",       "四个全面",
    "四个意识", "四个自信",   "四个伟大",   "四个服务",   "四个革命",   "四个不摘",
    "四个最严", "四个现代化", "四大发明",   "四大名著",   "四大天王",   "四级联动",
    "四家子",   "四台子",     "四面",       "四月天",     "五个一",     "五个必由",
    "五个认同", "五位一体",   "五家渠",     "五大连池",   "五月花",     "五环",
    "五级书记", "五四",       "五一",       "五个属于",   "六个必须",   "六大门派",
    "六盘水",   "七大姑",     "七星",       "七台河",     "七一",       "七夕",
    "八一",     "八个明确",   "八大处",     "八大山人",   "八步",       "八字",
    "九年制",   "九章算",     "九层之台",   "十个明确",   "十四个坚持", "十三个方面成就",
    "十年树木", "十年磨",     "十年寒窗",   "十年如一日", "十年动乱",   "十二月花",
    "十三陵",   "十字",       "十月革命",   "千家万户",   "百年大计",   "百年未有",
    "一个中心", "一个不能少", "一个不少",   "一个都不能", "一个巴掌",   "两个一以贯之",
    "三个一批", "三个更好",   "三个百分百", "六个一",     "四个一批",   "四个一律",
};

static wb_slice rest_of(wb_slice text, size_t at)
{
    return wb_slice_make(text.ptr + at, text.len - at);
}

/* Whether `c` is one of the characters of `set`. */
static bool is_in(uint32_t c, const char *set)
{
    wb_slice chars = wb_slice_from(set);
    for (size_t i = 0; i < chars.len;) {
        if (wb_utf8_next(chars, &i) == c) {
            return true;
        }
    }
    return false;
}

/* Whether the character at `at` is one of `set`. */
static bool follows(wb_slice text, size_t at, const char *set)
{
    return *set && at < text.len && is_in(wb_utf8_next(text, &at), set);
}

/* Whether a Latin unit goes on: m of 5mm. */
static bool is_cut(wb_slice text, size_t at)
{
    size_t before = at;
    size_t behind = at;
    if (at == 0 || at >= text.len) {
        return false;
    }
    uint32_t last = wb_utf8_prev(text, &before);
    uint32_t next = wb_utf8_next(text, &behind);
    bool is_latin = (last >= 'a' && last <= 'z') || (last >= '0' && last <= '9');
    return is_latin && ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9'));
}

/* The longest measure at `at`, whatever follows. */
static const wb_measure *longest_at(wb_slice text, size_t at)
{
    const wb_measure *longest = NULL;
    wb_slice rest = rest_of(text, at);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (rest.len && rest.ptr[0] == measures[i].text[0] &&
            wb_slice_starts(rest, measures[i].text) &&
            (!longest || strlen(measures[i].text) > strlen(longest->text)) &&
            !is_cut(text, at + strlen(measures[i].text))) {
            longest = &measures[i];
        }
    }
    return longest;
}

const wb_measure *wb_measure_at(wb_slice text, size_t at)
{
    const wb_measure *measure = longest_at(text, at);
    bool blocked = measure && follows(text, at + strlen(measure->text), measure->blocked);
    return blocked ? NULL : measure;
}

/* Whether the character before `at` belongs to a number in any writing. */
static bool is_behind_number(wb_slice text, size_t at)
{
    if (at == 0) {
        return false;
    }
    uint32_t c = wb_utf8_prev(text, &at);
    return (c >= '0' && c <= '9') || wb_numeral_is_chinese(c) || is_in(c, "余多");
}

bool wb_measure_is_broken(wb_slice text, size_t start, size_t end)
{
    wb_slice inside = wb_slice_make(text.ptr, end);
    size_t at = end;
    for (int chars = 0; chars < MEASURE_CHARS_MAX && at > start; chars++) {
        (void)wb_utf8_prev(text, &at);
        if (!is_behind_number(text, at)) {
            continue;
        }
        const wb_measure *measure = longest_at(inside, at);
        if (measure && at + strlen(measure->text) == end) {
            const wb_measure *whole = wb_measure_at(text, at);
            return !whole || strlen(whole->text) < strlen(measure->text);
        }
    }
    return false;
}

const wb_measure *wb_measure_same_unit(const wb_measure *measure, size_t *index)
{
    for (; measure->unit && *index < MEASURE_COUNT; (*index)++) {
        const wb_measure *other = &measures[*index];
        if (other != measure && other->unit == measure->unit) {
            (*index)++;
            return other;
        }
    }
    return NULL;
}

size_t wb_measure_word(wb_slice text, size_t at)
{
    size_t longest = 0;
    wb_slice rest = rest_of(text, at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) > longest && wb_slice_starts(rest, words[i])) {
            longest = strlen(words[i]);
        }
    }
    return longest;
}

bool wb_measure_binds_one(wb_slice text, size_t at)
{
    static const char ONE[] = "一";
    static const char BELOW[] = "以下";
    if (at == 0 || !wb_slice_starts(rest_of(text, at), ONE) ||
        wb_slice_ends(wb_slice_make(text.ptr, at), BELOW)) {
        return false;
    }
    return is_in(wb_utf8_prev(text, &at), "统唯同专划归逐进下单每某这那另哪");
}
