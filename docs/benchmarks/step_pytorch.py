"""The dense training step of `espalier bench step` against the same step in plain PyTorch, in turns.

    python3 -m venv venv && venv/bin/pip install torch==2.7.1 torchvision==0.22.1
    OMP_WAIT_POLICY=PASSIVE venv/bin/python docs/benchmarks/step_pytorch.py MODELS [TURNS] [ROUNDS]

MODELS holds resnet20-cifar10.onnx, resnet18.onnx and mobilenet_v2.onnx. A step is forward, cross-entropy, backward and
SGD with momentum 0.9 and decay 5e-4, on one batch of noise, two threads. The sides take turns, so that other load on
the machine hits both; the ratio is of the medians over all turns. PyTorch runs twice, with its default memory format
and with channels_last, and the faster one is what counts. The same is printed for processor time (of all threads, mean
over the rounds of a turn), which other load disturbs less.
"""
import json
import statistics
import subprocess
import sys
import time

import torch
import torchvision
from torch import nn

CASES = [("resnet20-cifar10", 128, 32), ("resnet18", 32, 64), ("mobilenet_v2", 32, 96)]
WARM_UP = 3


class Block(nn.Module):
    """He et al., arXiv:1512.03385, section 4.2, option A: the shortcut subsamples and pads channels with zeros."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.pad, self.stride = (outputs - inputs) // 2, stride

    def forward(self, x):
        skip = nn.functional.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.pad, self.pad))
        return torch.relu(self.body(x) + skip)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    channels = 16
    for stage, width in enumerate((16, 32, 64)):
        for block in range(3):
            layers.append(Block(channels, width, 2 if stage and not block else 1))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


NETWORKS = {
    "resnet20-cifar10": resnet20,
    "resnet18": lambda: torchvision.models.resnet18(),
    # Dropout 0: the exported file, which Espalier trains, drops nothing.
    "mobilenet_v2": lambda: torchvision.models.mobilenet_v2(dropout=0.0),
}


def pytorch_steps(name, batch, extent, memory_format, rounds):
    torch.manual_seed(1)
    model = NETWORKS[name]().to(memory_format=memory_format).train()
    sgd = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=5e-4)
    loss = nn.CrossEntropyLoss()
    x = torch.randn(batch, 3, extent, extent).to(memory_format=memory_format)
    y = torch.randint(0, 10, (batch,))
    seconds = []
    for i in range(WARM_UP + rounds):
        if i == WARM_UP:
            processor = time.process_time()
        start = time.perf_counter()
        sgd.zero_grad()
        value = loss(model(x), y)
        value.backward()
        sgd.step()
        value.item()
        if i >= WARM_UP:
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), (time.process_time() - processor) / rounds


def espalier_step(models, name, batch, extent, rounds):
    command = ["./espalier", "bench", "step", f"{models}/{name}.onnx", "--batch", str(batch), "--image",
               f"{extent}x{extent}", "--rounds", str(rounds), "--threads", "2", "--json"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    dense = result["dense"]
    return (dense["wall-millis"] / 1e3, dense["cpu-millis"] / 1e3), result["versions"]


def main(models, turns=5, rounds=10):
    torch.set_num_threads(2)
    print(f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}, 2 threads, "
          f"{turns} turns of {rounds} rounds")
    versions = None
    print("| network | batch | clock | Espalier, ms | PyTorch default | PyTorch channels_last | ratio to the faster |")
    print("|---|---|---|---|---|---|---|")
    for name, batch, extent in CASES:
        sides = {"espalier": [], "default": [], "channels_last": []}
        for _ in range(turns):
            times, versions = espalier_step(models, name, batch, extent, rounds)
            sides["espalier"].append(times)
            for key, layout in (("default", torch.contiguous_format), ("channels_last", torch.channels_last)):
                sides[key].append(pytorch_steps(name, batch, extent, layout, rounds))
        for index, clock in enumerate(("wall", "processor")):
            took = {key: 1e3 * statistics.median(value[index] for value in values) for key, values in sides.items()}
            ratio = min(took["default"], took["channels_last"]) / took["espalier"]
            print(f"| {name}, {extent}×{extent} | {batch} | {clock} | {took['espalier']:.0f} | {took['default']:.0f} "
                  f"| {took['channels_last']:.0f} | {ratio:.3f} |", flush=True)
    print("Espalier ran on: " + "; ".join(versions))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
