"""Fits a line to forty noisy points, step by step; needs nothing but Python."""
import argparse, random

options = argparse.ArgumentParser()
options.add_argument("--lr", type=float)
options.add_argument("--momentum", type=float)
options.add_argument("--seed", type=int)
args = options.parse_args()

random.seed(args.seed)
points = [(x / 10, 3 * x / 10 - 1 + random.gauss(0, 0.3)) for x in range(40)]
train, valid = points[::2], points[1::2]
a = b = va = vb = 0.0
for step in range(1, 41):
    ga = sum(2 * (a * x + b - y) * x for x, y in train) / len(train)
    gb = sum(2 * (a * x + b - y) for x, y in train) / len(train)
    va, vb = args.momentum * va - args.lr * ga, args.momentum * vb - args.lr * gb
    a, b = a + va, b + vb
    loss = sum((a * x + b - y) ** 2 for x, y in valid) / len(valid)
    print(f"goalkeeper: step={step} val_loss={loss}")
