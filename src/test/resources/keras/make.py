#!/usr/bin/env python3
"""Makes the Keras files of the tests: the layout that Keras 2.11 writes with model.save("model.h5").

Needs h5py (Debian: python3-h5py), not Keras. Weights are sin(1), sin(2), … times 0.5, rounded to floats, in the order of
the file, so that the tests can compute outputs by themselves.
"""
import json
import math
import sys
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).parent


def dense(name, units, activation, inputs=None, l2=None):
    config = {
        "name": name,
        "trainable": True,
        "dtype": "float32",
        "units": units,
        "activation": activation,
        "use_bias": True,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": l2 and {"class_name": "L2", "config": {"l2": l2}},
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "bias_constraint": None,
    }
    if inputs:
        config["batch_input_shape"] = [None, inputs]
    return {"class_name": "Dense", "config": config}


def dropout(name, rate):
    return {
        "class_name": "Dropout",
        "config": {"name": name, "trainable": True, "dtype": "float32", "rate": rate, "noise_shape": None, "seed": None},
    }


def sequential(*layers):
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": list(layers)}}


def functional(inputs, output, *parts):
    """parts: (layer, names of the layers below)"""
    layers = []
    for layer, below in parts:
        node = [[name, 0, 0, {}] for name in below]
        layers.append(dict(layer, name=layer["config"]["name"], inbound_nodes=[node] if node else []))
    return {
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": layers,
            "input_layers": [[name, 0, 0] for name in inputs],
            "output_layers": [[output, 0, 0]],
        },
    }


def entry(name, inputs):
    return {
        "class_name": "InputLayer",
        "config": {"batch_input_shape": [None, inputs], "dtype": "float32", "sparse": False, "ragged": False, "name": name},
    }


def training(loss):
    optimizer = {"name": "Adam", "learning_rate": 0.01, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}
    return {
        "loss": loss,
        "metrics": [["accuracy"]],
        "weighted_metrics": None,
        "loss_weights": None,
        "optimizer_config": {"class_name": "Adam", "config": optimizer},
    }


def save(name, model, sizes, config=None):
    """sizes: (layer, inputs, units) of each layer in the file; none for a layer without weights"""
    counter = 0
    with h5py.File(HERE / name, "w", libver="earliest", track_order=False) as file:
        file.attrs["backend"] = np.string_("tensorflow")
        file.attrs["keras_version"] = np.string_("2.11.0")
        file.attrs["model_config"] = np.string_(json.dumps(model))
        if config:
            file.attrs["training_config"] = np.string_(json.dumps(config))
        weights = file.create_group("model_weights")
        weights.attrs["backend"] = np.string_("tensorflow")
        weights.attrs["keras_version"] = np.string_("2.11.0")
        weights.attrs["layer_names"] = [np.string_(size[0]) for size in sizes]
        for layer, *shape in sizes:
            group = weights.create_group(layer)
            if not shape:
                group.attrs["weight_names"] = np.array([], dtype="S1")
                continue
            group.attrs["weight_names"] = [np.string_(f"{layer}/kernel:0"), np.string_(f"{layer}/bias:0")]
            for part, dimensions in (("kernel:0", shape), ("bias:0", shape[1:])):
                numbers = [math.sin(counter + i + 1) * 0.5 for i in range(math.prod(dimensions))]
                counter += len(numbers)
                group.create_dataset(f"{layer}/{part}", data=np.array(numbers, dtype="float32").reshape(dimensions))


def main():
    stack = sequential(entry("dense_input", 4), dense("dense", 6, "relu", 4), dropout("dropout", 0.25), dense("dense_1", 3, "softmax"))
    sizes = [("dense", 4, 6), ("dropout",), ("dense_1", 6, 3)]
    save("sequential.h5", stack, sizes, training("categorical_crossentropy"))
    save("not-compiled.h5", stack, sizes)
    graph = functional(
        ["input_1"],
        "dense_2",
        (entry("input_1", 4), []),
        (dense("dense", 4, "relu"), ["input_1"]),
        ({"class_name": "Add", "config": {"name": "add", "trainable": True, "dtype": "float32"}}, ["dense", "input_1"]),
        (dropout("dropout", 0.5), ["add"]),
        (dense("dense_2", 3, "softmax"), ["dropout"]),
    )
    save("functional.h5", graph, [("input_1",), ("dense", 4, 4), ("add",), ("dropout",), ("dense_2", 4, 3)], training("categorical_crossentropy"))
    l1l2 = {"class_name": "L1L2", "config": {"l1": 0.03, "l2": 0.04}}
    hidden = dense("dense_1", 6, "relu")
    hidden["config"]["kernel_regularizer"] = l1l2
    noise = {"class_name": "GaussianDropout", "config": {"name": "noise", "trainable": True, "dtype": "float32", "rate": 0.2}}
    regularized = sequential(entry("dense_input", 4), dense("dense", 6, "relu", 4, l2=0.01), noise, hidden, dense("dense_2", 3, "softmax"))
    sizes = [("dense", 4, 6), ("noise",), ("dense_1", 6, 6), ("dense_2", 6, 3)]
    save("regularized.h5", regularized, sizes, training("categorical_crossentropy"))
    unknown = sequential(
        entry("dense_input", 4),
        {"class_name": "MultiHeadAttention", "config": {"name": "attention", "trainable": True, "dtype": "float32"}},
        dense("dense_1", 3, "softmax"),
    )
    save("unsupported.h5", unknown, [("attention",), ("dense_1", 4, 3)], training("categorical_crossentropy"))


if __name__ == "__main__":
    sys.exit(main())
