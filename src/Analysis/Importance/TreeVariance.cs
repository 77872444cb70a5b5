namespace Goalkeeper.Analysis.Importance;

/// <summary>
/// The variance of what a tree says, taken apart: exactly, from its boxes, since the mean over all factors but some is a sum over boxes (Hutter, Hoos
/// and Leyton-Brown 2014, algorithm 2).
/// </summary>
internal sealed class TreeVariance
{
    private readonly IReadOnlyList<Box> _boxes;
    private readonly double[][] _weights;
    private readonly double[][] _below;
    private readonly double[] _shifted;
    private readonly double[][] _main;

    /// <param name="boxes">The tree's.</param>
    /// <param name="weights">By factor, the weights of its places.</param>
    public TreeVariance(IReadOnlyList<Box> boxes, double[][] weights)
    {
        (_boxes, _weights) = (boxes, weights);
        _below = [.. weights.Select(Cumulated)];
        var volumes = new double[boxes.Count];
        for (var b = 0; b < boxes.Count; b++)
        {
            volumes[b] = 1;
            for (var f = 0; f < weights.Length; f++) volumes[b] *= Width(boxes[b], f);
            Mean += volumes[b] * boxes[b].Value;
        }
        _shifted = new double[boxes.Count];
        for (var b = 0; b < boxes.Count; b++)
        {
            var difference = boxes[b].Value - Mean;
            _shifted[b] = volumes[b] * difference;
            Total += _shifted[b] * difference;
        }
        _main = [.. weights.Select((_, f) => MainEffect(f))];
        Shares = [.. _main.Select((effect, f) => Squares(effect, weights[f]))];
    }

    /// <summary>The mean over all factors.</summary>
    public double Mean { get; private set; }

    /// <summary>The variance over all factors.</summary>
    public double Total { get; private set; }

    /// <summary>By factor, the variance of its main effect.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>What the mean over the other factors is at each place of a factor, less <see cref="Mean"/>.</summary>
    public IReadOnlyList<double> Effect(int factor) => _main[factor];

    /// <summary>The variance of what two factors do together beyond their main effects.</summary>
    public double Interaction(int first, int second)
    {
        if (Shares[first] == 0 && !IsUsed(first) || Shares[second] == 0 && !IsUsed(second)) return 0;
        var (rows, columns) = (_weights[first].Length, _weights[second].Length);
        var means = new double[(rows + 1) * (columns + 1)];
        for (var b = 0; b < _boxes.Count; b++)
        {
            var box = _boxes[b];
            var share = _shifted[b] / (Width(box, first) * Width(box, second));
            var (top, bottom) = (box.From[first] * (columns + 1), box.To[first] * (columns + 1));
            means[top + box.From[second]] += share;
            means[top + box.To[second]] -= share;
            means[bottom + box.From[second]] -= share;
            means[bottom + box.To[second]] += share;
        }
        var variance = 0.0;
        for (var r = 0; r < rows; r++)
        {
            var sum = 0.0;
            for (var c = 0; c < columns; c++)
            {
                var at = r * (columns + 1) + c;
                var line = means[at];
                sum += line; // of this row of differences
                means[at] = sum + (r > 0 ? means[at - columns - 1] : 0);
                var beyond = means[at] - _main[first][r] - _main[second][c];
                variance += _weights[first][r] * _weights[second][c] * beyond * beyond;
            }
        }
        return variance;
    }

    private bool IsUsed(int factor) => _boxes.Any(box => box.From[factor] > 0 || box.To[factor] < _weights[factor].Length);

    private double Width(Box box, int factor) => _below[factor][box.To[factor]] - _below[factor][box.From[factor]];

    private double[] MainEffect(int factor)
    {
        var means = new double[_weights[factor].Length + 1];
        for (var b = 0; b < _boxes.Count; b++)
        {
            var share = _shifted[b] / Width(_boxes[b], factor);
            means[_boxes[b].From[factor]] += share;
            means[_boxes[b].To[factor]] -= share;
        }
        for (var p = 1; p < means.Length; p++) means[p] += means[p - 1];
        return means[..^1];
    }

    private static double[] Cumulated(double[] weights)
    {
        var below = new double[weights.Length + 1];
        for (var p = 0; p < weights.Length; p++) below[p + 1] = below[p] + weights[p];
        return below;
    }

    private static double Squares(double[] effect, double[] weights)
    {
        var sum = 0.0;
        for (var p = 0; p < effect.Length; p++) sum += weights[p] * effect[p] * effect[p];
        return sum;
    }
}
