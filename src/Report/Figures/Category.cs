using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Figures;

/// <summary>A parameter that has no place on an axis: words, lists of different lengths, one number that some points lack.</summary>
internal sealed class Category(SweepSummary summary, string setting)
{
    /// <summary>What files about it are called.</summary>
    public string Name => Parameter.FileOf(summary, setting);

    /// <summary>What it is called in a text.</summary>
    public string Label => Wording.Setting(setting);

    /// <summary>What else varies between points: the variants, the other parameters.</summary>
    public IReadOnlyList<string> OtherNames => [.. summary.HasVariants ? ["variants"] : (string[])[], .. summary.Parameters.Where(p => p != setting).Select(Wording.Setting)];

    /// <summary>Its values with their points: in the order of their best ones where the metric says which those are, else in the plan's.</summary>
    public IReadOnlyList<IGrouping<string, SummaryRow>> Values { get; } = [.. (summary.IsRanked ? summary.Ranked : summary.Rows)
        .GroupBy(row => row.Parameters.TryGetValue(setting, out var value) ? NumberText.Parameter(value) : "absent")];

    /// <summary>The other parameters of a sweep, with at least two values.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="parameters">Those that have an axis.</param>
    public static IReadOnlyList<Category> Of(SweepSummary summary, IReadOnlyList<Parameter> parameters) =>
    [
        .. summary.Parameters.Where(setting => !parameters.Any(parameter => parameter.IsOf(setting)))
            .Select(setting => new Category(summary, setting)).Where(category => category.Values.Count > 1),
    ];
}
