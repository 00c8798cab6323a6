"""The console's words."""

from __future__ import annotations

from bumang.gate.steering import Setting
from bumang.kernel.text import Text

WORDS = {
    "title": Text("闸口现状", "The gate now"),
    "log": Text("调整记录", "What was ordered"),
    "openings": Text("预告开放", "Openings"),
    "console": Text("运行控制台", "Console"),
    "as_of": Text("{at} 的现状，{n} 个网页进程合计", "As of {at}, of {n} web processes together"),
    "still": Text("停止自动更新", "Stop renewing"),
    "renew": Text("每 5 秒自动更新", "Renew every 5 seconds"),
    "lines": Text("各条队", "Lines"),
    "line": Text("队", "Line"),
    "waiting": Text("在等", "Waiting"),
    "called": Text("已叫到", "Called up to"),
    "last": Text("已发号到", "Given up to"),
    "pace": Text("每秒叫号", "Called a second"),
    "longest": Text("排在最后的大约要", "The last waits about"),
    "shown": Text("叫到后来的", "Come when called"),
    "state": Text("状态", "State"),
    "by_itself": Text("自动", "by itself"),
    "at_rate": Text("每秒 {rate} 人", "{rate} a second"),
    "paused": Text("暂停到 {until}", "paused until {until}"),
    "classes": Text("名额（各进程合计）", "Slots (of all processes)"),
    "class": Text("类别", "Class"),
    "limit": Text("同时办理上限", "Limit"),
    "in_work": Text("正在办", "In work"),
    "at_door": Text("门口等名额", "At the door"),
    "share": Text("紧急通道份额", "Urgent share"),
    "fixed": Text("（人工）", "(ordered)"),
    "in_force": Text("正在生效的调整", "Orders in force"),
    "nothing": Text(
        "没有人工调整，闸口全自动运行。", "Nothing is ordered: the gate goes by itself."
    ),
    "answers": Text("最近一小时的答复", "Answers of the last hour"),
    "answers_how": Text(
        "每分钟一条；满高是一分钟 {most} 次。收到 = 办好 + 受理 + 排队 + 请改正 + 没有着落。",
        "A bar a minute; full height is {most} in a minute. Offered = done + accepted + queued + invalid + other.",
    ),
    "offered": Text("收到", "Offered"),
    "done": Text("办好", "Done"),
    "accepted": Text("受理", "Accepted"),
    "queued": Text("排队", "Queued"),
    "invalid": Text("请改正", "Invalid"),
    "other": Text("没有着落（应为 0）", "Other (should be 0)"),
    "sum": Text("合计", "Sum"),
    "minute": Text("分钟", "Minute"),
    "by_minute": Text("逐分钟的数", "Minute by minute"),
    "nothing_yet": Text(
        "还没有记录，第一分钟过后就有。", "Nothing is kept yet; it is after the first minutes."
    ),
    "queue_lengths": Text("最近一小时各队人数", "People waiting in the last hour"),
    "queue_how": Text("满高是 {most} 人。", "Full height is {most} people."),
    "nobody": Text("这一小时没有人排队。", "Nobody waited in this hour."),
    "calibration": Text("说的时间准不准", "How right the told times are"),
    "calibration_how": Text(
        "告诉人们的时间区间应该五次里有四次说准（80%）。点是实际比例，横线是它的 95% 区间；阴影是目标 77% 到 83%。",
        "The intervals people are told should hold four times in five (80 %). The dot is the share that held, the bar its 95 % interval; the shade is the goal, 77 % to 83 %.",
    ),
    "held": Text("说准的比例", "Held"),
    "judged": Text("已核对", "Judged"),
    "none_judged": Text("还没有可以核对的区间。", "No interval could be judged yet."),
    "quotas": Text("配额", "Quotas"),
    "quotas_how": Text(
        "每一个人、单位、代办在 {window} 秒里最多这么多次；用完了不拒绝，告诉什么时候再来。次数从启动算起，不记是谁。",
        "So many in {window} seconds for each person, employer or agent; over it one is not refused but told when to come back. Counted since the start, without whom.",
    ),
    "no_quotas": Text("没有设配额。", "There are no quotas."),
    "quota_of": Text("每一个", "For each"),
    "person": Text("参保人", "insured person"),
    "employer": Text("参保单位", "employer"),
    "agent": Text("代办", "agent"),
    "most": Text("最多", "At most"),
    "requests_over": Text("查询等用完的次数", "Requests over it"),
    "submissions_over": Text("提交用完的次数", "Submissions over it"),
    "doubt": Text("怀疑的理由", "Reasons for doubt"),
    "doubt_how": Text(
        "被请到后面那条队的新来者，按看到的迹象计数（一次可以有几种，至少两类才算）。从启动算起，不记是谁，也不凭地址。",
        "Newcomers asked into the second line, by what was seen (several signs at a time, of two kinds at least). Counted since the start, without whom, and never for an address.",
    ),
    "sign": Text("迹象", "Sign"),
    "times": Text("次数", "Times"),
    "steer": Text("调整", "Steer"),
    "number": Text("编号", "Number"),
    "when": Text("时间", "When"),
    "who": Text("谁", "Who"),
    "what": Text("改什么", "What"),
    "from_to": Text("从 → 到", "From → to"),
    "why": Text("原因", "Why"),
    "until": Text("到", "Until"),
    "take_back": Text("撤回", "Take back"),
    "taken_back": Text("撤回第 {number} 号", "Takes back {number}"),
    "older": Text("更早的", "Older"),
    "none_ordered": Text("还没有人工调整过。", "Nothing was ever ordered."),
    "back": Text("返回", "Back"),
    "target": Text("对象", "For"),
    "value": Text("改成", "To"),
    "give_back": Text("恢复自动", "Back to itself"),
    "set_to": Text("人工设定", "Ordered"),
    "minutes": Text(
        "几分钟后自动结束（可以不填；暂停必填，最长 240）",
        "Ends by itself after so many minutes (may be empty; a pause needs it, 240 at most)",
    ),
    "reason": Text("原因（会记下来，2 到 500 字）", "Why (kept in the log, 2 to 500 characters)"),
    "zh": Text("中文", "Chinese"),
    "en": Text("英文", "English"),
    "go_check": Text("先看一遍后果", "See what it does first"),
    "check": Text("这样调整，会怎样？", "What will this do?"),
    "now_is": Text("现在", "Now"),
    "will_be": Text("改成", "Then"),
    "confirm": Text("确认调整", "Confirm"),
    "problem": Text("有一处要改", "There is a problem"),
    "undo": Text("撤回第 {number} 号调整？", "Take order {number} back?"),
    "undo_how": Text(
        "会作为一次新的调整记下来，恢复到它之前的样子。",
        "It is kept as an order of its own, back to what was before it.",
    ),
    "announce": Text("预告一次开放", "Announce an opening"),
    "matter": Text("事项", "Matter"),
    "all": Text("需要查询的全部页面", "Everything that asks the databases"),
    "opens_at": Text(
        "开放时刻（北京时间），例如 2026-11-30T09:00", "The hour (China), such as 2026-11-30T09:00"
    ),
    "doors": Text("提前几分钟可以来取号", "Numbers so many minutes before"),
    "seed_commitment": Text(
        "别人保管种子时，它的 SHA-256（可以不填）",
        "SHA-256 of a seed that someone else keeps (may be empty)",
    ),
    "phase_announced": Text("已预告", "announced"),
    "phase_early": Text("正在取号", "numbers are given"),
    "phase_due": Text("等待公布种子", "the seed is due"),
    "phase_open": Text("已开放", "open"),
    "phase_over": Text("已结束", "over"),
    "cohort": Text("提前来的人数", "Came early"),
    "withdraw": Text("撤回", "Withdraw"),
    "withdraw_title": Text("撤回第 {number} 次开放？", "Withdraw opening {number}?"),
    "withdraw_how": Text(
        "已经取的号不再有用，取了号的人会直接进入或排普通的队。",
        "Numbers already given are of no use then; whoever has one comes in or waits as usual.",
    ),
    "opening_how": Text(
        "提前来的人先取号，到点由事先承诺的种子抽签定先后，后来的排在后面。申请照常受理，不受影响。",
        "Whoever comes early gets a number; at the hour their order is drawn by the seed committed to now; the later are behind. Applications are accepted as ever.",
    ),
    "opening_check": Text("这样预告，会怎样？", "What will this announcement do?"),
    "seed": Text("抽签的种子", "The seed of the draw"),
    "seed_ours": Text("由系统保管到开放的时刻", "kept here until the hour"),
    "seed_theirs": Text("由别人保管，承诺是", "kept by someone else, committed to by"),
    "will_replace": Text(
        "第 {number} 次开放同时撤回，由这一次代替；还没有人为它取过号。",
        "Opening {number} is withdrawn at the same moment and this one takes its place; nobody has a number for it yet.",
    ),
    "will_publish": Text(
        "确认以后马上公布，任何人都能在 /queue/openings 看到时刻和种子的承诺；公布的内容不再改动。",
        "As soon as you confirm, everyone can read the hour and the seed's commitment at /queue/openings; what is published is never altered.",
    ),
    "will_number": Text(
        "从 {at} 起，来的人先取号，不能直接进入。",
        "From {at} whoever comes gets a number and is not let in.",
    ),
    "will_draw": Text(
        "到 {at}，提前来的人由抽签定先后，开始叫号；后来的排在后面。",
        "At {at} the order of those who came early is drawn and people are called; the later are behind.",
    ),
    "will_accept": Text(
        "交申请和缴费照常受理，不用取号。",
        "Applications and payments are accepted as ever, without a number.",
    ),
    "may_change": Text(
        "开始取号以前可以改；到开放的时刻以前可以撤回，取了号的人会直接进入或排普通的队；开放以后不能撤回，只能暂停这条队。",
        "It can be changed until numbers are given, and withdrawn until its hour: whoever has a number then comes in or waits as usual. Once open it cannot be withdrawn; its line can be paused.",
    ),
    "confirm_opening": Text("确认，马上公布", "Confirm and publish now"),
    "change": Text("改", "Change"),
    "change_title": Text("改第 {number} 次开放", "Change opening {number}"),
    "change_how": Text(
        "公布过的不能改写：会撤回原来的，同时公布一次新的，种子也换新的。原因会一起公布。",
        "What was published is not rewritten: the old one is withdrawn and a new one announced in the same moment, with a new seed. The reason is published with it.",
    ),
    "opens_at_short": Text("开放时刻", "Opens at"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "draw": Text("抽签和核对", "The draw, and how to check it"),
    "none_announced": Text("没有预告的开放。", "No opening is announced."),
}

SETTINGS = {
    Setting.RATE: Text(
        "叫号速度（每秒几人，全部进程合计）", "Rate (places a second, all processes together)"
    ),
    Setting.LIMIT: Text("同时办理上限（每个进程）", "Limit (requests in work, in one process)"),
    Setting.URGENT_SHARE: Text(
        "紧急通道份额（百分之几，最多 20）", "Urgent share (per cent, 20 at most)"
    ),
    Setting.URGENT: Text("今天按紧急办的事项", "A matter that is urgent for now"),
    Setting.MESSAGE: Text("排队页上的话", "Words on the waiting page"),
    Setting.PAUSE: Text("暂停叫号", "Pause"),
}

EFFECTS = {
    Setting.RATE: Text(
        "这条队不再按名额叫号，全部进程合计按这个速度；来的人都先取号。定得比能办的快，叫到的人会在门口再等；定得慢，名额会空着。",
        "The line is called at this rate by all processes together, not by what the slots can take; everyone takes a place first. Faster than can be served, people wait again at the door; slower, slots stay empty.",
    ),
    Setting.LIMIT: Text(
        "上限不再自己找。定高了，所有人都变慢；定低了，名额不够，排队变长。",
        "The limit does not find itself any more. Too high, all become slow; too low, the line grows.",
    ),
    Setting.URGENT_SHARE: Text(
        "紧急通道最多占这么多名额，其余归普通的队；公布的上限是五分之一。",
        "The urgent lane has so many of the slots at most, the others have the rest; the published cap is a fifth.",
    ),
    Setting.URGENT: Text(
        "这个事项的页面改走紧急通道，和待遇发放等一起先叫。到期自动恢复。",
        "This matter's pages come by the urgent lane, called first with benefits and settlements. It ends by itself where an end is given.",
    ),
    Setting.MESSAGE: Text(
        "每一个排队的人都会看到这句话。请写得像柜台工作人员说话。",
        "Everyone who waits reads it. Write as a good counter clerk speaks.",
    ),
    Setting.PAUSE: Text(
        "这条队不再叫号，也没有人能直接进来。正在里面办的人不受影响，位置都留着，申请照常受理。到时自动恢复。",
        "Nobody is called in this line or let in past it. Whoever is inside goes on, places stay, applications are accepted as ever. It ends by itself.",
    ),
}
