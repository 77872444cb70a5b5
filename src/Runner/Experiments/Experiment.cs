using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What an experiment file and its overrides say: read, checked as far as it can be without data, not yet expanded.</summary>
public sealed record Experiment
{
    /// <summary>Its name, good for a folder; sweeps are called by it.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for people, or empty.</summary>
    public required string Description { get; init; }

    /// <summary>The file's path as it was given.</summary>
    public required string FilePath { get; init; }

    /// <summary>The file's text, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>What a trial does.</summary>
    public required ObjectiveDescription Objective { get; init; }

    /// <summary>The networks that its trials train.</summary>
    /// <exception cref="UserErrorException">Its trials do something else.</exception>
    public NetworkDescription Network => Objective as NetworkDescription
        ?? throw new UserErrorException($"{FilePath}: its trials run a program; expected an experiment with dataset, network and training");

    /// <summary>What is varied; the first is the slowest to change.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The named rows, each crossed with the grid; empty is one nameless row.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];

    /// <summary>SQL expressions over the flat row; a point for which any of them is true is left out.</summary>
    public IReadOnlyList<Located<string>> Exclude { get; init; } = [];

    /// <summary>How often each point is run, with seed, seed + 1, ….</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>What is chosen by, or null: the data decide.</summary>
    public Located<MetricGoal>? Metric { get; init; }

    /// <summary>Number of trials before anything is excluded; <see cref="long.MaxValue"/> where it would be more.</summary>
    public long GridSize
    {
        get
        {
            var size = (UInt128)Replicates * (UInt128)Math.Max(1, Variants.Count);
            foreach (var parameter in Parameters)
            {
                size *= (UInt128)parameter.Values.Count;
                if (size > long.MaxValue) return long.MaxValue;
            }
            return (long)size;
        }
    }

    /// <summary>
    /// The settings that differ between trials, slowest first: those that a variant sets, the parameters, and the seed where points
    /// are replicated.
    /// </summary>
    public IReadOnlyList<string> Varying =>
    [
        .. Variants.SelectMany(v => v.Settings.Keys)
            .Concat(Parameters.Select(p => p.Name))
            .Concat(Replicates > 1 ? ["seed"] : [])
            .Distinct(),
    ];
}

/// <summary>A setting that an experiment varies.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Values">At least one, no two the same.</param>
public sealed record Parameter(string Name, IReadOnlyList<Located<SettingValue>> Values);

/// <summary>A named partial combination: a row of the conclusion table.</summary>
/// <param name="Name">No other variant has it.</param>
/// <param name="Note">Its comment in the table, or null.</param>
/// <param name="Settings">What it sets; the rest is as for every trial.</param>
public sealed record Variant(string Name, string? Note, IReadOnlyDictionary<string, Located<SettingValue>> Settings);

/// <summary>What trials are compared by.</summary>
/// <param name="Name">The name of a <see cref="MetricDefinition"/> that can decide.</param>
/// <param name="Goal"><see cref="MetricDefinition.Maximize"/> or <see cref="MetricDefinition.Minimize"/>.</param>
public sealed record MetricGoal(string Name, string Goal)
{
    /// <summary>The metrics that trials can be compared by.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. MetricDefinition.All.Where(m => m.CanDecide).Select(m => m.Name)];

    /// <summary>The metric with its usual goal.</summary>
    public static MetricGoal Of(string name) => new(name, MetricDefinition.Of(name).Goal);
}
