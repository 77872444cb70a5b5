"""The peer of our training: the course's formulas in plain NumPy, full-batch gradient descent, no cost in the loop.

Reads one request a line, a JSON object, and answers each with microseconds an iteration and the final weights' sum of squares.
"""
import json
import platform
import sys
import time

import numpy as np


def initial_weights(layers, initialization, scale, seed):
    random = np.random.RandomState(seed)
    factor = {
        "random": lambda inputs: scale,
        "xavier": lambda inputs: np.sqrt(1 / inputs),
        "he": lambda inputs: np.sqrt(2 / inputs),
    }[initialization]
    return [random.randn(units, inputs) * factor(inputs) for inputs, units in zip(layers, layers[1:])]


def train(X, Y, layers, activation, initialization, scale, seed, learning_rate, lambd, keep_prob, iterations):
    W = initial_weights(layers, initialization, scale, seed)
    b = [np.zeros((units, 1)) for units in layers[1:]]
    relu = activation == "relu"
    hidden = len(layers) - 2
    m = X.shape[1]
    start = time.perf_counter()
    for _ in range(iterations):
        A = [X]
        D = []
        for l in range(hidden):
            Z = W[l] @ A[l] + b[l]
            a = np.maximum(0, Z) if relu else np.tanh(Z)
            if keep_prob < 1:
                D.append(np.random.rand(*a.shape) < keep_prob)
                a = a * D[l] / keep_prob
            A.append(a)
        dZ = 1 / (1 + np.exp(-(W[hidden] @ A[hidden] + b[hidden]))) - Y
        for l in range(hidden, -1, -1):
            dW = 1 / m * (dZ @ A[l].T)
            if lambd > 0:
                dW = dW + lambd / m * W[l]
            db = 1 / m * dZ.sum(axis=1, keepdims=True)
            if l > 0:
                dA = W[l].T @ dZ
                if keep_prob < 1:
                    dA = dA * D[l - 1] / keep_prob
                dZ = dA * (A[l] > 0) if relu else dA * (1 - A[l] ** 2)
            W[l] = W[l] - learning_rate * dW
            b[l] = b[l] - learning_rate * db
    micros = (time.perf_counter() - start) / iterations * 1e6
    return micros, sum((w ** 2).sum() for w in W)


def versions():
    with open("/proc/self/maps") as maps:
        blas = sorted({line.split("/")[-1].strip() for line in maps if "blas" in line.split("/")[-1]})
    return f"NumPy {np.__version__} with {' and '.join(blas) or 'its own BLAS'}, Python {platform.python_version()}"


print(versions(), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    Y = np.fromfile(request.pop("labels")).reshape(1, -1)
    X = np.ascontiguousarray(np.fromfile(request.pop("features")).reshape(Y.size, -1).T)
    print(*train(X, Y, **request), flush=True)
