namespace Goalkeeper.Runner;

/// <summary>A point as a flat row, which SQL expressions such as those of <c>exclude</c> are evaluated over.</summary>
internal sealed class PointColumns
{
    private static readonly string[] Own = ["number", "variant"];

    private readonly ObjectiveSpace _space;
    private readonly IReadOnlyList<string> _settings;

    /// <summary>Columns for the points of an experiment.</summary>
    /// <param name="space">What its objective can be given.</param>
    /// <param name="varying">What it varies.</param>
    /// <param name="hasReplicates">Whether points run with several seeds; their rows have none then.</param>
    public PointColumns(ObjectiveSpace space, IEnumerable<string> varying, bool hasReplicates)
    {
        _space = space;
        // Every setting is a column, so that an expression holds whether `--set` fixes a setting or varies it.
        _settings =
        [
            .. space.Settings.Select(s => s.Name).Where(name => name != "seed" || !hasReplicates),
            .. varying.Where(_ => space.Settings.Count == 0),
        ];
        // A parameter that is called as what every trial has is told apart as in the table of trials.
        var names = _settings.Select(name => Own.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"parameter_{name}" : name);
        Names = [.. Own, .. names, .. _settings.Contains("lambda") ? (string[])["λ"] : []];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A point's row.</summary>
    /// <param name="number">The point's number.</param>
    /// <param name="variant">Its variant, or null.</param>
    /// <param name="values">Its values.</param>
    public IReadOnlyList<object?> Row(long number, string? variant, IReadOnlyDictionary<string, SettingValue> values)
    {
        var complete = _space.Complete(values);
        object?[] cells = [number, variant, .. _settings.Append("lambda").Select(name => complete.GetValueOrDefault(name)?.Cell)];
        return cells[..Names.Count];
    }
}
