"""Typst, in a process of its own: it keeps what it has set, and only its end gives back the memory (as_pdf.py runs it).

Reads {"summary": the sheet as JSON in a string, "made_at": ISO 8601} from standard input and writes the PDF to
standard output.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import typst

HERE = Path(__file__).parent


def main() -> None:
    """Set one summary. What members write is an input of the template: none of it is read as Typst's own language."""
    asked = json.load(sys.stdin.buffer)
    # Ours and no others: what a machine happens to have must not change the document.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
    result = typst.compile(
        (HERE / "summary.typ").read_bytes(),
        sys_inputs={"summary": asked["summary"]},
        font_paths=fonts,
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(asked["made_at"]),
        format="pdf",
    )
    sys.stdout.buffer.write(result)


if __name__ == "__main__":
    main()
