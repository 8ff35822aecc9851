"""How fast PyTorch trains and evaluates the CIFAR-10 study's network, with or without dropout; the first epoch is not counted.

usage: cifar10_torch.py BATCHES_DIR ARM IMAGES EPOCHS THREADS TESTS      ARM: plain | dropout

TESTS images are evaluated after every epoch. Prints training images per second of training and evaluation.
"""
import sys
import time

import numpy
import torch
from torch import nn

folder, arm = sys.argv[1:3]
images, epochs, threads, tests = map(int, sys.argv[3:7])
torch.set_num_threads(threads)
torch.manual_seed(1)

records = numpy.concatenate(
    [numpy.fromfile(f"{folder}/data_batch_{i}.bin", dtype=numpy.uint8).reshape(-1, 3073) for i in range(1, 6)]
)[: images + tests]
x = torch.tensor(records[:, 1:].reshape(-1, 3, 32, 32).astype(numpy.float32))
x = (x - x.mean((0, 2, 3), keepdim=True)) / x.std((0, 2, 3), keepdim=True)
y = torch.tensor(records[:, 0].astype(numpy.int64))


def drop():
    return nn.Dropout(0.25) if arm == "dropout" else nn.Identity()


def stage(channels, maps):
    return [nn.Conv2d(channels, maps, 3), nn.ReLU(), nn.MaxPool2d(2)]


network = nn.Sequential(
    *stage(3, 32), *stage(32, 64), *stage(64, 128), nn.Flatten(),
    drop(), nn.Linear(512, 512), nn.ReLU(), drop(), nn.Linear(512, 10),
)
adam = torch.optim.Adam(network.parameters(), lr=1e-3)
seconds = 0.0
for epoch in range(epochs):
    order = torch.randperm(images)
    start = time.perf_counter()
    for first in range(0, images, 64):
        batch = order[first:first + 64]
        adam.zero_grad()
        nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        adam.step()
    network.eval()
    with torch.no_grad():
        correct = 0
        for first in range(images, images + tests, 250):
            batch = slice(first, first + 250)
            correct += (network(x[batch]).argmax(1) == y[batch]).sum().item()
    network.train()
    if epoch > 0:
        seconds += time.perf_counter() - start
print(f"{images * (epochs - 1) / seconds:.0f}")
