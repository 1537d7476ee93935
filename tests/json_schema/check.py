#!/usr/bin/env python3
"""check.py FOLDER: a second validator says the same of what check.mjs left in FOLDER, and the examples of market state
are valid by their schema."""
import glob
import json
import sys

import jsonschema
import yaml

folder = sys.argv[1]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Days(yaml.SafeLoader):
    """YAML without dates: days are texts."""


Days.yaml_implicit_resolvers = {
    letter: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
    for letter, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

judged = 0
for profile in ("nmeg/0.1", "nmeg-no/0.1"):
    for path in glob.glob(f"{folder}/samples/{profile}/*/*.json"):
        document = load(path)
        root = next(iter(document))
        for edition, validator in (("2020-12", jsonschema.Draft202012Validator), ("07", jsonschema.Draft7Validator)):
            schema = load(f"{folder}/{edition}/{profile}/{root}.json")
            validator.check_schema(schema)
            for error in validator(schema).iter_errors(document):
                sys.exit(f"{path}: {error.message}")
        judged += 1
assert judged > 100

market = jsonschema.Draft202012Validator(load(f"{folder}/2020-12/market.json"))
states = ["examples/demo/market.yaml", *glob.glob("examples/market/*.yaml")]
for path in states:
    with open(path, encoding="utf-8") as file:
        for error in market.iter_errors(yaml.load(file, Days)):
            sys.exit(f"{path}: {error.message}")
wrong = {"parties": [{"gln": "7080000000003", "roles": ["XYZ"]}], "partys": []}
assert len(list(market.iter_errors(wrong))) == 2
print(f"JSON Schemas: {judged} samples and {len(states)} files of market state valid for a second validator, too")
