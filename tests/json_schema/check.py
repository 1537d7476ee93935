#!/usr/bin/env python3
"""check.py FOLDER: a second validator says the same of what check.mjs left in FOLDER, and the examples of market state
are valid by their schema."""
import glob
import json
import re
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


def in_editor(path):
    """As an editor reads a file: YAML 1.2, in which yes, no and on are texts."""
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Yaml12)


class Yaml12(Days):
    pass


Yaml12.yaml_implicit_resolvers = {
    letter: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:bool"]
    for letter, forms in Days.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def files(*patterns):
    return sorted(path for pattern in patterns for path in glob.glob(pattern, recursive=True))


# Every file that is built in is valid, and one with a mistake is not.
written = {
    "mapping": [path for path in files("mappings/**/*.yaml") if not path.endswith((".test.yaml", "reasons.nb.yaml"))],
    "rules": files("rules/**/message/*.yaml", "rules/market/*.yaml"),
    "scenario": [path for path in files("scenarios/*.yaml") if not path.endswith("words.yaml")],
    "users": files("examples/access/*.yaml"),
}
mistakes = {
    "mapping": [
        ("mappings/messages/ConfirmStartOfSupply.yaml", lambda file: file["variants"][0].update(nmae="x")),
        ("mappings/messages/ConfirmStartOfSupply.yaml", lambda file: file.pop("schema")),
        ("mappings/dk/blocks/dk-value.yaml", lambda file: file["fields"][0]["of"][0].update(bim={"hass": "A"})),
        ("mappings/dk/blocks/dk-quality.yaml", lambda file: file["fields"][0].update({"as": "instnat"})),
        ("mappings/dk/codes/dk-quality.yaml", lambda file: file["source"].update(status="guessed")),
    ],
    "rules": [
        ("rules/dk/message/RSM-012.yaml", lambda file: file["rules"][0].pop("text")),
        ("rules/dk/message/RSM-012.yaml", lambda file: file["rules"][0].update(severty="info")),
        ("rules/dk/message/RSM-012.yaml", lambda file: file["rules"][0]["examples"].pop("fail")),
        ("rules/market/BRS-NO-213.yaml", lambda file: file["rules"][0]["assert"].update(midnite="A")),
    ],
    "scenario": [
        ("scenarios/BRS-312-stipulated.yaml", lambda file: file["steps"][0].update(sned="x")),
        ("scenarios/BRS-312-stipulated.yaml", lambda file: file["steps"].append({"fault": "Xsd"})),
        ("scenarios/BRS-312-stipulated.yaml", lambda file: file.pop("clock")),
    ],
    "users": [
        ("examples/access/users.yaml", lambda file: file.pop("organisations")),
        ("examples/access/users.yaml", lambda file: file["agents"][0].update(roles=["king"])),
        ("examples/access/users.yaml", lambda file: file["organisations"][0]["users"][0].update(name="x")),
    ],
}
counted = 0
for name, paths in written.items():
    for edition, validator in (("2020-12", jsonschema.Draft202012Validator), ("07", jsonschema.Draft7Validator)):
        schema = load(f"{folder}/{edition}/{name}.json")
        validator.check_schema(schema)
        for path in paths:
            for error in validator(schema).iter_errors(in_editor(path)):
                sys.exit(f"{path}: {error.message}")
        for path, spoil in mistakes[name]:
            file = in_editor(path)
            spoil(file)
            if validator(schema).is_valid(file):
                sys.exit(f"{name}.json ({edition}) takes {path} with a mistake in it")
    counted += len(paths)
assert counted > 400
print(f"JSON Schemas: {judged} samples, {len(states)} files of market state and {counted} mappings, rules and scenarios valid for a second validator, too")
