"""What tests/Analysis checks resampling against, by SciPy and NumPy, whose random numbers are others: so the tests allow for chance.

How it was run, with Debian 12's python3-scipy 1.10.1:
  /usr/bin/python3 tests/Analysis/reference/resampling.py > tests/Analysis/reference/resampling.csv
"""
import numpy as np
from scipy import stats

rng = np.random.default_rng(1)
print("name,value")


def say(name, values):
    for i, value in enumerate(values, 1):
        print(f"{name} {i},{value:.6g}")


x = [3.1, 4.7, 2.2, 9.8, 5.5, 4.1, 3.9, 5.0, 6.3, 4.4, 20.5]
say("bca", stats.bootstrap((x,), np.mean, n_resamples=100_000, method="BCa", batch=10_000, random_state=rng).confidence_interval)

# Row r is right about example e where (e² (r + 3) + 5er + 7e) mod 41 is below its limit.
limits = [24, 26, 29, 30]
rows = np.array([[float((e * e * (r + 3) + 5 * e * r + 7 * e) % 41 < limits[r]) for e in range(40)] for r in range(4)])
say("shares", rows.mean(axis=1))

estimates, won = [], np.zeros(4)
for _ in range(20_000):
    drawn = rng.integers(0, 40, 40)
    left = np.setdiff1d(np.arange(40), drawn)
    inside = rows[:, drawn].sum(axis=1)
    best = np.flatnonzero(inside == inside.max())
    won[best] += 1 / len(best)
    estimates.append(rows[best][:, left].mean())
say("winner", [np.mean(estimates)])
say("won", won / 20_000)

ranges = np.array([np.ptp(rng.permuted(rows, axis=0).mean(axis=1)) for _ in range(20_000)])
means = rows.mean(axis=1)
say("range p 3 against", [np.mean(ranges >= abs(means[3] - means[r]) - 1e-12) for r in range(3)])

# Of 20 pairs 12 are won, 3 are ties.
pairs = np.repeat([1, 0.5, 0], [12, 3, 5])
say("outperforms", np.percentile([rng.choice(pairs, 20).mean() for _ in range(100_000)], [2.5, 97.5]))
