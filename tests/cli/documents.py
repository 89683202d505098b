"""Documents that several of the black-box tests index."""
import random


# A small tree of documents, ours, each with words that stand nowhere else in it.
NOTICE = '''# 关于做好冬季供暖保障工作的通知

各街道办事处，区政府各部门：

为保障居民温暖过冬，现就供暖保障有关事项通知如下。

## 一、提前检修设备

供热企业应当在10月31日前完成锅炉、管网检修，储备不少于15天的燃料。

## 二、落实绿色信贷

鼓励银行对热源清洁化改造发放绿色信贷，贷款额度不超过项目投资的70%。
'''

PLAN = '''# 青川县水网建设规划

## 第一章 总体要求

到2030年，基本建成丰枯互济的县级水网，供水保证率达到95%以上。

## 第二章 主要任务

实施引水工程，新增调蓄库容1200万立方米；推行节水灌溉，发放绿色信贷支持农户改造。
'''

REPORT = '''政府工作情况汇报

一、上半年工作

上半年新开工老旧小区改造23个，惠及居民6400户。

二、下半年打算

下半年重点抓好托育服务和社区食堂建设。
'''

SMALL_TREE = {'通知.md': NOTICE, '规划/水网.md': PLAN, '汇报.txt': REPORT}

# A document that is well, to be indexed beside one that is not.
GOOD = '# 好文件\n\n这一篇完好无损，应当照常找到。\n'


def small_index(c, *args):
    """The small tree, indexed."""
    c.tree(SMALL_TREE)
    return c.indexed(*args)


def sentences(seed, count):
    """`count` sentences of made-up policy prose, always the same for a seed."""
    rng = random.Random(seed)
    subjects = ('各乡镇', '市财政局', '县交通运输局', '供水企业', '社区卫生服务中心', '项目单位')
    verbs = ('应当完善', '逐年扩大', '按季公布', '统筹安排', '限期整改', '择优支持')
    objects = ('农村公路养护', '雨污分流管网', '普惠托育', '高标准农田', '信用档案', '应急物资储备')
    tails = ('，年度投入不少于{}万元。', '，覆盖率提高到{}%。', '，于{}个工作日内办结。',
             '，确保第{}批任务完成。')
    return [rng.choice(subjects) + rng.choice(verbs) + rng.choice(objects) +
            rng.choice(tails).format(rng.randint(2, 999)) for _ in range(count)]


def prose(seed, size):
    """A document of about `size` bytes."""
    lines = sentences(seed, size // 90 + 1)
    return f'# 第{seed}号文件\n\n' + '\n\n'.join(
        ''.join(lines[i:i + 3]) for i in range(0, len(lines), 3)) + '\n'


def busy_size(c, size):
    """An amount of documents that keeps wbindex busy as long as `size` does without sanitizers,
    with which it takes eight times as long and more."""
    return size // 8 if c.options.sanitized else size


def large_tree(c, size):
    """Enough documents to keep wbindex busy for some time."""
    for number in range(8):
        c.write(f'大文件{number}.md', prose(number, size // 8))
