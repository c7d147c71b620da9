"""Sentences with gaps: a sentence may be used where every gap has something to fill it, a flag being filled by nothing."""

STAGES = (
    "{some}{old}{left}全年新收政府信息公开申请{received}件，上年结转{carried_in}件；办结{completed}件，结转下年度继续办理{carried_out}件，均按期答复。",
    "{some}{old}{left}{y}年，{whole}共收到政府信息公开申请{received}件，加上上年度结转的{carried_in}件，全年共答复{completed}件，另有{carried_out}件转入下年度继续办理。",
    "{some}{old}{left}本年度共受理政府信息公开申请{received}件（不含上年结转{carried_in}件），答复{completed}件，结转{next_y}年{carried_out}件。",
    "{some}{old}{left}{we}本年新收申请{received}件、上年结转{carried_in}件、本年办结{completed}件、结转下年{carried_out}件，依申请公开工作平稳运行。",
    "{some}{old}{left}依申请公开件{received}件，{last_y}年结转{carried_in}件，共办结{completed}件，{carried_out}件结转到{next_y}年办理。",
    "{some}{left}{fresh}{y}年，共收到政府信息公开申请{received}件，已办结{completed}件，剩余{carried_out}件结转下年度办理。",
    "{some}{left}{fresh}全年收到依申请公开申请{received}件，其中{completed}件已答复，{carried_out}件因未到答复期限结转至下一年度。",
    "{some}{left}本年度收到政府信息公开申请{received}件；截至年底，尚有{carried_out}件按规定结转下年度继续办理。",
    "{some}{left}全年新收申请{received}件，结转下一年度办理的政府信息公开申请有{carried_out}件。",
    "{some}{old}{y}年1月1日至12月31日，{organ}共收到政府信息公开申请{received}件，另有上年度结转申请{carried_in}件。",
    "{some}{old}本机关全年办理政府信息公开申请{inflow}件，其中新收{received}件，上年结转{carried_in}件。",
    "{some}{old}{clear}答复政府信息公开申请{completed}件（含上年度结转申请{carried_in}件），本年新收的{received}件申请全部在法定期限内答复。",
    "{some}{old}{clear}共收到政府信息公开申请{inflow}件（含上年结转{carried_in}件），均已按时办结。",
    "{some}{fresh}{clear}全年收到政府信息公开申请{received}件，全部按期办结，无结转下年度办理事项。",
    "{some}{fresh}{clear}{y}年，{we}共收到政府信息公开申请{received}件，均已办结，办结率100%。",
    "{some}{fresh}{clear}本年度共受理申请公开政府信息的申请{received}件，已全部答复完毕。",
    "{some}{fresh}{clear}{whole}共受理依申请公开事项{received}件，办结{completed}件，没有结转到下年度的申请。",
    "{some}{fresh}{clear}共收到{received}件政府信息公开申请，办结{completed}件，办结率达100%。",
    "{some}全年共收到公民、法人和其他组织提出的政府信息公开申请{received}件，均在规定期限内作出答复。",
    "{some}{y}年，{organ}共收到政府信息公开申请{received}件，同比有所增加，均依法依规办理。",
    "{some}全年共收到政府信息公开申请{received}件，较上年增加{n1}件，答复质量进一步提升。",
    "{some}全年接收政府信息公开申请{received}件，答复{completed}件，出具各类告知书{n2}份。",
    "{some}一年来，依申请公开渠道保持畅通，共接到政府信息公开申请{received}件。",
    "{few}共收到政府信息公开申请{h_received}件，已逐件登记、逐件答复。",
    "{some}{y}年度，{we}收到政府信息公开申请共计{received}件，依法答复{completed}件。",
    "{some}政府信息公开申请新收{received}件、办结{completed}件，未出现逾期答复情形。",
    "{some}在办理政府信息公开申请方面，年内受理{received}件，办理完毕{completed}件。",
    "{none}{y}年，{we}未收到政府信息公开申请。",
    "{none}全年未收到公民、法人或者其他组织提出的政府信息公开申请，无上年结转件。",
    "{none}本年度收到政府信息公开申请0件，上年结转0件，办结0件。",
    "{none}依申请公开渠道畅通，本年度没有收到政府信息公开申请。",
    "{none}全年政府信息公开申请数量为0件，依申请公开办理流程已编入公开指南。",
    "{none}本年度无政府信息公开申请事项，也无结转下年度办理的申请。",
    "{none}{y}年度收到依申请公开零件，办结零件。",
)
"""How many applications came in, were answered and left."""

