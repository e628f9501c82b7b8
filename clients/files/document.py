"""What a document of a word processor says: its paragraphs and its footnotes, as JSON."""

import json
import sys

import docx
from docx.oxml.ns import qn

document = docx.Document(sys.argv[1])
footnotes = next(
    part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml"
)
notes = docx.oxml.parse_xml(footnotes.blob)


def text(element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


print(
    json.dumps(
        {
            "paragraphs": [
                {
                    "style": paragraph.style and paragraph.style.name,
                    "text": paragraph.text,
                    "notes": [
                        one.get(qn("w:id"))
                        for one in paragraph._p.iter(qn("w:footnoteReference"))
                    ],
                }
                for paragraph in document.paragraphs
            ],
            "footnotes": {
                note.get(qn("w:id")): text(note) for note in notes.iter(qn("w:footnote"))
            },
        }
    )
)
