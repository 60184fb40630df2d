"""Titles and running text that have a notice's words in them stay what they are, wherever the page breaks them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.sources.newspaper import read_page

TITLES = (
    "12345热线一年接诉120万件",
    "扫码就能借书 社区书屋不打烊",
    "“二维码门牌”上岗 回家多了导航",
    "微信公众号能预约疫苗了",
    "小区征订热热闹闹 牛奶箱前排长队",
    "第12期老年大学开班",
    "这条投诉热线 24小时有人听",
    "禁毒志愿者走进校园",
    "消防员教孩子逃生",
    "电动车充电有了新去处",
    "安全驾驶从“头”开始",
    "雷雨大风今夜到 请收好阳台花盆",
    "明天有雨 周末转晴",
    "今天最高29℃ 出门记得防晒",
    "南风3级 放风筝正当时",
    "3月9日起公交票价下调",
    "记者节 我们在现场",
    "通讯员培训班开讲",
    "本报读者节启动",
    "图书馆新馆开放",
    "图说千年古城",
    "摄影大赛收到2000幅作品",
    "文明餐桌 光盘行动",
    "《红楼梦》讲座周六开讲",
    "晨报小记者走进气象台",
    "气象台发布大风蓝色预警",
    "大风蓝色预警:今夜阵风7级",
    "爱心热线接力 走失老人平安回家",
    "20年 一座桥 两代人",
    "5000张床位 明年投用",
    "下载“爱山东”办医保",
    "详见公告的事 现在手机能办",
    "转8路车能到医院了",
    "上接天 下接地 农民画家进城办展",
    "东风路改造完成",
    "晴天社区的读书会",
    "阴山脚下引水来",
    "“多云”咖啡馆开业",
    "雪后第一班车",
    "周三起 三条路单行",
    "编辑部搬家了",
    "校对一字一句 他干了40年",
    "今日谷雨 采茶正忙",
    "今日限行 这些车不能上路",
    "明日起高速免费",
    "110、119、120 三台合一",
    "报警找110 急救找120",
    "零工市场 6点开门",
    "一元菜 二十年",
    "好人老张",
)
PARAGRAPHS = (
    "扫描车站里的二维码,市民就能查到下一班车几点到,老人也可以拨打热线12345请人帮忙查询。",
    "记者张三丰在现场看到,9日上午气温只有5℃,风力4~5级,工人们仍在抢修管道,预计10日晴天时完工。",
    "据市气象台介绍,今年入春以来平均气温9.6℃,比常年偏高1.8℃,大风日数3天,降雨只有12毫米。",
    "下转车站的乘客可以走东通道,上接地铁的走西通道,工作人员在每个路口都放了指示牌,24小时有人值守。",
    "通讯员王五告诉记者,2023年3月9日星期四的那场雪,下了整整一夜,村里的路是第二天才通的。",
    "安全帽、安全带、安全绳,缺一样都不许上架子,这是老班长定下的规矩,违者罚款100元。",
    "《通知》指出,对老旧小区要“一区一策”,不搞一刀切;对困难家庭,减免比例不低于30%。",
    "“今天多云,明天阴有小雨,出门带伞。”每天早上7点,社区喇叭准时响起,播音员是72岁的刘老师。",
    "全长12.8公里,双向六车道,设计时速60公里,总投资约7.5亿元,2024年12月31日前通车。",
    "责任编辑出身的他,校对一篇稿子要看三遍,错别字少于万分之一,年年都是先进。",
    "截至9日20时,最低气温降到-12℃,偏北风5~6级,阵风7级,全市出动除雪车86台、抢险队员1200人。",
)
OPENING = "昨天上午,记者走访了几个社区,听居民说说身边的变化。"
PAGE = """新闻热线:0533-3585000

9日,晴,南风2~3级,5~17℃

{title}

淄博3月8日讯 {opening}

{text}

就这样,一年过去了,大家都说值得。