RESULTS = (
    "{done}从办理结果看，予以公开{granted}件，占办结总数的{p_granted}。",
    "{done}从申请办理结果看，予以公开{granted}件，部分公开{partial}件，不予公开{denied}件，无法提供{unable}件，不予处理{refused}件，其他处理{otherwise}件。",
    "{done}办结的申请中，予以公开{granted}件（占{p_granted}）、部分公开{partial}件（占{p_partial}）、不予公开{denied}件（占{p_denied}）、无法提供{unable}件（占{p_unable}）、不予处理{refused}件（占{p_refused}）、其他处理{otherwise}件（占{p_otherwise}）。",
    "{done}答复结果中，予以公开的{granted}件，不予公开的{denied}件，无法提供的{unable}件。",
    "{done}全年答复政府信息公开申请{completed}件。其中，予以公开{granted}件，占{p_granted}；部分公开{partial}件，占{p_partial}；不予公开{denied}件，占{p_denied}；无法提供{unable}件，占{p_unable}；不予处理{refused}件，占{p_refused}；其他处理{otherwise}件，占{p_otherwise}。",
    "{done}已答复的政府信息公开申请中，予以公开和部分公开共{both}件。",
    "{done}按办理结果划分，予以公开{granted}件、部分公开{partial}件、其他情形{rest}件。",
    "{done}政府信息公开申请办结{completed}件，其中予以公开{granted}件，因本机关不掌握相关信息无法提供{not_held}件。",
    "{done}{completed}件答复中，{granted}件予以公开，{partial}件部分公开，{denied}件不予公开，{unable}件无法提供，{refused}件不予处理，{otherwise}件作其他处理。",
    "{done}申请办理结果为：予以公开{granted}件，部分公开{partial}件，不予公开{denied}件，无法提供{unable}件，不予处理{refused}件，其他处理{otherwise}件，总计{completed}件。",
    "{done}在办结的政府信息公开申请中，无法提供{unable}件，占比{p_unable}；不予处理{refused}件，占比{p_refused}。",
)
"""What became of them."""

APPLICANTS = (
    "{some}从申请人看，自然人提出申请{natural}件，法人或其他组织提出申请{legal}件。",
    "{some}申请人中，自然人申请{natural}件，占申请总数的{p_natural}。",
    "{some}新收的政府信息公开申请中，自然人申请{natural}件、法人或其他组织申请{legal}件。",
    "{only_natural}申请人均为自然人。",
    "{some}自然人申请{natural}件，占全部申请的{p_natural}，法人或其他组织申请{legal}件。",
)
"""Who applied."""

CHANNELS = (
    "{some}上述申请中，网上申请{c1}件、信函申请{c2}件、当面申请{c3}件。",
    "{some}按申请方式统计，通过网络提交{c1}件，通过信函提交{c2}件，当面提交{c3}件，其他方式0件。",
    "{some}申请内容主要涉及征地拆迁、项目审批、财政资金等方面。",
    "{some}其中网络渠道提交的申请占多数，信函渠道次之。",
    "{some}申请内容中，征地补偿类{k1}件，其余为城乡规划、社会保障等类别。",
)
"""How they came in, and what they were about."""

HANDLING = (
    "健全登记、补正、审核、答复全流程台账，对疑难申请组织会商。",
    "全年编制答复文书范本{n3}个，对重点申请开展法制审核{n4}次。",
    "答复书统一载明行政复议、行政诉讼的救济途径和期限。",
    "修订依申请公开工作规程，明确受理、转办、答复、归档各环节时限。",
    "依申请公开受理窗口、通信地址和联系电话均向社会公布。",
    "对申请内容不明确的，一次性告知申请人补正，全年发出补正告知书{n5}份。",
    "与申请人沟通{n6}人次，引导其通过政务服务渠道查询信息。",
    "按公开属性分，全年产生公文{t}件，其中主动公开{a}件、依申请公开{b}件、不予公开{c}件。",
    "在门户网站设置依申请公开栏目，更新公开指南{n4}次。",
    "协助上级机关办理依申请公开征求意见函{n4}件。",
    "与{last_y}年的{n5}件相比，申请数量总体平稳。",
)
"""How they are handled: nothing that a table holds."""

