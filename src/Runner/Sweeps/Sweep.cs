using System.Runtime.CompilerServices;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Sweeps a function: calls it once for each point of a space and each seed, in parallel, and keeps what comes of it.</summary>
public static class Sweep
{
    /// <summary>
    /// Runs what is left of a sweep: the same call carries on where it was stopped or killed, and no trial that has finished runs again.
    /// Other processes may make the same call at the same time, and share the trials.
    /// </summary>
    /// <remarks>
    /// A function that throws is a failed trial, with the exception as its reason; the sweep goes on. One that returns after it was asked to
    /// stop has no result, and its trial is run again.
    /// </remarks>
    /// <param name="space">What to vary.</param>
    /// <param name="objective">What a trial does. It is called from several threads at once, and returns the metric that decides.</param>
    /// <param name="options">How; null: as they are unless set.</param>
    /// <param name="stop">Stops the sweep cleanly. Ctrl-C is the program's own: who wants it to stop a sweep cancels this.</param>
    /// <exception cref="ArgumentException">An option is not what it may be.</exception>
    /// <exception cref="UserErrorException">The store cannot be what was named, or has no sweep to start from, or one of another space.</exception>
    /// <exception cref="StoreException">The store could not do its work; nothing that it had taken is lost.</exception>
    // A lambda that never returns would fit both.
    [OverloadResolutionPriority(1)]
    public static SweepResult Run(
        Space space, Func<Trial, CancellationToken, double> objective, SweepOptions? options = null, CancellationToken stop = default) =>
        Run(space, (trial, stop) => Task.FromResult(objective(trial, stop)), options, stop);

    /// <inheritdoc cref="Run(Space, Func{Trial, CancellationToken, double}, SweepOptions, CancellationToken)"/>
    public static SweepResult Run(
        Space space, Func<Trial, CancellationToken, Task<double>> objective, SweepOptions? options = null, CancellationToken stop = default)
    {
        options ??= new SweepOptions();
        options.Check();
        var path = StorePath.Resolve(options.Store, Environment.GetEnvironmentVariable);
        var plan = ExperimentPlan.Expand(Experiment(space, options), allowLarge: true, plan => StartFrom.Of(path, plan));
        var circumstances = Circumstances.Observe(Command(), Environment.CurrentDirectory, TimeProvider.System);
        using var calls = new DelegateObjective(space, objective, options.Metric, options.Retries);
        using var store = SweepStore.Open(path);
        var outcome = new SweepSession(store).Run(PlannedSweep.Of(plan, calls, circumstances), new SessionOptions(options.Workers), forceNew: false, stop);
        return SweepResult.Of(store, outcome, space);
    }

    // What to type where the program is. Its arguments may be secret, and are nobody's to store.
    private static string Command()
    {
        var (host, program) = (Path.GetFileName(Environment.ProcessPath), Path.GetFileName(Environment.GetCommandLineArgs()[0]));
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? $"dotnet {program}" : $"./{host}";
    }

    private static Experiment Experiment(Space space, SweepOptions options)
    {
        if (options.Method == SearchMethod.Grid && space.Parameters.FirstOrDefault(p => p.Distribution is not null) is { } range)
            throw new ArgumentException($"{range} has a range, and a grid needs values; expected another Method in the options.", nameof(space));
        var goal = options.Goal == Goal.Minimize ? MetricDefinition.Minimize : MetricDefinition.Maximize;
        return new Experiment
        {
            Name = options.Name,
            Description = "",
            FilePath = "",
            Text = "",
            Objective = new DelegateDescription(space, options.Version),
            Parameters = space.Parameters,
            Zip = space.Zipped,
            OnlyWhen = space.Conditions,
            Search = options is { Method: SearchMethod.Grid, EarlyStopping: null } ? null : new PlanSearch
            {
                Method = options.Method.ToString().ToLowerInvariant(),
                RunCap = options.RunCap ?? SearchReader.MostPoints,
                Parallelism = options.Parallelism,
                Seed = (uint)options.SearchSeed,
                EarlyTerminate = options.EarlyStopping?.Json,
            },
            StartFrom = options.StartFrom is { } from ? new Located<string>(from, new SourceLocation("the program")) : null,
            Replicates = options.Replicates,
            Metric = new Located<MetricGoal>(new MetricGoal(options.Metric, goal), new SourceLocation("the program")),
        };
    }
}
