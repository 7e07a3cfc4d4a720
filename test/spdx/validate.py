"""Validates SPDX 2.3 documents with the library that the SPDX project keeps: validate.py FILE...

Prints what is wrong, file by file; exit code 1 if anything is. Also shows that it can fail: a document that has lost its
licence expression, or points to an element that is not there, has to be refused.
"""

import json
import sys
import tempfile

from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def faults(path):
    """What the library says against a document; empty when it is valid."""
    try:
        return [message.validation_message for message in validate_full_spdx_document(parse_file(path))]
    except SPDXParsingError as error:
        return error.get_messages()


def broken(path):
    """The document with one fault each, by what was done to it."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, change in {
        "no such licence": lambda d: d["packages"][0].update(licenseDeclared="MIT AND (("),
        "a relationship to nothing": lambda d: d["relationships"][0].update(relatedSpdxElement="SPDXRef-Nothing"),
        "no name": lambda d: d["packages"][0].pop("name"),
        "half a hash": lambda d: d["packages"][0].update(checksums=[{"algorithm": "SHA256", "checksumValue": "ab"}]),
    }.items():
        document = json.loads(text)
        change(document)
        yield name, document


def main(paths):
    wrong = 0
    for path in paths:
        for message in faults(path):
            print(f"{path}: {message}")
            wrong += 1
    for name, document in broken(paths[0]):
        with tempfile.NamedTemporaryFile("w", suffix=".spdx.json") as file:
            json.dump(document, file)
            file.flush()
            if not faults(file.name):
                print(f"{paths[0]} with {name} is taken as valid")
                wrong += 1
    print(f"{len(paths)} SPDX documents, {wrong} faults")
    return 1 if wrong or not paths else 0


sys.exit(main(sys.argv[1:]))
