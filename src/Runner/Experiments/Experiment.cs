using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What an experiment file and its overrides say: read, checked as far as it can be without data, not yet expanded.</summary>
internal sealed record Experiment
{
    /// <summary>The most characters of a name.</summary>
    internal const int LongestName = 100;

    /// <summary>Its name, good for a folder; sweeps are called by it.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for people, or empty.</summary>
    public required string Description { get; init; }

    /// <summary>Tags of its sweep, values by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What a person probably did not mean.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The file's path as it was given.</summary>
    public required string FilePath { get; init; }

    /// <summary>The file's text, verbatim but for the values of <c>env</c>, which may be secret.</summary>
    public required string Text { get; init; }

    /// <summary>Whether an experiment may be called so.</summary>
    internal static bool IsName(string text) => HasNamesLetters(text) && text.Length <= LongestName;

    internal static bool HasNamesLetters(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>What a trial does.</summary>
    public required ObjectiveDescription Objective { get; init; }

    /// <summary>The networks that its trials train.</summary>
    /// <exception cref="UserErrorException">Its trials do something else.</exception>
    public NetworkDescription Network => Objective as NetworkDescription
        ?? throw new UserErrorException($"{FilePath}: its trials run a program; expected an experiment with dataset, network and training");

    /// <summary>The program that its trials run.</summary>
    /// <exception cref="UserErrorException">Its trials do something else.</exception>
    public ProgramDescription Program => Objective as ProgramDescription
        ?? throw new UserErrorException($"{FilePath}: its trials train networks; expected an experiment with a command");

    /// <summary>What is varied; the first is the slowest to change.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The named rows, each crossed with the grid; empty is one nameless row.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];

    /// <summary>SQL expressions over the flat row; a point for which any of them is true is left out.</summary>
    public IReadOnlyList<Located<string>> Exclude { get; init; } = [];

    /// <summary>Names of parameters that go together, first value with first: one factor of the grid each.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Zip { get; init; } = [];

    /// <summary>Parameters that do not exist at every point.</summary>
    public IReadOnlyList<OnlyWhen> OnlyWhen { get; init; } = [];

    /// <summary>The factors of the grid: a parameter each, or several that go together, where the first of them stands.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Factors =>
    [
        .. Parameters.Select(p => (Parameter: p, Group: Zip.FirstOrDefault(group => group.Contains(p.Name)) ?? [p.Name]))
            .GroupBy(p => p.Group[0], p => p.Parameter, (_, together) => (IReadOnlyList<Parameter>)[.. together]),
    ];

    /// <summary>How points are proposed, or null: all of the grid are planned at once.</summary>
    public PlanSearch? Search { get; init; }

    /// <summary>Where the experiment file has the points that its search tries first.</summary>
    public IReadOnlyList<SourceLocation> FirstAt { get; init; } = [];

    /// <summary>The earlier sweep that its search starts from, as it is written; null: none.</summary>
    public Located<string>? StartFrom { get; init; }

    /// <summary>The point that the others are to beat; null: a grid's first.</summary>
    public Located<PlanBaseline>? Baseline { get; init; }

    /// <summary>How often each point is run, with seed, seed + 1, ….</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>What is chosen by, or null: the data decide.</summary>
    public Located<MetricGoal>? Metric { get; init; }

    /// <summary>Number of trials before anything is excluded, or that a search may have; <see cref="long.MaxValue"/> where it would be more.</summary>
    public long GridSize
    {
        get
        {
            if (Search is not null and not { Method: PlanSearch.Grid }) return (long)Search.RunCap * Replicates;
            var size = (UInt128)Replicates * (UInt128)Math.Max(1, Variants.Count);
            foreach (var factor in Factors)
            {
                size *= (UInt128)factor[0].Values.Count;
                if (size > long.MaxValue) return long.MaxValue;
            }
            return (long)size;
        }
    }

    /// <summary>
    /// The settings that differ between trials, slowest first: those that a variant sets, the parameters, and the seed where points
    /// are replicated; to a program, its seed is no parameter.
    /// </summary>
    public IReadOnlyList<string> Varying =>
    [
        .. Variants.SelectMany(v => v.Settings.Keys)
            .Concat(Parameters.Select(p => p.Name))
            .Concat(Replicates > 1 && Objective is NetworkDescription ? ["seed"] : [])
            .Distinct(),
    ];
}

/// <summary>A parameter that exists only at some points; elsewhere it has its default, or to a program no value.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="When">The parameters that must exist, and have one of these values.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record OnlyWhen(string Name, IReadOnlyDictionary<string, IReadOnlyList<SettingValue>> When, SourceLocation At);

/// <summary>A named partial combination: a row of the conclusion table.</summary>
/// <param name="Name">No other variant has it.</param>
/// <param name="Note">Its comment in the table, or null.</param>
/// <param name="Settings">What it sets; the rest is as for every trial.</param>
internal sealed record Variant(string Name, string? Note, IReadOnlyDictionary<string, Located<SettingValue>> Settings);

/// <summary>What trials are compared by.</summary>
/// <param name="Name">The name of a <see cref="MetricDefinition"/> that can decide.</param>
/// <param name="Goal"><see cref="MetricDefinition.Maximize"/> or <see cref="MetricDefinition.Minimize"/>.</param>
internal sealed record MetricGoal(string Name, string Goal)
{
    /// <summary>The metrics that trials can be compared by.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. MetricDefinition.All.Where(m => m.CanDecide).Select(m => m.Name)];

    /// <summary>Whether a program's or a function's metric may be called so: on one line.</summary>
    internal static bool IsName(string text) => text.Length > 0 && !text.Any(char.IsControl);

    /// <summary>The metric with its usual goal.</summary>
    public static MetricGoal Of(string name) => new(name, MetricDefinition.Of(name).Goal);
}