CASES = (
    "{case}因政府信息公开引发行政复议{review}件，行政诉讼{suit}件。",
    "{case}{y}年，{whole}因政府信息公开申请被申请行政复议{review}件，被提起行政诉讼{suit}件。",
    "{case}全年发生政府信息公开类行政复议案件{review}件、行政诉讼案件{suit}件。",
    "{sued}因政府信息公开被提起行政诉讼{suit}件，其中未经复议直接起诉{direct}件，复议后起诉{after}件。",
    "{reviewed}政府信息公开行政复议{review}件，其中结果维持{upheld}件，结果纠正{corrected}件，其他结果{other_outcome}件，尚未审结{pending}件。",
    "{reviewed}{not_corrected}涉及政府信息公开的行政复议{review}件，无一被纠正。",
    "{reviewed}{all_upheld}涉及政府信息公开的行政复议{review}件，均获维持。",
    "{only_review}因政府信息公开引发行政复议{review}件，未发生行政诉讼。",
    "{case}涉及政府信息公开的行政复议、行政诉讼共{cases}件。",
    "{case}{whole}有{review}件涉及政府信息公开工作的行政复议；涉及政府信息公开的行政诉讼为{suit}件。",
    "{no_case}全年未发生因政府信息公开引发的行政复议、行政诉讼。",
    "{no_case}本年度因政府信息公开被申请行政复议0件，被提起行政诉讼0件。",
    "{no_case}{we}没有因政府信息公开工作引发行政复议和行政诉讼案件。",
    "{no_case}本年度无政府信息公开行政复议、行政诉讼情况。",
    "{no_suit}{no_case}未收到涉及政府信息公开的行政复议申请，也未发生相关行政诉讼。",
)
"""Reviews and lawsuits."""

DOCUMENTS = (
    "{new_form}全年制发行政规范性文件{issued}件，均在印发后同步公开。",
    "{new_form}{y}年，制发规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
    "{new_form}制定行政规范性文件{issued}件，现行有效行政规范性文件{in_force}件已集中公开。",
    "{new_form}{no_doc}本年度未制发行政规范性文件，现行有效的行政规范性文件{in_force}件全部公开。",
    "{new_form}本年废止行政规范性文件{repealed}件，现行有效的{in_force}件在网站分类展示。",
    "{old_form}全年新制作规范性文件{made}件。",
    "{old_form}新制作规范性文件{made}件、新公开{disclosed}件，对外公开规范性文件总数{shown}件。",
    "{old_form}全年主动公开规范性文件{disclosed}件，配套解读材料{n4}份。",
    "转载上级规范性文件{n4}件，开展文件宣讲{n4}场。",
    "对{n4}件规范性文件开展合法性审核和公平竞争审查。",
)
"""Rules and normative documents."""

DECISIONS = (
    "{new_form}全年作出行政许可决定{licences}件、行政处罚决定{penalties}件、行政强制决定{coercion}件。",
    "{new_form}办理行政许可处理决定{licences}件，相关结果在规定期限内公示。",
    "{old_form}作出行政许可决定{licences}件、行政处罚决定{penalties}件，均按要求公示。",
    "{new_form}本年行政事业性收费金额{fee_amount}万元。",
    "公示行政处罚信息{n1}条、行政许可信息{n2}条。",
    "{old_form}全年实施政府集中采购项目{projects}个，采购总金额{spent}万元。",
    "发布政府采购公告{n5}条，公开采购意向{n5}项。",
    "公开{n4}家单位的部门预算和{last_y}年度部门决算。",
    "行政许可事项平均办理时限压缩{n4}个工作日，群众跑动次数减少。",
)
"""What was decided, bought and charged."""

DISCLOSED = (
    "全年主动公开政府信息{t}条，其中门户网站公开{a}条、政务新媒体公开{b}条、其他渠道公开{c}条。",
    "通过门户网站发布信息{a}条，通过政务新媒体发布信息{b}条。",
    "全年共发布各类信息{more}条，其中概况类信息{a}条、政务动态信息{b}条。",
    "围绕群众关心的入学招生、农村饮水和道路养护，逐项公布建设进度和责任单位。",
    "同步发布政策解读材料{t}篇，分别为文字解读{a}篇、图表解读{b}篇、视频解读{c}篇。",
    "主动公开信息{more}余条，信息公开的及时性明显增强。",
    "聚焦稳岗就业、农田水利和医疗保障，公开资金分配结果{n3}项。",
    "回应社会关切{n3}次，办理网民留言{n5}条，办结率100%。",
    "公开人大代表建议和政协提案办理结果{n6}件，其中建议{n3}件。",
    "召开新闻发布会{n3}场，开展在线访谈{n4}期。",
    "累计发布民生实事进展信息约{n1}条。",
    "受理12345热线转办工单{n1}件，按期办结率99.{n9}%。",
    "处理群众来信{n5}件，全部办结。",
)
"""What was published; nothing that a table holds."""

MANAGEMENT = (
    "修订公文公开属性源头认定办法，起草公文时同步确定公开属性。",
    "对历年文件开展集中清理，动态调整主动公开目录。",
    "严格执行信息发布三审三校制度，开展保密审查{n5}次。",
    "政府信息管理进一步规范，完成{n3}个栏目的归类整合。",
    "建立信息公开审查机制，全年审核拟公开信息{n1}条，未发生泄密事件。",
    "健全政府信息目录动态更新机制，清理失效链接{n4}个。",
)
"""How information is managed."""

