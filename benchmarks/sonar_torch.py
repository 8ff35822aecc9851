"""The sonar protocol with PyTorch: arms x stratified folds x epochs, measured after every epoch; one thread.

usage: sonar_torch.py SONAR_CSV PART PARTS [EPOCHS]      trains every PARTS-th trial from PART on

prints a line for each trial: arm, fold, test accuracy, test loss, training accuracy, training loss after the last epoch
"""
import sys
from collections import namedtuple

import numpy
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

FOLDS = 10
BATCH = 16
MAX_NORM = 3
Arm = namedtuple("Arm", "name rate momentum visible hidden constrained")
ARMS = [
    Arm("plain-slow", 0.01, 0.8, 0, 0, False),
    Arm("visible-fast", 0.1, 0.9, 0.2, 0, True),
    Arm("hidden-fast", 0.1, 0.9, 0, 0.2, True),
]

path = sys.argv[1]
part, parts = map(int, sys.argv[2:4])
epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 300
torch.set_num_threads(1)

rows = [line.strip().split(",") for line in open(path) if line.strip()]
features = torch.tensor([[float(number) for number in row[:60]] for row in rows])
labels = torch.tensor([[float(row[60] == "M")] for row in rows])


def stratified_folds():
    """Number of the fold of each example: each class is shuffled and dealt out, one class after the other."""
    random = numpy.random.default_rng(1)
    dealt = numpy.concatenate([random.permutation(numpy.flatnonzero(labels[:, 0].numpy() == c)) for c in (0, 1)])
    folds = numpy.empty(len(rows), dtype=numpy.int64)
    folds[dealt] = numpy.arange(len(rows)) % FOLDS
    return torch.from_numpy(folds)


def network_of(arm):
    def dropout(rate):
        return [nn.Dropout(rate)] if rate else []

    network = nn.Sequential(
        *dropout(arm.visible), nn.Linear(60, 60), nn.ReLU(),
        *dropout(arm.hidden), nn.Linear(60, 30), nn.ReLU(),
        *dropout(arm.hidden), nn.Linear(30, 1),
    )
    for layer in network:
        if isinstance(layer, nn.Linear):  # weights are U(+-1/sqrt(inputs)) by default
            nn.init.zeros_(layer.bias)
    return network


def measure(network, x, y):
    """Loss and accuracy."""
    logits = network(x)
    return binary_cross_entropy_with_logits(logits, y).item(), ((logits > 0) == (y > 0.5)).float().mean().item()


def train(arm, fold, folds):
    torch.manual_seed(fold)
    held_out = folds == fold
    mean, deviation = features[~held_out].mean(0), features[~held_out].std(0, unbiased=False)
    x, y = (features[~held_out] - mean) / deviation, labels[~held_out]
    x_test, y_test = (features[held_out] - mean) / deviation, labels[held_out]
    network = network_of(arm)
    hidden = [layer for layer in network if isinstance(layer, nn.Linear)][:-1]
    sgd = torch.optim.SGD(network.parameters(), lr=arm.rate, momentum=arm.momentum)
    curve = []
    for _ in range(epochs):
        order = torch.randperm(len(x))
        network.train()
        for batch, wanted in zip(x[order].split(BATCH), y[order].split(BATCH)):
            sgd.zero_grad(set_to_none=True)
            binary_cross_entropy_with_logits(network(batch), wanted).backward()
            sgd.step()
            if arm.constrained:
                with torch.no_grad():
                    for layer in hidden:
                        layer.weight.copy_(torch.renorm(layer.weight, 2, 0, MAX_NORM))
        network.eval()
        with torch.no_grad():
            curve.append((*measure(network, x_test, y_test), *measure(network, x, y)))
    return curve


folds = stratified_folds()
trials = [(arm, fold) for fold in range(FOLDS) for arm in ARMS]
for arm, fold in trials[part::parts]:
    test_loss, test_accuracy, train_loss, train_accuracy = train(arm, fold, folds)[-1]
    print(arm.name, fold, f"{test_accuracy:.4f} {test_loss:.4f} {train_accuracy:.4f} {train_loss:.4f}", flush=True)
