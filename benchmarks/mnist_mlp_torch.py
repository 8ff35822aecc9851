"""How fast PyTorch trains a network of 784-1024-1024-2048-10, with or without dropout; the first epoch is not counted.

usage: mnist_mlp_torch.py ARM IMAGES EPOCHS THREADS      ARM: plain | dropout
"""
import re
import sys
import time

import torch
from torch import nn

arm = sys.argv[1]
images, epochs, threads = map(int, sys.argv[2:5])
torch.set_num_threads(threads)
torch.manual_seed(1)

x = torch.rand(images, 784)
y = torch.randint(10, (images,))


def drop(rate):
    return nn.Dropout(rate) if arm == "dropout" else nn.Identity()


network = nn.Sequential(
    drop(0.2), nn.Linear(784, 1024), nn.ReLU(), drop(0.5), nn.Linear(1024, 1024), nn.ReLU(),
    drop(0.5), nn.Linear(1024, 2048), nn.ReLU(), drop(0.5), nn.Linear(2048, 10),
)
momentum = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
seconds = 0.0
for epoch in range(epochs):
    order = torch.randperm(images)
    start = time.perf_counter()
    for first in range(0, images, 100):
        batch = order[first:first + 100]
        momentum.zero_grad()
        nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        momentum.step()
    if epoch > 0:
        seconds += time.perf_counter() - start
with open("/proc/self/maps") as maps:
    blas = {m.group() for m in (re.search(r"[^/]*blas[^/]*\.so\S*$", line) for line in maps) if m}
print(f"{images * (epochs - 1) / seconds:.0f} {arm} {threads} {' '.join(sorted(blas))}")
