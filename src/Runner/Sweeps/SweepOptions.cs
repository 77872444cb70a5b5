using System.Globalization;
using System.Reflection;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Which way a metric is better.</summary>
public enum Goal
{
    /// <summary>Less is better.</summary>
    Minimize,

    /// <summary>More is better.</summary>
    Maximize,
}

/// <summary>
/// How a sweep is run. Its name, version, metric, goal, replicates, method, parallelism, search seed, early stopping and what it starts from are, with its space, what it is: a sweep with all of them the same
/// carries on. The others change no result.
/// </summary>
public sealed record SweepOptions
{
    /// <summary>What sweeps are called by: letters, digits, - and _, a letter or digit first. Unless it is set, as the program is called.</summary>
    public string Name { get; init; } = Starter.NameOf(Assembly.GetEntryAssembly()?.ManifestModule.Name ?? "sweep");

    /// <summary>
    /// What the function is called by now. Goalkeeper cannot see that its code has changed: give it another version when its results are to
    /// be others, and a new sweep begins.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>The name of what the function returns.</summary>
    public string Metric { get; init; } = "loss";

    /// <summary>Which way that is better.</summary>
    public Goal Goal { get; init; }

    /// <summary>Who chooses the points.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>How many points a search tries: every method but <see cref="SearchMethod.Grid"/> needs it. A larger one later goes on with the same search.</summary>
    public int? RunCap { get; init; }

    /// <summary>How many points of a search that learns may be under way at once. It is part of what the search is, as the number of workers is not.</summary>
    public int Parallelism { get; init; } = PlanSearch.UsualParallelism;

    /// <summary>The seed of what a search proposes.</summary>
    public int SearchSeed { get; init; } = 1;

    /// <summary>When trials that go nowhere end early; null: none does. A grid is then run in its order, <see cref="Parallelism"/> points at a time.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// An earlier sweep of the store, <c>line</c> (the newest of that name) or <c>line#2</c>, whose points a search knows before its first; null: none.
    /// They are copied when the search is first run: what becomes of that sweep later changes nothing.
    /// </summary>
    public string? StartFrom { get; init; }

    /// <summary>How often each point is run, with seeds 1, 2, ….</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>How often a trial that fails is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>How many trials run at once here.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The store's file. Unless it is set, as for the <c>goalkeeper</c> command: $GOALKEEPER_STORE, or results/goalkeeper.db.</summary>
    public string? Store { get; init; }

    /// <exception cref="ArgumentException">A value is none.</exception>
    internal void Check()
    {
        if (!Experiment.IsName(Name)) throw Wrong(nameof(Name), Name, "at most 100 letters, digits, - and _, a letter or digit first: it names a folder");
        if (!MetricGoal.IsName(Metric)) throw Wrong(nameof(Metric), Metric, "a line of text");
        if (!Enum.IsDefined(Method)) throw Wrong(nameof(Method), Method, "one of SearchMethod's");
        if (Method == SearchMethod.Grid && RunCap is { } cap) throw Wrong(nameof(RunCap), cap, "none with SearchMethod.Grid, which runs every combination");
        if (Method != SearchMethod.Grid && RunCap is not > 0) throw Wrong(nameof(RunCap), RunCap?.ToString(CultureInfo.InvariantCulture) ?? "not set", $"the number of points that {Method} tries, such as 50");
        if (Parallelism < 1) throw Wrong(nameof(Parallelism), Parallelism, "1 or more");
        if (SearchSeed < 0) throw Wrong(nameof(SearchSeed), SearchSeed, "0 or more");
        if (StartFrom is { } start && !SearchReader.IsSweep(start)) throw Wrong(nameof(StartFrom), start, "a sweep of the store, such as line or line#2");
        if (Method == SearchMethod.Grid && StartFrom is { } from) throw Wrong(nameof(StartFrom), from, "none with SearchMethod.Grid, which runs every combination");
        if (!Enum.IsDefined(Goal)) throw Wrong(nameof(Goal), Goal, "Minimize or Maximize");
        if (Replicates < 1) throw Wrong(nameof(Replicates), Replicates, "1 or more");
        if (Retries < 0) throw Wrong(nameof(Retries), Retries, "0 or more");
        if (Workers < 1) throw Wrong(nameof(Workers), Workers, "1 or more");
    }

    private static ArgumentException Wrong(string option, object value, string expected) =>
        new(FormattableString.Invariant($"The option {option} is `{value}`; expected {expected}."));
}