PLATFORMS = (
    "门户网站完成适老化改造，新增全文检索和订阅功能。",
    "政务新媒体实行备案管理，关停长期不更新的账号{n4}个。",
    "在便民服务中心、档案馆、图书馆设置查阅点{n3}处。",
    "网站全年访问量{n1}万人次，政务微信公众号关注用户{n5}万人。",
    "公开平台改版上线，设置{n4}个专题专栏，发布信息{n2}条。",
)
"""Where information is published."""

ASSESSMENT = (
    "将政府信息公开纳入绩效考核，年度考核中{n4}个单位获评优秀。",
    "政府信息公开列入年度综合考核，在上级考核中得分9{n9}.5分，位列第三名。",
    "年终考核将信息公开作为重要内容，考核结果为良好等次。",
)
REVIEW = (
    "委托第三方开展社会评议，受访群众满意度为9{n9}.3%。",
    "组织社会评议，回收有效问卷{n1}份，群众满意度达到9{n9}.1%。",
    "社会评议结果为满意，群众满意率9{n9}%。",
)
ACCOUNTABILITY = (
    "全年未发生因政府信息公开工作不力被追究责任的情形。",
    "本年度没有发生需要责任追究的情形，责任追究结果为零。",
    "未出现因信息公开工作被问责的情况。",
)
SUPERVISION = (
    "举办业务培训班{n4}期，培训{n5}人次。",
    "明确{n3}名专兼职人员负责政务公开工作，召开推进会{n4}次。",
    "加强督查指导，印发工作提示{n4}份，督促整改问题{n5}个。",
    "主要负责同志{n4}次听取工作汇报，{n9}月开展专项检查。",
)
"""How the work is supervised."""

MISSES = (
    "一是部分单位对公开属性把握不准，发布前的审核有待加强；二是政策解读形式较为单一；三是基层经办人员变动频繁。",
    "一是答复文书说理不够充分；二是惠企政策公开的精准度不足；三是村级公开事项更新不及时，监督力量薄弱。",
    "（一）公开内容与群众期待还有差距；（二）部分栏目更新不够及时；（三）经办人员业务能力有待提高。",
    "存在的主要问题：公开的主动性不足，解读材料以文字为主，图表和视频偏少，公众参与渠道有限。",
)
MENDS = (
    "下一步，{we}将着力改进：一是推行答复文书审核和典型案例通报；二是分类推送惠企政策；三是把更新情况纳入季度抽查。",
    "针对上述问题，将采取以下措施：一是完善公开目录，明确责任分工；二是增加图解和问答类解读；三是每季度组织业务测试。",
    "改进措施：健全工作机制，压实发布责任，力争{next_y}年政策解读覆盖率达到100%，培训经办人员不少于{n5}人次。",
    "{next_y}年，将从三个方面改进：加强队伍建设，丰富解读形式，畅通互动渠道，政府信息公开申请全部在法定期限内答复。",
    "针对{last_y}年指出的问题，已于年内完成整改；下一步将继续加大培训力度，提升公开质量。",
)
"""Section five."""

FEES = (
    "{free}{y}年度未发出收费通知，未收取信息处理费。",
    "{free}本年度未收取政府信息公开信息处理费。",
    "{free}（一）收取信息处理费情况。本年度发出收费通知0件，总金额0元，实际收取信息处理费0元。",
    "{free}按照《政府信息公开信息处理费管理办法》，{organ}{y}年没有收取信息处理费。",
    "{free}无收取信息处理费情况，无其他需要报告的事项。",
    "{paid}本年度发出收费通知{notices}件，总金额{charged}元，实际收取信息处理费{collected}元。",
    "{paid}依据《政府信息公开信息处理费管理办法》，全年向申请人发出收费通知{notices}份，实际收取信息处理费共计{collected}元。",
)
NOTHING = ("无。", "无", "无其他需要报告的事项。", "本年度没有其他需要报告的事项。")
"""Section six."""

PERIODS = (
    "本报告中所列数据的统计期限自{y}年1月1日起至{y}年12月31日止。",
    "本报告所列数据的统计期限为{y}年1月1日至{y}年12月31日。",
    "数据统计期限为{y}年1月1日至12月31日。",
    "本报告统计时间从{y}年1月1日到12月31日止。",
)
GROUNDS = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔{notice}号）的要求，编制本报告。",
    "根据《中华人民共和国政府信息公开条例》规定，现公布{organ}{y}年政府信息公开工作年度报告。",
    "本报告由{organ}按照《中华人民共和国政府信息公开条例》第五十条的规定编制。",
)
CONTACTS = (
    "本报告可在门户网站查阅和下载，如有疑问，请与{organ}联系（地址：文昌路{n3}号）。",
    "如对本报告有疑问，请联系{organ}（电话：0999-8{n9}88666，邮编：999000）。",
    "",
)
"""What stands before section one."""
