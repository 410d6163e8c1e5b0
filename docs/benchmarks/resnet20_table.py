"""Prints the table of resnet20.md from its raw results.

Usage: python resnet20_table.py resnet20.jsonl
"""

import collections
import json
import statistics
import sys

cells = collections.defaultdict(dict)
for line in open(sys.argv[1], encoding="utf-8"):
    cell = json.loads(line)
    name, seed = cell["name"].rsplit("-s", 1)
    cells[name][int(seed)] = cell
print("| cell | seed 1 | seed 2 | mean | soft → hard, points | blocks removed | CPU seconds |")
print("|---|---|---|---|---|---|---|")
for name, seeds in cells.items():
    accuracy = [100 * cell["accuracy"] for cell in seeds.values()]
    drops = [100 * (cell["soft-accuracy"] - cell["hard-accuracy"]) for cell in seeds.values()]
    shown = " | ".join(f"{100 * seeds[s]['accuracy']:.2f}" if s in seeds else "not run" for s in (1, 2))
    removed = "/".join(str(cell["removed-blocks"]) for cell in list(seeds.values())[:1])
    drop = f"{statistics.mean(drops):.2f}" if name.startswith("smart") else "–"
    cpu = f"{statistics.mean(cell['cpu-seconds'] for cell in seeds.values()):.0f}"
    print(f"| `{name}` | {shown} | {statistics.mean(accuracy):.2f} | {drop} | {removed} of 4176 | {cpu} |")
