using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>gradcheck</c>: back-propagation against central differences, before anybody trusts a sweep.</summary>
internal sealed class GradCheckCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string?> _file = new("file") { Description = "An experiment file (YAML).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<double?> _epsilon =
        SharedOptions.PositiveNumber("--epsilon", "The step of the central difference; default 1e-7.");

    private readonly Option<double?> _threshold =
        SharedOptions.PositiveNumber("--threshold", "The relative difference that a block may have; default 2e-7.");

    private readonly Option<bool> _all = new("--all") { Description = "Check every entry, not at most 200 of each block." };
    private readonly Option<int?> _seed = SharedOptions.WholeNumber("--seed", 0, "Chooses the entries; default 1.");
    private readonly Option<bool> _demo = new("--demo")
    {
        Description = "Check the course's exercise: a 4-5-3-1 network with two planted bugs, and J = θx. Takes no file.",
    };

    private readonly Option<bool> _yes = SharedOptions.Yes();

    public GradCheckCommand(CommandContext context)
        : base(
            "gradcheck",
            "Check the gradients of an experiment's networks against central differences of the cost. It is slow: each entry costs two "
            + "forward passes. Dropout's masks are held, since with others there is another cost.",
            new Example("gradcheck experiments/football.yaml", "each network, block by block; exit code 1 where a gradient is wrong"),
            new Example("gradcheck experiments/football.yaml --set hidden=[5] --all", "every entry of a smaller network"),
            new Example("gradcheck experiments/football.yaml --epsilon 1e-5 --threshold 1e-6", "another step, another threshold"),
            new Example("gradcheck --demo", "the course's exercise, with its two planted bugs"))
    {
        _context = context;
        Add(_file);
        foreach (var option in (Option[])[_set, _epsilon, _threshold, _all, _seed, _demo, _yes]) Add(option);
        Validators.Add(CheckWhat);
    }

    protected override int Execute(ParseResult arguments)
    {
        var byDefault = new GradientCheckOptions();
        var options = byDefault with
        {
            Epsilon = arguments.GetValue(_epsilon) ?? byDefault.Epsilon,
            Threshold = arguments.GetValue(_threshold) ?? byDefault.Threshold,
            MostEntries = arguments.GetValue(_all) ? null : PlanGradients.MostEntries,
            Seed = (uint?)arguments.GetValue(_seed) ?? byDefault.Seed,
        };
        if (arguments.GetValue(_demo))
        {
            GradientDemoText.Write(_context, options);
            return ExitCode.Success;
        }
        var planned = PlannedExperiment.Read(arguments.GetValue(_file)!, arguments.GetValue(_set)!, arguments.GetValue(_yes), _context);
        return Check(planned, options);
    }

    private int Check(PlannedExperiment planned, GradientCheckOptions options)
    {
        var train = planned.Train;
        var gradients = PlanGradients.Of(planned.Plan);
        _context.Error.WriteLine("each entry costs two forward passes: that is slow where a network is large; dropout's masks are held");
        var data = Invariant($"{train.Count} train examples of {planned.Dataset.Name}");
        _context.Out.WriteLine($"{GradientText.Networks(gradients)} on {data}; {GradientText.Steps(options)}");
        if (gradients.LeftOut > 0)
            _context.Out.WriteLine(Invariant($"{gradients.LeftOut} more are left out: those checked are spread over the plan"));

        var text = new GradientText(_context, options.Threshold);
        var results = new List<GradientCheckResult>();
        foreach (var (network, result) in gradients.Check(train, options, _context.CheckGradient))
        {
            _context.Out.WriteLine();
            _context.Out.WriteLine(GradientText.Network(network, train.FeatureCount));
            text.WriteBlocks(result);
            results.Add(result);
        }
        _context.Out.WriteLine();
        WriteConclusion(results, text);
        return results.Any(r => r.Failed) ? ExitCode.Failure : ExitCode.Success;
    }

    private void WriteConclusion(List<GradientCheckResult> results, GradientText text)
    {
        var (passed, failed) = (results.Count(r => r.Passed), results.Count(r => r.Failed));
        var left = results.Count - passed - failed;
        string?[] parts =
        [
            failed > 0 ? Invariant($"{failed} of {results.Count} gradients WRONG") : null,
            passed > 0 ? Invariant($"{passed} of {results.Count} gradients agree with central differences") : null,
            left > 0 ? Invariant($"{left} of {results.Count} cannot be checked, since the cost is not finite there, which is no failure") : null,
        ];
        _context.Out.WriteLine(string.Join("; ", parts.Where(p => p is not null)));
        text.WriteRemarks(results);
    }

    private void CheckWhat(CommandResult result)
    {
        var hasFile = result.GetResult(_file)?.Tokens is [_, ..];
        var isDemo = result.GetResult(_demo) is { Implicit: false };
        if (!hasFile && !isDemo) result.AddError("`goalkeeper gradcheck` needs <file>: An experiment file (YAML); or --demo");
        if (isDemo && (hasFile || result.GetResult(_set) is { Implicit: false }))
            result.AddError("--demo is the course's own network; expected no experiment file and no --set");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
