# Minimizes (x - 3)² step by step. The shell has no fractions, so awk calculates.
lr=$1
x=0
for step in {1..10}; do
    x=$(LC_ALL=C awk "BEGIN { print $x - $lr * 2 * ($x - 3) }")
    echo "goalkeeper: step=$step val_loss=$(LC_ALL=C awk "BEGIN { print ($x - 3) ^ 2 }")"
done
