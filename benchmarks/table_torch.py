"""Cross-validation on a large table with pandas and PyTorch, the protocol of `lab compare`: stratified folds, a fifth of each
training fold held out for validation, features standardized over the rest, a dense network of 64 and 32 ReLU units, momentum,
measured on training, validation and test examples after every epoch.

usage: table_torch.py CSV PROCESSES THREADS EPOCHS      THREADS for each process; the table is read once, before they fork
       table_torch.py CSV                               reads only

prints the seconds that reading took, a line for each trial (arm, fold, test accuracy, test loss), and the peak memory
"""
import os
import resource
import sys
import time
from collections import namedtuple

started = time.perf_counter()

import numpy
import pandas

FOLDS = 3
VALIDATION = 0.2
BATCH = 1024
MEASURED_AT_ONCE = 1 << 14
Arm = namedtuple("Arm", "name rate")
ARMS = [Arm("plain", 0), Arm("dropout=0.2", 0.2)]

before = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
print(f"reading {time.perf_counter() - before:.2f} s", flush=True)
if len(sys.argv) == 2:
    sys.exit()

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

processes, threads, epochs = map(int, sys.argv[2:5])
torch.set_num_threads(threads)

classes = table["label"].to_numpy()
labels = torch.from_numpy(classes.astype(numpy.float32)).unsqueeze(1)
features = torch.from_numpy(table.drop(columns="label").to_numpy(dtype=numpy.float32))
del table


def dealt(examples, random):
    """The examples, each class shuffled, one class after the other."""
    return numpy.concatenate([random.permutation(examples[classes[examples] == c]) for c in (0, 1)])


def stratified_folds():
    folds = numpy.empty(len(classes), dtype=numpy.int64)
    folds[dealt(numpy.arange(len(classes)), numpy.random.default_rng(1))] = numpy.arange(len(classes)) % FOLDS
    return folds


def parts(fold, folds):
    """Indices of the training, validation and test examples."""
    rest = dealt(numpy.flatnonzero(folds != fold), numpy.random.default_rng(fold))
    every = round(1 / VALIDATION)
    held_out = numpy.arange(len(rest)) % every == 0
    return [torch.from_numpy(numpy.sort(part)) for part in (rest[~held_out], rest[held_out], numpy.flatnonzero(folds == fold))]


def network_of(arm):
    def dropout():
        return [nn.Dropout(arm.rate)] if arm.rate else []

    return nn.Sequential(
        nn.Linear(features.shape[1], 64), nn.ReLU(), *dropout(),
        nn.Linear(64, 32), nn.ReLU(), *dropout(),
        nn.Linear(32, 1),
    )


def measure(network, x, y):
    """Loss and accuracy."""
    loss, right = 0.0, 0
    for some, wanted in zip(x.split(MEASURED_AT_ONCE), y.split(MEASURED_AT_ONCE)):
        logits = network(some)
        loss += binary_cross_entropy_with_logits(logits, wanted, reduction="sum").item()
        right += ((logits > 0) == (wanted > 0.5)).sum().item()
    return loss / len(x), right / len(x)


def train(arm, fold, folds):
    torch.manual_seed(fold)
    train, validation, test = parts(fold, folds)
    x, y = features[train], labels[train]
    mean, deviation = x.mean(0), x.std(0, unbiased=False)
    x = (x - mean) / deviation
    others = [((features[part] - mean) / deviation, labels[part]) for part in (validation, test)]
    network = network_of(arm)
    sgd = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    for _ in range(epochs):
        network.train()
        for batch in torch.randperm(len(x)).split(BATCH):
            sgd.zero_grad(set_to_none=True)
            binary_cross_entropy_with_logits(network(x[batch]), y[batch]).backward()
            sgd.step()
        network.eval()
        with torch.no_grad():
            scores = [measure(network, *part) for part in [(x, y), *others]]
    return scores[-1]


folds = stratified_folds()
trials = [(arm, fold) for fold in range(FOLDS) for arm in ARMS]
children = []
part = 0
for other in range(1, processes):
    child = os.fork()
    if child == 0:
        part, children = other, []
        break
    children.append(child)
for arm, fold in trials[part::processes]:
    test_loss, test_accuracy = train(arm, fold, folds)
    print(arm.name, fold, f"{test_accuracy:.4f} {test_loss:.4f}", flush=True)
if part == 0:
    if any(os.waitpid(child, 0)[1] for child in children):
        sys.exit(1)
print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)
