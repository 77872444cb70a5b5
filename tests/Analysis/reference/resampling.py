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

say("winner interval", np.percentile(estimates, [2.5, 97.5]))

# In steps (Romano and Wolf 2005): what is told from row 0 leaves, the rest is compared again.
steps = np.array([[0.07, 0.09, 0.11, 0.1, 0.09], [0.08, 0.09, 0.1, 0.1, 0.1]]
                 + [[0.71 + r / 50, 0.73, 0.76 - r / 50, 0.75, 0.74] for r in range(4)] + [[3.2, 3.3, 3.4, 3.3, 3.2]])
p, left = np.zeros(7), list(range(7))
while True:
    ranges = np.array([np.ptp(rng.permuted(steps[left], axis=0).mean(axis=1)) for _ in range(20_000)])
    means, least = steps.mean(axis=1), max(p[[r for r in range(7) if r not in left]], default=0)
    for r in left:
        p[r] = max(least, np.mean(ranges >= abs(means[r] - means[0]) - 1e-12))
    told = [r for r in left if r != 0 and p[r] < 0.05]
    if not told:
        break
    left = [r for r in left if r not in told]
say("in steps against 0", p)
