using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Commands;

/// <summary>An experiment file, read, with its data loaded and its grid expanded: what <c>run</c> and <c>plan</c> begin with.</summary>
internal sealed record PlannedExperiment(ExperimentPlan Plan, Dataset? Data)
{
    /// <summary>The data of its networks.</summary>
    /// <exception cref="UserErrorException">Its trials run a program.</exception>
    public Dataset Dataset => Data ?? throw new UserErrorException(
        $"{Plan.Experiment.FilePath}: its trials run a program; expected an experiment of networks");

    /// <summary>The train examples as networks see them.</summary>
    public Examples Train => Plan.Experiment.Network.Dataset.Preprocessing.Fit(Dataset.Train).Of(Dataset.Train);

    /// <summary>What a person should know before the trials run.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Plan.Experiment.Remarks,
        .. Plan.Experiment.Objective is ProgramDescription program ? program.Warnings() : [],
        .. Data is null ? [] : (string[])[.. DataFindings.Of(Data, Plan.Experiment.Network.Dataset.Standardizes), .. RepeatedTraining.Describe(Plan)],
    ];

    /// <summary>The sweep that it is, ready to be stored and run.</summary>
    public PlannedSweep ToSweep(Circumstances circumstances, CommandContext context) => Plan.Experiment.Objective is ProgramDescription program
        ? PlannedSweep.Of(Plan, program, circumstances)
        : PlannedSweep.Of(Plan, Dataset, circumstances, context.Train);

    /// <summary>Tells the warnings, a line each.</summary>
    public void WriteWarnings(CommandContext context)
    {
        foreach (var warning in Warnings) WrappedText.Write(context.Error, $"warning: {warning}");
    }

    /// <param name="file">The experiment file.</param>
    /// <param name="overrides">The <c>--set</c>s.</param>
    /// <param name="allowLarge">Whether a large grid is welcome.</param>
    /// <param name="context">Where data files are.</param>
    /// <param name="start">What its search starts from, by the plan without; null: nothing.</param>
    /// <exception cref="UserErrorException">The file, an override or the data do not say what to run.</exception>
    public static PlannedExperiment Read(
        string file, IReadOnlyList<string> overrides, bool allowLarge, CommandContext context, Func<ExperimentPlan, PlanStart?>? start = null)
    {
        var experiment = ExperimentFile.Read(file, overrides);
        if (experiment.Objective is ProgramDescription program)
        {
            program.Check();
            return new PlannedExperiment(ExperimentPlan.Expand(experiment, allowLarge, start), Data: null);
        }
        var dataset = DatasetLoader.Load(experiment.Network.Dataset, context.DataFolder);
        var splits = dataset.Splits.Select(s => s.Name).ToList();
        return new PlannedExperiment(ExperimentPlan.Expand(experiment, dataset.ComputeSha256(), splits, allowLarge, start), dataset);
    }
}
