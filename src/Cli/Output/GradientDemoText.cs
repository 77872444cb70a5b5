using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Output;

/// <summary>The course's exercise in gradient checking, for people.</summary>
internal static class GradientDemoText
{
    // The course's x, and its successor.
    private static readonly double[] Xs = [2, 3];

    /// <summary>Checks and writes: J = θx, the network with both planted bugs, with each, with none.</summary>
    public static void Write(CommandContext context, GradientCheckOptions options)
    {
        context.Out.WriteLine(Invariant($"J = θx at θ = {GradientCheckDemo.Theta}; ε {NumberText.Exact(options.Epsilon)}"));
        var lines = Xs.Select(x => GradientCheckDemo.CheckLine(x, options.Epsilon));
        TextTable.Write(
            context,
            ["x", "gradient", "central difference", "difference"],
            [.. lines.Select(l => (string[])[NumberText.Exact(l.X), NumberText.Exact(l.Gradient), NumberText.Exact(l.Approximation), Difference(l.Difference)])],
            [true, true, true, true]);

        context.Out.WriteLine();
        context.Out.WriteLine($"The 4-5-3-1 network, 47 parameters; {GradientText.Steps(options)}");
        (string Name, PlantedBugs Bugs)[] cases =
        [
            ("both bugs", PlantedBugs.DoubledW2 | PlantedBugs.QuadrupledB1),
            ("dW2 × 2", PlantedBugs.DoubledW2),
            ("db1 with 4/m", PlantedBugs.QuadrupledB1),
            ("correct", PlantedBugs.None),
        ];
        var results = cases.Select(c => (c.Name, Result: GradientCheckDemo.CheckNetwork(c.Bugs, options))).ToList();
        TextTable.Write(
            context,
            ["back-propagation", "difference", "result"],
            [.. results.Select(r => (string[])[r.Name, Difference(r.Result.Difference), Verdict(r.Result)])],
            [false, true, false]);

        var text = new GradientText(context, options.Threshold);
        foreach (var (name, result) in (IEnumerable<(string, GradientCheckResult)>)[results[0], results[^1]])
        {
            context.Out.WriteLine();
            context.Out.WriteLine($"{name}, block by block");
            text.WriteBlocks(result);
        }
        context.Out.WriteLine();
        text.WriteRemarks([.. results.Select(r => r.Result)]);
    }

    private static string Verdict(GradientCheckResult result) =>
        result.Passed ? "ok" : $"WRONG in {string.Join(" and ", result.Blocks.Where(b => !b.Passed).Select(b => b.Name))}";

    // As many digits as the course prints of a mistake; of rounding, as many as machines agree in.
    private static string Difference(double value) => value < 1e-3 ? NumberText.Scientific(value, 3) : NumberText.Fixed(value, 12);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
