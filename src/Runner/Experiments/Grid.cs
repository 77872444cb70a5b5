using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>One combination of values: a point of the plan, before it is run with its seeds.</summary>
/// <param name="Variant">The variant, or null.</param>
/// <param name="Located">The values by name, without defaults, and where each is written.</param>
internal sealed record Point(Variant? Variant, IReadOnlyDictionary<string, Located<SettingValue>> Located)
{
    /// <summary>The values by name, without defaults.</summary>
    public IReadOnlyDictionary<string, SettingValue> Values => Located.ToDictionary(v => v.Key, v => v.Value.Value);
}

/// <summary>The points of an experiment: variants × grid, minus what is excluded.</summary>
internal static class Grid
{
    /// <summary>Expands the experiment: variants change slowest, then the first parameter.</summary>
    /// <exception cref="ExperimentException">No point is left, or a condition is not understood.</exception>
    public static IReadOnlyList<Point> Points(Experiment experiment) => Exclude(experiment, [.. All(experiment)]);

    private static IEnumerable<Point> All(Experiment experiment)
    {
        var fixedValues = (experiment.Objective as NetworkDescription)?.Settings ?? new Dictionary<string, Located<SettingValue>>();
        IEnumerable<(string Name, Located<SettingValue> Value)[]> grid = [[]];
        foreach (var (name, values) in experiment.Parameters)
            grid = grid.SelectMany(_ => values, ((string, Located<SettingValue>)[] (row, value) => [.. row, (name, value)]));
        foreach (var variant in experiment.Variants.DefaultIfEmpty())
        {
            foreach (var row in grid)
            {
                var values = fixedValues.ToDictionary();
                foreach (var (name, value) in variant?.Settings ?? new Dictionary<string, Located<SettingValue>>()) values[name] = value;
                foreach (var (name, value) in row) values[name] = value;
                yield return new Point(variant, values);
            }
        }
    }

    private static List<Point> Exclude(Experiment experiment, List<Point> points)
    {
        if (experiment.Exclude.Count == 0) return points;

        // Every setting is a column, so that an expression holds whether `--set` fixes a setting or varies it;
        // a replicate's seed is not yet known.
        string[] settings = [.. experiment.Objective.Space.Settings.Select(s => s.Name).Where(name => name != "seed" || experiment.Replicates == 1)];
        string[] columns = ["number", "variant", .. settings, "λ"];
        var rows = points.Select((point, index) =>
        {
            var values = experiment.Objective.Space.Complete(point.Values);
            return (IReadOnlyList<object?>)
                [index + 1L, point.Variant?.Name, .. settings.Select(name => values[name].Cell), values["lambda"].Cell];
        }).ToList();
        var known = columns.Select((name, i) => new ColumnValues(name, rows.Select(row => row[i]), Words(name))).ToList();
        var excluded = new bool[points.Count];
        var problems = new Problems();
        foreach (var expression in experiment.Exclude)
        {
            if (problems.IsFull) break;
            try
            {
                using var filter = new RowFilter(columns, expression.Value);
                if (ColumnValues.Fault(expression.Value, known) is { } fault)
                    problems.Add(new ExperimentException(expression.At, $"exclude compares what is never equal: {fault}"));
                for (var i = 0; i < excluded.Length; i++) excluded[i] |= filter.Matches(rows[i]);
            }
            catch (UserErrorException e)
            {
                problems.Add(new ExperimentException(expression.At, $"exclude cannot be evaluated: {e.Message}", e));
            }
        }
        problems.ThrowIfAny();
        var kept = points.Where((_, i) => !excluded[i]).ToList();
        if (kept.Count > 0) return kept;
        var all = points.Count == 1 ? "the only point" : FormattableString.Invariant($"all {points.Count} points");
        throw new ExperimentException(experiment.Exclude[0].At, $"exclude leaves nothing to run: it is true of {all}");

        IReadOnlyCollection<string>? Words(string column) => column == "variant"
            ? [.. experiment.Variants.Select(v => v.Name)]
            : experiment.Objective.Space.Find(column) is { Words: { Count: > 0 } words } ? words : null;
    }
}
