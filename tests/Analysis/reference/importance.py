"""What tests/Analysis checks importance against: one tree taken apart cell by cell by NumPy, and scikit-learn's forest on Ishigami's function.

How it was run, with Debian 12's python3-numpy 1.24.2 and python3-sklearn 1.2.1:
  /usr/bin/python3 tests/Analysis/reference/importance.py > tests/Analysis/reference/importance.csv
"""
import itertools

import numpy as np
from sklearn.ensemble import RandomForestRegressor

print("name,value")


def say(name, values):
    for i, value in enumerate(values, 1):
        print(f"{name} {i},{value:.15g}")


def decomposed(values, weights):
    """Mean, variance, main effects' and pairs' variances of a table of values, by the definition (Hooker 2007, equations 4 and 5)."""
    def means(kept):
        table = values
        for f in reversed(range(values.ndim)):
            if f not in kept:
                table = np.tensordot(table, weights[f], axes=([f], [0]))
        return table

    mean = float(means(()))
    main = [means((f,)) - mean for f in range(values.ndim)]
    variance = float(np.einsum("abc,a,b,c", (values - mean) ** 2, *weights))
    shares = [float(weights[f] @ main[f] ** 2) for f in range(values.ndim)]
    pairs = [float(weights[f] @ (means((f, g)) - mean - main[f][:, None] - main[g][None, :]) ** 2 @ weights[g])
             for f, g in itertools.combinations(range(values.ndim), 2)]
    return mean, variance, shares, pairs, main


# Boxes of a tree over factors of 4, 3 and 5 places, whose weights are not equal.
weights = [np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.5, 0.2, 0.3]), np.array([0.3, 0.1, 0.1, 0.2, 0.3])]
boxes = [((0, 0, 0), (2, 1, 5), 3.5), ((0, 1, 0), (2, 3, 2), -1.25), ((0, 1, 2), (2, 3, 5), 0.75),
         ((2, 0, 0), (4, 3, 1), 8), ((2, 0, 1), (3, 3, 5), -2.5), ((3, 0, 1), (4, 2, 5), 6), ((3, 2, 1), (4, 3, 5), 10)]
table = np.full((4, 3, 5), np.nan)
for begin, end, value in boxes:
    table[tuple(slice(a, b) for a, b in zip(begin, end))] = value
mean, variance, shares, pairs, main = decomposed(table, weights)
say("tree mean and variance", [mean, variance])
say("tree shares", shares)
say("tree pairs", pairs)
for f in range(3):
    say(f"tree effect {f}", main[f])

# sin a + 7 sin² b + 0.1 c⁴ sin a (Ishigami and Homma 1990) in 3,000 places of a Kronecker sequence, each factor cut into 64 levels.
rows, levels = np.arange(1, 3001), 64
places = np.stack([(rows * step) % 1 for step in (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)])
a, b, c = (2 * places - 1) * np.pi
values = np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c ** 4 * np.sin(a)
low, high = places.min(axis=1, keepdims=True), places.max(axis=1, keepdims=True)
cut = np.minimum(((places - low) / (high - low) * levels).astype(int), levels - 1).T
forest = RandomForestRegressor(200, min_samples_split=5, max_features=3, random_state=1).fit(cut, values)
cells = np.indices((levels,) * 3).reshape(3, -1).T.astype(np.float32)
told = []
for tree in forest.estimators_:
    _, variance, shares, pairs, _ = decomposed(tree.predict(cells).reshape((levels,) * 3), [np.full(levels, 1 / levels)] * 3)
    told.append([s / variance for s in shares + pairs])
say("ishigami", np.mean(told, axis=0))
say("ishigami deviations", np.std(told, axis=0, ddof=1))
# Few trees tell a little less: as many as ours, twelve times.
few = [RandomForestRegressor(32, min_samples_split=5, max_features=3, oob_score=True, random_state=s).fit(cut, values).oob_score_ for s in range(12)]
say("ishigami out of bag", [np.mean(few), np.std(few, ddof=1)])
