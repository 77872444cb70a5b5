using System.Reflection;

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
/// How a sweep is run. Its name, version, metric, goal and replicates are, with its space, what it is: a sweep with all of them the same
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
        if (!Enum.IsDefined(Goal)) throw Wrong(nameof(Goal), Goal, "Minimize or Maximize");
        if (Replicates < 1) throw Wrong(nameof(Replicates), Replicates, "1 or more");
        if (Retries < 0) throw Wrong(nameof(Retries), Retries, "0 or more");
        if (Workers < 1) throw Wrong(nameof(Workers), Workers, "1 or more");
    }

    private static ArgumentException Wrong(string option, object value, string expected) =>
        new(FormattableString.Invariant($"The option {option} is `{value}`; expected {expected}."));
}
