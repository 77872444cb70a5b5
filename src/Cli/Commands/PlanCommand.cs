using System.CommandLine;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>plan</c>: what <c>run</c> would run.</summary>
internal sealed class PlanCommand : CliCommand
{
    private const int First = 20;
    private const int Last = 5;

    private readonly CommandContext _context;
    private readonly Argument<string> _file = SharedOptions.Experiment();
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<bool> _yes = SharedOptions.Yes();
    private readonly Option<string?> _store = SharedOptions.Store();

    public PlanCommand(CommandContext context)
        : base(
            "plan",
            "Show the trials that an experiment file stands for; run nothing, store nothing.",
            new Example("plan experiments/lambda-tuning.yaml", "the grid and its size"),
            new Example("plan experiments/football.yaml --set lambda=0,0.1,0.7", "the same with λ varied"))
    {
        _context = context;
        Add(_file);
        foreach (var option in (Option[])[_set, _yes, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(_file);
        var store = StoreLocation.Resolve(arguments.GetValue(_store), _context);
        var planned = PlannedExperiment.Read(file, arguments.GetValue(_set)!, arguments.GetValue(_yes), _context, plan => StartFrom.Of(store, plan));
        var plan = planned.Plan;
        var size = plan.Trials.Count; // of a search, those that need no results
        var isShort = size <= First + Last;
        var constant = Constant(plan);
        WriteRows(plan, constant, isShort ? plan.Trials : [.. plan.Trials.Take(First), .. plan.Trials.TakeLast(Last)]);
        if (!isShort) _context.Out.WriteLine(FormattableString.Invariant($"Trials {First + 1} to {size - Last} are not shown."));
        if (constant.Count > 0)
        {
            var values = constant.Select(name => $"{name} {Cell.Text(SettingValue.Parse(plan.Trials[0].Parameters[name]).Cell)}");
            WrappedText.Write(_context.Out, $"The same in all: {string.Join(", ", values)}");
        }
        if (planned.Data is { } data)
        {
            WrappedText.Write(_context.Out, DataText.Of(data));
            if (DataText.Features(data) is { } features) WrappedText.Write(_context.Out, features);
        }
        WrappedText.Write(_context.Out, Size(plan));
        if (plan.Experiment.Objective is NetworkDescription { ChecksGradients: true })
            WrappedText.Write(_context.Out, $"gate: gradcheck: run checks the gradients of {GradientText.Networks(PlanGradients.Of(plan))} first");
        if (plan.Experiment.Objective is ProgramDescription program) WriteCommand(plan, program);
        planned.WriteWarnings(_context);
        ExtensionHint.Write(_context, store, plan);
        return ExitCode.Success;
    }

    private void WriteCommand(ExperimentPlan plan, ProgramDescription program)
    {
        var words = plan.WordsOf(plan.Trials[0]).Select(TypedCommand.Quote);
        _context.Out.WriteLine($"Trial 1 runs: {string.Join(' ', words)}");
        _context.Out.WriteLine($"in {program.Folder}");
    }

    // Parameters of one value, or of one that exclude has left: told once, they need no column.
    private static List<string> Constant(ExperimentPlan plan) => plan.Trials.Count == 1
        ? []
        : [.. plan.Experiment.Varying.Where(name =>
            name != "seed" && plan.Trials.All(t => t.Parameters.GetValueOrDefault(name) == plan.Trials[0].Parameters.GetValueOrDefault(name)))];

    private void WriteRows(ExperimentPlan plan, IReadOnlyList<string> constant, IReadOnlyList<PlannedTrial> trials)
    {
        var hasVariants = plan.Experiment.Variants.Count > 0;
        var varying = plan.Experiment.Varying.Except(constant).Where(name => name != "seed").ToList();
        TextTable.Write(
            _context,
            [.. (string[])["number"], .. hasVariants ? (string[])["variant"] : [], .. varying, "seed"],
            trials.Select(trial => (object?[])
            [
                trial.Number,
                .. hasVariants ? (object?[])[trial.Variant] : [],
                .. varying.Select(name => trial.Parameters.TryGetValue(name, out var json) ? SettingValue.Parse(json).Cell : null),
                trial.Seed,
            ]));
    }

    // "75 trials: 5 lambda × 5 keep_prob × 3 replicates", and what exclude took away.
    private static string Size(ExperimentPlan plan)
    {
        var experiment = plan.Experiment;
        if (experiment.Search is { } search) return Size(plan, search);
        var factors = experiment.Factors.Select(f => Count(f[0].Values.Count, string.Join(" with ", f.Select(p => p.Name))));
        if (experiment.Variants.Count == 1) factors = factors.Prepend("1 variant");
        if (experiment.Variants.Count > 1) factors = factors.Prepend(Count(experiment.Variants.Count, "variants"));
        if (experiment.Replicates > 1) factors = factors.Append(Count(experiment.Replicates, "replicates"));
        var excluded = experiment.GridSize - plan.Trials.Count;
        return Count(plan.Trials.Count, plan.Trials.Count == 1 ? "trial" : "trials")
            + (factors.Any() ? $": {string.Join(" × ", factors)}" : "")
            + (excluded > 0 ? $", {Count(excluded, experiment.OnlyWhen.Count > 0 ? "left out" : "excluded")}" : "");
    }

    // "12 points by tpe × 2 replicates; point 5 is proposed when point 1 has ended, and so on"
    private static string Size(ExperimentPlan plan, PlanSearch search)
    {
        var points = plan.Trials.Select(t => t.Point).Distinct().Count();
        var all = plan.Size / plan.Experiment.Replicates;
        var size = Count(all, all == 1 ? "point" : "points") + $" by {plan.Method}" + (plan.Experiment.Replicates > 1 ? $" × {Count(plan.Experiment.Replicates, "replicates")}" : "");
        if (search.Start is { } start) size += $", starting from {Count(start.Points.Count, start.Points.Count == 1 ? "point" : "points")} of {start.Sweep}";
        if (all < search.RunCap) size += "; there are no more";
        if (search.Target is { } target) size += FormattableString.Invariant($", until one has a {plan.Metric.Name} of {target:R}");
        if (search.EarlyTerminate is { } rule) size += $", ended early by {EarlyTermination.Parse(rule)}";
        if (!search.Waits) return size;
        return size + (points < all ? FormattableString.Invariant($"; point {points + 1} {(search.Method == PlanSearch.Grid ? "starts" : "is proposed")} when point {points + 1 - search.Parallelism} has ended, and so on (parallelism {search.Parallelism})") : "");
    }

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
}
