using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Output;

/// <summary>How gradients compared with central differences, for people.</summary>
/// <param name="context">The output.</param>
/// <param name="threshold">The relative difference that a block may have.</param>
internal sealed class GradientText(CommandContext context, double threshold)
{
    private static readonly string[] Columns =
        ["block", "checked", "difference", "worst entry", "back-propagation", "central difference", "result"];

    private static readonly bool[] AlignRight = [false, true, true, false, true, true, false];

    /// <summary>"3 networks", or "20 of 75 networks".</summary>
    public static string Networks(PlanGradients gradients) => (gradients.Networks.Count, gradients.LeftOut) switch
    {
        (1, 0) => "1 network",
        (var count, 0) => Invariant($"{count} networks"),
        var (count, left) => Invariant($"{count} of {count + left} networks"),
    };

    /// <summary>One line: "trial 2 (with L2): 2-20-3-1, relu, xavier, seed 3, lambda 0.7".</summary>
    public static string Network(PlannedNetwork network, int inputs)
    {
        var settings = network.Settings;
        string?[] parts =
        [
            string.Join('-', settings.Hidden.Prepend(inputs).Append(1).Select(units => Invariant($"{units}"))),
            settings.Hidden.Count == 0 ? null : Word(settings.Activation),
            Initial(settings),
            Invariant($"seed {settings.Seed}"),
            Invariant($"lambda {settings.Lambda}"),
            settings.HasDropout ? $"keep_prob {string.Join(", ", settings.KeepProb.Select(p => Invariant($"{p}")))}, its mask held" : null,
        ];
        var variant = network.Trial.Variant is { } name ? $" ({name})" : "";
        return Invariant($"trial {network.Trial.Number}{variant}: ") + string.Join(", ", parts.Where(p => p is not null));
    }

    /// <summary>"ε 1e-7, threshold 2e-7".</summary>
    public static string Steps(GradientCheckOptions options) =>
        $"ε {NumberText.Exact(options.Epsilon)}, threshold {NumberText.Exact(options.Threshold)}";

    /// <summary>The blocks as a table, or why there is none.</summary>
    public void WriteBlocks(GradientCheckResult result, bool failedOnly = false)
    {
        if (!result.CanBeChecked)
        {
            var cost = result.Cost switch
            {
                double.NaN => "not a number",
                _ when double.IsFinite(result.Cost) => "not finite a step beside",
                _ => NumberText.Exact(result.Cost),
            };
            context.Out.WriteLine($"cannot be checked here: the cost is {cost}");
            return;
        }
        TextTable.Write(context, Columns, [.. result.Blocks.Where(b => !failedOnly || !b.Passed).Select(Row)], AlignRight);
    }

    /// <summary>What the words "rounding" and "kink" of the results mean, where they occur.</summary>
    public void WriteRemarks(IReadOnlyList<GradientCheckResult> results)
    {
        var blocks = results.SelectMany(r => r.Blocks).ToList();
        if (blocks.Any(IsRounding))
        {
            context.Out.WriteLine(
                "rounding: above the threshold, but no more than the cost's rounding, divided by ε, can make of so small a gradient");
        }
        if (blocks.Any(b => b.Kinks > 0))
            context.Out.WriteLine("kink: relu's slope jumps there, so any slope between the two sides is right, and the nearest is shown");
    }

    private bool IsRounding(GradientBlock block) => block.Passed && block.Difference > threshold;

    private IReadOnlyList<string> Row(GradientBlock block) =>
    [
        block.Name,
        block.Checked == block.Size ? Invariant($"{block.Size}") : Invariant($"{block.Checked} of {block.Size}"),
        block.Difference == 0 ? "0" : NumberText.Scientific(block.Difference, 1),
        block.WorstEntry,
        Value(block.WorstGradient),
        Value(block.WorstApproximation),
        Result(block),
    ];

    private string Result(GradientBlock block)
    {
        var kinks = block.Kinks switch { 0 => "", 1 => ", 1 kink", _ => Invariant($", {block.Kinks} kinks") };
        if (!block.Passed) return $"WRONG{kinks}";
        return (IsRounding(block) ? "ok, rounding" : "ok") + kinks;
    }

    private static string Initial(TrainingSettings settings) => settings.Initialization == Initialization.Random
        ? Invariant($"random × {settings.InitializationScale}")
        : Word(settings.Initialization);

    // Two values that differ in the eighth digit should look so.
    private static string Value(double value) => value == 0 ? "0" : NumberText.Scientific(value, 8);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
