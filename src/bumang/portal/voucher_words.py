"""The words of the vouchers' pages."""

from __future__ import annotations

from bumang.kernel.text import Text

WORDS = {
    "mine": Text("我的凭证", "My vouchers"),
    "lead": Text(
        "凭证带签名，可以打印、转发；谁都能核验，断网也能核验。",
        "A voucher is signed; it can be printed and passed on. Anyone can check it, also offline.",
    ),
    "available": Text("可以开的凭证", "What can be issued"),
    "issue": Text("开凭证", "Issue"),
    "issue_hint": Text(
        "内容没有变化时，再开一次得到的是同一张。",
        "While nothing has changed, asking again gives the same voucher.",
    ),
    "none": Text("没有可以写进凭证的记录。", "Nothing is on record that a voucher could state."),
    "part": Text("只出示一部分", "Show only a part"),
    "part_hint": Text(
        "比如只证明“这个月在某地参保”，不让人看到工资。",
        "Prove, say, that you are insured in a place this month, without the wage.",
    ),
    "issued": Text("开过的凭证", "Issued so far"),
    "none_yet": Text("还没有开过。", "None yet."),
    "archive": Text("全部凭证打成一个压缩包", "All of them as one archive"),
    "archive_hint": Text(
        "里面有离线核验页、平台的密钥和说明，不用联网也能核验。",
        "With the page that checks offline, the platform's keys and instructions.",
    ),
    "number": Text("凭证编号", "Number"),
    "issued_at": Text("签发时间", "Issued at"),
    "status": Text("状态", "Status"),
    "stands": Text("有效", "It stands"),
    "replaced": Text("后来又开了新的一张", "Followed by a newer one"),
    "withdrawn": Text("已由本人停用", "Stopped by its holder"),
    "ended_at": Text("从什么时候起", "Since"),
    "sheet": Text("下载 PDF", "Download the PDF"),
    "data": Text("下载签了名的数据", "Download the signed data"),
    "proof": Text("下载公开日志的证明", "Download the proof of the public log"),
    "proof_coming": Text(
        "刚开的凭证要过几秒才有公开日志的证明；有了以后，下载的 PDF 里也会附上。",
        "The proof of the public log comes some seconds after issuing; a PDF downloaded then has it inside.",
    ),
    "check": Text("核验凭证", "Check a voucher"),
    "stop": Text("停用这张凭证", "Stop this voucher"),
    "stop_hint": Text(
        "交错了人、不再需要时停用。别人凭编号查询会看到已停用；纸上的签名仍然成立，不能收回。停用后不能恢复，可以重新开一张。",
        "For when it went to the wrong person or is no longer needed. Whoever asks by its number is told so; the signature on the paper still holds and cannot be taken back. It stays stopped; you can have a new one issued.",
    ),
    "who_may_see": Text(
        "凭证上有您的姓名和社会保障号码，只交给需要核验的人。",
        "It shows your name and social security number: give it only to whoever has to check it.",
    ),
    "status_title": Text("凭证状态", "Does a voucher still stand?"),
    "type_number": Text("输入凭证编号", "The voucher's number"),
    "status_lead": Text(
        "这里只说凭证还算不算数，不显示持证人的任何信息。",
        "This tells whether a voucher still stands, and nothing of the person.",
    ),
    "look_up": Text("查询", "Look it up"),
    "stands_text": Text(
        "这张凭证是本平台签发的，没有停用，也没有被新的代替。",
        "This platform issued the voucher; it was neither stopped nor followed by a newer one.",
    ),
    "replaced_text": Text(
        "这张凭证是本平台签发的。持证人后来又开了一张同类的；要看现在的情况，请看新的那张。",
        "This platform issued the voucher. Its holder had a newer one of the same kind issued later; ask for that one to see how things stand now.",
    ),
    "withdrawn_text": Text(
        "这张凭证是本平台签发的，持证人后来把它停用了。请向持证人要一张新的。",
        "This platform issued the voucher, and its holder stopped it. Ask for a new one.",
    ),
    "unchanged": Text(
        "登记的记录与凭证签发时写的一致，没有更正过。",
        "What is on record of that moment is still what the voucher says.",
    ),
    "changed": Text(
        "签发以后，所写的记录有变动或更正。请向持证人要一张新的。",
        "What is on record of that moment has changed since. Ask its holder for a new one.",
    ),
    "not-known": Text(
        "记录现在读不到，没有核对有没有更正。",
        "The records cannot be read just now, so it was not checked whether they changed.",
    ),
    "not_enough": Text(
        "只查编号不能证明纸面是真的：请再扫纸面上的二维码，核对签名和内容。",
        "The number alone does not prove the paper: scan its code too, which checks the signature and the content.",
    ),
}
