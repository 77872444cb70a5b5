using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The points of an experiment: variants × grid, without what does not exist somewhere, minus what is excluded.</summary>
internal static class Grid
{
    // Points of a search that are looked at, none of which may be proposed.
    private const int Sampled = 30;

    /// <summary>Expands the experiment: variants change slowest, then the first parameter.</summary>
    /// <exception cref="ExperimentException">No point is left, or a condition is not understood.</exception>
    public static IReadOnlyList<Point> Points(Experiment experiment) => Exclude(experiment, Reduce(experiment, All(experiment)));

    /// <summary>Refuses conditions that are not understood, where no points are there yet to evaluate them.</summary>
    /// <exception cref="ExperimentException">One of them is not.</exception>
    public static void CheckExclude(Experiment experiment)
    {
        if (experiment.Exclude.Count == 0) return;
        var columns = new PointColumns(experiment.Objective.Space, experiment.Varying, experiment.Replicates > 1);
        var rows = Rows(columns, Reduce(experiment, Sample(experiment)));
        var problems = new Problems();
        foreach (var expression in experiment.Exclude) problems.Try(() => Understood(experiment, columns, rows, expression).Dispose());
        problems.ThrowIfAny();
    }

    private static RowFilter Understood(Experiment experiment, PointColumns columns, List<IReadOnlyList<object?>> rows, Located<string> expression)
    {
        try
        {
            var filter = new RowFilter(columns.Names, expression.Value);
            return ConditionTypes.Fault(expression.Value, [.. columns.Names.Select(name => new ConditionColumn(name, Words(name)))], rows) is not { } fault
                ? filter
                : throw new ExperimentException(expression.At, $"exclude compares what is never equal: {fault}");
        }
        catch (ExperimentException)
        {
            throw;
        }
        catch (UserErrorException e)
        {
            throw new ExperimentException(expression.At, $"exclude cannot be evaluated: {e.Message}", e);
        }

        IReadOnlyCollection<string>? Words(string column) => column == "variant"
            ? [.. experiment.Variants.Select(v => v.Name)]
            : experiment.Objective.Space.Find(column) is { Words: { Count: > 0 } words } ? words : null;
    }

    private static List<IReadOnlyList<object?>> Rows(PointColumns columns, IEnumerable<Point> points) =>
        [.. points.Select((point, index) => columns.Row(index + 1, point.Variant?.Name, point.Values))];

    // Points of a search that have what its parameters can be: values of a list in turn, and numbers of a range.
    private static IEnumerable<Point> Sample(Experiment experiment)
    {
        for (var i = 0; i < Sampled; i++)
        {
            var variant = experiment.Variants.ElementAtOrDefault(i % Math.Max(1, experiment.Variants.Count));
            var values = Fixed(experiment, variant);
            foreach (var parameter in experiment.Parameters)
            {
                values[parameter.Name] = parameter.Distribution is { } distribution
                    ? new Located<SettingValue>(SettingValue.Of(distribution.Domain.Value((i + 0.5) / Sampled)), parameter.At!)
                    : parameter.Values[i % parameter.Values.Count];
            }
            yield return new Point(variant, values);
        }
    }

    private static Dictionary<string, Located<SettingValue>> Fixed(Experiment experiment, Variant? variant)
    {
        var values = (experiment.Objective as NetworkDescription)?.Settings.ToDictionary() ?? [];
        foreach (var (name, value) in variant?.Settings ?? new Dictionary<string, Located<SettingValue>>()) values[name] = value;
        return values;
    }

    private static IEnumerable<Point> All(Experiment experiment)
    {
        IEnumerable<(string Name, Located<SettingValue> Value)[]> grid = [[]];
        foreach (var factor in experiment.Factors)
        {
            var rows = factor[0].Values.Select((_, i) => factor.Select(p => (p.Name, p.Values[i])).ToArray()).ToList();
            grid = grid.SelectMany(_ => rows, ((string, Located<SettingValue>)[] (row, values) => [.. row, .. values]));
        }
        foreach (var variant in experiment.Variants.DefaultIfEmpty())
        {
            foreach (var row in grid)
            {
                var values = Fixed(experiment, variant);
                foreach (var (name, value) in row) values[name] = value;
                yield return new Point(variant, values);
            }
        }
    }

    /// <summary>Leaves out of each point what does not exist there; points that are the same then are one.</summary>
    private static List<Point> Reduce(Experiment experiment, IEnumerable<Point> points)
    {
        if (experiment.OnlyWhen.Count == 0) return [.. points];
        return
        [
            .. points.Select(point => new Point(point.Variant, point.Located.Where(v => Exists(v.Key, point)).ToDictionary()))
                .DistinctBy(point => string.Join('\n', point.Located.Select(v => $"{v.Key}={v.Value.Value.Json}").Order(StringComparer.Ordinal).Prepend(point.Variant?.Name))),
        ];

        bool Exists(string name, Point point) => experiment.OnlyWhen.FirstOrDefault(c => c.Name == name) is not { } condition
            || condition.When.All(when => Exists(when.Key, point) && ValueOf(when.Key, point) is { } value && when.Value.Contains(value));

        SettingValue? ValueOf(string name, Point point) =>
            point.Located.GetValueOrDefault(name)?.Value ?? experiment.Objective.Space.Find(name)?.Default;
    }

    private static List<Point> Exclude(Experiment experiment, List<Point> points)
    {
        if (experiment.Exclude.Count == 0) return points;
        var columns = new PointColumns(experiment.Objective.Space, experiment.Varying, experiment.Replicates > 1);
        var rows = Rows(columns, points);
        var excluded = new bool[points.Count];
        var problems = new Problems();
        foreach (var expression in experiment.Exclude)
        {
            if (problems.IsFull) break;
            problems.Try(() =>
            {
                using var filter = Understood(experiment, columns, rows, expression);
                for (var i = 0; i < excluded.Length; i++) excluded[i] |= filter.Matches(rows[i]);
            });
        }
        problems.ThrowIfAny();
        var kept = points.Where((_, i) => !excluded[i]).ToList();
        if (kept.Count > 0) return kept;
        var all = points.Count == 1 ? "the only point" : FormattableString.Invariant($"all {points.Count} points");
        throw new ExperimentException(experiment.Exclude[0].At, $"exclude leaves nothing to run: it is true of {all}");
    }
}
