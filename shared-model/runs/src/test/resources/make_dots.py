"""Makes `dots.pt`: a scripted network of two convolutions for the images of `Dots`, with random weights.

    pip install torch && python make_dots.py
"""

import io
import pathlib

import torch
from torch import nn

torch.manual_seed(1)
network = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1, bias=False),
    nn.BatchNorm2d(8),
    nn.ReLU(inplace=True),
    nn.Conv2d(8, 12, 3, padding=1, bias=False),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(12, 3),
)
buffer = io.BytesIO()
torch.jit.save(torch.jit.script(network.eval()), buffer)
buffer.seek(0)
# Copied without the records that name the files of this machine.
reader = torch._C.PyTorchFileReader(buffer)
writer = torch._C.PyTorchFileWriter(str(pathlib.Path(__file__).parent / "dots.pt"))
for record in reader.get_all_records():
    if not record.endswith(".debug_pkl") and record not in ("version", "byteorder", ".data/serialization_id"):
        content = reader.get_record(record)
        writer.write_record(record, content, len(content))
writer.write_end_of_file()
