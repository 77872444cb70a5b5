using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A sweep that is ready to be stored and run.</summary>
/// <param name="Sweep">What is stored of it.</param>
/// <param name="Trials">All its trials.</param>
/// <param name="Objective">What a trial of it does.</param>
internal sealed record PlannedSweep(NewSweep Sweep, IReadOnlyList<PlannedTrial> Trials, IObjective Objective)
{
    /// <summary>Above this number of parameters in any of its networks, a sweep keeps the best trial's weights only, unless its file says otherwise.</summary>
    public const int LargeNetwork = 10_000;

    /// <summary>Whether the point of a trial is left out, besides those that the plan says; null: none is.</summary>
    public Func<PlannedTrial, bool>? IsExcluded { get; private init; }

    /// <summary>A sweep of a program's runs.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="program">What its trials run.</param>
    /// <param name="circumstances">What is stored about the launch.</param>
    public static PlannedSweep Of(ExperimentPlan plan, ProgramDescription program, Circumstances circumstances)
    {
        var stored = plan.ToSweepPlan();
        var sweep = NewSweep(plan, stored, circumstances) with { Kind = SweepKind.Program };
        return new PlannedSweep(sweep, plan.Trials, ProgramObjective.Of(stored, program.Environment));
    }

    /// <summary>A sweep of a function's calls.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="objective">The calls.</param>
    /// <param name="circumstances">What is stored about the launch.</param>
    internal static PlannedSweep Of(ExperimentPlan plan, DelegateObjective objective, Circumstances circumstances) =>
        new(NewSweep(plan, plan.ToSweepPlan(), circumstances) with { Kind = SweepKind.Delegate }, plan.Trials, objective)
        {
            IsExcluded = ((DelegateDescription)plan.Experiment.Objective).IsExcluded,
        };

    /// <summary>A sweep of networks.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="dataset">Its data, as they were read.</param>
    /// <param name="circumstances">What is stored about the launch.</param>
    /// <param name="train">How a network is trained; null for the real thing.</param>
    public static PlannedSweep Of(ExperimentPlan plan, Dataset dataset, Circumstances circumstances, Train? train = null)
    {
        var preparation = plan.Experiment.Network.Dataset.Preprocessing.Fit(dataset.Train);
        var stored = plan.ToSweepPlan();
        var settings = new TrialSettings(stored);
        var objective = new NetworkObjective(preparation.Of(dataset), settings, train);
        // Shapes follow from hidden alone: a large plan has few.
        var isLarge = plan.Trials.DistinctBy(t => t.Parameters.GetValueOrDefault("hidden")).Any(t => IsLarge(settings.Of(t), dataset));
        var kept = plan.Experiment.Network.WeightsKept ?? (isLarge ? WeightsKept.Best : WeightsKept.All);
        var metric = stored.Metric(plan.Metric.Name);
        var sweep = NewSweep(plan, stored, circumstances) with
        {
            MetricExamples = metric.CountsExamples ? dataset.Splits.First(s => s.Name == metric.Split).Examples.Count : 0,
            WeightsKept = kept,
            Dataset = StoredData.Of(dataset, plan.DatasetSha256!),
            Preparation = StoredData.Of(preparation),
        };
        return new PlannedSweep(sweep, plan.Trials, objective);
    }

    private static NewSweep NewSweep(ExperimentPlan plan, SweepPlan stored, Circumstances circumstances)
    {
        var metric = stored.Metric(plan.Metric.Name);
        return new()
        {
            Name = plan.Experiment.Name,
            Description = plan.Experiment.Description,
            Tags = plan.Experiment.Tags,
            ExperimentFile = plan.Experiment.FilePath,
            ExperimentText = plan.Experiment.Text,
            Plan = stored.ToJson(),
            PlanHash = plan.Hash,
            MetricName = metric.Name,
            MetricGoal = metric.Goal,
            MetricExamples = metric.Examples,
            MetricFormat = metric.Format,
            WeightsKept = WeightsKept.None,
            Command = circumstances.Command,
            GitCommit = circumstances.GitCommit,
            GitDirty = circumstances.GitDirty,
            Machine = circumstances.Machine,
            Versions = circumstances.Versions,
            CreatedAt = circumstances.At,
        };
    }

    private static bool IsLarge(TrainingSettings settings, Dataset dataset)
    {
        int[] layers = [dataset.Train.FeatureCount, .. settings.Hidden, 1];
        return layers.Zip(layers.Skip(1), (inputs, outputs) => outputs * (inputs + 1L)).Sum() > LargeNetwork;
    }
}
