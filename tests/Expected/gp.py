#!/usr/bin/env python3
# Prints the mean and the variance that GaussianProcessTests has (Debian: apt install python3-numpy): /usr/bin/python3 tests/Expected/gp.py
import numpy as np

points = np.array([[.1, .2], [.35, .9], [.5, .4], [.8, .7], [.95, .05]])
values = np.array([1.2, -.4, -1.1, .3, .9])


def kernel(a, b):
    s = np.sqrt(5 * (((a[:, None] - b[None]) / [.3, .7]) ** 2).sum(-1))
    return 1.7 * (1 + s + s * s / 3) * np.exp(-s)


covariance = kernel(points, points) + 1e-3 * np.eye(5)
here = kernel(np.array([[.4, .6]]), points)[0]
print(here @ np.linalg.solve(covariance, values), 1.7 - here @ np.linalg.solve(covariance, here))
