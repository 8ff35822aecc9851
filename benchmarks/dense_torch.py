"""A small dense network, 60-64-32-1, with PyTorch: two arms x five repeats of five folds x epochs, measured after every epoch; one thread.

usage: dense_torch.py SONAR_CSV OPTIMIZER TREATMENT PART PARTS EPOCHS      trains every PARTS-th trial from PART on

prints a line for each trial: arm, repeat, fold, test accuracy after the last epoch
"""
import sys

import numpy
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

FOLDS = 5
REPEATS = 5
BATCH = 16
path, optimizer, treatment = sys.argv[1:4]
part, parts, epochs = map(int, sys.argv[4:7])
torch.set_num_threads(1)

rows = [line.strip().split(",") for line in open(path) if line.strip()]
features = torch.tensor([[float(number) for number in row[:60]] for row in rows])
labels = torch.tensor([[float(row[60] == "M")] for row in rows])


class GaussianDropout(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.sd = (rate / (1 - rate)) ** 0.5

    def forward(self, x):
        return x * (1 + self.sd * torch.randn_like(x)) if self.training else x


class Network(nn.Module):
    def __init__(self, arm):
        super().__init__()
        activation = nn.SELU if optimizer == "selu" else nn.ReLU
        noise = {"dropout": nn.Dropout, "gaussian-dropout": GaussianDropout, "alpha-dropout": nn.AlphaDropout}.get(arm)
        layers = []
        for inputs, units in ((60, 64), (64, 32)):
            layers += [nn.Linear(inputs, units)]
            layers += [nn.BatchNorm1d(units)] if arm == "batch-norm" else []
            layers += [activation()]
            layers += [noise(0.2)] if noise else []
        self.layers = nn.Sequential(*layers, nn.Linear(32, 1))
        self.sparse = arm == "kl-sparsity"
        self.penalty = 0

    def forward(self, x):
        if not self.sparse:
            return self.layers(x)
        self.penalty = 0
        for layer in self.layers:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                mean = x.mean(0)
                floor = mean.clamp(min=0.01)
                self.penalty = self.penalty + 0.01 * (0.1 * torch.log(0.1 / floor) - 0.1 + mean).sum()
        return x


def updater_of(network, arm):
    weights = [p for name, p in network.named_parameters() if name.endswith("weight")]
    others = [p for name, p in network.named_parameters() if not name.endswith("weight")]

    def groups(decay):
        return [{"params": weights, "weight_decay": decay}, {"params": others}]

    if arm == "weight-decay":
        return torch.optim.AdamW(groups(0.01), lr=0.001, weight_decay=0)
    if arm == "l2":
        return torch.optim.Adam(groups(0.001), lr=0.001)
    parameters = network.parameters()
    return {
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=0.001, alpha=0.95),
        "nesterov": lambda: torch.optim.SGD(parameters, lr=0.01, momentum=0.9, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad(parameters, lr=0.01),
        "adamax": lambda: torch.optim.Adamax(parameters, lr=0.001),
    }.get(optimizer, lambda: torch.optim.Adam(parameters, lr=0.001))()


def stratified_folds(repeat):
    random = numpy.random.default_rng(repeat)
    dealt = numpy.concatenate([random.permutation(numpy.flatnonzero(labels[:, 0].numpy() == c)) for c in (0, 1)])
    folds = numpy.empty(len(rows), dtype=numpy.int64)
    folds[dealt] = numpy.arange(len(rows)) % FOLDS
    return torch.from_numpy(folds)


def measure(network, x, y):
    """Loss and accuracy."""
    logits = network(x)
    return binary_cross_entropy_with_logits(logits, y).item(), ((logits > 0) == (y > 0.5)).float().mean().item()


def train(arm, fold, folds):
    torch.manual_seed(fold)
    held_out = folds == fold
    rest = torch.nonzero(~held_out)[:, 0]
    rest = rest[torch.randperm(len(rest))]
    validation, training = rest[: len(rest) // 5], rest[len(rest) // 5 :]
    mean, deviation = features[training].mean(0), features[training].std(0, unbiased=False)
    parts = [((features[of] - mean) / deviation, labels[of]) for of in (training, validation, torch.nonzero(held_out)[:, 0])]
    x, y = parts[0]
    if arm == "label-smoothing":
        y = y * 0.9 + 0.05
    network = Network(arm)
    updater = updater_of(network, arm)
    schedule = torch.optim.lr_scheduler.ExponentialLR(updater, 0.99) if optimizer == "schedule" else None
    for _ in range(epochs):
        order = torch.randperm(len(x))
        network.train()
        for batch, wanted in zip(x[order].split(BATCH), y[order].split(BATCH)):
            updater.zero_grad(set_to_none=True)
            loss = binary_cross_entropy_with_logits(network(batch), wanted)
            if arm == "kl-sparsity":
                loss = loss + network.penalty
            if arm == "l1":
                loss = loss + 0.001 * sum(p.abs().sum() for name, p in network.named_parameters() if name.endswith("weight"))
            loss.backward()
            if optimizer == "clipping":
                nn.utils.clip_grad_value_(network.parameters(), 0.1)
            updater.step()
        if schedule:
            schedule.step()
        network.eval()
        with torch.no_grad():
            measured = [measure(network, *of) for of in parts]
    return measured[-1][1]


trials = [(arm, repeat, fold) for repeat in range(REPEATS) for fold in range(FOLDS) for arm in ("plain", treatment)]
for arm, repeat, fold in trials[part::parts]:
    print(arm, repeat, fold, f"{train(arm, fold, stratified_folds(repeat)):.4f}", flush=True)
