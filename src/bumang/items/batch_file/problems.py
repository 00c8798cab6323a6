"""What can be wrong with a file as a whole, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

_AGAIN = Text(
    "请下载本事项的模板，把内容填进去再上传。",
    "Download the item's template, fill it in and send that.",
)

NOT_A_TABLE = Problem(
    "NOT_A_TABLE",
    Text("这个文件不是能读的表格。", "This file is not a table that can be read."),
    Text(
        "只收 CSV 和 XLSX；旧的 XLS、加密的文件、图片和 PDF 都读不出来。",
        "CSV and XLSX are taken; old XLS, encrypted files, pictures and PDF cannot be read.",
    ),
    _AGAIN,
)
DAMAGED = Problem(
    "DAMAGED",
    Text("文件不完整或已经损坏。", "The file is cut off or damaged."),
    Text(
        "读到一半就读不下去了，里面的行都没有受理。",
        "It cannot be read to its end; none of its rows was taken.",
    ),
    Text("请重新导出或保存一份再上传。", "Export or save it once more and send it again."),
)
ENCODING = Problem(
    "ENCODING",
    Text("文件的文字编码认不出来。", "The file's text encoding is not understood."),
    Text("CSV 要用 UTF-8 或者 GB18030（GBK）编码。", "A CSV is written in UTF-8 or GB18030 (GBK)."),
    Text("请另存为「CSV UTF-8」，或者用 XLSX。", "Save it as “CSV UTF-8”, or use XLSX."),
)
TOO_BIG_INSIDE = Problem(
    "TOO_BIG_INSIDE",
    Text("文件展开以后太大。", "The file is too large when unpacked."),
    Text("展开后最多 100 MB，防止压缩炸弹。", "At most 100 MB are unpacked, against zip bombs."),
    Text(
        "请删去多余的工作表和图片，或者分成几个文件。",
        "Remove other sheets and pictures, or split it.",
    ),
)
NO_ROWS = Problem(
    "NO_ROWS",
    Text("文件里没有要办理的行。", "The file has no rows to process."),
    Text("标题行下面是空的。", "There is nothing below the headings."),
    _AGAIN,
)
MERGED = Problem(
    "MERGED",
    Text("数据行里有合并的单元格。", "There are merged cells among the rows."),
    Text("合并以后看不出每一行各是什么。", "With merged cells it is not clear what each row says."),
    Text("请取消合并，每一行都填完整。", "Unmerge them and fill in every row."),
)


def too_many_rows(rows: int, most: int) -> Problem:
    return Problem(
        "TOO_MANY_ROWS",
        Text(
            "文件有 {rows} 行，超过了 {most} 行。", "The file has {rows} rows, more than {most}."
        ).format(rows=f"{rows:,}", most=f"{most:,}"),
        Text("一个文件作为一笔受理。", "A file is accepted as one submission."),
        Text("请分成几个文件。", "Split it into several files."),
    )


def headings_missing(names: str) -> Problem:
    return Problem(
        "HEADINGS_MISSING",
        Text("没有找到这些栏：{names}。", "These columns were not found: {names}.").format(
            names=names
        ),
        Text("每一栏靠标题行里的名称来认。", "Columns are known by the names in the heading row."),
        _AGAIN,
    )


def heading_repeated(name: str) -> Problem:
    return Problem(
        "HEADING_REPEATED",
        Text("「{name}」这一栏出现了两次。", "The column “{name}” is there twice.").format(
            name=name
        ),
        Text("不知道该用哪一栏。", "It is not clear which one counts."),
        Text("请删去多余的一栏。", "Remove one of them."),
    )


def heading_unknown(name: str) -> Problem:
    return Problem(
        "HEADING_UNKNOWN",
        Text("不认识「{name}」这一栏。", "The column “{name}” is not known.").format(name=name),
        Text(
            "多出来的内容不会被办理，所以先请您确认。", "It would not be acted on, so we ask first."
        ),
        Text("请删去这一栏，或者核对标题。", "Remove it, or check its heading."),
    )


SPREADSHEET_NUMBER = Problem(
    "SPREADSHEET_NUMBER",
    Text("号码被表格软件改成了数字。", "The spreadsheet turned the number into a figure."),
    Text(
        "超过 15 位的数字会丢掉后面几位，找不回来。",
        "Beyond 15 digits a figure loses its last places for good.",
    ),
    Text(
        "请把这一栏设成「文本」，再重新填写号码。",
        "Format the column as text and type the number again.",
    ),
)
