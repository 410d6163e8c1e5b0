"""Makes the TorchScript files of this folder and the outputs PyTorch computes with them.

    pip install torch && python make_cases.py

Each module is written as `cases/scripted-NAME.pt` and `cases/traced-NAME.pt` (random weights, evaluation mode), and
what it computes as `cases/NAME.txt`: for batch 1 and 3 one line a tensor, `OUTPUT: EXTENTS: VALUES`. The input is not
stored: element i of its (batch, 3, 8, 8) is sin(0.7 i + 1).
"""

import io
import math
import pathlib
from collections import OrderedDict
from typing import Dict, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FOLDER = pathlib.Path(__file__).parent / "cases"


class Block(nn.Module):
    """Residual block: batch normalisation, functional relu, a projection only where the stride asks for it."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, groups=outputs, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs, eps=1e-3)
        self.stride = stride
        self.project = nn.Conv2d(inputs, outputs, 1, stride) if stride != 1 else None

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        if self.project is not None:
            x = self.project(x)
        if self.training:
            y = F.dropout(y, 0.5)
        y += x
        return F.relu(y)


class Residual(nn.Module):
    """Sequential, ModuleList, adaptive pool, size/view and linear."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU6(inplace=True))
        self.blocks = nn.ModuleList([Block(8, 8, 1), Block(8, 12, 2)])
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(12, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        x = F.adaptive_avg_pool2d(x, (1, 1))
        x = x.view(x.size(0), -1)
        return self.head(self.dropout(x))


class Pyramid(nn.Module):
    """Encoder and decoder: pools, transposed convolution, interpolation, concatenation; several outputs."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 6, 3, padding=2, dilation=2)
        self.bottom = nn.Conv2d(6, 8, 3, padding=1)
        self.up = nn.ConvTranspose2d(8, 4, 3, 2, 1, output_padding=1)
        self.head = nn.Conv2d(10, 2, 1)
        self.pool = nn.MaxPool2d(3, 2, 1, ceil_mode=False)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        skip = torch.tanh(self.down(x))
        low = F.silu(self.bottom(self.pool(skip)))
        joined = torch.cat([skip, self.up(low)], dim=1)
        near = F.interpolate(low, scale_factor=2.0, mode="nearest")
        size = x.shape[-2:]
        out = F.interpolate(self.head(joined), size=size, mode="bilinear", align_corners=False)
        result: Dict[str, Tensor] = OrderedDict()
        result["out"] = out
        result["aux"] = F.avg_pool2d(near, 2)
        return result


class Activations(nn.Module):
    """Every activation once, each on its own channel."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 14, 1)
        self.prelu = nn.PReLU(1)
        self.gelu = nn.GELU()
        self.swish = nn.Hardswish(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        parts = torch.chunk(self.conv(x) * 3.0, 14, dim=1)
        results = [
            F.relu(parts[0]), F.silu(parts[1]), self.swish(parts[2] + 0), F.hardsigmoid(parts[3]),
            F.leaky_relu(parts[4], 0.2), F.elu(parts[5]), self.gelu(parts[6]), F.softplus(parts[7]),
            F.mish(parts[8]), self.prelu(parts[9]), torch.clamp(parts[10], min=-0.5), torch.sigmoid(parts[11]),
            F.hardtanh(parts[12], -1.0, 2.0), F.selu(parts[13]),
        ]
        return torch.cat(results, 1)


class Attention(nn.Module):
    """A small vision transformer: patches, layer normalisation, multi-head attention, gelu."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.position = nn.Parameter(torch.randn(1, 5, 8))
        self.norm1 = nn.LayerNorm(8)
        self.qkv = nn.Linear(8, 24)
        self.project = nn.Linear(8, 8, bias=False)
        self.norm2 = nn.LayerNorm(8, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8))

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.position
        batch, tokens, width = x.shape
        qkv = self.qkv(self.norm1(x)).reshape(batch, tokens, 3, 2, width // 2).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        weights = (q @ k.transpose(-2, -1) * (width // 2) ** -0.5).softmax(dim=-1)
        x = x + self.project((weights @ v).transpose(1, 2).reshape(batch, tokens, width))
        x = x + self.mlp(self.norm2(x))
        return F.log_softmax(x[:, 0], dim=1)


class Rearranged(nn.Module):
    """Slices, pads, splits, reductions, and arithmetic with scalars."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        a, b, c = x.split(1, dim=1)
        stacked = torch.stack([a.squeeze(1), b.squeeze(1), c.squeeze(1)], dim=1)
        padded = F.pad(stacked[:, :, ::2, 1:-1], [1, 2, 0, 1], "reflect")
        halves = torch.split(padded, [2, 1], dim=1)
        mixed = (1.0 - halves[0]) * 0.5 / (halves[1].abs() + 1.0) - halves[1] ** 2
        pooled = F.avg_pool2d(mixed, 3, 2, 1, ceil_mode=True, count_include_pad=False)
        spatial = F.pixel_shuffle(F.pad(x, [1, 1, 0, 0], value=0.25)[:, :1].repeat(1, 4, 1, 1), 2)
        sums = torch.cat([x.sum(dim=[2, 3]), x.amax(dim=(2, 3)), x.mean(dim=(2, 3), keepdim=True).flatten(1)], 1)
        return pooled, sums * torch.rsqrt(spatial.pow(2).mean([1, 2, 3]).unsqueeze(1) + 1e-2)


class Refused(nn.Module):
    """What cannot become an ONNX graph: operators, a write into a part of a tensor, and a decision on the data."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 1)
        self.inner = nn.Sequential(nn.Conv2d(4, 4, 1), nn.Fold((4, 4), 2))

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x[:, 0] += 1.0
        x = torch.cumsum(self.inner(x), 1)
        if x.sum() > 0:
            x = torch.fft.fft2(x).real
        else:
            x = torch.cumsum(x, 2)
        return F.relu(torch.linalg.det(x) + 1)


class Raises(nn.Module):
    """Refuses the size of its input itself."""

    def forward(self, x: Tensor) -> Tensor:
        if x.shape[-1] % 32 != 0:
            raise ValueError("width must be a multiple of 32")
        return F.relu(x)


def example(batch: int) -> Tensor:
    count = batch * 3 * 8 * 8
    return torch.tensor([math.sin(0.7 * i + 1) for i in range(count)], dtype=torch.float32).view(batch, 3, 8, 8)


def named(result) -> List[Tuple[str, Tensor]]:
    if isinstance(result, Tensor):
        return [("output", result)]
    if isinstance(result, dict):
        return list(result.items())
    return [(f"output_{i}", value) for i, value in enumerate(result)]


def save(name: str, program) -> None:
    """Written by PyTorch's own writer, without the records that name the files of this machine (debug_pkl)."""
    buffer = io.BytesIO()
    torch.jit.save(program, buffer)
    buffer.seek(0)
    reader = torch._C.PyTorchFileReader(buffer)
    writer = torch._C.PyTorchFileWriter(str(FOLDER / f"{name}.pt"))
    for record in reader.get_all_records():
        if not record.endswith(".debug_pkl") and record not in ("version", "byteorder", ".data/serialization_id"):
            content = reader.get_record(record)
            writer.write_record(record, content, len(content))
    writer.write_end_of_file()


def reference(name: str, module: nn.Module) -> None:
    lines = []
    for batch in (1, 3):
        for output, value in named(module(example(batch))):
            extents = " ".join(str(size) for size in value.shape)
            values = " ".join(f"{v:.7g}" for v in value.detach().flatten().tolist())
            lines.append(f"{output}: {extents}: {values}")
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")


def randomise(module: nn.Module) -> nn.Module:
    """Running statistics other than 0 and 1, so that a normalisation that is left out shows."""
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.uniform_(part.running_mean, -0.5, 0.5)
            nn.init.uniform_(part.running_var, 0.5, 2.0)
            nn.init.uniform_(part.weight, 0.5, 1.5)
            nn.init.uniform_(part.bias, -0.5, 0.5)
    return module.eval()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    torch.manual_seed(1)
    for make in (Residual, Pyramid, Activations, Attention, Rearranged):
        module = randomise(make())
        name = make.__name__.lower()
        reference(name, module)
        save(f"scripted-{name}", torch.jit.script(module))
        save(f"traced-{name}", torch.jit.trace(module, example(2), strict=False))
        if make is Residual:
            save("scripted-training", torch.jit.script(module.train()))
    save("refused", torch.jit.script(Refused().eval()))
    save("raises", torch.jit.script(Raises().eval()))
    torch.save(nn.Linear(2, 2).state_dict(), str(FOLDER / "checkpoint.pth"))


if __name__ == "__main__":
    main()
