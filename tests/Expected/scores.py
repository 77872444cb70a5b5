#!/usr/bin/env python3
# Makes scores.json with scikit-learn (Debian: apt install python3-sklearn), whose figures tests hold ours to:
#   /usr/bin/python3 tests/Expected/scores.py > tests/Expected/scores.json
# Where scikit-learn has a convention for what is undefined (F1 without positives is 0, balanced accuracy leaves a missing class out), ours is NaN:
# those cases are in the tests themselves.
import json
import sys

import numpy as np
import sklearn
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, f1_score, log_loss, roc_auc_score

random = np.random.RandomState(8)
cases = []
for count, share, decimals in [(2, 0.5, 3), (7, 0.4, 1), (50, 0.5, 16), (50, 0.1, 2), (211, 0.52, 1), (400, 0.02, 3), (1000, 0.9, 2)]:
    labels = (random.rand(count) < share).astype(int)
    labels[:2] = [0, 1]
    # Rounded, so that there are ties; never 0 or 1, of which scikit-learn takes no logarithm.
    probabilities = np.clip(np.round(0.6 * random.rand(count) + 0.4 * labels * random.rand(count), decimals), 0.001, 0.999)
    predicted = (probabilities > 0.5).astype(int)
    true_negatives, false_positives, false_negatives, true_positives = confusion_matrix(labels, predicted).ravel().tolist()
    cases.append({
        "labels": labels.tolist(),
        "probabilities": probabilities.tolist(),
        "confusion": [true_positives, false_negatives, false_positives, true_negatives],
        "balanced_accuracy": balanced_accuracy_score(labels, predicted),
        "f1": f1_score(labels, predicted),
        "auc": roc_auc_score(labels, probabilities),
        "log_loss": log_loss(labels, probabilities),
    })
json.dump({"_note": f"scores.py, scikit-learn {sklearn.__version__}, NumPy {np.__version__}", "cases": cases}, sys.stdout)
print()
