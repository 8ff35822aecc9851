"""How long PyTorch takes for a training step of an LSTM with 12 inputs, 100 units and 9 classes; one thread.

usage: lstm_torch.py [ROUNDS]

Mini-batches are 27 sequences of 7 to 29 steps, padded to 29; Adam, gradient norm at most 1. Three ways to go over the steps:
loop     nn.LSTM over the padded sequences, and the state after each one's last step
packed   nn.LSTM over packed sequences, without padding
cells    nn.LSTMCell in a loop in Python, as one needs for treatments of the recurrence

prints a line "WAY MILLISECONDS" for each way and round, after warming up
"""
import sys
import time

import torch
from torch import nn

BATCH, STEPS, INPUTS, UNITS, CLASSES, PASSES, WARM_UP = 27, 29, 12, 100, 9, 20, 2
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
torch.set_num_threads(1)
torch.manual_seed(1)


class Network(nn.Module):
    def __init__(self, way):
        super().__init__()
        self.way = way
        self.recurrent = nn.LSTMCell(INPUTS, UNITS) if way == "cells" else nn.LSTM(INPUTS, UNITS, batch_first=True)
        self.output = nn.Linear(UNITS, CLASSES)

    def forward(self, x, lengths):
        if self.way == "packed":
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            return self.output(self.recurrent(packed)[1][0][0])
        if self.way == "loop":
            states = self.recurrent(x)[0]
        else:
            state = torch.zeros(len(x), UNITS), torch.zeros(len(x), UNITS)
            every = []
            for step in x.unbind(1):
                state = self.recurrent(step, state)
                every.append(state[0])
            states = torch.stack(every, 1)
        return self.output(states[torch.arange(len(x)), lengths - 1])


def batch():
    lengths = torch.randint(7, STEPS + 1, (BATCH,))
    lengths[0] = STEPS
    x = torch.randn(BATCH, STEPS, INPUTS)
    x[torch.arange(STEPS)[None] >= lengths[:, None]] = 0
    return x, lengths, torch.randint(CLASSES, (BATCH,))


batches = [batch() for _ in range(10)]
ways = {way: Network(way) for way in ("loop", "packed", "cells")}
adams = {way: torch.optim.Adam(network.parameters(), lr=1e-3) for way, network in ways.items()}
for round in range(-WARM_UP, rounds):
    for way, network in ways.items():
        start = time.perf_counter()
        for _ in range(PASSES):
            for x, lengths, y in batches:
                adams[way].zero_grad()
                nn.functional.cross_entropy(network(x, lengths), y).backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                adams[way].step()
        if round >= 0:
            print(f"{way} {(time.perf_counter() - start) * 1e3 / PASSES / len(batches):.3f}")
