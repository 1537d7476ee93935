"""What a call costs from Python, and of that what reading the answer costs: calls.py FILE ROUNDS"""
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bindings/python"))
import cimgate  # noqa: E402

message = Path(sys.argv[1]).read_bytes()
rounds = int(sys.argv[2])


def microseconds(call):
    times = []
    for _ in range(rounds):
        begin = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - begin)
    return statistics.median(times) / 1000


with cimgate.Gateway() as gateway:
    print(f"Python  validate {microseconds(lambda: gateway.validate(message)):6.1f}"
          f"  translate {microseconds(lambda: gateway.translate(message)):6.1f}", end="")
    texts = [json.dumps(answer.json) for answer in (gateway.validate(message), gateway.translate(message))]
    print("  of these json.loads", " and ".join(f"{microseconds(lambda t=text: json.loads(t)):.1f}" for text in texts))
