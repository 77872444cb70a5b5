using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>What the trials of a stored sweep do, from the store alone: no experiment file, no data file.</summary>
internal static class StoredObjective
{
    /// <summary>Reads it.</summary>
    /// <param name="store">Where the sweep is kept.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="train">How a network is trained; null for the real thing.</param>
    /// <exception cref="UserErrorException">The store does not say all that a trial needs, or what it says is damaged.</exception>
    public static IObjective Of(SweepStore store, SweepRecord sweep, Train? train = null) => sweep.Kind switch
    {
        SweepKind.Network => Of(store, sweep, Dataset(store, sweep), train),
        SweepKind.Program when SweepPlan.Of(sweep) is { Program: { } program } plan => Program(sweep, plan, program),
        SweepKind.Delegate => throw new UserErrorException(
            $"the trials of {sweep.Reference} are calls of a C# function, which only its own program has; start that program again: it runs what is left"),
        _ => throw new UserErrorException($"the trials of {sweep.Reference} are {SweepKind.Trials(sweep.Kind)}: they cannot be run from the store alone"),
    };

    private static ProgramObjective Program(SweepRecord sweep, SweepPlan plan, PlanProgram program)
    {
        var environment = Environment(sweep, program);
        ProgramCommand.Of(program, environment).Check([.. plan.Parameters.Keys.Union(plan.Variants.SelectMany(v => v.Settings.Keys))]);
        return ProgramObjective.Of(plan, environment);
    }

    // What an experiment sets may be secret, and is not stored: who joins must bring it.
    private static Dictionary<string, string> Environment(SweepRecord sweep, PlanProgram program) => program.Environment.ToDictionary(
        name => name,
        name => System.Environment.GetEnvironmentVariable(name)
            ?? throw new UserErrorException(
                $"the experiment of {sweep.Reference} sets the environment variable {name}, whose value is not stored; set it, or run the experiment "
                + $"file: `goalkeeper run {sweep.ExperimentFile}`"));

    internal static IObjective Of(SweepStore store, SweepRecord sweep, Dataset dataset, Train? train) =>
        new NetworkObjective(Prepared(store, sweep, dataset), new TrialSettings(SweepPlan.Of(sweep)), train);

    /// <summary>The data as they were read.</summary>
    internal static Dataset Dataset(SweepStore store, SweepRecord sweep)
    {
        var dataset = StoredData.Of(store.Dataset(sweep));
        return dataset.ComputeSha256() == sweep.DatasetSha256
            ? dataset
            : throw new UserErrorException(
                $"the data of {sweep.Reference} in '{store.Path}' are not those that their SHA-256 {sweep.DatasetSha256} names: the store was "
                + "altered or damaged; restore it from a copy");
    }

    private static Dataset Prepared(SweepStore store, SweepRecord sweep, Dataset dataset)
    {
        var preparation = DatasetSource.PreprocessingOf(SweepPlan.Of(sweep)).Fit(dataset.Train);
        return StoredData.Of(preparation).SequenceEqual(store.Preparation(sweep))
            ? preparation.Of(dataset)
            : throw new UserErrorException(
                $"the means and deviations of {sweep.Reference} in '{store.Path}' are not those of its train examples: the store was altered or "
                + "damaged; restore it from a copy");
    }
}
