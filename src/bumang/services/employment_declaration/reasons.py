"""变更原因: why an employment ends, by the codes of an agency's online system."""

from __future__ import annotations

from bumang.kernel.text import Text

END_REASONS = {
    "6301": Text("合同期满", "contract expired"),
    "6303": Text("单位解除合同", "terminated by the employer"),
    "6304": Text("双方协商一致解除", "terminated by agreement"),
    "6305": Text("个人解除合同", "terminated by the employee"),
    "6306": Text("企业破产", "bankruptcy"),
    "6307": Text("出国", "went abroad"),
    "6309": Text("服刑", "imprisonment"),
    "6313": Text("申请养老待遇核定或达到法定退休年龄", "retires or reaches the statutory age"),
    "6315": Text("死亡或失踪", "died or missing"),
    "6316": Text("组织调动", "official transfer"),
    "6317": Text("企业裁员", "layoff"),
    "6323": Text("企业关闭或撤销解散", "employer closed"),
    "6328": Text("申领病残津贴", "applies for disability allowance"),
}