晨报记者 周一鸣 通讯员 何青

一盔一带 安全常在
"""


@pytest.mark.parametrize("title", TITLES)
def test_a_title_with_a_notices_words_is_the_storys_title(title: str) -> None:
    page = read_page(PAGE.format(title=title, opening=OPENING, text="“这件事办得好。”市民王女士说,她等了三年。"))
    (story,) = page.articles
    assert " ".join(filter(None, (story.kicker, story.headline))) == title
    assert len(story.paragraphs) == 3
    assert len(page.forecasts) == 1
    assert page.unread == ()


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_text_with_a_notices_words_is_whole_again_wherever_it_is_broken(text: str) -> None:
    for cut in (place for place in range(14, len(text) - 2) if text[place - 1] not in "。?!;”"):
        broken = f"{text[:cut]}\n\n{text[cut:]}"
        (story,) = read_page(PAGE.format(title="老城故事", opening=OPENING, text=broken)).articles
        assert story.paragraphs[1] == text, (text[:cut], text[cut:])


def test_a_broken_first_line_that_holds_two_sentences_is_no_title() -> None:
    page = read_page(
        "五旬大叔骑行三千里\n\n    从淄博到敦煌,他用了46天。4月10日,\n记者见到了他。\n    他说不累。\n  本报记者 孙华\n"
    )
    (story,) = page.articles
    assert story.headline == "五旬大叔骑行三千里"
    assert story.paragraphs[0] == "从淄博到敦煌,他用了46天。4月10日,记者见到了他。"


def test_the_name_of_a_column_is_nobodys_name_and_no_kicker() -> None:
    page = read_page(
        "【导读】\nA03 我市新增公交线路\n\n老小区加装电梯\n\n本报讯 昨日电梯启用。\n(陈光)\n\n【图片新闻】\n4月11日,市民在植物园赏牡丹。\n新华社记者 范长国 摄\n"
    )
    assert [one.kicker for one in page.articles] == [None, None]
    assert [[one.names for one in article.bylines] for article in page.articles] == [[("陈光",)], [("范长国",)]]


def test_a_story_that_tells_the_forecast_keeps_its_dateline_and_its_author() -> None:
    page = read_page(
        "【城市早报】\n\n今起三天有雨雪\n\n    本报讯(记者 赵一鸣)记者昨日获悉,全市有雪。具体预报如下:31日,阴有小雪,北风4到5级,气温零下8到零下\n2℃;1日,晴,西南风2到3级,-13~-3℃。\n    市气象局提醒市民,雨雪天路滑,驾车要减速慢行。\n",
        date=dt.date(2024, 12, 31),
    )
    (story,) = page.articles
    assert story.kicker is None
    assert story.dateline is not None
    assert story.dateline.text == "本报讯"
    assert story.bylines[0].names == ("赵一鸣",)
    assert len(story.paragraphs) == 2
    (forecast,) = page.forecasts
    assert [(day.low, day.high) for day in forecast.periods] == [(-8, -2), (-13, -3)]


def test_a_forecast_is_whole_though_a_table_nobody_can_read_stands_below_it() -> None:
    page = read_page(
        "西安天气\n今天 多云 3~13℃\n明天 晴 2~14℃\n\n城市 今日天气 最低/最高温度\n咸阳 多云 2/13 宝鸡 多云 4/12\n"
    )
    (forecast,) = page.forecasts
    assert (forecast.place, len(forecast.periods)) == ("西安", 2)
    assert len(page.unread) == 1


def test_a_forecast_broken_over_lines_in_a_story_stays_in_the_story() -> None:
    page = read_page(
        "台风明天登陆\n\n晨报讯(记者 林晓云)台风今天位于台湾海峡南部海面,将向西北方向移动。\n受其影响,今天白天阴有阵雨,东北风7—9级,气温26—31℃;明天大雨,偏北\n风转偏南风10—12级,25—28℃。\n",
        date=dt.date(2023, 7, 27),
    )
    (story,) = page.articles
    assert story.paragraphs[1].startswith("受其影响")
    assert [(day.low, day.high) for day in page.forecasts[0].periods] == [(26, 31), (25, 28)]


def test_a_line_that_ends_in_a_colon_above_a_short_one_is_a_title() -> None:
    page = read_page(
        "本报讯 市人社局下发通知,从10月1日起调整标准。\n\n百岁老人的长寿秘诀:\n粗茶淡饭 心宽爱笑\n\n9月12日,一座农家小院里,传出阵阵笑声。\n"
    )
    assert page.articles[1].kicker == "百岁老人的长寿秘诀:"
    assert page.articles[1].headline == "粗茶淡饭 心宽爱笑"


def test_slogans_side_by_side_are_no_text_however_long_and_prices_are_a_note() -> None:
    page = read_page(
        "“小雪”养生\n\n  中医专家建议:小雪节气宜早睡晚起,多吃温补食物,如羊肉、牛肉等。\n\n油价:92号汽油8.08元/升,95号8.62元/升\n\n礼让斑马线 文明你我他 | 珍爱生命 远离酒驾 | 骑行戴头盔 平安有保障\n"
    )
    assert len(page.articles) == 1
    assert [note.kind for note in page.service_notes] == ["day"]
    assert page.safety_notices == ("礼让斑马线 文明你我他 | 珍爱生命 远离酒驾 | 骑行戴头盔 平安有保障",)


def test_what_only_begins_on_a_day_is_no_forecast_of_that_day() -> None:
    page = read_page(
        "小雪无雪\n\n本报讯 今天是小雪,我市没有下雪的迹象。\n市气象台首席预报员李斌介绍,22日,阴有小雨,10~14℃;23日,阴,9~13℃。24日起有强冷空气,降温幅度8~10℃。\n",
        date=dt.date(2022, 11, 22),
    )
    assert len(page.articles[0].paragraphs) == 2
    assert [day.label for day in page.forecasts[0].periods] == ["22日", "23日"]


@pytest.mark.parametrize("mark", "▍▢■□▐❏")
def test_a_byline_behind_a_bar_or_box_is_one(mark: str) -> None:
    page = read_page(
        f"小菜园种出大产业\n\n{mark}记者 王健 通讯员 于国栋\n\n走进蔬菜大棚,西红柿长势喜人。“一亩地能收入4万元。”于海涛说。\n\n秋收天气早知道\n预计未来一周,全省以多云天气为主,无明显降水。\n"
    )
    assert [article.headline for article in page.articles] == ["小菜园种出大产业", "秋收天气早知道"]
    assert [one.names for one in page.articles[0].bylines] == [("王健",), ("于国栋",)]


def test_an_agencys_name_is_no_part_of_the_place_and_a_short_number_keeps_its_area() -> None:
    page = read_page(
        "读者热线 0371-96211\n\n一座桥\n\n四川在线泸州3月28日讯 27日上午,大桥主跨顺利合龙,预计今年9月通车。\n"
    )
    assert page.articles[0].dateline is not None
    assert page.articles[0].dateline.place == "泸州"
    assert page.hotlines[0].numbers == ("0371-96211",)


def test_days_listed_below_the_sentence_that_leads_to_them_are_no_text_of_the_story() -> None:
    page = read_page(
        "今起三天晴\n\n本报讯(记者 赵一鸣)市气象台预报,今天晴到多云,气温5~20℃,具体如下:\n9日,晴,南风3级,5~20℃\n10日,多云,6~21℃\n",
        date=dt.date(2023, 3, 9),
    )
    (story,) = page.articles
    assert story.bylines[0].names == ("赵一鸣",)
    assert len(story.paragraphs) == 1
    assert [day.label for day in page.forecasts[-1].periods] == ["9日", "10日"]
