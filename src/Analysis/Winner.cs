namespace Goalkeeper.Analysis;

/// <summary>
/// What choosing the best of many rows did to its number: rows are chosen on examples drawn with replacement and scored on those left out (the
/// bootstrap bias-corrected estimate BBC-CV, Tsamardinos, Greasidou and Borboudakis 2018, Machine Learning 107, 1895–1922).
/// </summary>
/// <param name="Estimate">The chosen row's expected value on other examples.</param>
/// <param name="Interval">Over the examples, by percentiles.</param>
/// <param name="Won">How often each row was chosen; rows that tie share the choice.</param>
internal sealed record Winner(double Estimate, Interval Interval, IReadOnlyList<double> Won)
{
    private const int Samples = 1_999;

    /// <param name="values">A row each: what it got on every example (1 for right, 0 for wrong), all finite; more is better.</param>
    public static Winner Of(IReadOnlyList<IReadOnlyList<double>> values)
    {
        int rows = values.Count, examples = values[0].Count;
        double[][] byRow = [.. values.Select(row => row.ToArray())];
        var draws = new Draws((uint)rows);
        var won = new double[rows];
        var scores = new List<double>();
        var times = new int[examples];
        var (inBag, outOfBag) = (new double[rows], new double[rows]);
        for (var sample = 0; sample < Samples; sample++)
        {
            Array.Clear(times);
            for (var i = 0; i < examples; i++) times[draws.Below(examples)]++;
            var left = times.Count(t => t == 0);
            if (left == 0) continue; // possible among very few
            for (var row = 0; row < rows; row++)
            {
                (inBag[row], outOfBag[row]) = (0, 0);
                for (var i = 0; i < examples; i++)
                {
                    if (times[i] == 0) outOfBag[row] += byRow[row][i];
                    else inBag[row] += byRow[row][i] * times[i];
                }
            }
            var most = inBag.Max();
            var best = Enumerable.Range(0, rows).Where(row => inBag[row] == most).ToList();
            foreach (var row in best) won[row] += 1.0 / best.Count;
            scores.Add(best.Average(row => outOfBag[row] / left));
        }
        if (scores.Count == 0) return new(double.NaN, Interval.Unknown, won);
        scores.Sort();
        var tail = (int)((1 - Interval.Level) / 2 * scores.Count);
        return new(scores.Average(), new Interval(scores[tail], scores[^(tail + 1)]), [.. won.Select(w => w / scores.Count)]);
    }
}
